// Long history on request: hours back to what AWS still keeps, each metric asked for once, behind the history that comes by itself.
import { chargeableMetrics, prices } from '../../aws/prices.ts'
import { SECOND } from '../../core/clock.ts'
import type { HistoryShare, Watermark } from '../../store/settings-ports.ts'
import type { Tools } from '../context.ts'
import type { RegionWork } from '../region.ts'
import { wordsOf } from './account-for.ts'
import type { Group, Plan, PlannedMetric } from './plan.ts'
import type { Known } from './price.ts'
import { countBroken, type ReadRequest, readPoints } from './read.ts'
import { createRules, type MetricRule } from './rules.ts'
import { ceilTo, day, floorTo, historyReach, historyStages, hour } from './windows.ts'

/** AWS keeps hours for 455 days (CloudWatch API reference, GetMetricData): 15 months. */
export const mostMonths = 15
const longestReach = 455 * day
/** Metrics whose points are stored before that is written down: as many may be asked for again after a death. */
const step = 40
/** Rows of one write: they lie in hundreds of daily partitions, so that small writes would be all overhead. */
const chunk = 200_000
/** Others get their turn after so long, ms. */
const turn = 20 * SECOND

/** Where so many months begin, epoch seconds; a full day, so that daily points are whole. */
export const oldestOf = (months: number, now: number): number =>
  ceilTo(now - Math.min(longestReach - hour, Math.ceil((months * longestReach) / mostMonths)), day)

/** What a long history asks for and brings. */
export interface HistoryPrice {
  metrics: number
  /** US dollars: AWS charges for each metric once, however many points it has. */
  charge: number
  /** At most. */
  points: number
}

/** Exact where this process has the region's plan; else by what the coverage ledger counted. */
export function priceOfHistory(known: Known, oldest: number, now: number): HistoryPrice {
  const price: HistoryPrice = { metrics: 0, charge: 0, points: 0 }
  for (const [rule, metrics] of readingsOf(known)) {
    const buckets = Math.max(0, Math.floor((now - historyReach - oldest) / Math.max(rule.period, hour)))
    price.metrics += metrics
    price.charge += metrics * chargeableMetrics(rule.statistics.length) * prices.getMetricDataMetric
    price.points += metrics * rule.statistics.length * buckets
  }
  return { ...price, metrics: Math.round(price.metrics), points: Math.round(price.points) }
}

function* readingsOf({ regions, rows, services, settings }: Known): Generator<[MetricRule, number]> {
  const rules = createRules(services, settings.metrics_config)
  for (const { plan } of regions.values())
    for (const { metrics } of plan?.groups ?? [])
      for (const [rule, own] of Map.groupBy(metrics, metric => metric.rule)) yield [rule, own.length]
  for (const { kind, region, namespace, items } of rows) {
    if (kind !== 'metrics' || namespace === null || regions.get(region)?.plan) continue
    const names = rules.namespace(namespace)?.metrics.map(({ name }) => name) ?? ['']
    const own = names.flatMap(name => rules.rule(namespace, name) ?? [])
    for (const rule of own) yield [rule, items / own.length]
  }
}

/** Where the history that comes by itself begins: the long one ends there. Null before a group was read for the first time. */
function seamOf(
  { namespace, period }: Group,
  live: readonly Watermark[],
  history: readonly Watermark[],
): number | null {
  const of = (marks: readonly Watermark[]) => marks.find(mark => mark.namespace === namespace && mark.period === period)
  const first = of(history)?.upTo ?? of(live)?.backTo ?? null
  return first === null ? null : (historyStages(first, period).at(-1)?.from ?? first)
}

/**
 * Reads some of what is wanted of a region, in the order of the metrics' ids. Resolves with when to go on, epoch ms; undefined where
 * nothing is wanted. To be called under the lease of history, with its places.
 */
export async function collectLongHistory(
  tools: Tools,
  { place: { account, region } }: RegionWork,
  plan: Plan,
  marks: { live: readonly Watermark[]; history: readonly Watermark[] },
  signal: AbortSignal,
): Promise<number | undefined> {
  const { settings, clock } = tools
  const request = async () => {
    const found = await settings.historyRequests.get(account.id)
    return found?.stoppedAt === null ? found : undefined
  }
  const wanted = await request()
  const shares = await settings.historyRequests.shares(account.id)
  let share = shares.find(one => one.region === region) ?? newShare(account.id, region)
  if (!wanted || share.finished) return undefined
  const open = spansOf(plan, wanted.oldest, marks).filter(({ id }) => id > share.lastId)
  share = { ...share, metrics: share.read + open.length }
  const until = clock.now() + turn
  while (open.length > 0 && clock.now() < until) {
    const now = await request()
    // Stopped, or asked for anew: the next round begins from what is wanted then.
    if (now?.requestedAt !== wanted.requestedAt) return clock.now()
    const batch = open.splice(0, step)
    const limits = { ...tools.limits, calls: tools.limits.historyCalls, chunk }
    const outcome = await readPoints({ ...tools, limits }, { account, region }, requestsOf(batch), signal)
    signal.throwIfAborted()
    const why = [...outcome.failed.values()]
    // When most of it failed it is the region that failed, not single metrics.
    if (countBroken(outcome) * 2 > batch.length) return undefined
    share = {
      ...share,
      read: share.read + batch.length,
      failed: share.failed + why.length,
      points: share.points + outcome.points,
      lastId: batch.at(-1)?.id ?? share.lastId,
      reason: why[0] ? wordsOf(why[0]) : share.reason,
    }
    await settings.historyRequests.putShare(share)
  }
  if (open.length === 0) await settings.historyRequests.putShare({ ...share, finished: true })
  return clock.now()
}

const newShare = (accountConfigId: string, region: string): HistoryShare => ({
  ...{ accountConfigId, region, metrics: 0, read: 0, failed: 0, points: 0, lastId: 0, finished: false, reason: '' },
})

interface Span {
  metric: PlannedMetric
  id: number
  period: number
  from: number
  to: number
}

/** Each metric with what is asked of it, by id. */
function spansOf(
  { groups }: Plan,
  oldest: number,
  { live, history }: { live: readonly Watermark[]; history: readonly Watermark[] },
): Span[] {
  return groups
    .flatMap(group => {
      const seam = seamOf(group, live, history)
      const period = Math.max(group.period, hour)
      const [from, to] = [ceilTo(oldest, period), floorTo(seam ?? 0, period)]
      return to > from
        ? group.metrics.map((metric): Span => ({ metric, id: metric.ids[0] ?? 0, period, from, to }))
        : []
    })
    .sort((a, b) => a.id - b.id)
}

const requestsOf = (batch: readonly Span[]): ReadRequest[] =>
  [...Map.groupBy(batch, ({ period, from, to }) => `${period} ${from} ${to}`).values()].flatMap(group => {
    const [first] = group
    if (!first) return []
    const { period, from, to } = first
    return [{ period, from, to, freshFrom: from, metrics: group.map(({ metric }) => metric) }]
  })
