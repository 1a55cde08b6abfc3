// How the rest of HeyCloud speaks to AWS: as itself, and as the role of a connected account.
import type { AccountTarget, KeyTarget, Partition, RoleTarget } from '../core/account.ts'
import type { CostEntry } from '../core/coverage.ts'
import type { NotSeen, Observation } from '../core/observation.ts'

/** Who HeyCloud is to AWS. */
export interface OwnIdentity {
  accountId: string
  arn: string
  partition: Partition
  /** Where the credentials came from, in words: `environment`, `instance profile`, `web identity` … */
  source: string
  /** The STS endpoint asked, and how long it took. */
  endpoint: string
  milliseconds: number
  /** AWS's clock minus ours, ms. */
  clockSkew: number
}

/** One place credentials were looked for, and what came of it. */
export interface CredentialSource {
  source: string
  found: boolean
  detail: string
}

/** The session name says the purpose: `heycloud-metrics`. */
export type Purpose =
  | 'verify'
  | 'metrics'
  | 'tags'
  | 'resources'
  | 'alarms'
  | 'organization'
  | 'event-bus'
  | 'cost-management'

/** A target, with the connection's config id where it is a connected account's: what its calls cost is counted for that. */
export type ConnectionTarget<T extends AccountTarget = AccountTarget> = T & { readonly id?: string }

/** Clients of one assumed role, or of one access key. Every call is signed, throttled, counted in the cost ledger, and refreshed before expiry. */
export interface AccountSession {
  readonly target: AccountTarget
  /** A pooled SDK client; `region` is checked against the partition before it reaches a host name. */
  client<C extends object>(Client: new (config: never) => C, region: string): C
}

export type AssumeOutcome =
  | {
      outcome: 'assumed'
      accountId: string
      arn: string
      /** Purposes whose sessions may do all that the role may, since AWS found their policy too large; as far as they were asked for. */
      unnarrowed: Purpose[]
    }
  | { outcome: 'refused'; message: string }
  /** Proves nothing either way: throttled, unreachable, timed out. */
  | { outcome: 'unknown'; notSeen: NotSeen }

/** What STS says of an access key. The key itself is used for nothing else before it has answered. */
export type KeyOutcome =
  | { outcome: 'accepted'; accountId: string; arn: string }
  | { outcome: 'refused'; code: string; message: string }
  | { outcome: 'unknown'; notSeen: NotSeen }

/** Regions whose services are to be reached: those of connected accounts. */
export interface EgressPlace {
  partition: Partition
  regions: readonly string[]
}

/** One way out of HeyCloud to AWS, as it is configured, and whether it works. */
export interface EgressCheck {
  /** `proxy`, `private CA`, `FIPS endpoints`, `endpoint STS`, `STS of aws`, `accounts of aws`, `eu-west-1`, `clock` … */
  what: string
  /** As configured, without credentials: `http://proxy:3128`; `none`. */
  setting: string
  state: 'works' | 'fails' | 'not used'
  detail: string
}

/**
 * A line of the cost ledger. `accountId` is `own` for HeyCloud's own calls; `accountConfigId` is empty where the call was made for no
 * connected account. Two organisations' connections to one AWS account are two lines.
 */
export type CallCost = Omit<CostEntry, 'organisation'> & { accountId: string }

export interface CostLedger {
  /** What was counted since the last time, summed by connection, account, region, namespace, day and operation. */
  drain(): CallCost[]
  /** For lines that could not be stored. */
  putBack(lines: CallCost[]): void
}

export interface AwsAccess {
  /** Asked of STS (kept for a minute); `fresh` asks again. */
  identity(options?: { fresh?: boolean }): Promise<Observation<OwnIdentity>>
  /** Each credential source tried, in the SDK's order. */
  credentialSources(): Promise<CredentialSource[]>
  /**
   * A session for collection. Assumed credentials, and the secret of an access key, are kept in memory alone and are never logged. A
   * secret that cannot be read makes each call reject with `secrets_unreadable`.
   */
  session(target: ConnectionTarget, purpose: Purpose): AccountSession
  /** A client with HeyCloud's own credentials, to ask what it may do itself; never for a customer's account. */
  own?<C extends object>(Client: new (config: never) => C, region: string): C
  /** Forgets cached credentials and secrets of one account. */
  forget(accountId: string): void
  /** One attempt to assume, credentials dropped unread unless the external ID is the target's own. Undefined sends none. */
  tryAssume(target: ConnectionTarget<RoleTarget>, externalId: string | undefined): Promise<AssumeOutcome>
  /**
   * Asks STS whose an access key is (sts:GetCallerIdentity needs no permission), in the key's own partition, with the secret as it is
   * stored now. `refused` only where AWS does not know the key or its signature; whatever else proves nothing.
   */
  tryKeys(target: ConnectionTarget<KeyTarget>): Promise<KeyOutcome>
  /** Each configured way out (proxy, private CA, FIPS and VPC endpoints), tried; and the services of the home region and these places. */
  egress(places?: readonly EgressPlace[]): Promise<EgressCheck[]>
  /** Every call that left for AWS, counted and priced. */
  readonly costs: CostLedger
  close(): void
}
