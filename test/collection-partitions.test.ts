// Collection by access keys in GovCloud and China: all that is read of an account with a role, under the published policy.
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  IAMClient,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../simulator/index.ts'
import { globalRegion } from '../src/aws/partitions.ts'
import type { KeyAccount, Partition } from '../src/core/account.ts'
import { accountSettingsSchema, featuresOf } from '../src/core/account-settings.ts'
import { createPolicies } from '../src/delegation/policies/policies.ts'
import { actionsOf } from '../src/services/index.ts'
import { type Collecting, organisation, startCollecting, wholeSettings, worldStart } from './support/collecting.ts'

const settings = accountSettingsSchema.parse(wholeSettings)
const secrets = new Map<string, string>()
let collecting: Collecting

const adminOf = (simulator: Simulator, partition: Partition) => {
  const admin = simulator.furtherAccounts.find(account => account.partition === partition)
  if (!admin) throw new Error(`There is no simulated account in ${partition}`)
  const { accessKeyId, secretAccessKey, accountId } = admin
  const region = globalRegion(partition)
  const credentials = { accessKeyId, secretAccessKey }
  return { accountId, iam: new IAMClient({ region, endpoint: simulator.endpoint, credentials }) }
}

/** What an operator does: a user with the published policy and a key. */
async function connectByKey(simulator: Simulator, partition: 'aws-us-gov' | 'aws-cn'): Promise<KeyAccount> {
  const { accountId, iam } = adminOf(simulator, partition)
  const id = `config-${partition}`
  const UserName = 'heycloud'
  await iam.send(new CreateUserCommand({ UserName }))
  // Managed, for a user's own policies hold 2,048 characters in all.
  for (const { name: PolicyName, document: PolicyDocument } of createPolicies(actionsOf).strict(featuresOf(settings))) {
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: Policy?.Arn }))
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }))
  secrets.set(id, AccessKey?.SecretAccessKey ?? '')
  return {
    ...{ id, organisation, partition, accountId, accessKeyId: AccessKey?.AccessKeyId ?? '', secretId: id },
    ...{ name: null, alias: null, settings, state: 'connected', createdAt: worldStart, modifiedAt: worldStart },
    ...{ pausedAt: null, nextExternalId: null, secretLastFour: null, joinedBy: null },
  }
}

beforeAll(async () => {
  collecting = await startCollecting({
    accounts: [],
    withKeys: simulator => Promise.all([connectByKey(simulator, 'aws-us-gov'), connectByKey(simulator, 'aws-cn')]),
    secretOf: async name => secrets.get(name),
  })
  await collecting.collector.collectOnce(undefined, { history: false })
}, 120_000)
afterAll(() => collecting?.close())

describe.each([
  { partition: 'aws-us-gov', region: 'us-gov-west-1', name: 'gov' },
  { partition: 'aws-cn', region: 'cn-north-1', name: 'china' },
] as const)('an account of $partition', ({ partition, region, name }) => {
  const configId = `config-${partition}`

  it('is read whole: every kind seen, nothing refused, and only in its own regions', async () => {
    const rows = await collecting.coverage(configId)
    expect(rows.filter(({ state }) => state !== 'seen')).toEqual([])
    for (const kind of ['regions', 'account', 'metrics', 'tags', 'resources', 'alarms'] as const)
      expect(
        rows.some(row => row.kind === kind && row.items > 0),
        kind,
      ).toBe(true)
    const regions = new Set(rows.map(row => row.region))
    expect([...regions].every(one => one.startsWith(region.slice(0, region.indexOf('-'))))).toBe(true)
    expect(regions.has(region)).toBe(true)
    expect(collecting.denials).toEqual([])
  })

  it('gives its metrics to resources with ARNs of the partition', async () => {
    const { accountId } = adminOf(collecting.simulator, partition)
    const series = await collecting.telemetry.loadSeries({ organisation, accountId })
    const tied = series.filter(({ resource }) => resource !== '')
    expect(tied.length).toBeGreaterThan(50)
    expect(tied.filter(({ resource }) => !resource.startsWith(`arn:${partition}:`))).toEqual([])
    expect(tied[0]?.tags).toEqual(expect.arrayContaining([`account_alias:acme-${name}`, `region:${region}`]))
    expect(collecting.simulator.ledger.total({ service: 'sts', operation: 'AssumeRole' }).calls).toBe(0)
  })

  it('has its own costs, as the simulated AWS counts them', async () => {
    const { accountId } = adminOf(collecting.simulator, partition)
    const rows = await collecting.settings.cost.list(organisation, '2000-01-01')
    const own = rows.filter(row => row.accountConfigId === configId && row.operation === 'cloudwatch:GetMetricData')
    const theirs = collecting.simulator.ledger.total({ accountId, operation: 'GetMetricData' })
    expect(own.reduce((sum, { queries }) => sum + queries, 0)).toBe(theirs.queries)
    expect(theirs.queries).toBeGreaterThan(0)
  })
})

describe('a key that is switched off', () => {
  it('is a failure with its reason in every region, and what was seen stays', async () => {
    const { iam, accountId } = adminOf(collecting.simulator, 'aws-us-gov')
    const [account] = (await collecting.settings.accounts.list(organisation)).filter(one => one.accountId === accountId)
    if (!account || !('accessKeyId' in account)) throw new Error('the account is not there')
    const key = { UserName: 'heycloud', AccessKeyId: account.accessKeyId }
    await iam.send(new UpdateAccessKeyCommand({ ...key, Status: 'Inactive' }))
    const before = await collecting.telemetry.loadSeries({ organisation, accountId })
    await collecting.collector.collectOnce(undefined, { history: false })
    const rows = await collecting.coverage(account.id)
    const failed = rows.filter(({ state }) => state === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    expect(failed[0]?.reason).toContain('security token included in the request is invalid')
    expect((await collecting.telemetry.loadSeries({ organisation, accountId })).length).toBe(before.length)
  }, 120_000)
})
