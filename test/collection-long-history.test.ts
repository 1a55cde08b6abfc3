// Long history on request: its price first, each metric asked for once, through a stop and a death, and no hour counted twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import { DAY, SECOND } from '../src/core/clock.ts'
import type { Aggregator } from '../src/core/question.ts'
import {
  accountOf,
  alike,
  type Collecting,
  organisation,
  quietLog,
  startCollecting,
  trueValues,
} from './support/collecting.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const account = accountOf(accountId, {
  aws_regions: { include_only: [region] },
  metrics_config: {
    namespace_filters: { include_only: ['AWS/Lambda', 'AWS/S3'] },
    metric_name_filters: [
      { namespace: 'AWS/Lambda', include_only: ['aws.lambda.invocations'] },
      { namespace: 'AWS/S3', include_only: ['aws.s3.bucket_size_bytes'] },
    ],
  },
})

let collecting: Collecting
let before: number
const asked = () => Math.round(collecting.simulator.ledger.total({ operation: 'GetMetricData' }).charge / 0.00001)
const histories = () => collecting.collector.histories
beforeAll(async () => {
  collecting = await startCollecting({ accounts: [account] })
  await collecting.collector.collectOnce()
  before = asked()
}, 120_000)
afterAll(() => collecting?.close())

describe('a long history', () => {
  it('tells its price, and nothing is read before somebody asks', async () => {
    const { metrics, charge, points, state, already, from } = await histories().look(account, 15)
    const row = (await collecting.coverage()).find(({ kind, namespace }) => kind === 'metrics' && namespace === null)
    expect(metrics).toBe(row?.items)
    expect(charge).toBeCloseTo(metrics * 0.00001, 9)
    expect(points).toBeGreaterThan(metrics * 400)
    expect({ state, already }).toEqual({ state: 'none', already: false })
    const age = collecting.clock.now() / SECOND - from
    expect(age).toBeGreaterThan((453 * DAY) / SECOND)
    expect(age).toBeLessThan((455 * DAY) / SECOND)
    await collecting.collector.collectOnce()
    expect(asked()).toBe(before)
  })

  it('stops when it is told to, and goes on after a death where it was', async () => {
    await histories().begin(account, 4, 'user:ada')
    await histories().stop(account)
    await collecting.collector.collectOnce()
    expect(asked()).toBe(before)
    expect((await histories().look(account, 4)).state).toBe('stopped')
    const { metrics } = await histories().begin(account, 4, 'user:ada')
    const dying = createCollector({
      ...{ ...collecting, cadence: alike, log: quietLog, isCollectable: () => true },
      telemetry: {
        ...collecting.telemetry,
        async saveSamples(samples) {
          if (samples.some(({ ts }) => ts < collecting.clock.now() / SECOND - 30 * 86_400))
            throw new Error('the process died')
          await collecting.telemetry.saveSamples(samples)
        },
      },
      limits: { retryPauses: [] },
    })
    await expect(dying.collectOnce()).rejects.toThrow('died')
    expect((await histories().look(account, 4)).state).toBe('running')
    await collecting.collector.collectOnce()
    const done = await histories().look(account, 4)
    expect(done).toMatchObject({ state: 'done', already: true })
    expect((await histories().look(account, 15)).already).toBe(false)
    expect(done.shares).toEqual([
      expect.objectContaining({ region, read: metrics, metrics, failed: 0, finished: true, reason: '' }),
    ])
    // What was on its way when it died is asked for again, and nothing else.
    expect(asked() - before).toBeLessThan(2 * metrics + 1)
    const now = asked()
    await collecting.collector.collectOnce()
    expect(asked()).toBe(now)
  }, 120_000)

  it.each([
    ['aws.lambda.invocations', 'sum', 'Sum', 3_600],
    ['aws.s3.bucket_size_bytes', 'avg', 'Average', 86_400],
  ] as const)(
    'gives every hour of %s once, over the seams',
    async (name, aggregator: Aggregator, statistic, period) => {
      const [one] = await collecting.telemetry.findSeries(organisation, [name], { kind: 'everything' }, 1)
      if (!one) throw new Error('There is no such series')
      const to = Math.floor(collecting.clock.now() / SECOND / 86_400 - 1) * 86_400
      for (const from of [to - 110 * 86_400, to - 30 * 86_400]) {
        const filter = {
          kind: 'and' as const,
          of: one.tags.map(tag => {
            const colon = tag.indexOf(':')
            return { kind: 'tag' as const, key: tag.slice(0, colon), value: tag.slice(colon + 1) }
          }),
        }
        const span = { from, to: Math.min(to, from + 30 * 86_400), interval: 86_400 }
        const question = { organisation, metric: name, filter, groupBy: [], ...span }
        const answer = await collecting.telemetry.ask({
          ...question,
          timeAggregator: aggregator,
          spaceAggregator: 'sum',
        })
        const right = trueValues(collecting, { ...one, statistic }, 86_400, span.from, span.to)
        const found = answer.times.map((time, i) => [time, answer.series[0]?.values[i]])
        expect(found).toEqual([...right].map(([ts, value]) => [ts, expect.closeTo(value, 4)]))
        expect(found).toHaveLength(30)
      }
      const points = await collecting.telemetry.points(organisation, one.id, 0, to)
      expect(points[0]?.ts).toBeLessThan(to - 115 * 86_400)
      expect(points[0]?.period).toBe(period)
    },
    60_000,
  )
})
