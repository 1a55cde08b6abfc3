import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '../src/core/clock.ts'
import type { Series } from '../src/core/metric.ts'
import type { Aggregator } from '../src/core/question.ts'
import {
  accountOf,
  type Collecting,
  organisation,
  startCollecting,
  trueValues,
  wholeSettings,
} from './support/collecting.ts'

const accountId = '111122223333'
const region = 'eu-west-1'
const day = 86_400

let collecting: Collecting
let series: Series[]
beforeAll(async () => {
  const metrics_config = {
    ...wholeSettings.metrics_config,
    namespace_filters: { include_only: ['AWS/Lambda', 'AWS/EC2', 'AWS/S3'] },
    metric_name_filters: [
      { namespace: 'AWS/Lambda', include_only: ['aws.lambda.invocations', 'aws.lambda.duration*'] },
      { namespace: 'AWS/EC2', include_only: ['aws.ec2.cpuutilization', 'aws.ec2.network_in'] },
    ],
  }
  const account = accountOf(accountId, { aws_regions: { include_only: [region] }, metrics_config })
  collecting = await startCollecting({ accounts: [account] })
  expect(await collecting.collector.progress(account.id)).toBeNull()
  await collecting.collector.collectOnce(undefined, { history: false })
  expect(await collecting.collector.progress(account.id)).toBeCloseTo(3 / 336, 2)
  // History begins while live collection goes on.
  collecting.clock.advance(12 * MINUTE)
  await collecting.collector.collectOnce()
  for (let i = 0; i < 3; i++) {
    collecting.clock.advance(20 * MINUTE)
    await collecting.collector.collectOnce()
  }
  series = await collecting.telemetry.loadSeries({ organisation, accountId, region })
}, 180_000)
afterAll(() => collecting?.close())

const inHours = (time: number) => Math.floor(time / 3_600) * 3_600

/** The hourly answer of one series, as people ask for it. */
async function hourly(one: Series, timeAggregator: Aggregator, from: number, to: number) {
  const filter = { kind: 'and' as const, of: tagsOf(one) }
  const question = { organisation, metric: one.name, filter, groupBy: [], from, to, interval: 3_600 }
  const answer = await collecting.telemetry.ask({ ...question, timeAggregator, spaceAggregator: 'sum' })
  return answer.times.flatMap((time, i) => {
    const value = answer.series[0]?.values[i] ?? null
    return value === null ? [] : [[time, value] as const]
  })
}

const tagsOf = (one: Series) =>
  one.tags.map(tag => {
    const colon = tag.indexOf(':')
    return { kind: 'tag' as const, key: tag.slice(0, colon), value: tag.slice(colon + 1) }
  })

describe('history', () => {
  it('is stored back to a fortnight, at 300 s before the last day and natively after, cut at full hours', async () => {
    expect(await collecting.collector.progress(`config-${accountId}`)).toBe(1)
    const [mark] = await collecting.settings.watermarks.list(`config-${accountId}/${region}/history`)
    const first = mark?.upTo ?? 0
    const seam = first - 21 * 3_600
    const one = series.find(({ name }) => name === 'aws.lambda.invocations')
    const points = await collecting.telemetry.points(organisation, one?.id ?? 0, 0, collecting.clock.now())
    expect(points[0]?.ts).toBeGreaterThanOrEqual(first + 3 * 3_600 - 14 * day)
    expect(points[0]?.ts).toBeLessThan(first + 6 * 3_600 - 14 * day)
    expect(points.filter(({ ts, period }) => period !== (ts < seam ? 300 : 60))).toEqual([])
    // No time is covered twice.
    for (const [i, point] of points.entries()) {
      const next = points[i + 1]
      if (next) expect(next.ts).toBeGreaterThanOrEqual(point.ts + point.period)
    }
  })

  it.each([
    ['aws.lambda.invocations', 'sum', 'Sum'],
    ['aws.lambda.duration', 'avg', 'Average'],
    ['aws.lambda.duration.maximum', 'max', 'Maximum'],
    ['aws.ec2.cpuutilization', 'avg', 'Average'],
    ['aws.ec2.cpuutilization.maximum', 'max', 'Maximum'],
    ['aws.ec2.network_in.sum', 'sum', 'Sum'],
  ] as const)(
    'each hour of %s over the seams is as the truth has it',
    async (name, aggregator, statistic) => {
      const of = series.filter(one => one.name === name)
      expect(of.length).toBeGreaterThan(0)
      const to = inHours(collecting.clock.now() / SECOND - 900)
      const from = to - 13 * day
      let compared = 0
      for (const one of of.slice(0, 3)) {
        const right = trueValues(collecting, { ...one, statistic }, 3_600, from, to)
        const found = await hourly(one, aggregator, from, to)
        expect(found).toEqual([...right].map(([time, value]) => [time, expect.closeTo(value, 5)]))
        compared += found.length
      }
      expect(compared).toBeGreaterThan(100)
    },
    60_000,
  )

  it('of daily metrics is read whole at once, without a stage of its own', async () => {
    const daily = series.filter(({ name }) => name === 'aws.s3.bucket_size_bytes')
    const points = await collecting.telemetry.points(organisation, daily[0]?.id ?? 0, 0, collecting.clock.now())
    expect(points.length).toBeGreaterThan(9)
    expect(points.every(({ ts, period }) => period === day && ts % day === 0)).toBe(true)
  })

  it('read again, as after a death between storing and saying so, gives the same points', async () => {
    const one = series.find(({ name }) => name === 'aws.lambda.duration')
    const to = inHours(collecting.clock.now() / SECOND)
    const read = () => collecting.telemetry.points(organisation, one?.id ?? 0, 0, to)
    const before = await read()
    for (const kind of ['rest', 'history']) {
      const lease = `config-${accountId}/${region}/${kind}`
      for (const mark of await collecting.settings.watermarks.list(lease)) {
        const back = kind === 'rest' ? { upTo: mark.upTo - 1_800 } : { backTo: (mark.backTo ?? 0) + day }
        await collecting.settings.watermarks.put({ ...mark, ...back })
      }
    }
    await collecting.collector.collectOnce()
    expect(await read()).toEqual(before)
  }, 60_000)
})
