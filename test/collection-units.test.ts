// The organizational units of an account on its series, from the AWS Organization that the organisation has connected.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accountSettingsSchema } from '../src/core/account-settings.ts'
import { accountOf, type Collecting, organisation, startCollecting, worldStart } from './support/collecting.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const id = 'organization-1'
const narrow = {
  aws_regions: { include_only: [region] },
  metrics_config: { namespace_filters: { include_only: ['AWS/Lambda'] } },
}
let collecting: Collecting
beforeAll(async () => {
  collecting = await startCollecting({ accounts: [accountOf(accountId, narrow)] })
  await collecting.settings.awsOrganizations.insert({
    ...{ id, organisation, partition: 'aws', awsOrganizationId: 'o-acme000000', managementAccountId: '999900001111' },
    ...{ readThrough: 'none', externalId: 'e'.repeat(32), nextExternalId: null, roleName: 'HeyCloud', rolePath: '/' },
    ...{ include: ['r-root'], exclude: [], autoJoin: false, settings: accountSettingsSchema.parse({}) },
    ...{ createdAt: worldStart, modifiedAt: worldStart },
  })
  await stands('ou-shop')
}, 60_000)
afterAll(() => collecting?.close())

/** AWS says that the account stands in this unit. */
const stands = (parentId: string) => {
  const unit = (unitId: string, name: string, parent: string | null) => ({
    ...{ id: unitId, name, parentId: parent, status: null },
    kind: parent === null ? ('root' as const) : ('ou' as const),
  })
  const account = { id: accountId, kind: 'account' as const, name: 'prod', parentId, status: 'ACTIVE' }
  return collecting.settings.awsOrganizations.putReading(id, {
    nodes: [
      unit('r-root', 'Root', null),
      unit('ou-work', 'Workloads', 'r-root'),
      unit('ou-shop', 'Shop', 'ou-work'),
      account,
    ],
    ...{ readAt: worldStart, attemptedAt: worldStart, state: 'seen', action: null, reason: '', refusals: {} },
  })
}

const tagsOfSeries = async (): Promise<string[]> => {
  const [series] = await collecting.telemetry.loadSeries({ organisation, accountId, region, namespace: 'AWS/Lambda' })
  return series?.tags ?? []
}

it('are carried by every series, and follow the account when it moves', async () => {
  await collecting.collector.collectOnce(undefined, { history: false })
  expect(await tagsOfSeries()).toEqual(expect.arrayContaining(['ou:shop', 'ou_path:root/workloads/shop']))
  await stands('ou-work')
  await collecting.collector.collectOnce(undefined, { history: false })
  const moved = await tagsOfSeries()
  expect(moved).toEqual(expect.arrayContaining(['ou:workloads', 'ou_path:root/workloads']))
  expect(moved).not.toContain('ou:shop')
})
