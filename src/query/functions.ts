// Every function of the query language: what it takes and what it does to the series it is given.
import { DAY, HOUR, SECOND } from '../core/clock.ts'
import type { Parameter } from './parameters.ts'
import { ranking, rankingMethods } from './ranking.ts'
import { finite, known, mapLines, mapValues, type SeriesSet, sum, type Values, withLines } from './series-set.ts'

export interface QueryFunction {
  /** One sentence for the reference. */
  about: string
  parameters: readonly Parameter[]
  /** Seconds into the past that the inner query is asked for; the answer is drawn at the present times. */
  shift?: (parameters: readonly (number | string)[]) => number
  apply: (set: SeriesSet, parameters: readonly (number | string)[]) => SeriesSet
}

const numberOf = (parameters: readonly (number | string)[], index: number): number => Number(parameters[index])
const wordOf = (parameters: readonly (number | string)[], index: number): string => String(parameters[index])

const plain = (about: string, apply: (set: SeriesSet) => SeriesSet): QueryFunction => ({ about, parameters: [], apply })

/** Point by point, with one number as its parameter. */
const withNumber = (
  about: string,
  name: string,
  change: (value: number, parameter: number) => number | null,
): QueryFunction => ({
  about,
  parameters: [{ name, kind: 'number' }],
  apply: (set, parameters) =>
    mapLines(set, values => values.map(value => (value === null ? null : change(value, numberOf(parameters, 0))))),
})

/** Differences of neighbours. The first point, and a point beside a gap, has none. */
const differences = (values: Values, change: (difference: number) => number | null): Values =>
  values.map((value, index) => {
    const before = values[index - 1] ?? null
    return value === null || before === null ? null : change(value - before)
  })

const rate = (per: string, seconds: number): QueryFunction =>
  plain(`How much the value changes in ${per}.`, set =>
    mapLines(set, values => differences(values, change => (change / set.interval) * seconds), ''),
  )

function running(values: Values, scale: number): Values {
  let total = 0
  return values.map(value => {
    if (value === null) return null
    total += value * scale
    return total
  })
}

/** Over the last `width` buckets; a bucket that is a gap stays one. */
const trailing = (values: Values, width: number, combine: (numbers: number[]) => number): Values =>
  values.map((value, index) =>
    value === null ? null : finite(combine(known(values.slice(Math.max(0, index - width + 1), index + 1)))),
  )

const median = (numbers: number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

const combiners: Record<string, (numbers: number[]) => number> = {
  avg: numbers => sum(numbers) / numbers.length,
  sum,
  min: numbers => Math.min(...numbers),
  max: numbers => Math.max(...numbers),
  count: numbers => numbers.length,
}

function smoothed(values: Values, span: number): Values {
  const weight = 2 / (span + 1)
  let average: number | null = null
  return values.map(value => {
    if (value === null) return null
    average = average === null ? value : weight * value + (1 - weight) * average
    return average
  })
}

/** One ungrouped series: at each time, how many of the series pass. A time at which all are gaps is a gap. */
const counting = (about: string, passes: (value: number) => boolean): QueryFunction =>
  plain(about, set => {
    const values = set.times.map((_, index) => {
      const present = known(set.lines.map(line => line.values[index] ?? null))
      return present.length === 0 ? null : present.filter(passes).length
    })
    return { ...set, unit: 'Count', groupBy: [], lines: set.lines.length > 0 ? [{ tags: [], values }] : [] }
  })

const shifted = (about: string, seconds: number): QueryFunction => ({
  about,
  parameters: [],
  shift: () => seconds,
  apply: set => set,
})

const rankParameters: Parameter[] = [
  { name: 'n', kind: 'number', min: 1, max: 1000 },
  { name: 'method', kind: 'choice', choices: rankingMethods, default: 'mean' },
]

const table: Record<string, QueryFunction> = {
  abs: plain('The absolute value.', set => mapValues(set, Math.abs)),
  log2: plain('The logarithm to base 2; a gap where there is none.', set => mapValues(set, Math.log2, '')),
  log10: plain('The logarithm to base 10; a gap where there is none.', set => mapValues(set, Math.log10, '')),
  cumsum: plain('The running total over the range.', set => mapLines(set, values => running(values, 1))),
  integral: plain('The running total of value times seconds.', set =>
    mapLines(set, values => running(values, set.interval), ''),
  ),
  diff: plain('The difference from the point before.', set =>
    mapLines(set, values => differences(values, difference => difference)),
  ),
  monotonic_diff: plain('The difference from the point before; a gap where it falls.', set =>
    mapLines(set, values => differences(values, difference => (difference < 0 ? null : difference))),
  ),
  derivative: rate('a second', 1),
  per_second: rate('a second', 1),
  per_minute: rate('a minute', 60),
  per_hour: rate('an hour', 3600),
  dt: plain('The seconds between one point and the next.', set =>
    mapLines(set, values => differences(values, () => set.interval), 'Seconds'),
  ),
  clamp_min: withNumber('Raises what is lower to the limit.', 'limit', Math.max),
  clamp_max: withNumber('Lowers what is higher to the limit.', 'limit', Math.min),
  cutoff_min: withNumber('Leaves out what is lower than the limit.', 'limit', (value, limit) =>
    value < limit ? null : value,
  ),
  cutoff_max: withNumber('Leaves out what is higher than the limit.', 'limit', (value, limit) =>
    value > limit ? null : value,
  ),
  exclude_null: plain('Leaves out series that lack one of the tags grouped by (`N/A`).', set =>
    withLines(
      set,
      set.lines.filter(line => !line.tags.some(tag => tag.endsWith(':N/A'))),
    ),
  ),
  default_zero: plain('Takes every gap as zero, in arithmetic missing groups too.', set => ({
    ...mapLines(set, values => values.map(value => value ?? 0)),
    absent: 0,
  })),
  count_nonzero: counting('How many series are not zero.', value => value !== 0),
  count_not_null: counting('How many series have a value.', () => true),
  timeshift: {
    about: 'The same query, so many seconds ago: `timeshift(q, -3600)`.',
    parameters: [{ name: 'seconds', kind: 'number', max: 0 }],
    shift: parameters => -numberOf(parameters, 0),
    apply: set => set,
  },
  hour_before: shifted('The same query an hour ago.', HOUR / SECOND),
  day_before: shifted('The same query a day ago.', DAY / SECOND),
  week_before: shifted('The same query a week ago.', (7 * DAY) / SECOND),
  month_before: shifted('The same query 28 days ago.', (28 * DAY) / SECOND),
  moving_rollup: {
    about: 'Combines the points of the last so many seconds: `moving_rollup(q, 3600, max)`.',
    parameters: [
      { name: 'seconds', kind: 'number', min: 1 },
      { name: 'method', kind: 'choice', choices: Object.keys(combiners), default: 'avg' },
    ],
    apply: (set, parameters) => {
      const width = Math.max(1, Math.round(numberOf(parameters, 0) / set.interval))
      const combine = combiners[wordOf(parameters, 1)] ?? sum
      return mapLines(set, values => trailing(values, width, combine))
    },
  },
  top: {
    about: 'The `n` series that rank highest: `top(q, 10, mean, desc)`.',
    parameters: [...rankParameters, { name: 'order', kind: 'choice', choices: ['asc', 'desc'], default: 'desc' }],
    apply: (set, parameters) =>
      ranking(set, numberOf(parameters, 0), wordOf(parameters, 1), wordOf(parameters, 2) === 'asc'),
  },
  bottom: {
    about: 'The `n` series that rank lowest.',
    parameters: rankParameters,
    apply: (set, parameters) => ranking(set, numberOf(parameters, 0), wordOf(parameters, 1), true),
  },
}

for (const span of [3, 5, 10, 20])
  table[`ewma_${span}`] = plain(`Smooths exponentially over ${span} points.`, set =>
    mapLines(set, values => smoothed(values, span)),
  )
for (const span of [3, 5, 7, 9])
  table[`median_${span}`] = plain(`The median of the last ${span} points.`, set =>
    mapLines(set, values => trailing(values, span, median)),
  )
for (const [direction, ascending] of [
  ['top', false],
  ['bottom', true],
] as const)
  for (const count of [5, 10, 15, 20])
    for (const method of ['', ...rankingMethods]) {
      const name = method === '' ? `${direction}${count}` : `${direction}${count}_${method}`
      const apply = (set: SeriesSet) => ranking(set, count, method || 'mean', ascending)
      table[name] = plain(`Short for \`${direction}(q, ${count}, ${method || 'mean'})\`.`, apply)
    }

/** By name. */
export const functions: ReadonlyMap<string, QueryFunction> = new Map(Object.entries(table))
