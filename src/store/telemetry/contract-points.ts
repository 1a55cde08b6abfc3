// The telemetry contract: points, each kept once, the last written.
import { expect, it } from 'vitest'
import {
  day,
  hour,
  midnight,
  question,
  randomValues,
  sample,
  series,
  type TelemetryUnderTest,
} from './testing/fixtures.ts'

export function storedPoints(store: () => TelemetryUnderTest): void {
  const all = (id: number) => store().telemetry.points('acme', id, 0, 2 ** 32 - 1)

  it('returns doubles to the last digit, by time', async () => {
    const { telemetry } = store()
    const one = series({ name: 'aws.exact' })
    await telemetry.saveSeries([one])
    const values = [0, 5e-324, -1.797e308, 0.1 + 0.2, 2 ** 53 + 2, ...randomValues(7, 500)]
    const points = values.map((value, n) => sample(one, midnight + n * 300, value, { weight: n % 3 ? 0.1 * n : 300 }))
    await telemetry.saveSamples(points.toReversed())
    expect(await all(one.id)).toEqual(points)
    expect(await telemetry.points('acme', one.id, midnight + 300, midnight + 900)).toEqual(points.slice(1, 3))
    expect(await telemetry.points('other', one.id, 0, 2 ** 32 - 1)).toEqual([])
  })
  it('takes any name as it is', async () => {
    const { telemetry } = store()
    const names = ['aws.tab\there', 'aws.line\nbreak\r', 'aws.back\\slash\\N', 'aws.quote\';"--', 'aws.é.名']
    const named = names.map(name => series({ name }))
    await telemetry.saveSeries(named)
    await telemetry.saveSamples(named.map((one, n) => sample(one, midnight, n)))
    for (const [n, one] of named.entries()) expect(await all(one.id)).toEqual([sample(one, midnight, n)])
  })
  it('keeps the last write of a point: of one call, of many at once, of one millisecond', async () => {
    const { telemetry } = store()
    const one = series({ name: 'aws.again' })
    await telemetry.saveSeries([one])
    await telemetry.saveSamples([1, 2, 3].map(value => sample(one, midnight, value)))
    expect((await all(one.id)).map(point => point.value)).toEqual([3])
    await Promise.all([4, 5, 6].map(value => telemetry.saveSamples([sample(one, midnight, value)])))
    expect((await all(one.id)).map(point => point.value)).toEqual([6])
    for (const value of [9, 8, 7]) await telemetry.saveSamples([sample(one, midnight, value, { weight: value })])
    expect(await all(one.id)).toEqual([sample(one, midnight, 7, { weight: 7 })])
  })
  it('takes many calls at once', async () => {
    const { telemetry } = store()
    const one = series({ name: 'aws.many' })
    await telemetry.saveSeries([one])
    const calls = Array.from({ length: 60 }, (_, n) => telemetry.saveSamples([sample(one, midnight + n * 300, n)]))
    await Promise.all([...calls, telemetry.saveSamples([])])
    expect((await all(one.id)).map(point => point.value)).toEqual(Array.from({ length: 60 }, (_, n) => n))
  })
  it('is visible to a question as soon as it is acknowledged', async () => {
    const { telemetry } = store()
    const one = series({ name: 'aws.visible' })
    await telemetry.saveSeries([one])
    for (let n = 0; n < 10; n++) {
      await telemetry.saveSamples([sample(one, midnight + n * 300, n)])
      const asked = [300, hour].map(interval =>
        telemetry.ask(question('aws.visible', { interval, timeAggregator: 'max' })),
      )
      for (const answer of await Promise.all(asked)) {
        expect(answer.newestPoint).toBe(midnight + n * 300)
        expect(Math.max(...(answer.series[0]?.values ?? []).map(value => value ?? -1))).toBe(n)
      }
    }
  })
  it('refuses what is no point, and stores nothing of that call', async () => {
    const { telemetry } = store()
    const one = series({ name: 'aws.refused' })
    await telemetry.saveSeries([one])
    const good = sample(one, midnight, 1)
    for (const bad of [
      { value: Number.NaN },
      { value: Number.POSITIVE_INFINITY },
      { weight: Number.NaN },
      { weight: -1 },
      { ts: midnight + 0.5 },
      { ts: -1 },
      { period: 0 },
      { id: 2 ** 32 },
      { name: '' },
    ])
      await expect(telemetry.saveSamples([good, { ...good, ...bad }])).rejects.toThrow(RangeError)
    expect(await all(one.id)).toEqual([])
  })
}

/** Last: many partitions make everything after them slower. */
export function longTimes(store: () => TelemetryUnderTest): void {
  it('takes points of more days in one call than ClickHouse takes in one block', async () => {
    const { telemetry } = store()
    const one = series({ name: 'aws.days' })
    await telemetry.saveSeries([one])
    const days = Array.from({ length: 120 }, (_, n) => sample(one, midnight - (119 - n) * day, n))
    await telemetry.saveSamples(days)
    expect(await telemetry.points('acme', one.id, 0, 2 ** 32 - 1)).toEqual(days)
  })
}
