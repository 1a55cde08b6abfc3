// GetMetricData over HTTP with the real SDK, against the truth worked out sample by sample.
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  GetMetricStatisticsCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated, simulatedNow } from '../../../test/support/simulated.ts'
import { type Series, truth } from '../../world/series.ts'
import { parseStatistic } from '../../world/statistic.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

let aws: Simulated
let cloudwatch: CloudWatchClient
let series: Series[]
beforeAll(async () => {
  aws = await simulated()
  cloudwatch = aws.client(CloudWatchClient)
  series = aws.simulator.world.region(prod, 'us-east-1')?.state.series ?? []
})
beforeEach(() => aws.simulator.faults.clear())
afterAll(() => aws.simulator.close())

const one = (namespace: string, metric: string): Series => {
  const found = series.find(s => s.namespace === namespace && s.metric === metric)
  if (!found) throw new Error(`There is no ${namespace} ${metric}`)
  return found
}

const query = (id: string, s: Series, stat: string, period = 60): MetricDataQuery => ({
  Id: id,
  MetricStat: {
    Metric: { Namespace: s.namespace, MetricName: s.metric, Dimensions: s.dimensions },
    Period: period,
    Stat: stat,
  },
})

type Ask = Partial<GetMetricDataCommandInput> & { from: number; to: number }

async function ask(queries: MetricDataQuery[], { from, to, ...rest }: Ask) {
  return await cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
      ...rest,
    }),
  )
}

const points = (result: MetricDataResult | undefined) =>
  (result?.Timestamps ?? []).map((t, i) => ({ at: t.getTime(), value: result?.Values?.[i] }))

const trueOf = (s: Series, stat: string, period: number, from: number, to: number) => {
  const statistic = parseStatistic(stat)
  if (!statistic) throw new Error(stat)
  return truth(s, statistic, period, from, to)
}

function expectClose(result: MetricDataResult | undefined, expected: { at: number; value: number }[]) {
  const got = points(result)
  expect(got.map(p => p.at)).toEqual(expected.map(p => p.at))
  for (const [i, p] of got.entries()) {
    const value = expected[i]?.value ?? Number.NaN
    expect(Math.abs((p.value ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)))
  }
}

/** Noon, long settled. */
const noon = Date.UTC(2026, 10, 18, 12)

describe('values', () => {
  const statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p95', 'p99.9', 'tm90', 'IQM']

  it.each([60, 300, 3600])('of every metric are the truth at %d s, for each statistic', async period => {
    const from = noon - 3 * HOUR
    const to = noon - HOUR
    for (let i = 0; i < series.length; i += 40) {
      const some = series.slice(i, i + 40)
      const queries = some.flatMap((s, k) => statistics.map((stat, j) => query(`q${k}_${j}`, s, stat, period)))
      const { MetricDataResults } = await ask(queries, { from, to })
      for (const [k, s] of some.entries()) {
        for (const [j, stat] of statistics.entries()) {
          const result = MetricDataResults?.find(r => r.Id === `q${k}_${j}`)
          expect(result?.StatusCode).toBe('Complete')
          expectClose(result, trueOf(s, stat, period, from, to))
        }
      }
    }
  })

  it('come newest first unless asked otherwise, labelled as asked or by the metric', async () => {
    const s = one('AWS/RDS', 'CPUUtilization')
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [query('a', s, 'Average'), { ...query('b', s, 'Average'), Label: 'mine' }],
        StartTime: new Date(noon - 5 * MINUTE),
        EndTime: new Date(noon),
      }),
    )
    const times = points(MetricDataResults?.[0]).map(p => p.at)
    expect(times).toEqual([1, 2, 3, 4, 5].map(m => noon - m * MINUTE))
    expect(MetricDataResults?.map(r => r.Label)).toEqual(['CPUUtilization', 'mine'])
  })

  it('include the start and leave out the end; buckets begin at the start', async () => {
    const s = one('AWS/RDS', 'CPUUtilization')
    const from = noon - 2 * HOUR + 7 * MINUTE
    const { MetricDataResults } = await ask([query('q', s, 'Sum', 300)], {
      from: from + 31_000,
      to: from + 15 * MINUTE,
    })
    expectClose(MetricDataResults?.[0], trueOf(s, 'Sum', 300, from, from + 15 * MINUTE))
    expect(points(MetricDataResults?.[0]).map(p => p.at)).toEqual([from, from + 5 * MINUTE, from + 10 * MINUTE])
  })

  it('are none for another set of dimensions, another unit or another name', async () => {
    const s = one('AWS/ApplicationELB', 'HealthyHostCount')
    const { Namespace, MetricName } = { Namespace: s.namespace, MetricName: s.metric }
    const [first, second] = s.dimensions
    const ids = [[first], [second], [first, second], [second, first], []]
    const queries = ids.map((Dimensions, i) => ({
      Id: `q${i}`,
      MetricStat: {
        Metric: { Namespace, MetricName, Dimensions: Dimensions.filter(d => d !== undefined) },
        Period: 60,
        Stat: 'Average',
      },
    }))
    const unit = {
      ...query('unit', s, 'Average'),
      MetricStat: { ...query('unit', s, 'Average').MetricStat, Unit: 'Bytes' as const },
    }
    const { MetricDataResults } = await ask([...queries, unit as MetricDataQuery], {
      from: noon - HOUR,
      to: noon - HOUR / 2,
    })
    expect(MetricDataResults?.map(r => r.Values?.length)).toEqual([0, 0, 30, 30, 0, 0])
    expect(MetricDataResults?.map(r => r.StatusCode)).toEqual(new Array(6).fill('Complete'))
  })

  it('have gaps where nothing was sampled', async () => {
    const report = series.find(s => s.metric === 'Invocations' && s.dimensions[0]?.Value === 'prod-nightly-report')
    const stopped = series.filter(s => s.metric === 'CPUUtilization' && s.namespace === 'AWS/EC2')
    if (!report) throw new Error('no nightly report')
    const day = Date.UTC(2026, 10, 18)
    const { MetricDataResults } = await ask([query('report', report, 'Sum')], { from: day, to: day + 6 * HOUR })
    expect(points(MetricDataResults?.[0]).map(p => p.at)).toEqual(
      Array.from({ length: 35 }, (_, i) => day + (130 + i) * MINUTE),
    )
    const from = aws.simulator.world.start - 25 * HOUR
    const others = await ask(
      stopped.map((s, i) => query(`q${i}`, s, 'Average', 300)),
      { from, to: from + HOUR },
    )
    expect(others.MetricDataResults?.filter(r => r.Values?.length === 0)).toHaveLength(1)
  })
})

describe('publication', () => {
  it('is late by the metric: minutes by two, basic monitoring by more, and the newest bucket is short of samples', async () => {
    const requests = one('AWS/ApplicationELB', 'RequestCount')
    const now = Math.floor(aws.clock.now() / MINUTE) * MINUTE
    const from = now - 10 * MINUTE
    const { MetricDataResults } = await ask([query('q', requests, 'Sum')], { from, to: now + 5 * MINUTE })
    const got = points(MetricDataResults?.[0])
    const expected = trueOf(requests, 'Sum', 60, from, now)
    const [newest] = got.slice(-1)
    expect(newest?.at).toBeLessThan(now - MINUTE)
    expect(newest?.value).toBeLessThan(0.9 * (expected[got.length - 1]?.value ?? 0))
    expect(got.slice(0, -1)).toEqual(expected.slice(0, got.length - 1))
    aws.clock.advance(3 * MINUTE)
    const later = await ask([query('q', requests, 'Sum')], { from, to: now })
    expectClose(later.MetricDataResults?.[0], expected)
  })

  it('of storage is a day late', async () => {
    const size = one('AWS/S3', 'BucketSizeBytes')
    const today = Date.UTC(2026, 10, 18)
    const { MetricDataResults } = await ask([query('q', size, 'Average', 86_400)], {
      from: today - 5 * DAY,
      to: today + DAY,
    })
    expect(points(MetricDataResults?.[0]).map(p => p.at)).toEqual([5, 4, 3, 2, 1].map(d => today - d * DAY))
  })

  it('can be made later', async () => {
    const requests = one('AWS/ApplicationELB', 'RequestCount')
    aws.simulator.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind: { lateData: 20 * MINUTE } })
    const now = aws.clock.now()
    const { MetricDataResults } = await ask([query('q', requests, 'Sum')], { from: now - HOUR, to: now })
    const newest = points(MetricDataResults?.[0]).at(-1)?.at ?? 0
    expect(now - newest).toBeGreaterThanOrEqual(20 * MINUTE)
    expect(now - newest).toBeLessThan(24 * MINUTE)
  })
})

describe('retention', () => {
  const cpu = () => one('AWS/RDS', 'CPUUtilization')

  it.each([
    [14, 60, 60],
    [16, 60, 0],
    [16, 300, 12],
    [62, 300, 12],
    [64, 300, 0],
    [64, 3600, 1],
    [454, 3600, 1],
    [456, 3600, 0],
  ])('%d days ago at %d s gives %d points of an hour', async (days, period, expected) => {
    const from = Math.floor((simulatedNow - days * DAY) / HOUR) * HOUR
    const { MetricDataResults } = await ask([query('q', cpu(), 'Average', period)], { from, to: from + HOUR })
    expect(MetricDataResults?.[0]?.Values).toHaveLength(expected)
  })

  it('rounds the start down by the age of the window', async () => {
    const start = async (days: number, period: number) => {
      const from = Math.floor((simulatedNow - days * DAY) / HOUR) * HOUR + 32 * MINUTE + 34_000
      const { MetricDataResults } = await ask([query('q', cpu(), 'Average', period)], { from, to: from + 3 * HOUR })
      return new Date(points(MetricDataResults?.[0])[0]?.at ?? 0).toISOString().slice(14, 19)
    }
    expect(await start(1, 60)).toBe('32:00')
    expect(await start(16, 300)).toBe('30:00')
    expect(await start(64, 3600)).toBe('00:00')
  })
})

describe('pages', () => {
  it('of MaxDatapoints give everything once, over NextToken', async () => {
    const some = series.filter(s => s.namespace === 'AWS/RDS')
    const queries = some.map((s, i) => query(`q${i}`, s, 'Average'))
    const window = { from: noon - 3 * HOUR, to: noon - 2 * HOUR }
    const whole = await ask(queries, window)
    const merged = new Map<string, { at: number; value: number | undefined }[]>()
    const statuses: (string | undefined)[] = []
    let NextToken: string | undefined
    let pages = 0
    do {
      const page = await ask(queries, { ...window, MaxDatapoints: 77, ...(NextToken && { NextToken }) })
      const count = (page.MetricDataResults ?? []).reduce((sum, r) => sum + (r.Values?.length ?? 0), 0)
      expect(count).toBeLessThanOrEqual(77)
      for (const result of page.MetricDataResults ?? []) {
        merged.set(result.Id ?? '', [...(merged.get(result.Id ?? '') ?? []), ...points(result)])
        statuses.push(result.StatusCode)
      }
      NextToken = page.NextToken
      pages++
    } while (NextToken)
    expect(pages).toBe(Math.ceil((some.length * 60) / 77))
    expect(statuses).toContain('PartialData')
    for (const result of whole.MetricDataResults ?? []) expect(merged.get(result.Id ?? '')).toEqual(points(result))
  })

  it('end at 100,800 datapoints', async () => {
    const s = one('AWS/RDS', 'CPUUtilization')
    const queries = Array.from({ length: 6 }, (_, i) =>
      query(`q${i}`, s, ['Average', 'Sum', 'Minimum'][i % 3] ?? 'Sum'),
    )
    const page = await ask(queries, { from: noon - 14 * DAY, to: noon })
    expect(page.NextToken).toBeDefined()
    expect((page.MetricDataResults ?? []).reduce((n, r) => n + (r.Values?.length ?? 0), 0)).toBe(100_800)
  })

  it('are cut short by a fault, and go on', async () => {
    aws.simulator.faults.add({
      service: 'monitoring',
      operation: 'GetMetricData',
      kind: { partialData: true },
      times: 1,
    })
    const s = one('AWS/RDS', 'CPUUtilization')
    const window = { from: noon - HOUR, to: noon - HOUR / 2 }
    const first = await ask([query('q', s, 'Average')], window)
    expect(first.MetricDataResults?.[0]?.StatusCode).toBe('PartialData')
    const rest = await ask([query('q', s, 'Average')], { ...window, NextToken: first.NextToken })
    expect(rest.MetricDataResults?.[0]?.StatusCode).toBe('Complete')
    expect([...points(first.MetricDataResults?.[0]), ...points(rest.MetricDataResults?.[0])]).toHaveLength(30)
  })
})

describe('errors', () => {
  const window = { from: noon - HOUR, to: noon }

  it('of a share of the ids are InternalError without values', async () => {
    aws.simulator.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind: { internalErrorFor: 0.3 } })
    const s = one('AWS/RDS', 'CPUUtilization')
    const queries = Array.from({ length: 200 }, (_, i) => query(`q${i}`, s, 'Average'))
    const { MetricDataResults } = await ask(queries, window)
    const broken = MetricDataResults?.filter(r => r.StatusCode === 'InternalError') ?? []
    expect(broken.length).toBeGreaterThan(30)
    expect(broken.length).toBeLessThan(90)
    expect(broken.flatMap(r => r.Values)).toEqual([])
  })

  it("are Forbidden for another account's metrics", async () => {
    const s = one('AWS/RDS', 'CPUUtilization')
    const { MetricDataResults } = await ask([{ ...query('q', s, 'Average'), AccountId: '999999999999' }], window)
    expect(MetricDataResults?.[0]?.StatusCode).toBe('Forbidden')
  })

  const refusals: [string, (s: Series) => MetricDataQuery[], Partial<Ask>][] = [
    ['501 queries', s => Array.from({ length: 501 }, (_, i) => query(`q${i}`, s, 'Average')), {}],
    ['an id in capitals', s => [query('Q', s, 'Average')], {}],
    ['an id twice', s => [query('q', s, 'Average'), query('q', s, 'Sum')], {}],
    ['a period of 61', s => [query('q', s, 'Average', 61)], {}],
    ['a statistic unheard of', s => [query('q', s, 'Mean')], {}],
    ['more than 100,800 datapoints', s => [query('q', s, 'Average')], { MaxDatapoints: 100_801 }],
    ['an end before the start', s => [query('q', s, 'Average')], { from: noon, to: noon - HOUR }],
    ['an expression', () => [{ Id: 'q', Expression: 'SUM(METRICS())' }], {}],
  ]
  it.each(refusals)('refuse %s', async (_what, queries, rest) => {
    const s = one('AWS/RDS', 'CPUUtilization')
    await expect(ask(queries(s), { ...window, ...rest })).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('refuse a token that was not given out', async () => {
    const s = one('AWS/RDS', 'CPUUtilization')
    await expect(ask([query('q', s, 'Average')], { ...window, NextToken: 'no' })).rejects.toMatchObject({
      name: 'InvalidNextToken',
    })
  })
})

describe('GetMetricStatistics', () => {
  it('gives the same values', async () => {
    const s = one('AWS/ApplicationELB', 'TargetResponseTime')
    const input = { Namespace: s.namespace, MetricName: s.metric, Dimensions: s.dimensions, Period: 300 }
    const { Datapoints } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...input,
        StartTime: new Date(noon - HOUR),
        EndTime: new Date(noon),
        ExtendedStatistics: ['p95'],
      }),
    )
    const { Datapoints: basic } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...input,
        StartTime: new Date(noon - HOUR),
        EndTime: new Date(noon),
        Statistics: ['Sum', 'SampleCount'],
      }),
    )
    const expected = trueOf(s, 'p95', 300, noon - HOUR, noon)
    expect(Datapoints?.map(d => d.ExtendedStatistics?.p95)).toEqual(expected.map(p => p.value))
    expect(basic?.map(d => d.SampleCount)).toEqual(
      trueOf(s, 'SampleCount', 300, noon - HOUR, noon).map(p => expect.closeTo(p.value, 6)),
    )
    expect(basic?.[0]?.Unit).toBe('Seconds')
  })

  it('refuses more than 1,440 datapoints', async () => {
    const s = one('AWS/RDS', 'CPUUtilization')
    const call = cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: s.namespace,
        MetricName: s.metric,
        Dimensions: s.dimensions,
        Period: 60,
        StartTime: new Date(noon - 2 * DAY),
        EndTime: new Date(noon),
        Statistics: ['Sum'],
      }),
    )
    await expect(call).rejects.toThrow('exceeds the limit of 1440')
  })
})
