// What an account's settings say is honoured, and honoured anew when they are changed while the account is collected.
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RoleAccount } from '../src/core/account.ts'
import { accountSettingsSchema } from '../src/core/account-settings.ts'
import { HOUR, MINUTE, systemClock } from '../src/core/clock.ts'
import {
  accountOf,
  type Collecting,
  type CollectingOptions,
  organisation,
  startCollecting,
} from './support/collecting.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const quick = {
  aws_regions: { include_only: [region] },
  metrics_config: { namespace_filters: { include_only: ['AWS/Lambda'] } },
}

let collecting: Collecting
let account: RoleAccount
afterEach(() => collecting?.close())

async function start(settings: object, options: CollectingOptions = {}): Promise<void> {
  account = accountOf(accountId, settings)
  collecting = await startCollecting({ accounts: [account], ...options })
}
/** A round as it is made some minutes later, under these settings. */
async function under(settings: object): Promise<void> {
  const changed = { ...account, settings: accountSettingsSchema.parse(settings) }
  await collecting.settings.accounts.update(changed)
  await once()
}
async function once(): Promise<void> {
  collecting.clock.advance(6 * MINUTE)
  await collecting.collector.collectOnce(undefined, { history: false })
}
const rows = async (kind: string, where = region) =>
  (await collecting.coverage(account.id)).filter(row => row.kind === kind && row.region === where)
const seriesOf = (namespace: string, where = region) =>
  collecting.telemetry.loadSeries({ organisation, accountId, region: where, namespace })
const calls = (filter: object) => collecting.simulator.ledger.total({ accountId, ...filter }).calls
const world = (where = region) => {
  const found = collecting.simulator.world.region(accountId, where)
  if (!found) throw new Error(`${where} is not enabled`)
  return found.state
}

describe('regions', () => {
  it('that are left out are not asked any more, which is said, and are read again when they are wanted', async () => {
    await start({ ...quick, aws_regions: { include_only: [region, 'eu-west-1'] } })
    await once()
    expect(await rows('metrics', 'eu-west-1')).toContainEqual(
      expect.objectContaining({ namespace: 'AWS/Lambda', state: 'seen', items: expect.any(Number) }),
    )
    collecting.simulator.ledger.reset()
    await under(quick)
    expect(calls({ region: 'eu-west-1' })).toBe(0)
    expect(calls({ region })).toBeGreaterThan(0)
    const left = (await collecting.coverage(account.id)).filter(row => row.region === 'eu-west-1')
    expect(left.length).toBeGreaterThan(5)
    for (const row of left)
      expect(row).toMatchObject({ state: 'off', items: 0, reason: expect.stringContaining('leave this region out') })
    await under({ ...quick, aws_regions: { include_all: true } })
    expect((await rows('metrics', 'eu-west-1')).every(({ state }) => state === 'seen')).toBe(true)
    await under({ ...quick, aws_regions: { include_all: false } })
    expect((await rows('metrics')).every(({ state }) => state === 'off')).toBe(true)
  }, 60_000)
})

describe('namespaces', () => {
  it('are left out and taken in', async () => {
    await start(quick)
    await once()
    await under({ ...quick, metrics_config: { namespace_filters: { include_only: ['AWS/EC2'] } } })
    expect(await rows('metrics')).toContainEqual(
      expect.objectContaining({ namespace: 'AWS/Lambda', state: 'off', items: 0 }),
    )
    expect((await seriesOf('AWS/EC2')).length).toBeGreaterThan(0)
    await under(quick)
    const lambda = (await rows('metrics')).find(({ namespace }) => namespace === 'AWS/Lambda')
    expect(lambda).toMatchObject({ state: 'seen', reason: '' })
    expect(lambda?.items).toBeGreaterThan(0)
    await under({ ...quick, metrics_config: { enabled: false } })
    expect((await rows('metrics')).map(({ state }) => state)).not.toContain('seen')
  })

  it('of customers are read when they are switched on, beside those of AWS that are listed', async () => {
    await start(quick)
    const credentials = collecting.simulator.accounts.find(one => one.accountId === accountId)
    if (!credentials) throw new Error('There is no such account')
    const cloudwatch = new CloudWatchClient({ region, endpoint: collecting.simulator.endpoint, credentials })
    const put = () =>
      cloudwatch.send(
        new PutMetricDataCommand({
          Namespace: 'Shop/Orders',
          MetricData: [{ MetricName: 'OrdersPlaced', Timestamp: new Date(collecting.clock.now()), Value: 1 }],
        }),
      )
    await put()
    await once()
    expect(await seriesOf('Shop/Orders')).toEqual([])
    await put()
    await under({ ...quick, metrics_config: { ...quick.metrics_config, collect_custom_metrics: true } })
    expect((await seriesOf('Shop/Orders')).map(({ name }) => name)).toContain('shop.orders.orders_placed')
    await under(quick)
    expect(await rows('metrics')).toContainEqual(expect.objectContaining({ namespace: 'Shop/Orders', state: 'off' }))
    cloudwatch.destroy()
  })
})

describe('tag filters', () => {
  const filtered = (...tags: string[]) => ({
    ...quick,
    metrics_config: {
      namespace_filters: { include_only: ['AWS/EC2', 'AWS/EBS'] },
      tag_filters: [{ namespace: 'AWS/EC2', tags }],
    },
  })
  const arnOf = (id: string) => `arn:aws:ec2:${region}:${accountId}:instance/${id}`
  const tagsOf = (id: string) => world().tags.get(arnOf(id)) ?? {}
  /** The tagging API and EC2's own list say the same. */
  const retag = (id: string, tags: Record<string, string>) => {
    world().tags.set(arnOf(id), tags)
    for (const { shape } of world().instances)
      if (shape.InstanceId === id) shape.Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  }
  const instances = (wanted: (tags: Record<string, string>) => boolean) =>
    world()
      .instances.map(({ shape }) => shape.InstanceId ?? '')
      .filter(id => wanted(tagsOf(id)))
      .sort()
  const collected = async (namespace: string, dimension: string) =>
    [...new Set((await seriesOf(namespace)).map(({ dimensions }) => dimensions[dimension] ?? 'none'))].sort()

  it('choose instances, and with them the volumes that are attached to them', async () => {
    await start(filtered('team:Storefront', '!service:web'))
    const [first = ''] = instances(() => true)
    retag(first, { team: 'storefront', service: 'Batch Jobs' })
    await once()
    const chosen = instances(tags => tags.team === 'storefront' && tags.service !== 'web')
    expect(chosen).toEqual([first])
    expect(await collected('AWS/EC2', 'InstanceId')).toEqual(chosen)
    const volumes = world().volumes.filter(({ Attachments }) =>
      Attachments?.some(({ InstanceId }) => chosen.includes(InstanceId ?? '')),
    )
    expect(volumes.length).toBeGreaterThan(0)
    expect(volumes.length).toBeLessThan(world().volumes.length)
    expect(await collected('AWS/EBS', 'VolumeId')).toEqual(volumes.map(({ VolumeId }) => VolumeId).sort())
  })

  it('follow the tags of a resource as they change', async () => {
    await start(filtered('team:storefront'))
    await once()
    const items = async () => (await rows('metrics')).find(({ namespace }) => namespace === 'AWS/EC2')?.items ?? 0
    const before = await items()
    expect(before).toBeGreaterThan(0)
    const [first = ''] = instances(tags => tags.team === 'storefront')
    const tags = tagsOf(first)
    retag(first, { ...tags, team: 'platform' })
    await once()
    const without = await items()
    expect(without).toBeLessThan(before)
    retag(first, tags)
    await once()
    expect(await items()).toBe(before)
  })

  it('let nothing through before tags were read', async () => {
    await start(filtered('!team:*'))
    collecting.simulator.faults.add({
      ...{ service: 'tagging', operation: 'GetResources', kind: { latencyMs: 1_500 }, times: 1 },
    })
    const stop = new AbortController()
    const running = collecting.collector.run(stop.signal)
    const done = async () => (await rows('tags')).some(({ state }) => state === 'seen')
    while (!(await done())) await systemClock.sleep(50)
    await systemClock.sleep(1_500)
    stop.abort()
    await running
    const untagged = instances(tags => tags.team === undefined)
    expect(untagged.length).toBeLessThan(world().instances.length)
    expect((await collected('AWS/EC2', 'InstanceId')).filter(id => id !== 'none')).toEqual(untagged)
  })
})

describe('the running collector', () => {
  it('takes over changed settings at once: regions, namespaces, alarms, tags of the account', async () => {
    await start(quick)
    const stop = new AbortController()
    const running = collecting.collector.run(stop.signal)
    const eventually = async (what: () => Promise<boolean>) => {
      while (!(await what())) await systemClock.sleep(50)
    }
    const isSeen = async (kind: string, where: string, namespace: string | null) =>
      (await rows(kind, where)).some(row => row.state === 'seen' && row.namespace === namespace)
    await eventually(() => isSeen('metrics', region, 'AWS/Lambda'))
    // The clock stands nearly still: nothing is due by itself.
    const changed = accountSettingsSchema.parse({
      account_tags: ['owner:changed'],
      aws_regions: { include_only: ['eu-west-1'] },
      metrics_config: {
        namespace_filters: { include_only: ['AWS/EC2', 'AWS/Lambda'] },
        collect_cloudwatch_alarms: true,
      },
    })
    await collecting.settings.accounts.update({ ...account, settings: changed })
    collecting.collector.wake()
    await eventually(() => isSeen('metrics', 'eu-west-1', 'AWS/EC2'))
    await eventually(() => isSeen('alarms', 'eu-west-1', null))
    await eventually(async () => (await rows('metrics')).every(({ state }) => state === 'off'))
    await eventually(async () =>
      (await seriesOf('AWS/Lambda', 'eu-west-1')).every(({ tags }) => tags.includes('owner:changed')),
    )
    stop.abort()
    await running
  }, 60_000)
})

describe('what is switched off', () => {
  const everything = {
    ...quick,
    metrics_config: { ...quick.metrics_config, collect_cloudwatch_alarms: true },
  }
  beforeEach(async () => {
    await start(everything)
    await once()
    collecting.simulator.ledger.reset()
  })

  it('tags: none are read, which is said, and series keep what they carry', async () => {
    const before = (await seriesOf('AWS/Lambda')).map(({ tags }) => tags)
    expect(before.flat().some(tag => tag.startsWith('team:'))).toBe(true)
    await under({ ...everything, features: { tags: false } })
    expect(calls({ operation: 'GetResources' })).toBe(0)
    expect(await rows('tags')).toEqual([
      expect.objectContaining({ state: 'off', reason: expect.stringContaining('Reading tags') }),
    ])
    expect((await seriesOf('AWS/Lambda')).map(({ tags }) => tags)).toEqual(before)
    await under(everything)
    expect(await rows('tags')).toEqual([expect.objectContaining({ state: 'seen', reason: '' })])
  })

  it('resources: nothing is listed, and what was stays known', async () => {
    const known = await collecting.telemetry.resources(organisation)
    await under({ ...everything, resources_config: { extended_collection: false } })
    expect(calls({ service: 'ec2', operation: 'DescribeInstances' })).toBe(0)
    const left = await rows('resources')
    expect(left.length).toBeGreaterThan(5)
    expect(left.every(({ state, action }) => state === 'off' && action === null)).toBe(true)
    expect(await collecting.telemetry.resources(organisation)).toHaveLength(known.length)
  })

  it('alarms: none are asked for, and their last state is not shown as the present one', async () => {
    expect((await collecting.telemetry.alarms(organisation)).length).toBeGreaterThan(0)
    await under(quick)
    expect(calls({ operation: 'DescribeAlarms' })).toBe(0)
    expect(await rows('alarms')).toEqual([expect.objectContaining({ state: 'off' })])
    expect(await collecting.telemetry.alarms(organisation)).toEqual([])
    await under(everything)
    expect((await collecting.telemetry.alarms(organisation)).length).toBeGreaterThan(0)
  })

  it('a refusal of it is not held against the account any longer', async () => {
    collecting.simulator.faults.add({
      ...{ service: 'monitoring', operation: 'DescribeAlarms' },
      kind: { error: 'AccessDenied', message: 'is not authorized to perform: cloudwatch:DescribeAlarms', status: 403 },
    })
    await once()
    expect(await rows('alarms')).toEqual([
      expect.objectContaining({ state: 'denied', action: 'cloudwatch:DescribeAlarms' }),
    ])
    await under(quick)
    expect(await rows('alarms')).toEqual([expect.objectContaining({ state: 'off', action: null })])
  })
})

describe('names and tags', () => {
  it('metric-name filters and account tags count from the next round', async () => {
    const names = (...patterns: string[]) => ({
      ...quick,
      metrics_config: {
        ...quick.metrics_config,
        metric_name_filters: [{ namespace: 'AWS/Lambda', include_only: patterns }],
      },
    })
    await start(names('aws.lambda.duration'))
    await once()
    const stored = async () => [...new Set((await seriesOf('AWS/Lambda')).map(({ name }) => name))].sort()
    // The list of functions hangs on the invocations: no filter takes them out.
    const protectedToo = [...(await stored())]
    expect(protectedToo).toContain('aws.lambda.invocations')
    expect(protectedToo.every(name => /^aws\.lambda\.(duration|invocations)/.test(name))).toBe(true)
    await under({ ...names('aws.lambda.duration', 'aws.lambda.err?r*'), account_tags: ['Owner:Site Reliability'] })
    expect(await stored()).toContain('aws.lambda.errors')
    expect((await seriesOf('AWS/Lambda')).every(({ tags }) => tags.includes('owner:site_reliability'))).toBe(true)
    collecting.clock.advance(2 * HOUR)
    await under({ ...names('aws.lambda.duration'), account_tags: [] })
    const present = (await seriesOf('AWS/Lambda')).filter(({ name }) => name.startsWith('aws.lambda.duration'))
    expect(present.some(({ tags }) => tags.includes('owner:site_reliability'))).toBe(false)
  })
})
