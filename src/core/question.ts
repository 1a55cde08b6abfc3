// A question about metrics as a value: the query language is parsed into it, and the store renders it to SQL.

export type TagFilter =
  | { kind: 'everything' }
  /** `value` may hold `*` for any run of characters; empty it stands for a tag that is its key alone. */
  | { kind: 'tag'; key: string; value: string }
  | { kind: 'not'; of: TagFilter }
  | { kind: 'and'; of: TagFilter[] }
  | { kind: 'or'; of: TagFilter[] }

export const aggregators = ['avg', 'sum', 'min', 'max', 'count'] as const
export type Aggregator = (typeof aggregators)[number]

/**
 * Each series is first rolled up in time (`timeAggregator`, by buckets of `interval` aligned to UNIX time), then the series of
 * one group are combined (`spaceAggregator`). `avg` over time weighs each point by its weight; `sum` adds.
 */
export interface Question {
  organisation: string
  /** HeyCloud's metric name. */
  metric: string
  timeAggregator: Aggregator
  spaceAggregator: Aggregator
  filter: TagFilter
  /** Tag keys; one answer series for each combination of values that occurs. Empty: one series. */
  groupBy: string[]
  /** Epoch seconds, inclusive. */
  from: number
  /** Epoch seconds, exclusive. */
  to: number
  /** Seconds. */
  interval: number
}

export interface AnswerSeries {
  /** `key:value` for each groupBy key, in that order; `key:N/A` where the series has no such tag. */
  group: string[]
  /** One value for each of the answer's times; null is a gap, never zero. */
  values: (number | null)[]
}

export interface Answer {
  /** Bucket starts, epoch seconds, evenly `interval` apart. */
  times: number[]
  series: AnswerSeries[]
  unit: string
  /** Start of the newest stored point that matched, epoch seconds; null if none. */
  newestPoint: number | null
}
