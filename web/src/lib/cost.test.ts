import { describe, expect, it } from 'vitest'
import { axisTop, parseLimit, stackDays } from './cost.ts'

describe('days as stacks', () => {
  const row = (day: number, key: string, charge: number) => ({
    ...{ day: `2026-11-0${day}`, key, label: key.toUpperCase(), charge },
  })
  it('has every day to today, the dearest part first, and days without any', () => {
    const { days, keys } = stackDays([row(1, 'a', 1), row(1, 'b', 2), row(3, 'a', 4)], '2026-11-04')
    expect(keys.map(({ key, charge }) => [key, charge])).toEqual([
      ['a', 5],
      ['b', 2],
    ])
    expect(days.map(({ day, total }) => [day, total])).toEqual([
      ['2026-11-01', 3],
      ['2026-11-02', 0],
      ['2026-11-03', 4],
      ['2026-11-04', 0],
    ])
    expect(days[0]?.parts.map(({ charge }) => charge)).toEqual([1, 2])
  })
  it('puts the many cheap together, and loses nothing', () => {
    const rows = Array.from({ length: 12 }, (_, i) => row(1, `k${i}`, 12 - i))
    const { days, keys } = stackDays(rows, '2026-11-01', 8)
    expect(keys).toHaveLength(9)
    expect(keys.at(-1)).toMatchObject({ key: 'others', charge: 4 + 3 + 2 + 1 })
    expect(days[0]?.total).toBe(78)
  })
})

describe('a limit as it is typed', () => {
  it.each([
    ['', null],
    ['12', 12],
    [' $12.50 ', 12.5],
    ['1,200', 1200],
    ['5 USD', 5],
  ])('%s', (text, limit) => expect(parseLimit(text)).toEqual({ limit, fault: null }))
  it.each(['0', '-1', 'twelve', '1,2', '2000000', '1e3'])('%s is said to be wrong', text =>
    expect(parseLimit(text).fault).not.toBeNull(),
  )
})

it('ends an axis at a round number', () => {
  expect([0, 0.034, 1, 1.2, 4, 7, 10].map(axisTop)).toEqual([1, 0.05, 1, 2, 5, 10, 10])
})
