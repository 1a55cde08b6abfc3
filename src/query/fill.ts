// Filling gaps, where a query asks for it: never otherwise.
import type { MetricQuery } from './ast.ts'
import { mapLines, type SeriesSet, type Values } from './series-set.ts'

type Fill = NonNullable<MetricQuery['fill']>

/** Runs of gaps as [first, after last]. */
function gapsOf(values: Values): [number, number][] {
  const gaps: [number, number][] = []
  values.forEach((value, index) => {
    if (value !== null) return
    const open = gaps.at(-1)
    if (open && open[1] === index) open[1] = index + 1
    else gaps.push([index, index + 1])
  })
  return gaps
}

function filled(values: Values, fill: Fill, interval: number): Values {
  const result = [...values]
  for (const [start, end] of gapsOf(values)) {
    const before = values[start - 1] ?? null
    const after = values[end] ?? null
    for (let index = start; index < end; index++) {
      if (fill.method === 'zero') result[index] = 0
      // A value lasts so long and no longer; a line is drawn over a gap only where it is short enough as a whole.
      else if (fill.method === 'last' && before !== null && (index - start + 1) * interval <= fill.limit)
        result[index] = before
      else if (fill.method === 'linear' && before !== null && after !== null && (end - start) * interval <= fill.limit)
        result[index] = before + ((after - before) * (index - start + 1)) / (end - start + 1)
    }
  }
  return result
}

/** `.fill(method, limit)`. `null` leaves gaps as they are. `limit` in seconds holds for `last` and `linear`. */
export function fillGaps(set: SeriesSet, fill: Fill): SeriesSet {
  if (fill.method === 'null') return set
  const result = mapLines(set, values => filled(values, fill, set.interval))
  return fill.method === 'zero' ? { ...result, absent: 0 } : result
}
