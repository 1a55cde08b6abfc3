// Which series of many are worth showing: one score for each over the whole range.
import { known, type Line, type SeriesSet, sum, withLines } from './series-set.ts'

const scores: Record<string, (numbers: number[]) => number> = {
  mean: numbers => sum(numbers) / numbers.length,
  min: numbers => Math.min(...numbers),
  max: numbers => Math.max(...numbers),
  sum,
  last: numbers => numbers.at(-1) ?? Number.NaN,
  area: numbers => sum(numbers.map(Math.abs)),
  l2norm: numbers => Math.hypot(...numbers),
}

export const rankingMethods: readonly string[] = Object.keys(scores)

/**
 * The first `count` series by score, best first. Gaps do not count, and a series without a single value comes last in either
 * order; equal scores go by their tags, so that the choice is the same each time.
 */
export function ranking(set: SeriesSet, count: number, method: string, ascending: boolean): SeriesSet {
  const score = scores[method] ?? sum
  const scored = set.lines.map((line): [number | null, Line] => {
    const numbers = known(line.values)
    return [numbers.length > 0 ? score(numbers) : null, line]
  })
  scored.sort(([a, first], [b, second]) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (a !== b) return ascending ? a - b : b - a
    return first.tags.join() < second.tags.join() ? -1 : 1
  })
  return withLines(
    set,
    scored.slice(0, count).map(([, line]) => line),
  )
}
