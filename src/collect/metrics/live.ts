// Live collection of one region: each group of metrics from its watermark to what has settled, then the watermark forward.
import { traced } from '../../aws/trace.ts'
import { SECOND } from '../../core/clock.ts'
import type { NotSeen } from '../../core/observation.ts'
import type { Watermark } from '../../store/settings-ports.ts'
import { leaseName, type Place, secondsOf, type Tools } from '../context.ts'
import type { CoverageEntry, Outcome } from '../coverage.ts'
import { inParallel } from '../parallel.ts'
import type { RegionWork } from '../region.ts'
import type { Group, Plan, PlannedMetric } from './plan.ts'
import { nothingRead, type ReadOutcome, type ReadRequest, readPoints } from './read.ts'
import type { Rules } from './rules.ts'
import {
  ceilTo,
  day,
  firstWindow,
  liveWindow,
  newcomerReach,
  nextDue,
  type Piece,
  pieces,
  slices,
  tailBuckets,
  type Window,
} from './windows.ts'

/** Points of one metric in one window: a day of minutes. Longer gaps are read in as many windows. */
const pointsPerWindow = 1_440
/** Groups of one region that are read at a time: most are one small call. */
const groupsAtOnce = 3

/** One round of a region's metrics. Resolves with when the next is due, epoch ms. */
export async function collectMetrics(tools: Tools, work: RegionWork, signal: AbortSignal): Promise<number> {
  const { place, coverage } = work
  if (!place.account.settings.metrics_config.enabled) {
    const reason = 'Metric collection is switched off in the account’s settings.'
    await coverage.leaveOut(place, ['metrics'], reason, [{ kind: 'metrics', namespace: null }])
    return tools.clock.now() + tools.cadence.metrics
  }
  const discovered = await traced(() => work.discoverer.discover(place, work.facts, signal))
  const { plan, rules, observation } = discovered.value
  const listing: Outcome =
    observation.state === 'seen' ? { state: 'seen', items: plan?.metrics.size ?? 0 } : observation
  await coverage.record(place, [{ kind: 'metrics', namespace: null, outcome: listing, trace: discovered.trace }])
  if (!plan) return tools.clock.now() + tools.cadence.metrics / 5

  const marks = await tools.settings.watermarks.list(leaseName(place, 'metrics'))
  const later: CoverageEntry[] = await notRead(work, plan, rules)
  const results = await inParallel(newestFirst(plan.groups, marks), groupsAtOnce, signal, async group => {
    const mark = marks.find(one => one.namespace === group.namespace && one.period === group.period)
    const { value: result, trace } = await traced(() => readGroup(tools, place, group, mark, signal))
    // Of a region that is not to be read any more nothing is said.
    signal.throwIfAborted()
    const entries = result.read ? coverageOf(group, result.outcome, plan).map(entry => ({ ...entry, trace })) : []
    // Somebody waits for the first points; afterwards one write for all will do.
    if (mark) later.push(...entries)
    else await coverage.record(place, entries)
    return { group, ...result }
  })
  await coverage.record(place, later)
  const soon = secondsOf(tools.clock) + cadenceSeconds(tools)
  const dues = results.map(({ group, mark, advanced }) =>
    mark && advanced ? nextDue(mark.upTo, group.delay, group.period, cadenceSeconds(tools)) : soon,
  )
  // At least once a cadence, so that lists, tags and settings are looked at.
  return Math.min(soon, ...dues) * SECOND
}

/** Namespaces that were read and are not now: the settings leave them out, or they have no metrics any more. */
async function notRead({ place, coverage }: RegionWork, plan: Plan, rules: Rules): Promise<CoverageEntry[]> {
  const present = new Set(plan.groups.map(({ namespace }) => namespace))
  const rows = (await coverage.rows(place)).filter(row => row.kind === 'metrics' && row.region === place.region)
  return rows.flatMap(({ namespace, items, state }): CoverageEntry[] => {
    if (namespace === null || present.has(namespace)) return []
    if (!rules.wanted(namespace)) return [{ kind: 'metrics', namespace, outcome: leftOut }]
    return items > 0 || state === 'off' ? [{ kind: 'metrics', namespace, outcome: { state: 'seen', items: 0 } }] : []
  })
}

const leftOut: Outcome = { state: 'off', reason: 'The account’s settings leave this namespace out.' }

const cadenceSeconds = ({ cadence }: Tools): number => Math.round(cadence.metrics / SECOND)

/** Groups that have never been read come first: a new namespace should show something soon. */
const newestFirst = (groups: readonly Group[], marks: readonly Watermark[]): Group[] => {
  const known = new Set(marks.map(({ namespace, period }) => `${period} ${namespace}`))
  const rank = ({ namespace, period }: Group) => (known.has(`${period} ${namespace}`) ? 1 : 0)
  return [...groups].sort((a, b) => rank(a) - rank(b) || a.metrics.length - b.metrics.length)
}

interface GroupResult {
  /** False when nothing was due. */
  read: boolean
  outcome: ReadOutcome
  mark: Watermark | undefined
  /** Whether the watermark stands where it should after this round. */
  advanced: boolean
}

/** Reads what is due of one group, window by window, oldest first; the watermark follows what is stored. */
async function readGroup(
  tools: Tools,
  place: Place,
  group: Group,
  known: Watermark | undefined,
  signal: AbortSignal,
): Promise<GroupResult> {
  const now = secondsOf(tools.clock)
  const { period, delay } = group
  const span = known
    ? liveWindow({ upTo: known.upTo, backTo: known.backTo ?? known.upTo }, now, delay, period, cadenceSeconds(tools))
    : firstWindow(now, delay, period)
  const total = nothingRead()
  let mark = known
  if (!span || span.from >= span.to) return { read: false, outcome: total, mark, advanced: true }
  for (const window of windowsOf(span, period, now, known)) {
    const requests = requestsOf(group, window, mark, now)
    const outcome = await readPoints(tools, place, requests, signal)
    merge(total, outcome)
    // When most of it failed it is the window that failed, not single series.
    if (outcome.failed.size * 2 > group.metrics.length) return { read: true, outcome: total, mark, advanced: false }
    mark = {
      lease: leaseName(place, 'metrics'),
      namespace: group.namespace,
      period,
      upTo: window.to,
      lagging: laggingOf(requests, outcome, mark),
      backTo: mark?.backTo ?? span.from,
    }
    await tools.settings.watermarks.put(mark)
    for (const metric of group.metrics) if (!outcome.failed.has(metric)) metric.caughtUp = true
  }
  return { read: true, outcome: total, mark, advanced: true }
}

/** After a long absence older parts come at a coarser period: those begin after what is stored, which is finer. */
const windowsOf = (span: Window, period: number, now: number, known: Watermark | undefined): Piece[] =>
  pieces(span, period, now)
    .map(piece =>
      known && piece.period > period
        ? { ...piece, from: Math.max(piece.from, ceilTo(known.upTo, piece.period)) }
        : piece,
    )
    .filter(({ from, to }) => from < to)
    .flatMap(piece => slices(piece, pointsPerWindow))

/** A window's requests: most metrics begin where it begins, those that lag or are new to the list before it. */
function requestsOf(group: Group, window: Piece, mark: Watermark | undefined, now: number): ReadRequest[] {
  const { period, from, to } = window
  if (!mark || period !== group.period) return [{ period, from, to, freshFrom: from, metrics: group.metrics }]
  const lagging = new Map(mark.lagging.map(({ id, upTo }) => [id, upTo]))
  const earliest = Math.max(mark.backTo ?? from, keptFrom(period, now))
  const startOf = (metric: PlannedMetric): number => {
    const lag = lagging.get(metric.ids[0] ?? 0)
    const start = lag ?? (metric.caughtUp ? undefined : mark.upTo - newcomerReach)
    return start === undefined ? from : Math.min(from, Math.max(earliest, start - tailBuckets * period))
  }
  return [...Map.groupBy(group.metrics, startOf)].map(([start, metrics]) => ({
    ...{ period, to, metrics, from: start },
    freshFrom: start === from ? mark.upTo : start,
  }))
}

/** A series that has lagged for longer than AWS keeps its points has lost them. */
const keptFrom = (period: number, now: number): number =>
  pieces({ from: 0, to: now }, period, now).at(-1)?.from ?? now - day

function laggingOf(requests: readonly ReadRequest[], outcome: ReadOutcome, mark: Watermark | undefined) {
  const before = new Map(mark?.lagging.map(({ id, upTo }) => [id, upTo]))
  return requests.flatMap(({ metrics, freshFrom }) =>
    metrics
      .filter(metric => outcome.failed.has(metric))
      .map(({ ids: [id = 0] }) => ({ id, upTo: before.get(id) ?? freshFrom })),
  )
}

function merge(total: ReadOutcome, part: ReadOutcome): void {
  total.seen += part.seen
  total.points += part.points
  total.newest = Math.max(total.newest ?? 0, part.newest ?? 0) || null
  for (const [metric, why] of part.failed) total.failed.set(metric, why)
}

/** One row for the namespace. Its other groups (a daily one) are counted among its metrics. */
export function coverageOf(group: Group, outcome: ReadOutcome, plan: Plan): CoverageEntry[] {
  const { namespace } = group
  const own = plan.groups.filter(other => other.namespace === namespace)
  const items = own.reduce((sum, { metrics }) => sum + metrics.length, 0)
  const stored = { items, points: outcome.points, newestPoint: outcome.newest }
  const why = [...outcome.failed.values()]
  const notSeen = why.find(({ state }) => state === 'denied') ?? why[0]
  if (!notSeen) return [{ kind: 'metrics', namespace, outcome: { state: 'seen', ...stored } }]
  if (outcome.seen === 0 && outcome.points === 0) return [{ kind: 'metrics', namespace, outcome: notSeen }]
  const reason = `${why.length} of ${group.metrics.length} metrics could not be read: ${wordsOf(notSeen)}`
  return [{ kind: 'metrics', namespace, outcome: { state: 'partial', owed: why.length, notSeen, reason, ...stored } }]
}

const wordsOf = (notSeen: NotSeen): string =>
  notSeen.state === 'failed' ? `${notSeen.code}: ${notSeen.message}` : notSeen.message
