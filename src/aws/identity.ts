// Who HeyCloud is to AWS, asked of STS, with what a person needs to know when there is no answer.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { type Partition, partitions } from '../core/account.ts'
import type { Clock } from '../core/clock.ts'
import { MINUTE, SECOND } from '../core/clock.ts'
import { type Observation, seen } from '../core/observation.ts'
import type { OwnIdentity } from './access.ts'
import type { ClientPool, Signer } from './clients.ts'
import { connectTimeoutMs } from './network.ts'
import { classify } from './observe.ts'
import type { OwnCredentials } from './own-credentials.ts'
import { type Environment, proxyInWords } from './proxy.ts'

export interface IdentityDeps {
  pool: ClientPool
  signer: Signer
  own: OwnCredentials
  region: string
  clock: Clock
  env: Environment
}

/** What one exchange with STS showed besides its answer. */
interface Exchange {
  host: string
  url?: URL
  /** AWS's clock minus this machine's, ms. */
  skew: number | undefined
}

/** `identity()` of AwsAccess: a success is kept for a minute, a failure is asked again at once; single-flight. */
export function createIdentity(
  deps: IdentityDeps,
): (options?: { fresh?: boolean }) => Promise<Observation<OwnIdentity>> {
  let kept: Observation<OwnIdentity> | undefined
  let pending: Promise<Observation<OwnIdentity>> | undefined
  return async (options = {}) => {
    if (kept?.state === 'seen' && !options.fresh && deps.clock.now() - kept.at < MINUTE) return kept
    if (options.fresh && !pending) deps.own.expired()
    pending ??= ask(deps).finally(() => {
      pending = undefined
    })
    kept = await pending
    return kept
  }
}

async function ask(deps: IdentityDeps): Promise<Observation<OwnIdentity>> {
  const { clock, region } = deps
  const exchange: Exchange = { host: `STS in ${region}`, skew: undefined }
  const started = clock.now()
  try {
    const answer = await deps.pool.client(STSClient, region, deps.signer).send(watched(exchange))
    const { Account: accountId = '', Arn: arn = '' } = answer
    const milliseconds = clock.now() - started
    const value = { accountId, arn, partition: partitionOfArn(arn), source: deps.own.source(), endpoint: exchange.host }
    return seen({ ...value, milliseconds, clockSkew: exchange.skew ?? 0 }, clock.now())
  } catch (error) {
    const notSeen = classify(error, 'sts:GetCallerIdentity', clock.now())
    if (notSeen.state === 'denied' || notSeen.code === 'NoCredentials') return notSeen
    const skew = exchange.skew === undefined ? 'unknown' : `${Math.round(exchange.skew / SECOND)} s off`
    const surroundings = `time-out ${connectTimeoutMs / SECOND} s, proxy: ${exchange.url ? proxyInWords(deps.env, exchange.url) : 'unknown'}, clock: ${skew}`
    return { ...notSeen, message: `${exchange.host}: ${notSeen.message} (${surroundings})` }
  }
}

/**
 * The command, with a look at its request and answer. The skew is AWS's `Date` less the `X-Amz-Date` that the SDK signed with:
 * both are real time even where the program's clock is moved. Seconds are all that either header has.
 */
function watched(exchange: Exchange): GetCallerIdentityCommand {
  const command = new GetCallerIdentityCommand({})
  command.middlewareStack.add(
    next => async args => {
      const request = args.request as { protocol: string; hostname: string; headers: Record<string, string> }
      exchange.host = request.hostname
      exchange.url = new URL(`${request.protocol}//${request.hostname}`)
      const result = await next(args)
      const { headers } = result.response as { headers: Record<string, string> }
      const theirs = Date.parse(headers.date ?? '')
      const ours = Date.parse(
        (request.headers['x-amz-date'] ?? '').replace(/^(....)(..)(..T..)(..)(..)Z$/, '$1-$2-$3:$4:$5Z'),
      )
      // The first exchange counts: the SDK signs its second try with a mended clock.
      if (Number.isFinite(theirs - ours)) exchange.skew ??= theirs - ours
      return result
    },
    { step: 'deserialize', name: 'heycloudWatchExchange', priority: 'low' },
  )
  return command
}

const partitionOfArn = (arn: string): Partition =>
  partitions.find(partition => arn.startsWith(`arn:${partition}:`)) ?? 'aws'
