// How points are cut into blocks: none larger or longer than ClickHouse takes, none lost, the last of equals kept.
import { describe, expect, it } from 'vitest'
import { blocks } from './samples.ts'
import { day, midnight, sample, series } from './testing/fixtures.ts'

const one = series()
const daysOf = (block: { ts: number }[]) => new Set(block.map(point => Math.floor(point.ts / day))).size

describe('blocks', () => {
  it('span at most 90 days, from the oldest on', () => {
    const points = Array.from({ length: 455 }, (_, n) => sample(one, midnight - n * day, n))
    const cut = blocks(points)
    expect(cut.map(daysOf)).toEqual([90, 90, 90, 90, 90, 5])
    expect(cut.flat()).toEqual(points.toReversed())
  })
  it('span at most 90 days also where most days have nothing', () => {
    const cut = blocks([0, 89, 90, 300].map(n => sample(one, midnight + n * day, n)))
    expect(cut.map(block => block.map(point => point.value))).toEqual([[0, 89], [90], [300]])
  })
  it('hold at most 30,000 points', () => {
    const points = Array.from({ length: 70_001 }, (_, n) => sample(one, midnight + n, n))
    const cut = blocks(points)
    expect(cut.map(block => block.length)).toEqual([30_000, 30_000, 10_001])
    expect(cut.flat()).toEqual(points)
  })
  it('keep the last of equal points also where another series comes between, or time goes back', () => {
    const other = series({ id: one.id + 1 })
    const [a, b] = [sample(one, midnight, 1), sample(one, midnight + 60, 2)]
    const again = sample(one, midnight, 3)
    expect(
      blocks([a, b, sample(other, midnight, 4), again])
        .flat()
        .map(point => point.value),
    ).toEqual([3, 2, 4])
    expect(
      blocks([a, b, again])
        .flat()
        .map(point => point.value),
    ).toEqual([3, 2])
  })
  it('keep the last of equal points, and points of differing periods', () => {
    const points = [1, 2, 3].map(value => sample(one, midnight, value))
    const finer = sample(one, midnight, 4, { period: 60 })
    expect(blocks([...points, finer]).flat()).toEqual([finer, points[2]])
    expect(blocks([])).toEqual([])
  })
})
