// Accounts that are linked to a CloudWatch monitoring account: read through its role, as theirs, until their own role reads them.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withDefaults } from '../src/collect/context.ts'
import { createEraser } from '../src/collect/erase.ts'
import { createCollector } from '../src/collect/index.ts'
import { MINUTE, SECOND, systemClock } from '../src/core/clock.ts'
import { monitoringAccountTag, type Series } from '../src/core/metric.ts'
import { services } from '../src/services/index.ts'
import type { Erasure } from '../src/store/settings-ports.ts'
import {
  accountOf,
  alike,
  type Collecting,
  grantRole,
  organisation,
  quietLog,
  startCollecting,
  trueValues,
} from './support/collecting.ts'

const region = 'us-east-1'
const namespace = 'AWS/Lambda'
const owner = '444455556666'
const quick = {
  aws_regions: { include_only: [region] },
  metrics_config: { namespace_filters: { include_only: [namespace] } },
}
const monitoring = accountOf('111122223333', {
  ...quick,
  account_tags: ['team:observers'],
  features: { linked_accounts: true },
})
const through = monitoringAccountTag(monitoring.accountId)
const source = { ...accountOf(owner, quick), name: 'Staging' }

let collecting: Collecting
let collector: Collecting['collector']
/** A collector that remembers nothing. */
const begin = () => {
  collector = createCollector({ ...collecting, log: quietLog, cadence: alike, isCollectable: () => true })
}
beforeAll(async () => {
  collecting = await startCollecting({ accounts: [monitoring] })
  await grantRole(collecting.simulator, owner)
  begin()
}, 60_000)
beforeEach(() => {
  collecting.simulator.faults.clear()
  collecting.simulator.ledger.reset()
  collecting.simulator.world.setLinks([{ monitoring: monitoring.accountId, sources: [owner] }])
})
afterAll(() => collecting?.close())

const seriesOf = (accountId: string) => collecting.telemetry.loadSeries({ organisation, accountId, region, namespace })
const queriesOf = (accountId: string) =>
  collecting.simulator.ledger.total({ accountId, operation: 'GetMetricData' }).queries
/** A round of everything, so much later. */
async function round(later = 10 * MINUTE) {
  collecting.clock.advance(later)
  await collector.collectOnce(undefined, { history: false })
}
const metricsRow = async () => (await collecting.coverage(monitoring.id)).find(row => row.namespace === namespace)
const invocations = async (): Promise<Series> => {
  const all = await seriesOf(owner)
  const found = all.find(({ metric, dimensions }) => metric === 'Invocations' && dimensions.FunctionName)
  if (!found) throw new Error('There is no such series')
  return found
}
const newest = async ({ id }: Series): Promise<number> =>
  (await collecting.telemetry.points(organisation, id, 0, 2 ** 32 - 1)).at(-1)?.ts ?? 0
const nameOf = ({ metric, dimensions }: Series): string => JSON.stringify([metric, dimensions])
const put = (settings: object) =>
  collecting.settings.accounts.update({ ...monitoring, settings: accountOf(monitoring.accountId, settings).settings })

describe('linked accounts', () => {
  it('are read through the monitoring account, at its cost, as their own', async () => {
    await round(0)
    const [own, linked] = [await seriesOf(monitoring.accountId), await seriesOf(owner)]
    expect(own.length).toBeGreaterThan(10)
    expect(linked.length).toBeGreaterThan(5)
    expect(own.filter(({ tags }) => tags.includes(through))).toEqual([])
    for (const { tags, resource } of linked) {
      expect(tags).toEqual(expect.arrayContaining([through, `account_id:${owner}`, `aws_account:${owner}`]))
      expect(tags).toEqual(expect.arrayContaining([`account_name:${owner}`, `region:${region}`]))
      expect(tags).not.toContain('team:observers')
      expect(resource).toBe('')
    }
    const one = await invocations()
    const points = await collecting.telemetry.points(organisation, one.id, 0, 2 ** 32 - 1)
    const [first, last] = [points[0]?.ts ?? 0, points.at(-1)?.ts ?? 0]
    expect(points.length).toBeGreaterThan(5)
    expect(new Map(points.map(({ ts, value }) => [ts, value]))).toEqual(
      trueValues(collecting, one, 60, first, last + 60),
    )
    expect(queriesOf(owner)).toBe(0)
    const row = await metricsRow()
    const metrics = (all: Series[]) => new Set(all.map(nameOf)).size
    expect(row).toMatchObject({ state: 'seen', items: metrics(own) + metrics(linked) })
    const rows = await collecting.settings.cost.list(organisation, '2000-01-01')
    expect(new Set(rows.map(({ accountConfigId }) => accountConfigId))).toEqual(new Set([monitoring.id]))
    expect(rows.reduce((sum, { queries }) => sum + queries, 0)).toBe(queriesOf(monitoring.accountId))
  })

  it('are known again after a restart, though nothing can be listed', async () => {
    const before = await seriesOf(owner)
    const one = await invocations()
    const at = await newest(one)
    collecting.simulator.faults.add({
      ...{ service: 'monitoring', operation: 'ListMetrics' },
      kind: { error: 'InternalServiceFault', message: 'Try again', status: 500 },
    })
    begin()
    await round()
    expect(await seriesOf(owner)).toEqual(before)
    expect(await newest(one)).toBeGreaterThan(at)
  })

  it('are fetched for a chart', async () => {
    const one = await invocations()
    const at = await newest(one)
    collecting.clock.advance(40 * MINUTE)
    const now = Math.floor(collecting.clock.now() / SECOND)
    const filter = { kind: 'tag' as const, key: 'account_id', value: owner }
    const ask = () =>
      collector.charts.asked(organisation, { metric: 'aws.lambda.invocations', filter, from: now - 3_600, to: now })
    while ((await ask()).metrics.size > 0) await systemClock.sleep(20)
    expect(await newest(one)).toBeGreaterThan(at + 1_800)
    expect((await ask()).leftOut).toEqual([])
    await collector.charts.close()
    begin()
  })

  it('are told as refused when their link goes, and hold up nothing; then they are given up', async () => {
    const own = (await seriesOf(monitoring.accountId)).find(({ metric }) => metric === 'Invocations')
    if (!own) throw new Error('There is no such series')
    await round()
    const at = await newest(own)
    collecting.simulator.world.setLinks([])
    await round(6 * MINUTE)
    expect(await metricsRow()).toMatchObject({
      ...{ state: 'denied', action: null },
      reason: expect.stringContaining(`of the linked account ${owner}`),
    })
    expect(await newest(own)).toBeGreaterThan(at)
    expect(collecting.denials).toEqual([])
    await round(70 * MINUTE)
    expect(await metricsRow()).toMatchObject({ state: 'seen', reason: '' })
  })

  it('leave the plan when the account’s settings leave them out; what was read stays', async () => {
    await round(70 * MINUTE)
    const one = await invocations()
    const at = await newest(one)
    const both = queriesOf(monitoring.accountId)
    const without = accountOf(monitoring.accountId, quick)
    const { before, after } = await collector.forecast(monitoring, without.settings)
    expect(after.metrics.get(namespace)).toBe(new Set((await seriesOf(monitoring.accountId)).map(nameOf)).size)
    expect(after.charge).toBeLessThan(before.charge ?? 0)
    expect((await collector.forecast(without, monitoring.settings)).after).toMatchObject({ charge: null })
    await put(quick)
    collecting.simulator.ledger.reset()
    await round()
    expect(queriesOf(monitoring.accountId)).toBeLessThan(both)
    expect(await newest(one)).toBe(at)
    expect((await invocations()).tags).toContain(through)
    await put({ ...quick, features: { linked_accounts: true } })
    await round()
    expect(await newest(one)).toBeGreaterThan(at)
  })

  it('are read by their own role alone where that is connected, as the same series', async () => {
    const before = await seriesOf(owner)
    await collecting.settings.accounts.insert(source)
    collecting.simulator.ledger.reset()
    await round()
    const after = await seriesOf(owner)
    expect(new Set(after.map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)))
    expect(after.filter(({ tags }) => tags.includes(through))).toEqual([])
    expect(after.filter(({ tags }) => !tags.includes('account_name:staging'))).toEqual([])
    const half = { own: queriesOf(monitoring.accountId), linked: queriesOf(owner) }
    expect(half.linked).toBeGreaterThan(0)
    // Paused, it is read by nobody; removed, through the monitoring account again.
    await collecting.settings.accounts.update({ ...source, pausedAt: collecting.clock.now() })
    const at = await newest(await invocations())
    await round()
    expect(await newest(await invocations())).toBe(at)
    await collecting.settings.accounts.delete(organisation, source.id)
    await round()
    expect((await invocations()).tags).toContain(through)
    expect(await newest(await invocations())).toBeGreaterThan(at)
  })

  it('are erased with the monitoring account', async () => {
    const { settings, clock } = collecting
    const tools = withDefaults({ ...collecting, services, log: quietLog, isCollectable: () => true })
    const one = await invocations()
    expect(await newest(one)).toBeGreaterThan(0)
    const erasure: Erasure = {
      ...{
        id: monitoring.id,
        organisation,
        accountId: monitoring.accountId,
        name: '',
        state: 'waiting',
        rowsBefore: 0,
      },
      ...{ rowsLeft: 0, reason: '', requestedBy: 'user:ada', requestedAt: clock.now(), finishedAt: null },
    }
    await settings.accounts.delete(organisation, monitoring.id, erasure)
    await createEraser(tools).round(new AbortController().signal)
    expect(await settings.erasures.get(organisation, monitoring.id)).toMatchObject({ state: 'verified', rowsLeft: 0 })
    expect(await seriesOf(owner)).toEqual([])
    expect(await newest(one)).toBe(0)
  }, 30_000)
})
