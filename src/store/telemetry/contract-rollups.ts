// The telemetry contract: periods that meet, and hourly rollups that answer as the points would.
import { expect, it } from 'vitest'
import type { Sample, Series } from '../../core/metric.ts'
import { aggregators, type Question } from '../../core/question.ts'
import { day, hour, midnight, question, sample, series, type TelemetryUnderTest } from './testing/fixtures.ts'

/** The truth, a value for every minute, as CloudWatch would aggregate it. */
const minutes = (seed: number, count: number) =>
  Array.from({ length: count }, (_, n) => ((n * 7_919 + seed * 104_729) % 1_000) / 8)

type Statistic = 'Sum' | 'Average' | 'Maximum' | 'Minimum'
const statistics: Record<Statistic, (values: number[]) => number> = {
  Sum: values => values.reduce((sum, value) => sum + value, 0),
  Average: values => values.reduce((sum, value) => sum + value, 0) / values.length,
  Maximum: values => Math.max(...values),
  Minimum: values => Math.min(...values),
}
const rollupOf = { Sum: 'sum', Average: 'avg', Maximum: 'max', Minimum: 'min' } as const

/** Points of `period` seconds from minute `from` to minute `to` of the truth. */
function read(of: Series, truth: number[], start: number, period: number, from: number, to: number): Sample[] {
  const statistic = statistics[of.statistic as Statistic]
  const length = period / 60
  const points: Sample[] = []
  for (let minute = from; minute < to; minute += length)
    points.push(sample(of, start + minute * 60, statistic(truth.slice(minute, minute + length)), { period }))
  return points
}

const hourly = (truth: number[], statistic: Statistic, hours: number) =>
  Array.from({ length: hours }, (_, n) => statistics[statistic](truth.slice(n * 60, n * 60 + 60)))

const precise = (list: (number | null)[]) => list.map(value => value?.toPrecision(10) ?? null)

const asking = (store: () => TelemetryUnderTest) => async (asked: Question) =>
  precise((await store().telemetry.ask(asked)).series.flatMap(one => one.values))

function periods(store: () => TelemetryUnderTest): void {
  const values = asking(store)
  it('meets the truth where 300 s backfill and 60 s live points meet, overlap, and are read three times', async () => {
    const { telemetry } = store()
    const truth = minutes(1, 240)
    // Hours of the past and then, in the same store, once more with rollups.
    for (const [round, start] of [midnight - 30 * day, midnight - 29 * day].entries())
      for (const statistic of ['Sum', 'Average', 'Maximum', 'Minimum'] as const) {
        const name = `aws.seam.${statistic.toLowerCase()}.${round}`
        const one = series({ name, statistic })
        await telemetry.saveSeries([one])
        // Live began in the middle of a 300 s bucket, at 01:32; backfill was read later, up to 01:50.
        const live = read(one, truth, start, 60, 92, 240)
        const backfill = read(one, truth, start, 300, 0, 110)
        for (let times = 0; times < 3; times++) {
          await telemetry.saveSamples(live)
          await telemetry.saveSamples(backfill)
        }
        if (round === 1) await telemetry.rollUp(start + 3 * hour)
        const asked = question(name, {
          from: start,
          to: start + 4 * hour,
          interval: hour,
          timeAggregator: rollupOf[statistic],
        })
        expect(await values(asked), name).toEqual(precise(hourly(truth, statistic, 4)))
        expect(await values({ ...asked, interval: 1_800 }), name).toEqual(
          precise(Array.from({ length: 8 }, (_, n) => statistics[statistic](truth.slice(n * 30, n * 30 + 30)))),
        )
        expect(await telemetry.points('acme', one.id, start, start + 4 * hour)).toHaveLength(
          live.length + backfill.length,
        )
      }
  })
  it('prefers the finest period that is complete, among three', async () => {
    const { telemetry } = store()
    const truth = minutes(2, 120)
    const one = series({ name: 'aws.three', statistic: 'Sum' })
    await telemetry.saveSeries([one])
    const start = midnight - 20 * day
    await telemetry.saveSamples([
      ...read(one, truth, start, 3_600, 0, 120),
      ...read(one, truth, start, 300, 60, 120),
      ...read(one, truth, start, 60, 0, 7),
      ...read(one, truth, start, 60, 62, 71),
    ])
    const asked = question(one.name, { from: start, to: start + 2 * hour, interval: hour, timeAggregator: 'sum' })
    expect(await values(asked)).toEqual(precise(hourly(truth, 'Sum', 2)))
    const fine = await values({ ...asked, interval: 60 })
    const complete = read(one, truth, start, 60, 65, 70).map(point => point.value)
    expect(fine.slice(65, 70)).toEqual(precise(complete))
    expect(fine.slice(61, 65)).toEqual([null, null, null, null])
  })
}

function rolledUp(store: () => TelemetryUnderTest): void {
  it('answers the same from rollups as from points, by every aggregator', async () => {
    const { telemetry } = store()
    const start = midnight - 10 * day
    const all = Array.from({ length: 4 }, (_, n) => series({ name: 'aws.same', tags: [`n:${n % 2}`] }))
    await telemetry.saveSeries(all)
    // Across a day's and a month's end, with hours and a whole day that have nothing.
    const points = all.flatMap((one, s) =>
      minutes(s, 100).flatMap((value, n) =>
        (n + s) % 5 === 0 || (n > 40 && n < 70)
          ? []
          : [sample(one, start + n * 1_800, value, { period: 1_800, weight: 1 + (n % 3) })],
      ),
    )
    await telemetry.saveSamples(points)
    await telemetry.saveSamples(points.filter((_, n) => n % 2 === 0))
    const asked = [
      ...aggregators.map(timeAggregator => ({ timeAggregator })),
      ...aggregators.map(spaceAggregator => ({ spaceAggregator, interval: 2 * hour })),
      { interval: day },
      { filter: { kind: 'tag', key: 'n', value: '1' } as const, groupBy: [] },
    ].map(over => question('aws.same', { from: start, to: start + 3 * day, interval: hour, groupBy: ['n'], ...over }))
    const ask = () => Promise.all(asked.map(one => telemetry.ask(one)))
    const before = await ask()
    expect(await telemetry.rollUp(start + 2 * day)).toBeGreaterThan(20)
    const after = await ask()
    const round = (answers: typeof before) =>
      answers.map(a => ({ ...a, series: a.series.map(s => ({ ...s, values: precise(s.values) })) }))
    expect(round(after)).toEqual(round(before))
  })
}

function late(store: () => TelemetryUnderTest): void {
  const values = asking(store)
  it('writes closed hours once, again where late points came, and reads what is late at once', async () => {
    const { telemetry, sql, settle } = store()
    const start = midnight
    const one = series({ name: 'aws.late' })
    await telemetry.saveSeries([one])
    settle()
    await telemetry.rollUp(start)
    for (let n = 0; n < 36; n++) await telemetry.saveSamples([sample(one, start + n * 300, n)])
    const asked = question(one.name, { from: start, to: start + 3 * hour, interval: hour, timeAggregator: 'sum' })
    const truth = [66, 210, 354]
    settle()
    const rolled = async () =>
      (
        await sql<{ total: number }>(
          `SELECT total FROM heycloud.rollups_hourly FINAL WHERE id = ${one.id} ORDER BY hour`,
        )
      ).map(row => row.total)
    expect(await telemetry.rollUp(start + 3 * hour - 1)).toBe(2)
    expect(await rolled()).toEqual([66, 210])
    expect(await telemetry.rollUp(start + 3 * hour - 1)).toBe(0)
    expect(await values(asked)).toEqual(precise(truth))
    await telemetry.saveSamples([sample(one, start, 1_000)])
    settle()
    expect(await values(asked)).toEqual(precise([1_066, 210, 354]))
    expect(await rolled()).toEqual([66, 210])
    expect(await telemetry.rollUp(start + hour)).toBe(1)
    expect(await rolled()).toEqual([1_066, 210])
    expect(await values(asked)).toEqual(precise([1_066, 210, 354]))
    expect(await telemetry.rollUp(start + 3 * hour)).toBe(1)
    expect(await rolled()).toEqual([1_066, 210, 354])
    expect((await telemetry.ask(asked)).newestPoint).toBe(start + 35 * 300)
  })
  it('loses no point that is being written while hours are rolled up', async () => {
    const { telemetry, sql } = store()
    const one = series({ name: 'aws.race' })
    await telemetry.saveSeries([one])
    const start = midnight - 3 * day
    for (let round = 0; round < 12; round++) {
      const saves = [0, 1, 2].map(n =>
        telemetry.saveSamples([sample(one, start + (round * 3 + n) * 60, 1, { period: 60 })]),
      )
      await Promise.all([...saves, telemetry.rollUp(midnight)])
    }
    await telemetry.rollUp(midnight)
    const rows = await sql<{ total: number }>(`SELECT total FROM heycloud.rollups_hourly FINAL WHERE id = ${one.id}`)
    expect(rows).toEqual([{ total: 36 }])
  })
}

export function rollups(store: () => TelemetryUnderTest): void {
  periods(store)
  rolledUp(store)
  late(store)
}
