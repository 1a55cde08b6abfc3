// One pool of SDK clients: shared connections, bounded memory, and the middleware that every call passes through.
import { getSmithyContext } from '@smithy/core'
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, MiddlewareStack } from '@smithy/types'
import type { Partition } from '../core/account.ts'
import type { Network } from './network.ts'
import { isExpired, isUnknown } from './observe.ts'
import { assertRegion } from './partitions.ts'

/** SDK clients kept; the oldest unused are dropped (a thousand accounts times twenty regions would not fit in memory). */
const poolSize = 400

/** What the pool needs of any SDK v3 client. */
interface SdkClient {
  middlewareStack: Pick<MiddlewareStack<object, object>, 'add' | 'addRelativeTo' | 'remove'>
}

/** Whose calls a client makes. */
export interface Signer {
  /** Clients are shared between equal keys. */
  key: string
  /** The AWS account that is called, 12 digits; HeyCloud's own calls carry `own`. */
  accountId: string
  /** Config id of the connection that is charged; empty where there is none. */
  connection: string
  partition: Partition
  credentials: AwsCredentialIdentityProvider
  /** Attempts of one call, where it differs from the pool's. */
  maxAttempts?: number
  /** Told of the credentials that AWS called expired; the next call must sign with others. */
  expired(used: AwsCredentialIdentity): void
  /**
   * Told of credentials that AWS does not know: a session ends with its role, also where another role has the name by now. Answers
   * whether others are worth a try; left out, none are.
   */
  unknown?(used: AwsCredentialIdentity): boolean
}

/** Added to every client: throttle, ledger, refresh of expired credentials. */
export type Attachment = (client: SdkClient, signer: Signer, region: string) => void

export interface ClientPool {
  /** The same client for the same class, signer and region; throws `invalid_parameter` for a string that is no region. */
  client<C extends object>(Client: new (config: never) => C, region: string, signer: Signer): C
  /** Drops the clients whose signer's key begins so. */
  forget(keyPrefix: string): void
  destroy(): void
}

export interface PoolConfig {
  network: Network
  /** Every service is asked here, whatever the environment says: a simulated AWS. */
  endpointUrl?: string
  /** Where S3 is asked if not at AWS's own host names, so that buckets are named in the path. */
  s3Endpoint?: string
  maxAttempts?: number
  /** More configuration, by client class. */
  special?: ReadonlyMap<unknown, object>
}

/**
 * A provider that the SDK does not wrap in its own memory: ours is by our clock, single-flight, and can be told to forget.
 * (`memoized` is what @aws-sdk/core's resolveAwsSdkSigV4Config looks for.)
 */
export function unmemoized(provider: (options?: Record<string, unknown>) => Promise<AwsCredentialIdentity>) {
  return Object.assign(provider, { memoized: true as const })
}

/** Where the SDK's httpAuthSchemeMiddleware leaves what it signs with. */
interface SignedContext {
  selectedHttpAuthScheme?: { identity?: AwsCredentialIdentity }
}

function renewed(signer: Signer, used: AwsCredentialIdentity, error: unknown): boolean {
  if (!isExpired(error)) return isUnknown(error) && (signer.unknown?.(used) ?? false)
  signer.expired(used)
  return true
}

/**
 * Repeats a call once with new credentials when AWS says that the old have expired (a clock that stood still, a revoked
 * session) or are none: the caller never sees it. Which credentials signed is known per call, so that of fifty failing at once one renews.
 */
export const renewExpired: Attachment = (client, signer) => {
  client.middlewareStack.add(
    (next, context) => async args => {
      try {
        return await next(args)
      } catch (error) {
        const used = (getSmithyContext(context) as SignedContext).selectedHttpAuthScheme?.identity
        if (!used || !renewed(signer, used, error)) throw error
        return next(args)
      }
    },
    { step: 'initialize', name: 'heycloudRenewExpired', priority: 'high' },
  )
}

/** AWS's own names, those of interface endpoints included: `bucket.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com`. */
const awsHost = /\.(amazonaws\.com(\.cn)?|api\.aws|amazonwebservices\.com\.cn)$/

/**
 * Without an endpoint of the program's own the SDK finds one by AWS's rules: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, the shared
 * configuration, FIPS, dual-stack. A host that is not AWS's knows no bucket by a name in front of its own.
 */
function endpointOf({ endpointUrl, s3Endpoint = endpointUrl }: PoolConfig): object {
  const path = s3Endpoint && !awsHost.test(new URL(s3Endpoint).hostname) ? { forcePathStyle: true } : {}
  if (!endpointUrl) return path
  return { endpoint: endpointUrl, useFipsEndpoint: false, useDualstackEndpoint: false, ...path }
}

export function createClientPool(config: PoolConfig, attachments: Attachment[]): ClientPool {
  const pool = new Map<string, object>()
  const classIds = new Map<unknown, number>()

  const make = <C extends object>(Client: new (config: never) => C, region: string, signer: Signer): C => {
    const client = new Client({
      region,
      credentials: signer.credentials,
      requestHandler: config.network.requestHandler,
      maxAttempts: signer.maxAttempts ?? config.maxAttempts ?? 4,
      customUserAgent: [['heycloud', '0.1.0']],
      ...endpointOf(config),
      ...config.special?.get(Client),
    } as never) as C & SdkClient
    // Nobody listens to the SDK's log, and for it every answer is copied whole to blot out secrets: a tenth of a collector's time.
    client.middlewareStack.remove('loggerMiddleware')
    for (const attach of attachments) attach(client, signer, region)
    return client
  }

  return {
    client<C extends object>(Client: new (config: never) => C, region: string, signer: Signer): C {
      assertRegion(signer.partition, region)
      const classId = classIds.get(Client) ?? classIds.size
      classIds.set(Client, classId)
      const key = `${signer.key} ${region} ${classId}`
      const client = (pool.get(key) as C | undefined) ?? make(Client, region, signer)
      // Insertion order is the order of use: the first is the longest unused.
      pool.delete(key)
      pool.set(key, client)
      const oldest = pool.keys().next().value
      if (pool.size > poolSize && oldest !== undefined) pool.delete(oldest)
      return client
    },
    forget(keyPrefix) {
      for (const key of pool.keys()) if (key.startsWith(keyPrefix)) pool.delete(key)
    },
    destroy() {
      pool.clear()
    },
  }
}
