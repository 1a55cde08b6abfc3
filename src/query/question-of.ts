// The questions that a query asks the store: in buckets as fine as the range allows, never finer than metrics are published.
import { DAY, HOUR, MINUTE, SECOND } from '../core/clock.ts'
import type { Aggregator, Question } from '../core/question.ts'
import { metricByName } from '../services/index.ts'
import { type Expression, type MetricQuery, metricQueries } from './ast.ts'
import { functions } from './functions.ts'
import { countedOnce } from './grain.ts'
import { querySyntaxError } from './syntax-error.ts'

/** At most this many points in a series; an interval that would give more is raised. */
const mostPoints = 1500

/** Longest range, and the interval for it: about 350 points (the public API's own steps). */
const steps: readonly (readonly [range: number, interval: number])[] = [
  [HOUR, 20 * SECOND],
  [4 * HOUR, MINUTE],
  [DAY, 5 * MINUTE],
  [2 * DAY, 10 * MINUTE],
  [7 * DAY, HOUR],
  [31 * DAY, 4 * HOUR],
  [93 * DAY, 12 * HOUR],
]

/** Seconds, for a range in seconds. */
function defaultInterval(range: number): number {
  const step = steps.find(([longest]) => range * SECOND <= longest)
  return (step?.[1] ?? DAY) / SECOND
}

/** Whole minutes: CloudWatch's own finest for what no service declares. */
const defaultPeriod = MINUTE / SECOND

const periodOf = (query: MetricQuery): number => metricByName(query.metric)?.period ?? defaultPeriod

/**
 * How a metric is rolled up in time where the query does not say: totals are added up, a maximum stays the maximum, the worst
 * of several percentiles stands for all (an average of percentiles is none), and everything else is averaged.
 */
function timeAggregator(query: MetricQuery): Aggregator {
  if (query.as !== null) return 'sum'
  if (query.method !== null) return query.method
  const suffix = /\.(sum|samplecount|maximum|minimum|p\d+(?:\.\d+)?)$/.exec(query.metric)?.[1]
  const statistic = metricByName(query.metric)?.statistic.toLowerCase() ?? suffix ?? 'average'
  if (statistic === 'sum' || statistic === 'samplecount') return 'sum'
  if (statistic === 'maximum' || /^p\d/.test(statistic)) return 'max'
  return statistic === 'minimum' ? 'min' : 'avg'
}

/** Every distance into the past that an expression is shifted by, seconds. */
function shiftsOf(expression: Expression): number[] {
  if (expression.kind === 'arithmetic') return [...shiftsOf(expression.left), ...shiftsOf(expression.right)]
  if (expression.kind !== 'application') return []
  const shift = functions.get(expression.name)?.shift?.(expression.parameters)
  return [...shiftsOf(expression.of), ...(shift ? [shift] : [])]
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))
const leastCommonMultiple = (a: number, b: number): number => (a / greatestCommonDivisor(a, b)) * b

function askedInterval(expression: Expression, queries: readonly MetricQuery[]): number | null {
  const asked = new Set(queries.flatMap(query => query.interval ?? []))
  if (asked.size > 1) {
    const list = [...asked].map(seconds => `${seconds} s`).join(' and ')
    throw querySyntaxError(expression.text, 0, `one expression has one interval, and this rolls up by ${list}.`)
  }
  return [...asked][0] ?? null
}

/** Minutes that divide a day, so that what is raised to them still lies over yesterday's. */
const even = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440]

/** Seconds: the shortest interval that gives no more than `mostPoints`. */
function shortest(range: number): number {
  const least = (range * SECOND) / mostPoints
  const minutes = even.find(count => count * MINUTE >= least) ?? Math.ceil(least / DAY) * (DAY / MINUTE)
  return (minutes * MINUTE) / SECOND
}

export interface Grid {
  /** Epoch seconds, a multiple of the interval. */
  from: number
  /** Epoch seconds, exclusive, a multiple of the interval. */
  to: number
  /** Seconds. */
  interval: number
}

/**
 * The one grid of buckets of an expression, aligned to UNIX time, each bucket whole. The interval is the `.rollup()`'s, else
 * `interval`, else by the range; raised to a multiple of every metric's period, and so that no series has more than
 * `mostPoints`. The range of a metric that is published seldom (daily, six-hourly) is drawn back to its last published points.
 */
export function gridOf(expression: Expression, from: number, to: number, interval?: number): Grid {
  const queries = metricQueries(expression)
  const period = queries.map(periodOf).reduce(leastCommonMultiple, 1)
  const slow = queries.flatMap(query => {
    const metric = metricByName(query.metric)
    return metric && metric.period >= HOUR / SECOND ? [metric.publicationDelay + 2 * metric.period] : []
  })
  const start = Math.min(from, ...slow.map(reach => to - reach))
  const chosen = askedInterval(expression, queries) ?? interval
  const wanted = chosen ?? defaultInterval(to - from)
  // Buckets that divide the shift, so that yesterday's stand exactly over today's.
  const fitting = chosen === undefined ? shiftsOf(expression).reduce(greatestCommonDivisor, wanted) : wanted
  const raised = Math.ceil(Math.max(fitting, shortest(to - start)) / period) * period
  return {
    from: Math.floor(start / raised) * raised,
    to: Math.ceil(to / raised) * raised,
    interval: raised,
  }
}

/** The series that a metric query reads: of dimension sets that count everything once. */
export const seriesAsked = ({ metric, filter, groupBy }: MetricQuery): Pick<Question, 'metric' | 'filter'> => ({
  metric,
  filter: countedOnce(metric, filter, groupBy),
})

/** What one metric query of an expression asks the store. */
export const questionOf = (query: MetricQuery, organisation: string, grid: Grid): Question => ({
  organisation,
  ...seriesAsked(query),
  timeAggregator: timeAggregator(query),
  spaceAggregator: query.aggregator,
  groupBy: query.groupBy,
  ...grid,
})
