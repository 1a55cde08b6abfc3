// GET /api/v1/query: the metric query language over the store, in the public API's reply.
import { z } from 'zod'
import { SECOND } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { evaluate, type ResultSeries } from '../../query/evaluate.ts'
import { parseQueries } from '../../query/parse.ts'
import type { Routes } from './index.ts'

const seconds = z.coerce.number().int().nonnegative()
const querystring = z.object({ from: seconds, to: seconds, query: z.string().min(1).max(4_000) })
/** CloudWatch keeps nothing longer than 455 days. */
const longestRange = 460 * 86_400

/** CloudWatch's unit as the public API writes units; null where CloudWatch has none. */
function publicUnit(
  unit: string,
): { family: string; name: string; plural: string; short_name: string; scale_factor: number } | null {
  if (!unit || unit === 'None') return null
  const name = unit === 'Bytes' ? 'byte' : unit.toLowerCase()
  const short: Record<string, string> = {
    Percent: '%',
    Bytes: 'B',
    Seconds: 's',
    Milliseconds: 'ms',
    Microseconds: 'µs',
    Count: '',
  }
  const family = /byte/i.test(unit)
    ? 'bytes'
    : /second/i.test(unit)
      ? 'time'
      : unit === 'Percent'
        ? 'percentage'
        : 'general'
  return { family, name, plural: unit.toLowerCase(), short_name: short[unit] ?? unit, scale_factor: 1 }
}

const publicSeries = (found: ResultSeries) => {
  const unit = publicUnit(found.unit)
  const first = found.points[0]?.[0] ?? 0
  const last = found.points.at(-1)?.[0] ?? 0
  return {
    metric: found.metric,
    display_name: found.metric,
    expression: found.expression,
    scope: found.scope,
    tag_set: found.tagSet,
    attributes: {},
    interval: found.interval,
    length: found.points.length,
    start: first,
    end: last + found.interval * SECOND - 1,
    aggr: found.aggregator,
    query_index: found.queryIndex,
    unit: unit ? [unit, null] : null,
    pointlist: found.points,
  }
}

function checkRange(from: number, to: number): void {
  if (from >= to)
    throw new HeyCloudError('query_range', 'from is not before to; both are epoch seconds.', {
      from: 'must be before to',
    })
  if (to - from > longestRange)
    throw new HeyCloudError('query_range', 'CloudWatch keeps points for 455 days; ask for less.', {
      from: 'is too far from to',
    })
}

export const queryRoutes: Routes =
  ({ telemetry }) =>
  async app => {
    app.get('/api/v1/query', { schema: { querystring } }, async ({ actor, query }) => {
      checkRange(query.from, query.to)
      const results = await evaluate(parseQueries(query.query), {
        organisation: actor.organisation,
        from: query.from,
        to: query.to,
        ask: question => telemetry.ask(question),
      })
      const newest = results.flatMap(result => result.newestPoint ?? [])
      return {
        status: 'ok',
        resp_version: 1,
        res_type: 'time_series',
        query: query.query,
        from_date: query.from * SECOND,
        to_date: query.to * SECOND,
        series: results.map(publicSeries),
        group_by: [...new Set(results.flatMap(result => result.tagSet.map(tag => tag.slice(0, tag.indexOf(':')))))],
        message: '',
        values: [],
        times: [],
        newest_point: newest.length > 0 ? Math.max(...newest) : null,
      }
    })
  }
