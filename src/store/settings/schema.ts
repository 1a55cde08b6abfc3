// The settings tables as Kysely sees them: portable types only (text, integers to 2^53, 0/1, epoch ms, JSON as text).
import type { Kysely, Transaction } from 'kysely'
import type { AccountState, Partition } from '../../core/account.ts'
import type { Budget } from '../../core/budget.ts'
import type { CoverageKind, CoverageState } from '../../core/coverage.ts'
import type { UserRole } from '../../core/user.ts'
import type { AcceptedFault } from '../../core/verification.ts'
import type { Erasure, ExternalIdRow, HistoryRequest, HistoryShare, Watch } from '../settings-ports.ts'

export interface OrganisationsTable {
  id: string
  name: string
  createdAt: number
}

export interface AccountsTable {
  id: string
  organisation: string
  partition: Partition
  /** Unique within the organisation. */
  accountId: string
  /** Of roles; empty for access keys, as are the next two. */
  roleName: string
  rolePath: string
  externalId: string
  /** Null for roles. The secret lies in `secrets` under this row's id. */
  accessKeyId: string | null
  secretLastFour: string | null
  nextExternalId: string | null
  name: string | null
  alias: string | null
  /** JSON. */
  settings: string
  state: AccountState
  pausedAt: number | null
  joinedBy: string | null
  createdAt: number
  modifiedAt: number
}

export interface ClaimsTable {
  accountId: string
  accountConfigId: string
  claimedAt: number
}

export interface SecretsTable {
  name: string
  keyVersion: string
  /** Hex, as is the next. */
  nonce: string
  sealed: string
}

export interface AwsOrganizationsTable {
  id: string
  organisation: string
  partition: Partition
  /** Unique within the organisation. */
  awsOrganizationId: string
  managementAccountId: string
  readThrough: string
  externalId: string
  nextExternalId: string | null
  roleName: string
  rolePath: string
  /** JSON, as is the next. */
  include: string
  exclude: string
  /** 0 or 1. */
  autoJoin: number
  /** JSON. */
  settings: string
  createdAt: number
  modifiedAt: number
}

export interface AwsOrganizationReadingsTable {
  connectionId: string
  /** JSON. */
  reading: string
}

export interface EventSourcesTable {
  organisation: string
  accountId: string
  region: string
  name: string
  /** 0 or 1. */
  hasBus: number
  createdAt: number
}

export interface CostExportsTable {
  accountConfigId: string
  /** JSON. */
  exports: string
}

export interface ExternalIdsTable {
  /** Unique for ever: rows are never deleted. */
  value: string
  organisation: string
  origin: ExternalIdRow['origin']
  state: ExternalIdRow['state']
  accountConfigId: string | null
  createdAt: number
  changedAt: number
}

export interface VerificationsTable {
  accountConfigId: string
  /** JSON. */
  verification: string
}

export interface LeasesTable {
  name: string
  holder: string
  expiresAt: number
}

export interface WatermarksTable {
  lease: string
  /** The lease's first part, by which an account's watermarks are deleted. */
  accountConfigId: string
  namespace: string
  period: number
  upTo: number
  /** JSON. */
  lagging: string
  backTo: number | null
}

export interface WatchesTable extends Omit<Watch, 'filter'> {
  /** 128 bits of SHA-256 over everything but the times, lower-case hex. */
  keyHash: string
  /** JSON. */
  filter: string
}

export interface HistorySharesTable extends Omit<HistoryShare, 'finished'> {
  /** 0 or 1. */
  finished: number
}

export interface SeriesIdsTable {
  /** 128 bits of SHA-256 over organisation and key, lower-case hex. */
  keyHash: string
  id: number
}

export interface CountersTable {
  name: string
  value: number
}

export interface CoverageTable {
  organisation: string
  accountConfigId: string
  kind: CoverageKind
  region: string
  /** Empty where the domain says null: a key's column is never null. */
  namespace: string
  state: CoverageState
  lastSuccess: number | null
  lastAttempt: number | null
  newestPoint: number | null
  items: number
  points: number
  action: string | null
  reason: string
  calls: number
  denials: number
  failures: number
  throttles: number
  owed: number
  /** As JSON. */
  lastCall: string | null
}

export interface CostTable {
  organisation: string
  accountConfigId: string
  region: string
  namespace: string
  day: string
  operation: string
  calls: number
  queries: number
  chargeableMetrics: number
  datapoints: number
  charge: number
}

export interface BudgetsTable extends Omit<Budget, 'accountConfigId'> {
  /** Empty for the organisation's own. */
  accountConfigId: string
}

export interface BilledReadingsTable {
  accountConfigId: string
  /** JSON. */
  reading: string
}

export interface UsersTable {
  id: string
  organisation: string
  /** As it was typed. */
  email: string
  /** Lower case; unique. */
  emailKey: string
  role: UserRole
  passwordHash: string
  createdAt: number
}

export interface SessionsTable {
  tokenHash: string
  userId: string
  expiresAt: number
}

export interface SetupLinksTable {
  tokenHash: string
  organisation: string
  expiresAt: number
}

export interface ApiKeysTable {
  id: string
  organisation: string
  kind: 'api' | 'app'
  name: string
  lastFour: string
  role: UserRole
  hash: string
  createdAt: number
  lastUsedAt: number | null
}

export interface AuditTable {
  /** Order of writing, from the counter `audit`. */
  sequence: number
  organisation: string
  at: number
  actor: string
  action: string
  target: string
  /** JSON. */
  detail: string
}

export interface Database {
  organisations: OrganisationsTable
  accounts: AccountsTable
  claims: ClaimsTable
  secrets: SecretsTable
  awsOrganizations: AwsOrganizationsTable
  awsOrganizationReadings: AwsOrganizationReadingsTable
  eventSources: EventSourcesTable
  costExports: CostExportsTable
  erasures: Erasure
  acceptedFaults: AcceptedFault
  externalIds: ExternalIdsTable
  verifications: VerificationsTable
  leases: LeasesTable
  watermarks: WatermarksTable
  watches: WatchesTable
  historyRequests: HistoryRequest
  historyShares: HistorySharesTable
  seriesIds: SeriesIdsTable
  counters: CountersTable
  coverage: CoverageTable
  cost: CostTable
  budgets: BudgetsTable
  billedReadings: BilledReadingsTable
  users: UsersTable
  sessions: SessionsTable
  setupLinks: SetupLinksTable
  apiKeys: ApiKeysTable
  audit: AuditTable
}

export type Db = Kysely<Database>
export type Tx = Transaction<Database>
