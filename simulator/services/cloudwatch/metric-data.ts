// cloudwatch:GetMetricData: many metrics in one call, in pages of datapoints.
import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch'
import { AwsError, type Call } from '../../contract.ts'
import { seedOf, uniform } from '../../world/chance.ts'
import type { Metric } from '../../world/metrics.ts'
import { type Aggregates, read, type Window } from '../../world/reader.ts'
import type { World } from '../../world/world.ts'
import { metricsOf } from './linked.ts'
import { pointsAsked } from './quotas.ts'
import { MAX_DATAPOINTS, roundedWindow, type ValidQuery, validQueries } from './validate.ts'

/** Where a page begins: which query, and how many of its datapoints were handed out before. */
interface Cursor {
  query: number
  point: number
}

interface Found {
  timestamps: Date[]
  values: number[]
}

type Output = Omit<GetMetricDataCommandOutput, '$metadata'>

/**
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html, metric queries only. `attempt` numbers the
 * calls, so that an id that failed by a fault may succeed the next time.
 */
export function getMetricData(world: World, input: GetMetricDataCommandInput, call: Call, attempt: number): Output {
  const queries = validQueries(input).filter(q => q.returned)
  const cursor = cursorOf(input.NextToken)
  const descending = input.ScanBy !== 'TimestampAscending'
  const faults = faultsOf(call)
  const readers = new Map<number | string, ((query: ValidQuery) => Found) | undefined>()
  const readerFor = (query: ValidQuery) => {
    const key = query.accountId === undefined ? query.period : `${query.period} ${query.accountId}`
    if (!readers.has(key)) {
      const metrics = metricsOf(world, call, query.accountId)
      const window = {
        ...roundedWindow(input, call.now, query.period),
        period: query.period,
        now: call.now,
        late: faults.late,
      }
      const find = (q: ValidQuery) => metrics?.find(q.namespace, q.metric, q.dimensions)
      readers.set(key, metrics && readerOf(window, find, descending))
    }
    return readers.get(key)
  }
  // The window is refused even where no query is left to be read.
  roundedWindow(input, call.now, 60)
  return paged(queries, cursor, pageSize(input, faults.partial), query => {
    const reader = readerFor(query)
    if (!reader) return 'Forbidden'
    const broken = uniform(seedOf(world.seed + attempt, query.id), 1) < faults.internalErrors
    return broken ? 'InternalError' : reader(query)
  })
}

function faultsOf(call: Call): { partial: boolean; internalErrors: number; late: number } {
  const found = { partial: false, internalErrors: 0, late: 0 }
  for (const fault of call.faults ?? []) {
    if ('partialData' in fault) found.partial = true
    if ('internalErrorFor' in fault) found.internalErrors = fault.internalErrorFor
    if ('lateData' in fault) found.late = fault.lateData
  }
  return found
}

/** A call under the PartialData fault is cut off after a quarter and one of what it may return, in the middle of a metric. */
const pageSize = (input: GetMetricDataCommandInput, partial: boolean): number => {
  const size = input.MaxDatapoints ?? MAX_DATAPOINTS
  return partial ? Math.min(size, Math.floor(pointsAsked(input) / 4) + 1) : size
}

function readerOf(
  window: Window,
  find: (query: ValidQuery) => Metric | undefined,
  descending: boolean,
): (query: ValidQuery) => Found {
  const memory = new Map<Metric, Aggregates>()
  const dates: Date[] = []
  return query => {
    const metric = find(query)
    const found: Found = { timestamps: [], values: [] }
    if (!metric || (query.unit !== undefined && query.unit !== metric.unit)) return found
    const values = read(metric, query.statistic, window, memory)
    const n = values.length
    for (let k = 0; k < n; k++) {
      const i = descending ? n - 1 - k : k
      const value = values[i] ?? Number.NaN
      if (Number.isNaN(value)) continue
      let date = dates[i]
      if (!date) {
        date = new Date((window.start + i * window.period) * 1000)
        dates[i] = date
      }
      found.timestamps.push(date)
      found.values.push(value)
    }
    return found
  }
}

/** Queries in their order until the page is full; the one that is cut goes on, as PartialData, on the next page. */
function paged(
  queries: ValidQuery[],
  from: Cursor,
  size: number,
  answer: (query: ValidQuery) => Found | 'Forbidden' | 'InternalError',
): Output {
  const results: MetricDataResult[] = []
  let left = size
  for (let q = from.query; q < queries.length; q++) {
    const query = queries[q]
    if (!query) break
    if (left <= 0) return { MetricDataResults: results, Messages: [], NextToken: tokenOf({ query: q, point: 0 }) }
    const found = answer(query)
    const Label = query.label ?? query.metric
    if (typeof found === 'string') {
      results.push({ Id: query.id, Label, Timestamps: [], Values: [], StatusCode: found, ...messagesFor(found) })
      continue
    }
    const offset = q === from.query ? from.point : 0
    const whole = found.values.length - offset <= left
    const end = whole ? found.values.length : offset + left
    results.push({
      Id: query.id,
      Label,
      Timestamps: offset === 0 && whole ? found.timestamps : found.timestamps.slice(offset, end),
      Values: offset === 0 && whole ? found.values : found.values.slice(offset, end),
      StatusCode: whole ? 'Complete' : 'PartialData',
    })
    if (!whole) return { MetricDataResults: results, Messages: [], NextToken: tokenOf({ query: q, point: end }) }
    left -= end - offset
  }
  return { MetricDataResults: results, Messages: [] }
}

const messagesFor = (status: 'Forbidden' | 'InternalError'): Pick<MetricDataResult, 'Messages'> => ({
  Messages: [
    status === 'Forbidden'
      ? { Code: 'Forbidden', Value: 'You do not have permission to the account of this metric.' }
      : { Code: 'InternalError', Value: 'An internal error occurred. Retry the request.' },
  ],
})

const tokenOf = (cursor: Cursor): string => Buffer.from(`gmd:${cursor.query}:${cursor.point}`).toString('base64url')

function cursorOf(token: string | undefined): Cursor {
  if (!token) return { query: 0, point: 0 }
  const [, query, point] = /^gmd:(\d{1,3}):(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('latin1')) ?? []
  if (query === undefined || point === undefined)
    throw new AwsError('InvalidNextToken', 'The next token specified is invalid.')
  return { query: Number(query), point: Number(point) }
}
