// What the floors above may ask of the settings store (SQLite or Postgres): small facts that must never be lost.
import type { AwsAccount } from '../core/account.ts'
import type { BilledReading, Budget } from '../core/budget.ts'
import type { CostEntry, Coverage } from '../core/coverage.ts'
import type { OrganizationConnection, OrganizationReading } from '../core/organization.ts'
import type { ApiKey, AuditEntry, User } from '../core/user.ts'
import type { AcceptedFault, Verification } from '../core/verification.ts'
import type { HistoryRequestStore, WatchStore, WatermarkStore } from './settings-ports-collecting.ts'

export type * from './settings-ports-collecting.ts'

/** All methods resolve when committed. Times are epoch ms, given by the caller's clock. */
export interface Settings {
  migrate(): Promise<void>
  organisations: {
    ensure(id: string, name: string, at: number): Promise<void>
    list(): Promise<{ id: string; name: string }[]>
  }
  accounts: AccountStore
  claims: ClaimStore
  secrets: SecretStore
  externalIds: ExternalIdStore
  awsOrganizations: AwsOrganizationStore
  eventSources: EventSourceStore
  costExports: CostExportStore
  erasures: ErasureStore
  acceptedFaults: {
    /** Replaces an earlier acceptance of the same fault at the same place. */
    put(fault: AcceptedFault): Promise<void>
    delete(accountConfigId: string, faultId: string, path: string): Promise<void>
    list(accountConfigId: string): Promise<AcceptedFault[]>
  }
  verifications: {
    get(accountConfigId: string): Promise<Verification | undefined>
    put(accountConfigId: string, verification: Verification): Promise<void>
  }
  leases: LeaseStore
  watermarks: WatermarkStore
  watches: WatchStore
  historyRequests: HistoryRequestStore
  seriesIds: {
    /** The id of each key (core/metric.ts seriesKey), allocating what is new under a unique key: equal keys get equal ids, for ever. */
    allocate(organisation: string, keys: string[]): Promise<Map<string, number>>
  }
  coverage: {
    put(rows: Coverage[]): Promise<void>
    list(organisation: string, accountConfigId?: string): Promise<Coverage[]>
    deleteByAccount(accountConfigId: string): Promise<void>
  }
  cost: {
    /** Adds to the row of the same account, region, namespace, day and operation. */
    add(rows: CostEntry[]): Promise<void>
    list(organisation: string, fromDay: string): Promise<CostEntry[]>
    /** Summed up by these alone, of one organisation or of all; unsorted. */
    sums<K extends CostKey>(by: readonly K[], fromDay: string, organisation?: string): Promise<CostSum<K>[]>
  }
  budgets: BudgetStore
  billed: BilledStore
  people: PeopleStore
  keys: KeyStore
  audit: {
    append(entry: AuditEntry): Promise<void>
    /** Newest first; with `before` those that were written before the entry of that sequence. */
    list(organisation: string, limit: number, before?: number): Promise<(AuditEntry & { sequence: number })[]>
  }
  close(): Promise<void>
}

/** What the rows of the cost ledger are told apart by. */
export type CostKey = 'organisation' | 'accountConfigId' | 'region' | 'namespace' | 'day' | 'operation'
export type CostSum<K extends CostKey = CostKey> = Pick<CostEntry, K | 'calls' | 'chargeableMetrics' | 'charge'>

export interface AccountStore {
  /** Rejects with HeyCloudError `account_exists` when the organisation has this AWS account already. Other organisations: see ClaimStore. */
  insert(account: AwsAccount): Promise<void>
  /**
   * A person's edit. It may set the account back to `pending`; its alias and every other state are learned, by `note` alone, so that
   * an edit never opens what verification has closed meanwhile.
   */
  update(account: AwsAccount): Promise<void>
  /** Writes these columns alone, so that what verification and collection learn never overwrites a person's edit. */
  note(organisation: string, id: string, learned: Partial<Pick<AwsAccount, 'state' | 'alias'>>): Promise<void>
  /** With what is known of it. An `erasure` of its data is ordered in the same moment: neither is without the other. */
  delete(organisation: string, id: string, erasure?: Erasure): Promise<void>
  get(organisation: string, id: string): Promise<AwsAccount | undefined>
  byAccountId(organisation: string, accountId: string): Promise<AwsAccount | undefined>
  list(organisation: string): Promise<AwsAccount[]>
  /** Over all organisations, for the collector. */
  listAll(): Promise<AwsAccount[]>
}

/**
 * Which connection has proven that it may read an AWS account: one in the whole installation. An account that is only entered claims
 * nothing, so that nobody keeps another out by typing a number.
 */
export interface ClaimStore {
  /** True when the account is, or has just become, this connection's; false while it is another's. Of two that race one wins. */
  claim(accountId: string, accountConfigId: string, at: number): Promise<boolean>
  /** The config id that holds the AWS account. */
  holder(accountId: string): Promise<string | undefined>
  release(accountConfigId: string): Promise<void>
}

/** Secrets, encrypted at rest (AES-256-GCM; the name is authenticated with it, so that no row can be put in another's place). */
export interface SecretStore {
  put(name: string, secret: string): Promise<void>
  /** Rejects with `secrets_unreadable` where no known key opens it. */
  get(name: string): Promise<string | undefined>
  delete(name: string): Promise<void>
  /** Encrypts everything anew that is under an older key, as far as it can be opened; how many rows that were. */
  rewrap(): Promise<number>
  /** Names of the secrets that no known key opens. */
  unreadable(): Promise<string[]>
}

export interface AwsOrganizationStore {
  /** Rejects with `organization_exists` when the organisation has this AWS Organization already. */
  insert(connection: OrganizationConnection): Promise<void>
  update(connection: OrganizationConnection): Promise<void>
  /** With its reading. Accounts stay. */
  delete(organisation: string, id: string): Promise<void>
  get(organisation: string, id: string): Promise<OrganizationConnection | undefined>
  list(organisation: string): Promise<OrganizationConnection[]>
  listAll(): Promise<OrganizationConnection[]>
  reading(id: string): Promise<OrganizationReading | undefined>
  putReading(id: string, reading: OrganizationReading): Promise<void>
}

/** An event source of the public API: a name that events of an account and region may come under. */
export interface EventSource {
  organisation: string
  accountId: string
  region: string
  /** With its suffix, `name-1a2b3c4d`; unique within the organisation's account and region. */
  name: string
  /** Whether an event bus of this name was made in the account. */
  hasBus: boolean
  createdAt: number
}
export interface EventSourceStore {
  /** Rejects with `event_source_exists`. */
  insert(source: EventSource): Promise<void>
  list(organisation: string): Promise<EventSource[]>
  /** False when there was none. */
  delete(organisation: string, accountId: string, region: string, name: string): Promise<boolean>
}

/** Where an account's cost exports lie (the public API's ccm_config), stored as sent. */
export interface CostExport {
  bucket_name: string
  bucket_region: string
  report_name: string
  report_prefix: string
  report_type: string
}
export interface CostExportStore {
  get(accountConfigId: string): Promise<CostExport[] | undefined>
  put(accountConfigId: string, exports: CostExport[]): Promise<void>
  delete(accountConfigId: string): Promise<boolean>
}

/** The erasing of a removed account's data: it survives a restart, and is kept as the record that it was done. */
export interface Erasure {
  /** The removed account's config id. */
  id: string
  organisation: string
  accountId: string
  name: string
  /** `waiting` for collection to let go of the account; `failed`, and tried again. */
  state: 'waiting' | 'erasing' | 'verified' | 'failed'
  /** Rows of telemetry before, and those that are left now. */
  rowsBefore: number
  rowsLeft: number
  /** Why it failed; empty otherwise. */
  reason: string
  requestedBy: string
  requestedAt: number
  finishedAt: number | null
}
export interface ErasureStore {
  put(erasure: Erasure): Promise<void>
  get(organisation: string, id: string): Promise<Erasure | undefined>
  /** Newest first. */
  list(organisation: string): Promise<Erasure[]>
  /** Over all organisations, those that are not verified; one that failed is tried again. */
  open(): Promise<Erasure[]>
}

export interface ExternalIdRow {
  value: string
  organisation: string
  /**
   * `page`: the Add-account page's one draft; `api`: its caller's own, never shown on the page; `rotation`: an account's next one;
   * `organization`: of an AWS Organization, for all of its members and nobody else.
   */
  origin: 'page' | 'api' | 'rotation' | 'organization'
  state: 'draft' | 'bound' | 'retired'
  /** The account, or the organization connection, that it is bound to; null while a draft. */
  accountConfigId: string | null
  createdAt: number
  changedAt: number
}

export interface ExternalIdStore {
  /** Rejects if the value was ever issued to anybody. */
  insert(row: ExternalIdRow): Promise<void>
  get(value: string): Promise<ExternalIdRow | undefined>
  /** The page's present draft of an organisation. */
  pageDraft(organisation: string): Promise<ExternalIdRow | undefined>
  /** Moves a draft of this organisation to `bound`, once: false if it was not a draft any more. */
  bind(value: string, organisation: string, accountConfigId: string, at: number): Promise<boolean>
  /** Tombstones: the value stays, and is never issued again. */
  retire(value: string, at: number): Promise<void>
}

export interface LeaseStore {
  /** Takes the lease for `ttl` ms if it is free, expired or already the holder's. False otherwise. */
  acquire(name: string, holder: string, now: number, ttl: number): Promise<boolean>
  release(name: string, holder: string): Promise<void>
  /** Names that begin so and that somebody holds now. */
  held(prefix: string, now: number): Promise<string[]>
}

export interface BudgetStore {
  /** Sets the limit; what has come of an earlier one of the same scope stays until it is reckoned anew. */
  put(limit: Pick<Budget, 'organisation' | 'accountConfigId' | 'monthlyLimit' | 'setBy' | 'setAt'>): Promise<void>
  /** Writes down what has come of the limit this month; nothing where it was removed meanwhile. */
  note(state: Omit<Budget, 'monthlyLimit' | 'setBy' | 'setAt'>): Promise<void>
  /** False when there was none. */
  delete(organisation: string, accountConfigId: string | null): Promise<boolean>
  list(organisation: string): Promise<Budget[]>
  /** Over all organisations, for the collector. */
  listAll(): Promise<Budget[]>
}

/** AWS's own figures of what reading an account has cost. */
export interface BilledStore {
  get(accountConfigId: string): Promise<BilledReading | undefined>
  put(accountConfigId: string, reading: BilledReading): Promise<void>
}

export interface PeopleStore {
  insert(user: User, passwordHash: string): Promise<void>
  byEmail(email: string): Promise<{ user: User; passwordHash: string } | undefined>
  get(id: string): Promise<User | undefined>
  count(): Promise<number>
  /** Sessions and one-time set-up links are kept by the hash of their token. */
  insertSession(tokenHash: string, userId: string, expiresAt: number): Promise<void>
  session(tokenHash: string, now: number): Promise<User | undefined>
  deleteSession(tokenHash: string): Promise<void>
  insertSetupLink(tokenHash: string, organisation: string, expiresAt: number): Promise<void>
  /** The link's organisation while it is good; looking does not spend it. */
  setupLink(tokenHash: string, now: number): Promise<string | undefined>
  /** Voids every link of the organisation. */
  deleteSetupLinks(organisation: string): Promise<void>
  /** Spends the link: its organisation once, undefined ever after. */
  spendSetupLink(tokenHash: string, now: number): Promise<string | undefined>
}

export interface KeyStore {
  insert(key: ApiKey, hash: string): Promise<void>
  byHash(hash: string): Promise<ApiKey | undefined>
  touch(id: string, at: number): Promise<void>
  list(organisation: string): Promise<ApiKey[]>
  delete(organisation: string, id: string): Promise<void>
}
