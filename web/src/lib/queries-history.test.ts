import { expect, it } from 'vitest'
import { progressOf } from './queries-history.ts'

const region = (metrics: number, read: number, points: number) => ({
  ...{ region: 'eu-west-1', metrics, read, points },
  ...{ failed: 0, finished: false, reason: '' },
})

it('tells how far all regions are together, and of none that nothing is read', () => {
  expect(progressOf({ regions: [] })).toEqual({ metrics: 0, read: 0, points: 0, percent: 0 })
  const regions = [region(30, 30, 900), region(10, 0, 0)]
  expect(progressOf({ regions })).toEqual({ metrics: 40, read: 30, points: 900, percent: 75 })
})
