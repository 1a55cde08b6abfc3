// The one place that knows which stored points count: duplicates removed, and overlapping periods resolved.
import { tables } from './schema.ts'

/**
 * Points of `samples` that satisfy `where`, each once: columns `name`, `id`, `at` (epoch seconds), `value`, `weight`.
 *
 * The same (name, id, ts, period) written again replaces (FINAL). Where live points (60 s) and backfill (300 s) overlap, counting
 * both would count that time twice. The rule: a coarser point gives way where points of one finer period cover it wholly; else it
 * stays and the finer ones inside it do not count. So every moment is counted once, at the finest period that is complete there.
 * Points are taken as aligned to their period. `slot` is the coarsest period (seconds) that may occur; null where all points
 * are known to have the same period, and nothing can overlap.
 */
export function renderPoints(where: string, slot: string | null): string {
  if (slot === null)
    return `SELECT name, id, toUInt32(ts) AS at, value, weight FROM ${tables.samples} FINAL WHERE ${where}`
  // Tuples of (ts, period, value, weight); `uncovered` are those that no finer period covers wholly.
  const uncovered = `arrayFilter(y -> NOT arrayExists(q -> q < y.2 AND
      arraySum(arrayMap(x -> if(x.2 = q AND x.1 >= y.1 AND x.1 < y.1 + y.2, x.2, 0), stored)) >= y.2, periods), stored)`
  const counting = `arrayFilter(x -> NOT arrayExists(y -> y.2 > x.2 AND y.1 <= x.1 AND x.1 < y.1 + y.2, uncovered), uncovered)`
  return `
    SELECT name, id, point.1 AS at, point.3 AS value, point.4 AS weight
    FROM (
      SELECT name, id, ${uncovered} AS uncovered, if(length(periods) = 1, stored, ${counting}) AS points
      FROM (
        SELECT name, id, groupArray((toUInt32(ts), period, value, weight)) AS stored, groupUniqArray(period) AS periods
        FROM ${tables.samples} FINAL
        WHERE ${where}
        GROUP BY name, id, intDiv(toUInt32(ts), ${slot})
      )
    )
    ARRAY JOIN points AS point`
}

/** Aggregates of points within one group, as the columns of `rollups_hourly`. */
export const pointAggregates = `
  sum(value) AS total, sum(value * weight) AS weighted, sum(weight) AS weights,
  min(value) AS lowest, max(value) AS highest, count() AS points, max(at) AS newest`
