// What an expression is worth while it is evaluated: series over one grid of times.

export type Values = (number | null)[]

export interface Line {
  /** `key:value` for each key of the grouping, in its order. */
  tags: string[]
  /** One for each time; null is a gap, never zero. */
  values: Values
}

export interface SeriesSet {
  /** Bucket starts, epoch seconds, `interval` apart. */
  times: number[]
  /** Seconds. */
  interval: number
  groupBy: string[]
  lines: Line[]
  /** As CloudWatch spells it; empty where arithmetic has left none. */
  unit: string
  /** Start of the newest stored point; of the older operand where there are several. Epoch seconds. */
  newestPoint: number | null
  /** What a group is worth that this set lacks and the other operand has: 0 after `default_zero`, else unknown. */
  absent: 0 | null
}

export const withLines = (set: SeriesSet, lines: Line[]): SeriesSet => ({ ...set, lines })

/** The same series with other values; `change` sees one line's values. */
export const mapLines = (set: SeriesSet, change: (values: Values) => Values, unit = set.unit): SeriesSet => ({
  ...set,
  unit,
  lines: set.lines.map(line => ({ ...line, values: change(line.values) })),
})

/** Value by value; gaps stay gaps, and what is no number (a logarithm of zero) becomes one. */
export const mapValues = (set: SeriesSet, change: (value: number) => number, unit?: string): SeriesSet =>
  mapLines(set, values => values.map(value => (value === null ? null : finite(change(value)))), unit)

export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)

export const known = (values: Values): number[] => values.filter(value => value !== null)

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0)
