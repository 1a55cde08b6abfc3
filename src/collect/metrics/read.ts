// Reads points of planned metrics and stores them: chunk by chunk, with memory bounded by what is on the way.
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { getMetricData, type MetricResult, type Window } from '../../aws/cloudwatch.ts'
import type { Sample } from '../../core/metric.ts'
import type { NotSeen } from '../../core/observation.ts'
import type { Telemetry } from '../../store/ports.ts'
import { clientOf, oddAnswer, type Place, type Tools } from '../context.ts'
import type { Readable } from './plan.ts'
import { day } from './windows.ts'

/** Metrics that share a window. */
export interface ReadRequest extends Window {
  metrics: Readable[]
  /** Seconds; may be coarser than the metrics' own. */
  period: number
  /** Points from here on have not been read before; those before it are read again and not counted. */
  freshFrom: number
}

export interface ReadOutcome {
  seen: number
  /** Metrics of which not everything was seen, and why. They are stored as far as seen. */
  failed: Map<Readable, NotSeen>
  /** Points stored that were not read before. */
  points: number
  /** Start of the newest bucket stored, epoch seconds. */
  newest: number | null
}

/** How many failed for what may be everybody's reason: of a link that is gone AWS refuses its own metrics and no others. */
export const countBroken = ({ failed }: ReadOutcome): number =>
  [...failed].filter(([metric, why]) => !(metric.owner && why.state === 'denied')).length

export const nothingRead = (): ReadOutcome => ({ seen: 0, failed: new Map(), points: 0, newest: null })

/** Resolves when everything that was seen is durable. What failed for a while is asked for again, alone. */
export async function readPoints(
  tools: Tools,
  place: Place,
  requests: readonly ReadRequest[],
  signal: AbortSignal,
): Promise<ReadOutcome> {
  const outcome = nothingRead()
  let open = [...requests]
  for (let attempt = 0; open.length > 0; attempt++) {
    await readOnce(tools, place, open, outcome, signal)
    const pause = tools.limits.retryPauses[attempt]
    if (pause === undefined) break
    open = open.flatMap(request => {
      const metrics = request.metrics.filter(metric => isTransient(outcome.failed.get(metric)))
      return metrics.length > 0 ? [{ ...request, metrics }] : []
    })
    if (open.length === 0) break
    await tools.clock.sleep(pause, signal)
    for (const { metrics } of open) for (const metric of metrics) outcome.failed.delete(metric)
  }
  return outcome
}

const isTransient = (notSeen: NotSeen | undefined): boolean => notSeen?.state === 'failed' && notSeen.transient

async function readOnce(
  tools: Tools,
  place: Place,
  requests: readonly ReadRequest[],
  outcome: ReadOutcome,
  signal: AbortSignal,
): Promise<void> {
  const client = clientOf(tools, place, 'metrics', CloudWatchClient)
  const sink = createSink(tools.telemetry, tools.limits.chunk)
  const onOdd = oddAnswer(tools, place)
  try {
    for (const request of requests) {
      // Over days an answer is taken whole, so that its points can be laid together by day.
      const atOnce = request.to - request.from > day ? Number.POSITIVE_INFINITY : tools.limits.chunk
      const asked = request.metrics.map(metric =>
        metric.period === request.period ? metric : coarser(metric, request),
      )
      const options = { clock: tools.clock, concurrency: tools.limits.calls, retries: 0, signal, onOdd }
      for await (const results of getMetricData(client, asked, request, options)) {
        signal.throwIfAborted()
        for (const samples of take(results, request, outcome, atOnce)) await sink.write(samples)
      }
    }
  } finally {
    // Also after an error: what is on its way must have arrived before the lease is given up.
    await sink.finish()
  }
}

interface Coarser extends Readable {
  original: Readable
}
// Each by its name: what metrics of a name share is no property of their own.
const coarser = (original: Readable, { period }: ReadRequest): Coarser => {
  const { namespace, metric, dimensions, owner, statistics, rule, ids } = original
  return { namespace, metric, dimensions, owner, statistics, rule, ids, period, original }
}
const originalOf = (metric: Readable): Readable => ('original' in metric ? (metric as Coarser).original : metric)

/**
 * Turns one call's results into samples, some `atOnce` at a time: they weigh many times what the results do, and wait for the
 * store. A metric's statistics stand together in them, in the order asked.
 */
function* take(
  results: MetricResult<Readable>[],
  request: ReadRequest,
  outcome: ReadOutcome,
  atOnce: number,
): Generator<Sample[]> {
  let samples: Sample[] = []
  for (const [metric, own] of byMetric(results)) {
    const notSeen = own.map(({ observation }) => observation).find(observation => observation.state !== 'seen')
    if (notSeen) outcome.failed.set(originalOf(metric), notSeen)
    else outcome.seen += 1
    const before = samples.length
    samplesOf(metric, own, request.period, samples)
    for (let i = before; i < samples.length; i++) {
      const ts = samples[i]?.ts ?? 0
      if (ts >= request.freshFrom) outcome.points += 1
      if (outcome.newest === null || ts > outcome.newest) outcome.newest = ts
    }
    if (samples.length >= atOnce) {
      yield samples
      samples = []
    }
  }
  yield samples
}

/** Runs of results that are of one metric: without retries within a call they come in the order asked. */
function* byMetric(results: MetricResult<Readable>[]): Generator<[Readable, MetricResult<Readable>[]]> {
  for (let start = 0; start < results.length; ) {
    const metric = results[start]?.request
    let end = start + 1
    while (end < results.length && results[end]?.request === metric) end += 1
    if (metric) yield [metric, results.slice(start, end)]
    start = end
  }
}

/** Whether an average over time of this statistic is weighed by how many values stand behind each point. */
const isWeighed = (statistic: string): boolean => !['Sum', 'Minimum', 'Maximum', 'SampleCount'].includes(statistic)

function samplesOf(metric: Readable, results: MetricResult[], period: number, into: Sample[]): void {
  const { rule, ids } = metric
  const counts = rule.weighted ? weightsOf(results) : undefined
  // Without its weights an average would count wrongly for ever; the metric is asked for again.
  if (rule.weighted && !counts) return
  for (const { statistic, observation } of results) {
    const index = rule.wanted.findIndex(wanted => wanted.statistic === statistic)
    const wanted = rule.wanted[index]
    if (observation.state !== 'seen' || !wanted) continue
    const id = ids[index]
    if (!id) throw new Error(`${wanted.name} has points and no id: its series was not stored first`)
    const { timestamps, values } = observation.value
    const weights = isWeighed(statistic) ? counts : undefined
    for (let i = 0; i < timestamps.length; i++) {
      const ts = timestamps[i]
      const value = values[i]
      if (ts === undefined || value === undefined || !Number.isFinite(value)) continue
      const weight = weights ? (weights.get(ts) ?? 1) : period
      into.push({ name: wanted.name, id, ts, period, value, weight })
    }
  }
}

function weightsOf(results: MetricResult[]): Map<number, number> | undefined {
  const observation = results.find(({ statistic }) => statistic === 'SampleCount')?.observation
  if (observation?.state !== 'seen') return undefined
  const { timestamps, values } = observation.value
  return new Map(timestamps.map((timestamp, i) => [timestamp, values[i] ?? 1]))
}

/** Writes in chunks, one at a time while the next is gathered; a slow store slows the reading. */
function createSink(telemetry: Telemetry, chunk: number) {
  let rows: Sample[] = []
  let writing: Promise<void> = Promise.resolve()
  const flush = async () => {
    const batch = rows
    rows = []
    await writing
    // Rows of one day lie together, so that a write touches few of the store's daily partitions.
    if (spansDays(batch)) batch.sort((a, b) => a.ts - b.ts)
    writing = saveInChunks(telemetry, batch, chunk)
    // Its rejection is met at the next flush or at the end.
    writing.catch(() => undefined)
  }
  return {
    async write(samples: Sample[]) {
      if (rows.length === 0) rows = samples
      else for (const sample of samples) rows.push(sample)
      if (rows.length >= chunk) await flush()
    },
    async finish() {
      if (rows.length > 0) await flush()
      await writing
    },
  }
}

const dayOf = (sample: Sample | undefined): number => Math.floor((sample?.ts ?? 0) / day)
const spansDays = (rows: Sample[]): boolean => dayOf(rows[0]) !== dayOf(rows.at(-1))

async function saveInChunks(telemetry: Telemetry, rows: Sample[], chunk: number): Promise<void> {
  // Up to a chunk and a half at once: two halves cost more than one whole.
  for (let from = 0; from < rows.length; ) {
    const size = rows.length - from <= chunk * 1.5 ? rows.length - from : chunk
    await telemetry.saveSamples(rows.slice(from, from + size))
    from += size
  }
}
