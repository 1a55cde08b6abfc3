// Assumed roles: credentials in memory per (role, external ID, purpose), refreshed early, asked for once, never stored or logged.
import { AssumeRoleCommand, type AssumeRoleCommandOutput, STSClient } from '@aws-sdk/client-sts'
import type { AwsCredentialIdentity } from '@smithy/types'
import { accountIdPattern, type RoleTarget, roleArn, roleNamePattern, rolePathPattern } from '../core/account.ts'
import { type Clock, MINUTE, SECOND } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { AccountSession, AssumeOutcome, ConnectionTarget, Purpose } from './access.ts'
import { type ClientPool, type Signer, unmemoized } from './clients.ts'
import type { AwsLog } from './config.ts'
import { chargeTo } from './ledger.ts'
import { classify } from './observe.ts'
import { homeRegion } from './partitions.ts'

/** Role chaining caps a session at one hour, whatever the role's maximum (IAM user guide, "Role chaining"). */
const sessionSeconds = 3_600
/** The least that STS gives (AssumeRole, DurationSeconds). */
const probeSeconds = 900
const refreshEarlyMs = 5 * MINUTE
/** After a failed AssumeRole the same answer is given for so long, so that hundreds of waiting calls ask once. */
const failureKeptMs = 5 * SECOND
/** Credentials that AWS does not know are got anew only when they are so old. */
const renewUnknownAfterMs = MINUTE
/** Characters of inline session policy (AssumeRole, Policy). */
const sessionPolicyLimit = 2_048

export interface SessionsDeps {
  pool: ClientPool
  /** HeyCloud's own signer, and the same with few attempts. */
  own: Signer
  probe: Signer
  /** The configured region. */
  region: string
  clock: Clock
  log?: AwsLog
  /** Policy documents that narrow a purpose's session. */
  policies: Partial<Record<Purpose, string>>
}

type Target = ConnectionTarget<RoleTarget>

export interface Sessions {
  session(target: Target, purpose: Purpose): AccountSession
  tryAssume(target: Target, externalId: string | undefined): Promise<AssumeOutcome>
  forget(accountId: string): void
}

interface Held {
  credentials: AwsCredentialIdentity
  /** Both by our clock. */
  obtainedAt: number
  expiresAt: number
}

interface State {
  held?: Held
  pending?: Promise<Held>
  failure?: { error: unknown; until: number }
  /** Set once AWS found the packed policy too large; the session then has all that the role allows. */
  unnarrowed?: boolean
}

interface Assumption {
  target: Target
  purpose: Purpose
  externalId: string | undefined
  seconds: number
}

/** Refuses what would become another ARN than the one meant; throws `invalid_parameter`. */
function assertTarget(target: RoleTarget): RoleTarget {
  const wrong =
    (!accountIdPattern.test(target.accountId) && 'account ID') ||
    (!roleNamePattern.test(target.roleName) && 'role name') ||
    (!rolePathPattern.test(target.rolePath) && 'role path')
  if (wrong) throw new HeyCloudError('invalid_parameter', `The ${wrong} of the role is not valid`)
  return target
}

/** The cache of assumed credentials: `credentials` gives what is held, or asks STS once for everybody who waits. */
interface Keeper {
  stateOf(key: string): State
  credentials(key: string, target: Target, purpose: Purpose): Promise<AwsCredentialIdentity>
  /** Purposes whose policy AWS found too large. */
  unnarrowed(target: Target): Purpose[]
  forget(accountId: string): void
}

const keyOf = (target: Target, purpose: Purpose) =>
  `${target.accountId} ${roleArn(target)} ${JSON.stringify(target.externalId)} ${purpose} ${target.id ?? ''}`

function createKeeper(deps: SessionsDeps): Keeper {
  const states = new Map<string, State>()
  const stateOf = (key: string): State => {
    const state = states.get(key) ?? {}
    states.set(key, state)
    return state
  }

  const refresh = async (state: State, target: Target, purpose: Purpose): Promise<Held> => {
    const asked = deps.clock.now()
    try {
      const what = { target, purpose, externalId: target.externalId, seconds: sessionSeconds }
      state.held = heldFrom(await assume(deps, state, deps.own, what), asked, sessionSeconds)
      return state.held
    } catch (error) {
      state.failure = { error, until: deps.clock.now() + failureKeptMs }
      throw error
    }
  }

  return {
    stateOf,
    async credentials(key, target, purpose) {
      const state = stateOf(key)
      const now = deps.clock.now()
      if (state.held && now < state.held.expiresAt - refreshEarlyMs) return state.held.credentials
      if (state.failure && now < state.failure.until) return stillGood(state, now, state.failure.error)
      state.pending ??= refresh(state, target, purpose).finally(() => {
        delete state.pending
      })
      try {
        return (await state.pending).credentials
      } catch (error) {
        return stillGood(state, now, error)
      }
    },
    unnarrowed(target) {
      const narrowed = Object.keys(deps.policies) as Purpose[]
      return narrowed.filter(purpose => states.get(keyOf(target, purpose))?.unnarrowed)
    },
    forget(accountId) {
      for (const key of states.keys()) if (key.startsWith(`${accountId} `)) states.delete(key)
    },
  }
}

/** Sessions of connected accounts, and single attempts to assume a role for verification. */
export function createSessions(deps: SessionsDeps): Sessions {
  const keeper = createKeeper(deps)
  warnOfLongPolicies(deps)
  return {
    session(target, purpose) {
      assertTarget(target)
      const key = keyOf(target, purpose)
      const signer: Signer = {
        key,
        ...payer(target),
        partition: target.partition,
        credentials: unmemoized(() => keeper.credentials(key, target, purpose)),
        expired(used) {
          const state = keeper.stateOf(key)
          if (state.held?.credentials.accessKeyId === used.accessKeyId) delete state.held
        },
        unknown(used) {
          const state = keeper.stateOf(key)
          if (state.held?.credentials.accessKeyId !== used.accessKeyId) return true
          // A region that is not enabled knows no credentials: each call there would have new ones got.
          if (deps.clock.now() - state.held.obtainedAt < renewUnknownAfterMs) return false
          delete state.held
          return true
        },
      }
      return { target, client: (Client, region) => deps.pool.client(Client, region, signer) }
    },
    async tryAssume(target, externalId) {
      const own = externalId === target.externalId
      try {
        assertTarget(target)
        const state = keeper.stateOf(keyOf(target, 'verify'))
        const asked = deps.clock.now()
        const seconds = own ? sessionSeconds : probeSeconds
        const answer = await assume(deps, state, deps.probe, { target, purpose: 'verify', externalId, seconds })
        // What a probe was given is not read: only its name leaves this function, and the rest is garbage.
        if (own) state.held = heldFrom(answer, asked, seconds)
        const arn = answer.AssumedRoleUser?.Arn ?? ''
        return { outcome: 'assumed', accountId: arn.split(':')[4] ?? '', arn, unnarrowed: keeper.unnarrowed(target) }
      } catch (error) {
        const notSeen = classify(error, 'sts:AssumeRole', deps.clock.now())
        if (notSeen.state === 'denied') return { outcome: 'refused', message: notSeen.message }
        return { outcome: 'unknown', notSeen }
      }
    },
    forget: keeper.forget,
  }
}

function warnOfLongPolicies({ policies, log }: SessionsDeps): void {
  for (const [purpose, policy] of Object.entries(policies))
    if (policy.length > sessionPolicyLimit)
      log?.warn(
        { purpose, characters: policy.length },
        'The session policy does not fit; the session has all that the role allows',
      )
}

/** While a session lasts, a failure that will pass (a throttle, a dead network) does not end it; a refusal does. */
function stillGood(state: State, now: number, error: unknown): AwsCredentialIdentity {
  const notSeen = classify(error, 'sts:AssumeRole', now)
  const passing = notSeen.state === 'failed' && notSeen.transient
  if (passing && state.held && now < state.held.expiresAt - MINUTE) return state.held.credentials
  throw error
}

async function assume(
  deps: SessionsDeps,
  state: State,
  signer: Signer,
  what: Assumption,
): Promise<AssumeRoleCommandOutput> {
  const { target, purpose, externalId, seconds } = what
  const sts = deps.pool.client(STSClient, homeRegion(target.partition, deps.region), {
    ...signer,
    partition: target.partition,
  })
  const ask = (policy: string | undefined) => {
    const command = new AssumeRoleCommand({
      RoleArn: roleArn(target),
      RoleSessionName: `heycloud-${purpose}`,
      DurationSeconds: seconds,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
      ...(policy ? { Policy: policy } : {}),
    })
    command.middlewareStack.use(chargeTo(payer(target)))
    return sts.send(command)
  }
  const policy = state.unnarrowed ? undefined : fitting(deps, purpose)
  try {
    return await ask(policy)
  } catch (error) {
    if (!policy || (error as Error).name !== 'PackedPolicyTooLargeException') throw error
    state.unnarrowed = true
    deps.log?.warn(
      { accountId: target.accountId, purpose },
      'The session policy is too large when packed; the session has none',
    )
    return ask(undefined)
  }
}

const payer = ({ accountId, id }: Target) => ({ accountId, connection: id ?? '' })

function fitting(deps: SessionsDeps, purpose: Purpose): string | undefined {
  const policy = deps.policies[purpose]
  return policy && policy.length <= sessionPolicyLimit ? policy : undefined
}

/**
 * The lifetime is what was asked for, from the moment before asking, by our clock: AWS grants exactly that, and its own
 * `Expiration` would be wrong by the difference of the clocks.
 */
function heldFrom(answer: AssumeRoleCommandOutput, asked: number, seconds: number): Held {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error('AWS answered AssumeRole without credentials')
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    obtainedAt: asked,
    expiresAt: asked + seconds * SECOND,
  }
}
