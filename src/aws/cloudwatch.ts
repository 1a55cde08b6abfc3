// CloudWatch reads: metrics listed by page, and their points in as few and as full requests as AWS allows.
import {
  type CloudWatchClient,
  type Dimension,
  GetMetricDataCommand,
  type Metric,
  type MetricDataQuery,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch'
import { type Clock, SECOND } from '../core/clock.ts'
import type { NotSeen, Observation } from '../core/observation.ts'
import { createMetricAnswers, type Points } from './metric-answers.ts'
import { classify } from './observe.ts'

/** Limits of one GetMetricData request (CloudWatch API reference, GetMetricData). */
export const maxQueries = 500
export const maxDatapoints = 100_800
const readAction = 'cloudwatch:GetMetricData'
/** Far more than any request has; an answer whose tokens go round would never end. */
const mostPages = 200

export interface ListedMetric {
  namespace: string
  metric: string
  dimensions: Record<string, string>
  /** 12 digits: the account that it belongs to, where that is one linked to the account whose role lists it. */
  owner?: string | undefined
}

/**
 * The metrics of an account and region, page by page (up to 500). `recentlyActive` leaves out what had no point in the last
 * three hours, roughly. With `linkedTo`, the account's own ID, those of the accounts that are linked to it as a monitoring account
 * come too, each with its owner (CloudWatch API reference, ListMetrics, IncludeLinkedAccounts).
 * AWS's errors are thrown as they are: wrap in `observe('cloudwatch:ListMetrics', …)`.
 */
export async function* listMetrics(
  client: CloudWatchClient,
  options: { namespace?: string; recentlyActive?: boolean; linkedTo?: string; onOdd?: ReadOptions['onOdd'] } = {},
): AsyncGenerator<ListedMetric[]> {
  const input = {
    ...(options.namespace ? { Namespace: options.namespace } : {}),
    ...(options.recentlyActive ? { RecentlyActive: 'PT3H' as const } : {}),
    ...(options.linkedTo ? { IncludeLinkedAccounts: true } : {}),
  }
  let pages = 0
  for await (const page of paginateListMetrics({ client, stopOnSameToken: true }, input)) {
    const { Metrics = [], OwningAccounts } = page
    // Of an account that is no monitoring account AWS names no owners: all are its own.
    const owners = options.linkedTo && OwningAccounts?.length ? OwningAccounts : undefined
    const metrics: ListedMetric[] = []
    const lost = { nameless: 0, ownerless: 0 }
    for (const [i, metric] of Metrics.entries()) {
      const found = listedOf(metric)
      const owner = owners?.[i]
      if (!found) lost.nameless += 1
      else if (!owners || owner === options.linkedTo) metrics.push(found)
      else if (owner && isAccountId.test(owner)) metrics.push({ ...found, owner })
      else lost.ownerless += 1
    }
    if (lost.nameless > 0) options.onOdd?.(lostWords(lost.nameless, 'that have no name, or a dimension without one'))
    if (lost.ownerless > 0) options.onOdd?.(lostWords(lost.ownerless, 'whose account it does not say'))
    if (++pages >= mostListPages) throw new EndlessPages('cloudwatch:ListMetrics')
    yield metrics
  }
}

/** A metric as it is listed; undefined where what identifies it is not whole. */
function listedOf({ Namespace, MetricName, Dimensions = [] }: Metric): ListedMetric | undefined {
  if (!Namespace || !MetricName) return undefined
  const dimensions: Record<string, string> = {}
  for (const { Name, Value } of Dimensions) {
    if (!Name || Value === undefined) return undefined
    dimensions[Name] = Value
  }
  return { namespace: Namespace, metric: MetricName, dimensions }
}

const isAccountId = /^\d{12}$/
const lostWords = (metrics: number, what: string): string =>
  `cloudwatch:ListMetrics was answered with ${metrics} metrics ${what}`

/** Five million metrics: an answer whose tokens go round would never end. */
const mostListPages = 10_000

/** AWS's continuation tokens lead nowhere. */
class EndlessPages extends Error {
  constructor(action: string) {
    super(`The pages of ${action} do not end`)
    this.name = 'EndlessPages'
  }
}

/** One metric with all statistics wanted of it: they travel in one request, because five of them cost as much as one. */
export interface MetricRequest extends ListedMetric {
  /** Seconds. */
  period: number
  /** As CloudWatch spells them. */
  statistics: readonly string[]
}

/** Epoch seconds; `from` inclusive, `to` exclusive. Aligned to the period they are answered faster. */
export interface Window {
  from: number
  to: number
}

export interface MetricResult<R extends MetricRequest = MetricRequest> {
  request: R
  statistic: string
  observation: Observation<Points>
}

/** The most points that a request can be answered with. */
const weightOf = (request: MetricRequest, window: Window): number =>
  request.statistics.length * Math.ceil((window.to - window.from) / request.period)

/**
 * Fills calls in the order given: at most 500 queries and 100,800 points each, a metric's statistics never in two calls.
 * A metric that alone is more than a call's points gets a call of its own, answered in pages.
 */
export function packQueries<R extends MetricRequest>(requests: Iterable<R>, window: Window): R[][] {
  const calls: R[][] = []
  let call: R[] = []
  let queries = 0
  let points = 0
  for (const request of requests) {
    const weight = weightOf(request, window)
    const full = queries + request.statistics.length > maxQueries || points + weight > maxDatapoints
    if (full && call.length > 0) {
      calls.push(call)
      call = []
      queries = 0
      points = 0
    }
    call.push(request)
    queries += request.statistics.length
    points += weight
  }
  if (call.length > 0) calls.push(call)
  return calls
}

export interface ReadOptions {
  clock: Clock
  /** Calls in flight at once; memory is bounded by as many answers. 4 unless given. */
  concurrency?: number
  /** How often the queries that AWS answered with InternalError are asked again, alone. 1 unless given. */
  retries?: number
  signal?: AbortSignal
  /** Told once of each answer that holds what cannot be: of it only what can be true was taken. */
  onOdd?: (what: string) => void
}

/**
 * Reads points, yielding each call's results as it is answered (calls may finish in any order). Every statistic of every
 * request comes exactly once: seen (perhaps with no points), denied, or failed; a failed call fails its own queries only.
 */
export async function* getMetricData<R extends MetricRequest>(
  client: CloudWatchClient,
  requests: Iterable<R>,
  window: Window,
  options: ReadOptions,
): AsyncGenerator<MetricResult<R>[]> {
  const calls = packQueries(requests, window)[Symbol.iterator]()
  const flying = new Map<number, Promise<[number, MetricResult<R>[]]>>()
  let number = 0
  const launch = () => {
    const next = calls.next()
    if (next.done) return
    const own = number++
    flying.set(
      own,
      readCall(client, next.value, window, options).then(results => [own, results]),
    )
  }
  for (let i = 0; i < (options.concurrency ?? 4); i++) launch()
  while (flying.size > 0) {
    const [landed, results] = await Promise.race(flying.values())
    flying.delete(landed)
    options.signal?.throwIfAborted()
    launch()
    yield results
  }
}

async function readCall<R extends MetricRequest>(
  client: CloudWatchClient,
  call: R[],
  window: Window,
  options: ReadOptions,
): Promise<MetricResult<R>[]> {
  let queries = queriesOf(call)
  const results: MetricResult<R>[] = []
  for (let retries = options.retries ?? 1; ; retries--) {
    const answers = await readPages(client, queries, window, options)
    const again: Query<R>[] = []
    for (const query of queries) {
      const observation = answers.get(query.id) ?? unanswered(query.id, window, options.clock)
      if (retries > 0 && observation.state === 'failed' && observation.code === 'InternalError') again.push(query)
      else results.push({ request: query.request, statistic: query.statistic, observation })
    }
    if (again.length === 0) return results
    queries = again
  }
}

interface Query<R extends MetricRequest> {
  id: string
  request: R
  statistic: string
}

function queriesOf<R extends MetricRequest>(call: R[]): Query<R>[] {
  const queries: Query<R>[] = []
  for (const request of call)
    for (const statistic of request.statistics) queries.push({ id: `q${queries.length}`, request, statistic })
  return queries
}

/** The statistics of one metric share its `Metric`: they stand side by side. */
function toDataQueries(queries: Query<MetricRequest>[]): MetricDataQuery[] {
  let last: MetricRequest | undefined
  let Metric: Metric = {}
  return queries.map(({ id, request, statistic }) => {
    if (request !== last) Metric = toMetric(request)
    last = request
    const MetricStat = { Metric, Period: request.period, Stat: statistic }
    return request.owner ? { Id: id, AccountId: request.owner, MetricStat } : { Id: id, MetricStat }
  })
}

function toMetric({ namespace, metric, dimensions }: MetricRequest): Metric {
  const Dimensions: Dimension[] = []
  for (const Name in dimensions) Dimensions.push({ Name, Value: dimensions[Name] })
  return { Namespace: namespace, MetricName: metric, Dimensions }
}

/** One request and the pages that follow it; each query's values are joined over them. */
async function readPages<R extends MetricRequest>(
  client: CloudWatchClient,
  queries: Query<R>[],
  window: Window,
  { clock, signal, onOdd }: ReadOptions,
): Promise<Map<string, Observation<Points>>> {
  const periods = new Map(queries.map(({ id, request }) => [id, request.period]))
  const answers = createMetricAnswers({ ...window, periodOf: id => periods.get(id) })
  const input = {
    MetricDataQueries: toDataQueries(queries),
    StartTime: new Date(window.from * SECOND),
    EndTime: new Date(window.to * SECOND),
    ScanBy: 'TimestampAscending' as const,
    MaxDatapoints: maxDatapoints,
  }
  let broken: NotSeen | undefined
  let token: string | undefined
  let pages = 0
  do {
    try {
      const page = await client.send(
        new GetMetricDataCommand({ ...input, ...(token ? { NextToken: token } : {}) }),
        signal ? { abortSignal: signal } : {},
      )
      answers.take(page.MetricDataResults)
      token = page.NextToken === token || ++pages >= mostPages ? undefined : page.NextToken
    } catch (error) {
      broken = classify(error, readAction, clock.now())
      token = undefined
    }
  } while (token)
  if (answers.odd.size > 0) onOdd?.(`${readAction} was answered with ${[...answers.odd].sort().join(', ')}`)
  const at = clock.now()
  return new Map(queries.map(({ id }) => [id, answers.of(id, broken, at)]))
}

const unanswered = (id: string, window: Window, clock: Clock): Observation<Points> =>
  createMetricAnswers({ ...window, periodOf: () => undefined }).of(id, undefined, clock.now())
