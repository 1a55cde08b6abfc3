// Wires src/aws: the one way to speak to AWS for every floor above.
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { usesRole } from '../core/account.ts'
import type { Clock } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { Random } from '../core/random.ts'
import type { AwsAccess } from './access.ts'
import { createClientPool, renewExpired, type Signer } from './clients.ts'
import { CloudWatchProtocol } from './cloudwatch-protocol.ts'
import type { AwsConfig, AwsLog } from './config.ts'
import { createEgress } from './egress.ts'
import { configuredEndpoint } from './endpoints.ts'
import { createIdentity } from './identity.ts'
import { createKeys, type SecretOf } from './keys.ts'
import { createLedger } from './ledger.ts'
import { createNetwork } from './network.ts'
import { createOwnCredentials } from './own-credentials.ts'
import { partitionOf } from './partitions.ts'
import { createSessions } from './sessions.ts'
import { createThrottle } from './throttle.ts'
import { createTracing } from './trace.ts'

export interface AwsAccessDeps {
  config: AwsConfig
  clock: Clock
  random: Random
  log?: AwsLog
  /** Where the secrets of access keys are kept; without it no account can be read by keys. */
  secretOf?: SecretOf
}

const noSecrets: SecretOf = async () => undefined

/** Attempts of a probe: the second is only for the SDK's correction of a clock that is off. */
const probeAttempts = 2

/**
 * How the program speaks to AWS, as itself and as the roles of connected accounts. HeyCloud's own identity needs one
 * permission, `sts:AssumeRole` on the roles it monitors (`arn:*:iam::*:role/HeyCloud*`); everything else is the roles'.
 * Throws `configuration` when the home region is not the name of a region.
 */
export function createAwsAccess({ config, clock, random, log, secretOf = noSecrets }: AwsAccessDeps): AwsAccess {
  const partition = partitionOf(config.region)
  if (!partition)
    throw new HeyCloudError('configuration', `AWS_REGION ${JSON.stringify(config.region)} is not a region`)
  const ledger = createLedger(clock)
  const throttle = createThrottle(clock, random)
  const cbor = config.cloudWatchProtocol !== 'json'
  const special = new Map([[CloudWatchClient, cbor ? { protocol: CloudWatchProtocol } : {}]])
  const network = createNetwork(config.env, config.endpointUrl)
  const s3Endpoint = config.endpointUrl ?? configuredEndpoint(config.env, 'S3')
  const parts = { ...config, network, special, ...(s3Endpoint ? { s3Endpoint } : {}) }
  const pool = createClientPool(parts, [renewExpired, throttle.attach, ledger.attach, createTracing(clock)])
  const own = createOwnCredentials({ ...config, requestHandler: network.requestHandler })
  const signer: Signer = {
    key: 'own',
    accountId: 'own',
    connection: '',
    partition,
    credentials: own.provider,
    expired: own.expired,
  }
  const probe: Signer = { ...signer, key: 'probe', maxAttempts: probeAttempts }
  const identity = createIdentity({ pool, signer: probe, own, region: config.region, clock, env: config.env })
  const policies = config.sessionPolicies ?? {}
  const sessions = createSessions({
    pool,
    own: signer,
    probe,
    region: config.region,
    clock,
    policies,
    ...(log ? { log } : {}),
  })
  const keys = createKeys({ pool, region: config.region, clock, secretOf, probeAttempts })
  return {
    identity,
    credentialSources: () => own.tryAll(),
    own: (Client, region) => pool.client(Client, region, signer),
    session: (target, purpose) => (usesRole(target) ? sessions.session(target, purpose) : keys.session(target)),
    tryAssume: sessions.tryAssume,
    tryKeys: keys.tryKeys,
    egress: createEgress({
      ...{ network, partition, region: config.region, env: config.env, clock },
      client: (Client, place, region) =>
        pool.client(Client, region, { ...probe, key: `egress ${place}`, partition: place }),
    }),
    forget(accountId) {
      sessions.forget(accountId)
      keys.forget(accountId)
      pool.forget(`${accountId} `)
    },
    costs: { drain: ledger.drain, putBack: ledger.putBack },
    close() {
      pool.destroy()
      network.close()
    },
  }
}
