// What is watched is read every five minutes and everything every six hours, and nothing is lost between the two.
import { afterEach, describe, expect, it } from 'vitest'
import type { FaultKind } from '../simulator/contract.ts'
import { createCollector } from '../src/collect/index.ts'
import { fits } from '../src/collect/metrics/watching.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../src/core/clock.ts'
import type { TagFilter } from '../src/core/question.ts'
import { seededRandom } from '../src/core/random.ts'
import {
  accountOf,
  type Collecting,
  organisation,
  quietLog,
  startCollecting,
  trueValues,
  wholeSettings,
} from './support/collecting.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const names = ['aws.lambda.invocations', 'aws.lambda.errors', 'aws.ec2.cpuutilization', 'aws.ec2.network_in']
const account = accountOf(accountId, {
  aws_regions: { include_only: [region] },
  metrics_config: {
    ...wholeSettings.metrics_config,
    namespace_filters: { include_only: ['AWS/Lambda', 'AWS/EC2'] },
    metric_name_filters: [
      { namespace: 'AWS/Lambda', include_only: names },
      { namespace: 'AWS/EC2', include_only: names },
    ],
  },
})
const cadence = { rest: 6 * HOUR }
const everything: TagFilter = { kind: 'everything' }
const tag = (key: string, value: string): TagFilter => ({ kind: 'tag', key, value })

let collecting: Collecting
afterEach(() => collecting?.close())
const begin = async () => {
  collecting = await startCollecting({ accounts: [account], collector: { cadence } })
}
const once = (collector = collecting.collector) =>
  collector.collectOnce(undefined, { history: false, kinds: ['tags', 'metrics'] })
const restarted = () =>
  createCollector({
    ...{ ...collecting, log: quietLog, cadence, isCollectable: () => true },
    limits: { retryPauses: [] },
  })
const watch = (metric: string, filter: TagFilter = everything, lasts = 30 * DAY) => {
  const since = collecting.clock.now()
  return collecting.settings.watches.put([
    { organisation, metric, filter, source: 'dashboard', since, until: since + lasts },
  ])
}
const now = () => Math.floor(collecting.clock.now() / SECOND)
const seriesOf = (name: string) => collecting.telemetry.findSeries(organisation, [name], everything, 1_000)
const newestOf = async (name: string): Promise<number> => {
  const series = await seriesOf(name)
  const points = await Promise.all(series.map(({ id }) => collecting.telemetry.points(organisation, id, 0, now())))
  return Math.max(...points.flat().map(({ ts }) => ts))
}
const marks = (kind: 'rest' | 'metrics') => collecting.settings.watermarks.list(`${account.id}/${region}/${kind}`)

/** Every stored series up to the watermark of everything, or of what is watched; how many points were right. */
async function asTrue(kind: 'rest' | 'metrics' = 'rest'): Promise<number> {
  const stored = await collecting.telemetry.loadSeries({ organisation, accountId, region })
  const [rest, own] = [await marks('rest'), await marks(kind)]
  let compared = 0
  for (const series of stored) {
    const { backTo = 0 } = rest.find(({ namespace }) => namespace === series.namespace) ?? {}
    const mark = own.find(({ namespace }) => namespace === series.namespace)
    if (!mark) continue
    const { period } = mark
    const [from, to] = [backTo ?? 0, mark.upTo - 3 * period]
    const points = await collecting.telemetry.points(organisation, series.id, from, to)
    const right = trueValues(collecting, series, period, from, to)
    expect(
      points.map(({ ts, value }) => [ts, value]),
      series.name,
    ).toEqual([...right].map(([ts, value]) => [ts, expect.closeTo(value, 6)]))
    compared += points.length
  }
  return compared
}

describe('what is watched', () => {
  it('is read every five minutes, with all its statistics, and the rest when six hours have passed', async () => {
    await begin()
    await once()
    const looked = ['aws.lambda.invocations', 'aws.ec2.cpuutilization', 'aws.ec2.cpuutilization.maximum']
    const before = new Map<string, number>()
    for (const name of looked) before.set(name, await newestOf(name))
    const first = await newestOf('aws.lambda.errors')
    await watch('aws.lambda.invocations', tag('functionname', '*'))
    // Whichever statistic is looked at, all of the metric travel.
    await watch('aws.ec2.cpuutilization.maximum', tag('region', region))
    collecting.clock.advance(15 * MINUTE)
    collecting.simulator.ledger.reset()
    await once()
    for (const name of looked) expect(await newestOf(name), name).toBeGreaterThan(before.get(name) ?? 0)
    expect(await newestOf('aws.lambda.errors')).toBe(first)
    const { queries } = collecting.simulator.ledger.total({ operation: 'GetMetricData' })
    const watched = (await seriesOf('aws.ec2.cpuutilization')).length
    expect(queries).toBeGreaterThan(watched)
    expect((await marks('rest')).every(({ upTo }) => upTo < first + 300)).toBe(true)

    collecting.clock.advance(6 * HOUR)
    await once()
    expect(await newestOf('aws.lambda.errors')).toBeGreaterThan(first + 6 * 3_600)
    expect(await asTrue()).toBeGreaterThan(1_000)
  })

  it('is what the store itself would choose by the same filter', async () => {
    await begin()
    await once()
    const all = await seriesOf('aws.ec2.cpuutilization')
    const tags = [...new Set(all.flatMap(series => series.tags))]
    const random = seededRandom(7)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random.next() * from.length)] as T
    const leaf = (): TagFilter => {
      const [key = '', ...rest] = pick(tags).split(':')
      const value = rest.join(':')
      const cut = Math.floor(random.next() * value.length)
      return tag(
        key,
        pick([value, '', '*', `${value.slice(0, cut)}*`, `*${value.slice(cut)}`, `*${value.slice(1, cut)}*`]),
      )
    }
    const make = (depth: number): TagFilter => {
      const kind = depth === 0 ? 'tag' : pick(['tag', 'not', 'and', 'or'] as const)
      if (kind === 'tag') return leaf()
      if (kind === 'not') return { kind, of: make(depth - 1) }
      return { kind, of: Array.from({ length: Math.floor(random.next() * 3) }, () => make(depth - 1)) }
    }
    const sizes = new Set<number>()
    for (let i = 0; i < 60; i++) {
      const filter = make(3)
      const chosen = await collecting.telemetry.findSeries(organisation, ['aws.ec2.cpuutilization'], filter, 1_000)
      const own = all.filter(series => fits(filter, series.tags)).map(({ id }) => id)
      expect(own, JSON.stringify(filter)).toEqual(chosen.map(({ id }) => id))
      sizes.add(own.length)
    }
    expect(sizes.size).toBeGreaterThan(2)
  })

  it('goes at the pace of a budget, and not at all where that is spent, which is said', async () => {
    let pace = { stretch: 4, stopped: null as string | null }
    collecting = await startCollecting({ accounts: [account], collector: { cadence, paceOf: () => pace } })
    await watch('aws.lambda.invocations')
    await once()
    const first = await newestOf('aws.lambda.invocations')
    collecting.clock.advance(10 * MINUTE)
    await once()
    expect(await newestOf('aws.lambda.invocations')).toBe(first)
    collecting.clock.advance(12 * MINUTE)
    await once()
    expect(await newestOf('aws.lambda.invocations')).toBeGreaterThan(first + 900)
    collecting.clock.advance(7 * HOUR)
    collecting.simulator.ledger.reset()
    pace = { stretch: 24, stopped: 'The budget of $1 a month is spent; reading goes on with the next month.' }
    await once()
    expect(collecting.simulator.ledger.total({ service: 'monitoring' }).calls).toBe(0)
    const rows = (await collecting.coverage()).filter(({ kind }) => kind === 'metrics')
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.every(({ state, reason }) => state === 'off' && reason === pace.stopped)).toBe(true)
  })
})

describe('nothing is lost', () => {
  it('of a metric that nobody watches for hours while others of its kind are watched', async () => {
    await begin()
    await watch('aws.lambda.errors', everything, 20 * MINUTE)
    await watch('aws.lambda.invocations')
    await once()
    for (let i = 0; i < 5; i++) {
      collecting.clock.advance(35 * MINUTE)
      await once()
    }
    await watch('aws.lambda.errors')
    collecting.clock.advance(10 * MINUTE)
    await once()
    expect(await asTrue('metrics')).toBeGreaterThan(1_000)
  })

  it('of a metric that comes to be watched and is not any more, while it lags and over restarts', async () => {
    await begin()
    await once()
    const fault = () =>
      collecting.simulator.faults.add({
        service: 'monitoring',
        operation: 'GetMetricData',
        kind: { internalErrorFor: 0.3 },
      })
    await watch('aws.lambda.errors', everything, 40 * MINUTE)
    let id = fault()
    collecting.clock.advance(30 * MINUTE)
    await once()
    // Not watched any more while it lags, and the collector dies.
    collecting.clock.advance(30 * MINUTE)
    await once(restarted())
    await watch('aws.lambda.invocations')
    collecting.clock.advance(10 * MINUTE)
    await once(restarted())
    collecting.simulator.faults.remove(id)
    await watch('aws.lambda.errors')
    collecting.clock.advance(10 * MINUTE)
    await once(restarted())
    // Watched again: all of it is there without the six hours.
    expect(await asTrue('metrics')).toBeGreaterThan(1_000)
    id = fault()
    collecting.clock.advance(6 * HOUR)
    await once()
    collecting.simulator.faults.remove(id)
    collecting.clock.advance(6 * MINUTE)
    await once()
    collecting.clock.advance(6 * HOUR)
    await once()
    expect(await asTrue()).toBeGreaterThan(1_000)
  }, 60_000)

  it('through a day of watches that come and go, errors, late points, pauses and restarts', async () => {
    await begin()
    const random = seededRandom(11)
    let collector = collecting.collector
    const hours = async (steps: number, faults: readonly FaultKind[]) => {
      for (let i = 0; i < steps; i++) {
        collecting.clock.advance((2 + Math.floor(random.next() * 70)) * MINUTE)
        const name = names[Math.floor(random.next() * names.length)] ?? ''
        if (random.next() < 0.5) await watch(name, everything, Math.floor(random.next() * 180) * MINUTE)
        collecting.simulator.faults.clear()
        const kind = faults[Math.floor(random.next() * 3 * faults.length)]
        if (kind) collecting.simulator.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind })
        if (random.next() < 0.2) collector = restarted()
        await once(collector)
      }
      collecting.simulator.faults.clear()
    }
    await hours(24, [{ internalErrorFor: 0.4 }])
    for (const name of names) await watch(name)
    collecting.clock.advance(12 * MINUTE)
    await once(collector)
    // What was watched now and then is whole as soon as it is watched again.
    expect(await asTrue('metrics')).toBeGreaterThan(5_000)
    await hours(12, [{ internalErrorFor: 0.4 }, { lateData: 100 * MINUTE }])
    for (let i = 0; i < 2; i++) {
      collecting.clock.advance(6 * HOUR + 10 * MINUTE)
      await once(collector)
    }
    expect((await marks('rest')).every(({ lagging }) => lagging.length === 0)).toBe(true)
    expect(await asTrue()).toBeGreaterThan(10_000)
  }, 120_000)
})
