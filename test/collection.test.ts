import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isListed } from '../simulator/world/metrics.ts'
import { createRules } from '../src/collect/metrics/rules.ts'
import { SECOND } from '../src/core/clock.ts'
import { isOwnNamespace } from '../src/core/metric.ts'
import { derivedNamespace } from '../src/services/derived.ts'
import { services } from '../src/services/index.ts'
import {
  accountOf,
  type Collecting,
  organisation,
  startCollecting,
  trueValues,
  worldStart,
} from './support/collecting.ts'

const accountId = '111122223333'

let collecting: Collecting
beforeAll(async () => {
  collecting = await startCollecting()
  await collecting.collector.collectOnce(undefined, { history: false })
}, 120_000)
afterAll(() => collecting?.close())

/** All series but those that HeyCloud makes itself. */
const ofCloudWatch = async () =>
  (await collecting.telemetry.loadSeries({ organisation, accountId })).filter(
    ({ namespace }) => !isOwnNamespace(namespace),
  )

describe('a whole account', () => {
  it('has every listed metric, in every region, with every statistic that is wanted', async () => {
    const rules = createRules(services, accountOf(accountId).settings.metrics_config)
    const wanted: string[] = []
    for (const { name } of collecting.simulator.world.regions) {
      const metrics = collecting.simulator.world.region(accountId, name)?.metrics
      for (let i = 0; i < (metrics?.count() ?? 0); i++) {
        const metric = metrics?.at(i)
        const rule = metric && rules.rule(metric.namespace, metric.metric)
        if (!metric || !rule || !isListed(metric, worldStart, rule.period <= 3 * 3_600)) continue
        const dimensions = metric.dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()
        for (const { statistic } of rule.wanted)
          wanted.push(JSON.stringify([name, metric.namespace, metric.metric, statistic, dimensions]))
      }
    }
    const stored = await collecting.telemetry.loadSeries({ organisation, accountId })
    const found = stored
      .filter(({ namespace }) => !isOwnNamespace(namespace))
      .map(({ region, namespace, metric, statistic, dimensions }) => {
        const pairs = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`)
        return JSON.stringify([region, namespace, metric, statistic, pairs.sort()])
      })
    expect(found.length).toBeGreaterThan(300)
    expect(found.sort()).toEqual(wanted.sort())
  })

  it('has the right value at every bucket, and no bucket more', async () => {
    const stored = await ofCloudWatch()
    const from = Date.UTC(2026, 10, 18, 9) / SECOND
    let compared = 0
    for (const series of stored.filter((_, i) => i % 9 === 0)) {
      const points = await collecting.telemetry.points(organisation, series.id, 0, worldStart / SECOND)
      const period = points[0]?.period
      if (period === undefined || period > 300) continue
      // The newest buckets may not have settled; they are read again until they have.
      const end = (points.at(-1)?.ts ?? 0) - 2 * period
      const right = trueValues(collecting, series, period, from, end)
      const found = points.filter(({ ts }) => ts < end).map(({ ts, value }) => [ts, value])
      expect(found).toEqual([...right].map(([ts, value]) => [ts, expect.closeTo(value, 6)]))
      compared += right.size
    }
    expect(compared).toBeGreaterThan(1_000)
  }, 60_000)

  it('ties metrics to resources and carries tags of place, account, dimensions and resource', async () => {
    const stored = await collecting.telemetry.loadSeries({ organisation, accountId, namespace: 'AWS/EC2' })
    const one = stored.find(series => series.resource !== '' && series.tags.some(tag => tag.startsWith('team:')))
    expect(one?.tags).toEqual(
      expect.arrayContaining([
        `region:${one?.region}`,
        `aws_account:${accountId}`,
        'account_alias:acme-prod',
        'account_name:acme-prod',
        'owner:sre',
        `instance-id:${one?.dimensions.InstanceId}`,
      ]),
    )
    expect(one?.resource).toContain(one?.dimensions.InstanceId)
  })

  it('says of every region and kind what was seen', async () => {
    const rows = await collecting.coverage()
    expect(rows.filter(({ state }) => state !== 'seen')).toEqual([])
    for (const kind of ['regions', 'account', 'metrics', 'tags', 'resources', 'alarms'] as const)
      expect(rows.some(row => row.kind === kind && row.items > 0)).toBe(true)
    const ec2 = rows.find(row => row.namespace === 'AWS/EC2' && row.region === 'us-east-1')
    expect(ec2?.points).toBeGreaterThan(0)
    expect(collecting.denials).toEqual([])
  })

  it('keeps what was read and its charge, as the simulated AWS counts them', async () => {
    const rows = await collecting.settings.cost.list(organisation, '2000-01-01')
    const own = rows.filter(({ operation }) => operation === 'cloudwatch:GetMetricData')
    const theirs = collecting.simulator.ledger
      .entries()
      .filter(({ operation, accountId: id }) => operation === 'GetMetricData' && id === accountId)
    const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)
    expect(sum(own.map(({ queries }) => queries))).toBe(sum(theirs.map(({ queries }) => queries)))
    expect(sum(own.map(({ charge }) => charge))).toBeCloseTo(sum(theirs.map(({ charge }) => charge)), 8)
  })

  it('derives metrics from listings: of each resource, with its tags, its state, and no charge', async () => {
    const derived = await collecting.telemetry.loadSeries({ organisation, accountId, namespace: derivedNamespace })
    const named = (name: string) => derived.filter(series => series.name === name)
    const newest = async (id: number) =>
      (await collecting.telemetry.points(organisation, id, 0, worldStart / SECOND + 3_600)).at(-1)
    const instances = await collecting.telemetry.resources(organisation, {
      accountId,
      type: 'ec2:instance',
      limit: 1_000,
    })
    const running = instances.filter(({ attributes }) => JSON.stringify(attributes.State).includes('"running"'))
    expect(running.length).toBeLessThan(instances.length)
    expect(named('aws.ec2.host_ok')).toHaveLength(instances.length)
    const ok = await Promise.all(named('aws.ec2.host_ok').map(async ({ id }) => (await newest(id))?.value))
    expect(ok.filter(value => value === 1)).toHaveLength(running.length)
    expect(ok.filter(value => value === 0)).toHaveLength(instances.length - running.length)
    const [counted] = named('aws.ec2.instances').filter(({ tags }) => tags.includes('state:running'))
    expect(counted?.tags).toEqual(expect.arrayContaining([`aws_account:${accountId}`, `region:${counted?.region}`]))
    expect(counted?.tags.some(tag => tag.startsWith('instance-type:'))).toBe(true)
    expect(counted?.resource).toBe(counted?.dimensions.ResourceArn)
    expect(await newest(counted?.id ?? 0)).toMatchObject({ value: 1, period: 600 })
    for (const name of ['aws.ebs.status.ok', 'aws.ebs.volume_size', 'aws.rds.allocated_storage', 'aws.lambda.timeout'])
      expect(named(name).length, name).toBeGreaterThan(0)
    const [size] = named('aws.ebs.volume_size')
    expect((await newest(size?.id ?? 0))?.value).toBeGreaterThanOrEqual(2 ** 30)
    const charged = await collecting.settings.cost.list(organisation, '2000-01-01')
    expect(charged.filter(({ namespace }) => namespace === derivedNamespace)).toEqual([])
  })

  it('is read again without a change: no point twice, no series rewritten', async () => {
    const before = await collecting.telemetry.loadSeries({ organisation, accountId })
    await collecting.collector.collectOnce(undefined, { history: false })
    await collecting.collector.collectOnce(undefined, { history: false })
    const after = await collecting.telemetry.loadSeries({ organisation, accountId })
    expect(after.length).toBe(before.length)
    const some = before[5]
    const points = await collecting.telemetry.points(organisation, some?.id ?? 0, 0, worldStart / SECOND)
    expect(new Set(points.map(({ ts }) => ts)).size).toBe(points.length)
  })
})
