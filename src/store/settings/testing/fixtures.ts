// Facts that the settings contract saves and reads again.

import type { KeyAccount, RoleAccount } from '../../../core/account.ts'
import { accountSettingsSchema } from '../../../core/account-settings.ts'
import type { CostEntry, Coverage } from '../../../core/coverage.ts'
import { nothingCalled } from '../../../core/coverage.ts'
import type { OrganizationConnection } from '../../../core/organization.ts'
import type { ApiKey } from '../../../core/user.ts'
import type { AcceptedFault, Verification } from '../../../core/verification.ts'
import type {
  Erasure,
  EventSource,
  ExternalIdRow,
  HistoryRequest,
  HistoryShare,
  Settings,
  Watch,
} from '../../settings-ports.ts'

export interface Engine {
  /** Two ways into the same database; the same object twice where an engine admits one connection. */
  first: Settings
  second: Settings
  stop(): Promise<void>
}

export const at = Date.UTC(2026, 10, 23, 12)
export const hour = 3_600_000
export const twice = <T>(one: () => Promise<T>, other: () => Promise<T>) => Promise.allSettled([one(), other()])
export const outcomes = (results: PromiseSettledResult<unknown>[]) => results.map(r => r.status).sort()

export const account = (over: Partial<RoleAccount> = {}): RoleAccount => ({
  id: 'cfg-1',
  organisation: 'acme',
  partition: 'aws',
  accountId: '123456789012',
  roleName: 'HeyCloudIntegrationRole',
  rolePath: '/',
  externalId: '0'.repeat(32),
  name: null,
  alias: null,
  settings: accountSettingsSchema.parse({
    account_tags: ['team:b', 'team:a'],
    aws_regions: { include_only: ['eu-west-1'] },
  }),
  state: 'pending',
  pausedAt: null,
  nextExternalId: null,
  secretLastFour: null,
  joinedBy: null,
  createdAt: at,
  modifiedAt: at,
  ...over,
})
export function keyAccount(over: Partial<KeyAccount> = {}): KeyAccount {
  const { roleName: _, rolePath: __, externalId: ___, ...facts } = account({ id: 'keys-1' })
  return {
    ...facts,
    partition: 'aws-us-gov',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretId: facts.id,
    secretLastFour: 'EKEY',
    ...over,
  }
}
export const externalId = (value: string, over: Partial<ExternalIdRow> = {}): ExternalIdRow => ({
  value,
  organisation: 'acme',
  origin: 'page',
  state: 'draft',
  accountConfigId: null,
  createdAt: at,
  changedAt: at,
  ...over,
})
export const connection = (over: Partial<OrganizationConnection> = {}): OrganizationConnection => ({
  id: 'org-1',
  organisation: 'acme',
  partition: 'aws',
  awsOrganizationId: 'o-aaaaaaaaaa',
  managementAccountId: '123456789012',
  readThrough: 'cfg-1',
  externalId: '2'.repeat(32),
  nextExternalId: null,
  roleName: 'HeyCloudIntegrationRole',
  rolePath: '/',
  include: ['ou-b000-00000000', 'r-aaaa'],
  exclude: ['210987654321'],
  autoJoin: true,
  settings: accountSettingsSchema.parse({}),
  createdAt: at,
  modifiedAt: at,
  ...over,
})
export const eventSource = (over: Partial<EventSource> = {}): EventSource => ({
  organisation: 'acme',
  accountId: '123456789012',
  region: 'eu-west-1',
  name: 'app-1a2b3c4d',
  hasBus: true,
  createdAt: at,
  ...over,
})
export const erasure = (over: Partial<Erasure> = {}): Erasure => ({
  id: 'e1',
  organisation: 'acme',
  accountId: '123456789012',
  name: 'production',
  state: 'waiting',
  rowsBefore: 0,
  rowsLeft: 0,
  reason: '',
  requestedBy: 'user:ada',
  requestedAt: at,
  finishedAt: null,
  ...over,
})
export const acceptedFault = (over: Partial<AcceptedFault> = {}): AcceptedFault => ({
  accountConfigId: 'cfg-1',
  faultId: 'wildcard_principal',
  path: 'Statement[0]',
  reason: 'it is the audit team',
  actor: 'user:ada',
  at,
  ...over,
})
export const coverage = (over: Partial<Coverage> = {}): Coverage => ({
  ...nothingCalled,
  organisation: 'acme',
  accountConfigId: 'cfg-1',
  kind: 'metrics',
  region: 'eu-west-1',
  namespace: 'AWS/EC2',
  state: 'seen',
  lastSuccess: at,
  lastAttempt: at,
  newestPoint: null,
  items: 12,
  points: 3_000_000_000_000,
  action: null,
  reason: '',
  ...over,
})
export const cost = (over: Partial<CostEntry> = {}): CostEntry => ({
  organisation: 'acme',
  accountConfigId: 'cfg-1',
  region: 'eu-west-1',
  namespace: 'AWS/EC2',
  day: '2026-11-23',
  operation: 'GetMetricData',
  calls: 1,
  queries: 500,
  chargeableMetrics: 100,
  datapoints: 2_000,
  charge: 0.001,
  ...over,
})
export const watch = (over: Partial<Watch> = {}): Watch => ({
  organisation: 'acme',
  metric: 'aws.ec2.cpuutilization',
  filter: { kind: 'tag', key: 'env', value: 'prod*' },
  source: 'dashboard',
  since: at,
  until: at + hour,
  ...over,
})
export const historyRequest = (over: Partial<HistoryRequest> = {}): HistoryRequest => ({
  accountConfigId: 'cfg-1',
  organisation: 'acme',
  months: 15,
  oldest: at / 1_000 - 455 * 86_400,
  requestedBy: 'user:ada',
  requestedAt: at,
  stoppedAt: null,
  ...over,
})
export const historyShare = (over: Partial<HistoryShare> = {}): HistoryShare => ({
  accountConfigId: 'cfg-1',
  region: 'eu-west-1',
  metrics: 9,
  read: 4,
  failed: 1,
  points: 40_000,
  lastId: 17,
  finished: false,
  reason: 'InternalError: try later',
  ...over,
})
export const key = (over: Partial<ApiKey> = {}): ApiKey => ({
  id: 'key-1',
  organisation: 'acme',
  kind: 'api',
  name: 'terraform',
  lastFour: 'a1b2',
  role: 'editor',
  createdAt: at,
  lastUsedAt: null,
  ...over,
})

export const verification: Verification = {
  state: 'pending',
  steps: [],
  problem: null,
  causes: [],
  missingActions: [],
  missingPolicy: null,
  trustFaults: [],
  correctedTrustPolicy: null,
  drift: null,
  weakenedAt: null,
  nextExternalId: null,
  regions: ['eu-west-1'],
  deniedRegions: [],
  startedAt: at,
  updatedAt: at,
}
