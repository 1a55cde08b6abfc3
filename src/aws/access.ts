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

/** Clients of one assumed role, or of one access key. Every call is signed, throttled, counted in the cost ledger, and refreshed before expiry. */
export interface AccountSession {
  readonly target: AccountTarget
  /** A pooled SDK client; `region` is checked against the partition before it reaches a host name. */
  client<C extends object>(Client: new (config: never) => C, region: string): C
}

export type AssumeOutcome =
  | { outcome: 'assumed'; accountId: string; arn: string }
  | { outcome: 'refused'; message: string }
  /** Proves nothing either way: throttled, unreachable, timed out. */
  | { outcome: 'unknown'; notSeen: NotSeen }

/** What STS says of an access key. The key itself is used for nothing else before it has answered. */
export type KeyOutcome =
  | { outcome: 'accepted'; accountId: string; arn: string }
  | { outcome: 'refused'; code: string; message: string }
  | { outcome: 'unknown'; notSeen: NotSeen }

/** One way out of HeyCloud to AWS, as it is configured, and whether it works. */
export interface EgressCheck {
  /** `proxy`, `private CA`, `FIPS endpoints`, `endpoint of sts` … */
  what: string
  /** As configured, without credentials: `http://proxy:3128`; `none`. */
  setting: string
  state: 'works' | 'fails' | 'not used'
  detail: string
}

/** A line of the cost ledger, before anybody knows which connection it belongs to. `accountId` is `own` for HeyCloud's own calls. */
export type CallCost = Omit<CostEntry, 'organisation' | 'accountConfigId'> & { accountId: string }

export interface CostLedger {
  /** What was counted since the last time, summed by account, region, namespace, day and operation. */
  drain(): CallCost[]
  /** For lines that could not be stored. */
  putBack(lines: CallCost[]): void
}

export interface AwsAccess {
  /** Asked of STS (kept for a minute); `fresh` asks again. */
  identity(options?: { fresh?: boolean }): Promise<Observation<OwnIdentity>>
  /** Each credential source tried, in the SDK's order. */
  credentialSources(): Promise<CredentialSource[]>
  /** A session for collection; the assumed credentials are cached in memory per (account, purpose) and never stored or logged. */
  session(target: AccountTarget, purpose: Purpose): AccountSession
  /** A client with HeyCloud's own credentials, to ask what it may do itself; never for a customer's account. */
  own?<C extends object>(Client: new (config: never) => C, region: string): C
  /** Forgets cached credentials of one account. */
  forget(accountId: string): void
  /** One attempt to assume, credentials dropped unread unless the external ID is the target's own. Undefined sends none. */
  tryAssume(target: RoleTarget, externalId: string | undefined): Promise<AssumeOutcome>
  /** Asks STS who an access key is (sts:GetCallerIdentity needs no permission), in the key's own partition. */
  tryKeys(target: KeyTarget): Promise<KeyOutcome>
  /** Each configured way out (proxy, private CA, FIPS and VPC endpoints), tried. */
  egress(): Promise<EgressCheck[]>
  /** Every call that left for AWS, counted and priced. */
  readonly costs: CostLedger
  close(): void
}
