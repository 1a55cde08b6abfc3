// Access keys of connected accounts: the secret read when it is needed, kept in memory for a minute, and asked about before it is used.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { AwsCredentialIdentity } from '@smithy/types'
import { accessKeyIdPattern, accountIdPattern, type KeyTarget } from '../core/account.ts'
import { type Clock, MINUTE } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { AccountSession, ConnectionTarget, KeyOutcome } from './access.ts'
import { type ClientPool, type Signer, unmemoized } from './clients.ts'
import { classify, isRefusedKey } from './observe.ts'
import { homeRegion } from './partitions.ts'

/** Another process may have stored another secret: no older one signs for longer. */
const keptMs = MINUTE

/** Reads a secret by its name; undefined where there is none, rejects with `secrets_unreadable` where it cannot be decrypted. */
export type SecretOf = (secretId: string) => Promise<string | undefined>

export interface KeysDeps {
  pool: ClientPool
  /** The configured region. */
  region: string
  clock: Clock
  secretOf: SecretOf
  /** Attempts of a probe. */
  probeAttempts: number
}

export interface Keys {
  session(target: ConnectionTarget<KeyTarget>): AccountSession
  tryKeys(target: ConnectionTarget<KeyTarget>): Promise<KeyOutcome>
  forget(accountId: string): void
}

interface Held {
  secret: Promise<string>
  /** By our clock. */
  readAt: number
}

/** Refuses what is no access key of a partition in which keys are taken; throws `invalid_parameter`. */
function assertTarget(target: KeyTarget): void {
  const wrong =
    (target.partition === 'aws' && 'Access keys are only for accounts of aws-us-gov and aws-cn: use a role') ||
    (!accountIdPattern.test(target.accountId) && 'The account ID is not 12 digits') ||
    (!accessKeyIdPattern.test(target.accessKeyId) && "The access key ID is not a user's: it begins with AKIA")
  if (wrong) throw new HeyCloudError('invalid_parameter', wrong)
}

/** The secrets in use, each read once for everybody who waits for it. */
function createSecrets({ clock, secretOf }: KeysDeps) {
  const held = new Map<string, Held>()

  const read = async ({ accessKeyId, secretId }: KeyTarget): Promise<string> => {
    const secret = await secretOf(secretId)
    if (secret) return secret
    throw new HeyCloudError(
      'secrets_unreadable',
      `No secret is stored for the access key ${accessKeyId}; enter the key again`,
    )
  }

  return {
    async credentials(key: string, target: KeyTarget): Promise<AwsCredentialIdentity> {
      const found = held.get(key)
      const present =
        found && clock.now() - found.readAt < keptMs ? found : { secret: read(target), readAt: clock.now() }
      held.set(key, present)
      try {
        return { accessKeyId: target.accessKeyId, secretAccessKey: await present.secret }
      } catch (error) {
        if (held.get(key) === present) held.delete(key)
        throw error
      }
    },
    forget(prefix: string) {
      for (const key of held.keys()) if (key.startsWith(prefix)) held.delete(key)
    },
  }
}

/** Sessions that sign with an account's own access key, and the question to STS whose key it is. */
export function createKeys(deps: KeysDeps): Keys {
  const secrets = createSecrets(deps)
  const keyOf = ({ accountId, accessKeyId, secretId, id }: ConnectionTarget<KeyTarget>) =>
    `${accountId} ${accessKeyId} ${secretId} ${id ?? ''}`

  const signerOf = (target: ConnectionTarget<KeyTarget>): Signer => {
    assertTarget(target)
    const key = keyOf(target)
    return {
      key,
      accountId: target.accountId,
      connection: target.id ?? '',
      partition: target.partition,
      credentials: unmemoized(() => secrets.credentials(key, target)),
      expired: () => secrets.forget(key),
    }
  }

  return {
    session(target) {
      const signer = signerOf(target)
      return { target, client: (Client, region) => deps.pool.client(Client, region, signer) }
    },
    async tryKeys(target) {
      try {
        const signer = signerOf(target)
        secrets.forget(signer.key)
        const probe = { ...signer, key: `${signer.key} probe`, maxAttempts: deps.probeAttempts }
        const sts = deps.pool.client(STSClient, homeRegion(target.partition, deps.region), probe)
        const { Account: accountId = '', Arn: arn = '' } = await sts.send(new GetCallerIdentityCommand({}))
        return { outcome: 'accepted', accountId, arn }
      } catch (error) {
        const notSeen = classify(error, 'sts:GetCallerIdentity', deps.clock.now())
        if (notSeen.state === 'failed' && isRefusedKey(error))
          return { outcome: 'refused', code: notSeen.code, message: notSeen.message }
        return { outcome: 'unknown', notSeen }
      }
    },
    forget(accountId) {
      secrets.forget(`${accountId} `)
    },
  }
}
