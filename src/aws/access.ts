// How the rest of HeyCloud speaks to AWS: as itself, and as the role of a connected account.
import type { Partition, RoleTarget } from '../core/account.ts'
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
export type Purpose = 'verify' | 'metrics' | 'tags' | 'resources' | 'alarms'

/** Clients of one assumed role. Every call is signed, throttled, counted in the cost ledger, and refreshed before expiry. */
export interface AccountSession {
  readonly target: RoleTarget
  /** A pooled SDK client; `region` is checked against the partition before it reaches a host name. */
  client<C extends object>(Client: new (config: never) => C, region: string): C
}

export type AssumeOutcome =
  | { outcome: 'assumed'; accountId: string; arn: string }
  | { outcome: 'refused'; message: string }
  /** Proves nothing either way: throttled, unreachable, timed out. */
  | { outcome: 'unknown'; notSeen: NotSeen }

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
  session(target: RoleTarget, purpose: Purpose): AccountSession
  /** A client with HeyCloud's own credentials, to ask what it may do itself; never for a customer's account. */
  own?<C extends object>(Client: new (config: never) => C, region: string): C
  /** Forgets cached credentials of one account. */
  forget(accountId: string): void
  /** One attempt to assume, credentials dropped unread unless the external ID is the target's own. Undefined sends none. */
  tryAssume(target: RoleTarget, externalId: string | undefined): Promise<AssumeOutcome>
  /** Every call that left for AWS, counted and priced. */
  readonly costs: CostLedger
  close(): void
}
