// GET /api/v1/query: the metric query language over the store, in the public API's reply.
import { z } from 'zod'
import type { Filling } from '../../collect/index.ts'
import { SECOND } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Question } from '../../core/question.ts'
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

/** Each once: several queries of a chart ask for the same accounts. */
function leftOut(fillings: readonly Filling[]) {
  const all = fillings.flatMap(filling => filling.leftOut)
  const once = new Map(
    all.map(({ accountId, reason }) => [`${accountId} ${reason}`, { account_id: accountId, reason }]),
  )
  return [...once.values()]
}

export const queryRoutes: Routes =
  ({ telemetry, collector, log }) =>
  async app => {
    app.addHook('onClose', () => collector.charts.close())

    /** A chart shows what is stored, whatever becomes of the rest. */
    const fill = (organisation: string, question: Question): Promise<Filling> =>
      collector.charts.asked(organisation, question).catch(error => {
        log.error({ err: error }, 'What a query asks for could not be looked for')
        return { metrics: new Set(), leftOut: [] }
      })

    app.get('/api/v1/query', { schema: { querystring } }, async ({ actor, query }) => {
      checkRange(query.from, query.to)
      const fillings: Filling[] = []
      const results = await evaluate(parseQueries(query.query), {
        organisation: actor.organisation,
        from: query.from,
        to: query.to,
        ask: async question => {
          // Before the store is asked: where nothing is being fetched any more, all of it is in the answer.
          fillings.push(await fill(actor.organisation, question))
          return telemetry.ask(question)
        },
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
        // HeyCloud's own: how many metrics are being fetched now, so that asking again soon shows more, and what is not, and why.
        filling: new Set(fillings.flatMap(({ metrics }) => [...metrics])).size,
        not_filled: leftOut(fillings),
      }
    })
  }
