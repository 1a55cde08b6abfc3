// Statistics against values worked out by hand.
import { describe, expect, it } from 'vitest'
import { ofSamples, parseStatistic } from './statistic.ts'

const of = (text: string, values: number[], weights: number[] = values.map(() => 1)) => {
  const statistic = parseStatistic(text)
  if (!statistic) throw new Error(`${text} is refused`)
  return ofSamples(
    statistic,
    values.map((value, i) => ({ value, weight: weights[i] ?? 1 })),
  )
}

const ten = [10, 3, 1, 2, 9, 4, 8, 5, 7, 6]

describe('ofSamples', () => {
  it.each([
    ['Average', 5.5],
    ['Sum', 55],
    ['Minimum', 1],
    ['Maximum', 10],
    ['SampleCount', 10],
    ['p50', 5],
    ['p90', 9],
    ['p95', 10],
    ['p99.9', 10],
    ['p100', 10],
    ['tm90', 5],
    ['tc90', 9],
    ['ts90', 45],
    ['TM(10%:90%)', 5.5],
    ['IQM', 5.5],
    ['wm90', 5.4],
    ['TM(2:6)', 4.5],
    ['PR(:5)', 50],
    ['PR(2:5)', 30],
    ['TC(8:)', 2],
    ['TS(8:)', 19],
  ])('%s of one to ten is %d', (text, expected) => {
    expect(of(text, ten)).toBeCloseTo(expected, 9)
  })

  it('weighs samples', () => {
    expect(of('Average', [1, 10], [9, 1])).toBeCloseTo(1.9)
    expect(of('p90', [1, 10], [9, 1])).toBe(1)
    expect(of('p91', [1, 10], [9, 1])).toBe(10)
    expect(of('SampleCount', [1, 10], [9, 1])).toBe(10)
  })

  it('says nothing of nothing', () => {
    expect(of('Average', [])).toBeUndefined()
    expect(of('TM(20:30)', ten)).toBeUndefined()
  })
})

describe('parseStatistic', () => {
  it.each(['average', 'Avg', 'p', 'p101', 'p-1', 'P99', 'tm', 'PR(10%:90%)', 'TM(:)', 'IQR', '', 'p99 '])(
    'refuses %j',
    text => {
      expect(parseStatistic(text)).toBeUndefined()
    },
  )
})
