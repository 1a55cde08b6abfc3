// Facts that the settings contract saves and reads again.

import type { AwsAccount } from '../../../core/account.ts'
import { accountSettingsSchema } from '../../../core/account-settings.ts'
import type { CostEntry, Coverage } from '../../../core/coverage.ts'
import type { ApiKey } from '../../../core/user.ts'
import type { Verification } from '../../../core/verification.ts'
import type { ExternalIdRow, Settings } from '../../settings-ports.ts'

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

export const account = (over: Partial<AwsAccount> = {}): AwsAccount => ({
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
  createdAt: at,
  modifiedAt: at,
  ...over,
})
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
export const coverage = (over: Partial<Coverage> = {}): Coverage => ({
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
  regions: ['eu-west-1'],
  startedAt: at,
  updatedAt: at,
}
