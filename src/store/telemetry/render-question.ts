// Questions as SQL: pure functions from a question, and what is known of the store, to text and parameters.
import type { Aggregator, Question } from '../../core/question.ts'
import type { Params } from './engine.ts'
import { type Binder, createBinder } from './params.ts'
import { renderSeries } from './render-filter.ts'
import { pointAggregates, renderPoints } from './render-points.ts'
import { tables } from './schema.ts'

export interface Rendered {
  sql: string
  params: Params
}

export const hour = 3_600
/** More answer series than anybody can read, and than a browser can draw. */
export const widest = 2_000

/** Whole buckets, so that a bucket's value does not hang on where the range begins: `from` is rounded down, `to` up. */
export function buckets(question: Pick<Question, 'from' | 'to' | 'interval'>): { from: number; to: number } {
  const { from, to, interval } = question
  return { from: Math.floor(from / interval) * interval, to: Math.ceil(to / interval) * interval }
}

/** What of a question can be read from hourly rollups. */
export interface Rolled {
  /** Epoch seconds, a whole hour: everything before is rolled up, but for `stale`. */
  upTo: number
  /** Hours (epoch seconds) before it that were written to since. */
  stale: number[]
}

const timeAggregates: Record<Aggregator, string> = {
  avg: 'sum(weighted) / sum(weights)',
  sum: 'sum(total)',
  min: 'min(lowest)',
  max: 'max(highest)',
  count: 'toFloat64(sum(points))',
}
/** Points of no weight have no average: a gap, not a division by zero that would spoil the whole group. */
const having = (aggregator: Aggregator) => (aggregator === 'avg' ? 'HAVING sum(weights) > 0' : '')
const spaceAggregates: Record<Aggregator, string> = {
  avg: 'avg(v)',
  sum: 'sum(v)',
  min: 'min(v)',
  max: 'max(v)',
  count: 'toFloat64(count(v))',
}

/** How many series and groups a question has, and their unit. */
export function renderSurvey(question: Question): Rendered {
  const bind = createBinder()
  const sql = `
    SELECT uniqExact(group) AS groups, count() AS series, topK(1)(unit)[1] AS unit
    FROM (${renderSeries(bind, question)})`
  return { sql, params: bind.params }
}

/** The periods that occur in a question's time. Duplicates do not matter here, so neither does FINAL. */
export function renderPeriods(question: Question): Rendered {
  const bind = createBinder()
  const { from, to } = buckets(question)
  const sql = `SELECT groupUniqArray(period) AS periods FROM ${tables.samples} WHERE ${inTime(bind, question.metric, from, to)}`
  return { sql, params: bind.params }
}

/**
 * How far the rollups go, which hours of the question before that were written to since, and the periods that occur after it.
 * All hours count as points where nothing was rolled up yet.
 */
export function renderRolled(question: Question): Rendered {
  const bind = createBinder()
  const { from, to } = buckets(question)
  const time = inTime(bind, question.metric, from, to)
  const sql = `
    WITH (SELECT (max(up_to), max(mark)) FROM ${tables.rollupMarks} FINAL WHERE kind = 'hourly') AS mark
    SELECT mark.1 AS upTo,
      (SELECT groupUniqArray(toUInt32(toStartOfHour(ts))) FROM ${tables.samples}
       WHERE ${time} AND toUInt32(ts) < mark.1 AND written > mark.2) AS stale,
      (SELECT groupUniqArray(period) FROM ${tables.samples} WHERE ${time} AND toUInt32(ts) >= mark.1) AS periods`
  return { sql, params: bind.params }
}

const inTime = (bind: Binder, metric: string, from: number, to: number) =>
  `name = ${bind('String', metric)} AND ts >= ${bind('UInt32', from)} AND ts < ${bind('UInt32', to)}`

/** Per series and hour, from the rollups where they hold and from the points elsewhere: no hour from both. */
function renderHourly(
  bind: Binder,
  question: Question,
  matched: string,
  { upTo, stale }: Rolled,
  slot: number | null,
): string {
  const { from, to } = buckets(question)
  const rolledUpTo = bind('UInt32', upTo)
  const staleHours = bind('Array(UInt32)', stale)
  const parts: string[] = []
  if (from < upTo)
    parts.push(`
      SELECT id, toUInt32(hour) AS t, total, weighted, weights, lowest, highest, points, toUInt32(newest) AS newest
      FROM ${tables.rollups} FINAL
      WHERE name = ${bind('String', question.metric)} AND hour >= ${bind('UInt32', from)} AND hour < ${bind('UInt32', to)}
        AND hour < ${rolledUpTo} AND NOT has(${staleHours}, toUInt32(hour)) AND ${matched}`)
  if (to > upTo || stale.length > 0) {
    const where = `${inTime(bind, question.metric, from, to)} AND ${matched}
      AND (ts >= ${rolledUpTo} OR has(${staleHours}, toUInt32(toStartOfHour(ts))))`
    const points = renderPoints(where, slot === null ? null : bind('UInt32', slot))
    parts.push(`
      SELECT id, toUInt32(intDiv(at, ${hour}) * ${hour}) AS t, ${pointAggregates} FROM (${points}) GROUP BY id, t`)
  }
  return parts.join(' UNION ALL ')
}

/**
 * One row per group: `group`, `buckets`, `values`, `newest`. `slot` is the coarsest period among the points that are read, null
 * where there is only one; `rolled` is null where the interval is not whole hours.
 */
export function renderQuestion(question: Question, slot: number | null, rolled: Rolled | null): Rendered {
  const bind = createBinder()
  const { from, to } = buckets(question)
  const interval = bind('UInt32', question.interval)
  const matched = 'id IN (SELECT id FROM matched)'
  const sql = (inner: string) => `
    WITH matched AS (${renderSeries(bind, question)})
    SELECT group, groupArray(bucket) AS buckets, groupArray(value) AS values, max(newest) AS newest FROM (
      SELECT group, bucket, ${spaceAggregates[question.spaceAggregator]} AS value, max(newest) AS newest
      FROM (${inner}) AS s INNER JOIN (SELECT id, group FROM matched) AS m USING id
      GROUP BY group, bucket
    ) GROUP BY group ORDER BY group
    SETTINGS max_execution_time = 60`
  const value = `${timeAggregates[question.timeAggregator]} AS v`
  if (rolled !== null) {
    const hourly = renderHourly(bind, question, matched, rolled, slot)
    const inner = `SELECT id, toUInt32(intDiv(t, ${interval}) * ${interval}) AS bucket, ${value}, max(newest) AS newest
      FROM (${hourly}) GROUP BY id, bucket ${having(question.timeAggregator)}`
    return { sql: sql(inner), params: bind.params }
  }
  const points = renderPoints(
    `${inTime(bind, question.metric, from, to)} AND ${matched}`,
    slot === null ? null : bind('UInt32', slot),
  )
  const inner = `SELECT id, t AS bucket, ${value}, max(newest) AS newest FROM (
      SELECT id, toUInt32(intDiv(at, ${interval}) * ${interval}) AS t, ${pointAggregates} FROM (${points}) GROUP BY id, t
    ) GROUP BY id, bucket ${having(question.timeAggregator)}`
  return { sql: sql(inner), params: bind.params }
}
