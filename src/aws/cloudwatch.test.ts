// Packing queries into requests: pure arithmetic, over shapes drawn from a seed.
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../core/random.ts'
import { type MetricRequest, maxDatapoints, maxQueries, packQueries } from './cloudwatch.ts'

const request = (i: number, statistics: number, period = 60): MetricRequest => ({
  namespace: 'AWS/EC2',
  metric: `Metric${i}`,
  dimensions: {},
  period,
  statistics: ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90', 'p99'].slice(0, statistics),
})
const queriesOf = (call: MetricRequest[]) => call.reduce((sum, { statistics }) => sum + statistics.length, 0)
const pointsOf = (call: MetricRequest[], seconds: number) =>
  call.reduce((sum, { statistics, period }) => sum + statistics.length * Math.ceil(seconds / period), 0)

describe('packQueries', () => {
  it('fills calls with 500 queries where points are few', () => {
    const calls = packQueries(
      Array.from({ length: 1_001 }, (_, i) => request(i, 1)),
      { from: 0, to: 300 },
    )
    expect(calls.map(call => call.length)).toEqual([500, 500, 1])
  })

  it('fits 70 queries of a day at 60 s, or 25 of 14 days at 300 s, into one call', () => {
    const day = packQueries(
      Array.from({ length: 71 }, (_, i) => request(i, 1)),
      { from: 0, to: 86_400 },
    )
    expect(day.map(call => call.length)).toEqual([70, 1])
    const fortnight = packQueries(
      Array.from({ length: 26 }, (_, i) => request(i, 1, 300)),
      { from: 0, to: 14 * 86_400 },
    )
    expect(fortnight.map(call => call.length)).toEqual([25, 1])
  })

  it("never splits a metric's statistics, even when the call is then not full", () => {
    const calls = packQueries(
      Array.from({ length: 101 }, (_, i) => request(i, 8)),
      { from: 0, to: 300 },
    )
    expect(calls.map(queriesOf)).toEqual([496, 312])
  })

  it('gives a metric of its own call what is too much for one answer', () => {
    const calls = packQueries([request(0, 1), request(1, 8), request(2, 1)], { from: 0, to: 15 * 86_400 })
    expect(calls.map(call => call.map(({ metric }) => metric))).toEqual([['Metric0'], ['Metric1'], ['Metric2']])
  })

  it('makes no call of nothing', () => {
    expect(packQueries([], { from: 0, to: 300 })).toEqual([])
  })

  it('keeps order and limits for any mixture', () => {
    const random = seededRandom(7)
    for (let round = 0; round < 200; round++) {
      const seconds = 60 * Math.ceil(random.next() * 20_000)
      const requests = Array.from({ length: Math.ceil(random.next() * 800) }, (_, i) =>
        request(i, 1 + Math.floor(random.next() * 8), random.next() < 0.5 ? 60 : 300),
      )
      const calls = packQueries(requests, { from: 0, to: seconds })
      expect(calls.flat()).toEqual(requests)
      for (const call of calls) {
        expect(queriesOf(call)).toBeLessThanOrEqual(maxQueries)
        if (call.length > 1) expect(pointsOf(call, seconds)).toBeLessThanOrEqual(maxDatapoints)
      }
      for (const [i, call] of calls.slice(1).entries()) {
        const before = calls[i] ?? []
        const joined = [...before, ...call.slice(0, 1)]
        expect(queriesOf(joined) > maxQueries || pointsOf(joined, seconds) > maxDatapoints).toBe(true)
      }
    }
  })
})
