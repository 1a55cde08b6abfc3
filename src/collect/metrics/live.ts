// Live collection of one region: everything seldom, and what is watched often; each group of metrics from its watermark to what has
// settled, then the watermark forward.
import { traced } from '../../aws/trace.ts'
import { SECOND } from '../../core/clock.ts'
import type { Watermark } from '../../store/settings-ports.ts'
import { discoveryInterval, leaseName, type Place, paceOf, secondsOf, type Tools } from '../context.ts'
import type { CoverageEntry, Outcome } from '../coverage.ts'
import { inParallel } from '../parallel.ts'
import type { RegionWork } from '../region.ts'
import { coverageOf, notRead } from './account-for.ts'
import { type GroupMarks, guaranteeOf, type LiveKind, startOf } from './guarantee.ts'
import type { Group, Plan, PlannedMetric } from './plan.ts'
import { countBroken, nothingRead, type ReadOutcome, type ReadRequest, readPoints } from './read.ts'
import {
  ceilTo,
  day,
  firstWindow,
  hour,
  lateReach,
  liveWindow,
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
/** However slow a budget makes it, everything is read long before CloudWatch drops its minutes (after 15 days). */
const longestRest = 7 * day

/** One round of what is watched in a region. Resolves with when the next is due, epoch ms. */
export const collectMetrics = (tools: Tools, work: RegionWork, signal: AbortSignal): Promise<number> =>
  collect(tools, work, 'metrics', signal)

/** One round of everything in a region. */
export const collectRest = (tools: Tools, work: RegionWork, signal: AbortSignal): Promise<number> =>
  collect(tools, work, 'rest', signal)

/** Seconds between two readings. */
export type Paces = Record<LiveKind, number>

export const pacesOf = ({ cadence }: Pick<Tools, 'cadence'>, stretch = 1): Paces => ({
  metrics: Math.round((cadence.metrics / SECOND) * stretch),
  rest: Math.min(longestRest, Math.round((cadence.rest / SECOND) * stretch)),
})

/** Whether it brings a metric of this period anything to be watched: a daily one is read daily as it is. */
export const isReadOftener = (period: number, paces: Paces): boolean => paces.rest > Math.max(period, paces.metrics)

/** One group in one round. */
interface Round {
  kind: LiveKind
  group: Group
  paces: Paces
  marks: GroupMarks
}

async function collect(tools: Tools, work: RegionWork, kind: LiveKind, signal: AbortSignal): Promise<number> {
  const { place, coverage } = work
  const { stretch, stopped } = paceOf(tools, place.account)
  const off = place.account.settings.metrics_config.enabled ? stopped : switchedOff
  if (off !== null) {
    await coverage.leaveOut(place, ['metrics'], off, [{ kind: 'metrics', namespace: null }])
    return tools.clock.now() + tools.cadence.metrics
  }
  const { value: discovery, trace } = await traced(() => work.discoverer.discover(place, work.facts, signal))
  const { plan, rules, observation } = discovery
  const listing: Outcome = observation.state === 'seen' ? { state: 'seen', items: plan?.size ?? 0 } : observation
  await coverage.record(place, [{ kind: 'metrics', namespace: null, outcome: listing, trace }])
  if (!plan) return tools.clock.now() + tools.cadence.metrics / 5

  const paces = pacesOf(tools, stretch)
  const marksOf = await readMarks(tools, place)
  const later: CoverageEntry[] = kind === 'rest' ? await notRead(work, plan, rules) : []
  const rounds = (kind === 'rest' ? plan.groups : watchedOf(plan, paces)).map(group => ({
    ...{ kind, group, paces },
    marks: marksOf(group),
  }))
  const results = await inParallel(newestFirst(rounds), groupsAtOnce, signal, async round => {
    const { value: result, trace } = await traced(() => readGroup(tools, work, round, signal))
    // Of a region that is not to be read any more nothing is said.
    signal.throwIfAborted()
    const { group, marks } = round
    const entries = result.read ? coverageOf(group, result.outcome, plan).map(entry => ({ ...entry, trace })) : []
    // Somebody waits for the first points; afterwards one write for all will do.
    if (startOf(kind, marks)) later.push(...entries)
    else await coverage.record(place, entries)
    return { group, ...result }
  })
  await coverage.record(place, later)
  return nextRound(tools, place, { kind, paces }, results)
}

const switchedOff = 'Metric collection is switched off in the account’s settings.'

async function readMarks({ settings }: Tools, place: Place): Promise<(group: Group) => GroupMarks> {
  const [metrics, rest] = await Promise.all([
    settings.watermarks.list(leaseName(place, 'metrics')),
    settings.watermarks.list(leaseName(place, 'rest')),
  ])
  const of = (marks: readonly Watermark[], group: Group) =>
    marks.find(({ namespace, period }) => namespace === group.namespace && period === group.period)
  return group => ({ metrics: of(metrics, group), rest: of(rest, group) })
}

/** The groups' watched metrics, where there are some. */
const watchedOf = ({ groups }: Plan, paces: Paces): Group[] =>
  groups
    .filter(({ period }) => isReadOftener(period, paces))
    .map(group => ({ ...group, metrics: group.metrics.filter(({ watched }) => watched) }))
    .filter(({ metrics }) => metrics.length > 0)

/** Groups that have never been read come first: a new namespace should show something soon. */
const newestFirst = (rounds: readonly Round[]): Round[] => {
  const rank = ({ kind, marks }: Round) => (startOf(kind, marks) ? 1 : 0)
  return [...rounds].sort((a, b) => rank(a) - rank(b) || a.group.metrics.length - b.group.metrics.length)
}

interface GroupResult {
  /** False when nothing was due. */
  read: boolean
  outcome: ReadOutcome
  /** What the next round begins from. */
  mark: Watermark | undefined
  /** Whether the watermark stands where it should after this round. */
  advanced: boolean
}

/** When to come back, epoch ms: at least once a cadence for what is watched, and as often as lists are renewed for the rest. */
function nextRound(
  tools: Tools,
  { account }: Place,
  { kind, paces }: Pick<Round, 'kind' | 'paces'>,
  results: readonly (GroupResult & { group: Group })[],
): number {
  const { cadence, clock } = tools
  const now = clock.now()
  const look = kind === 'metrics' ? cadence.metrics : Math.min(cadence.rest, discoveryInterval(account, now))
  const dues = results.map(({ group: { delay, period }, mark, advanced }) =>
    mark && advanced ? nextDue(mark.upTo, delay, period, paces[kind]) * SECOND : now + cadence.metrics,
  )
  return Math.min(now + look, ...dues)
}

/** Reads what is due of one group, window by window, oldest first; the watermark follows what is stored. */
async function readGroup(tools: Tools, work: RegionWork, round: Round, signal: AbortSignal): Promise<GroupResult> {
  const { place } = work
  const now = secondsOf(tools.clock)
  const { kind, group, paces } = round
  const { period, delay } = group
  const known = startOf(kind, round.marks)
  const reach = kind === 'rest' ? lateReach : hour
  const backTo = round.marks.rest?.backTo ?? known?.backTo ?? known?.upTo
  const span =
    known && backTo !== undefined
      ? liveWindow({ upTo: known.upTo, backTo }, now, { delay, period, cadence: paces[kind], reach })
      : firstWindow(now, delay, period)
  const total = nothingRead()
  if (!span || span.from >= span.to) return { read: false, outcome: total, mark: known, advanced: true }
  forgetOthersWork(work, round)
  let { marks } = round
  for (const window of windowsOf(span, period, now, known)) {
    const guarantee = guaranteeOf(kind, marks)
    const requests = requestsOf({ ...round, marks }, window, backTo ?? span.from, now)
    const outcome = await readPoints(tools, place, requests, signal)
    merge(total, outcome)
    // When most of it failed it is the window that failed, not single series.
    if (countBroken(outcome) * 2 > group.metrics.length)
      return { read: true, outcome: total, mark: startOf(kind, marks), advanced: false }
    const mark: Watermark = {
      lease: leaseName(place, kind),
      namespace: group.namespace,
      period,
      upTo: window.to,
      lagging: group.metrics
        .filter(metric => outcome.failed.has(metric))
        .map(metric => ({ id: metric.ids[0] ?? 0, upTo: Math.max(guarantee(metric), backTo ?? span.from) })),
      backTo: marks[kind]?.backTo ?? span.from,
    }
    await tools.settings.watermarks.put(mark)
    work.written.set(groupKey(kind, group), mark.upTo)
    marks = { ...marks, [kind]: mark }
    for (const metric of group.metrics) {
      const why = outcome.failed.get(metric)
      metric.refused = why?.state === 'denied'
      if (!why) noteRead(metric, kind)
    }
  }
  return { read: true, outcome: total, mark: startOf(kind, marks), advanced: true }
}

const groupKey = (kind: LiveKind, { period, namespace }: Group): string => `${kind} ${period} ${namespace}`

/** Where another collector, or one before this, has moved the watermark, nobody here knows which metrics it has read. */
function forgetOthersWork({ written }: RegionWork, { kind, group, marks }: Round): void {
  if (marks[kind]?.upTo === written.get(groupKey(kind, group))) return
  for (const metric of group.metrics) {
    if (kind === 'rest') metric.swept = false
    else metric.caughtUp = false
  }
}

function noteRead(metric: PlannedMetric, kind: LiveKind): void {
  if (kind === 'rest') metric.swept = true
  else metric.caughtUp = true
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
function requestsOf({ kind, group, marks }: Round, window: Piece, backTo: number, now: number): ReadRequest[] {
  const { period, from, to } = window
  const known = startOf(kind, marks)
  if (!known || period !== group.period) return [{ period, from, to, freshFrom: from, metrics: group.metrics }]
  const guarantee = guaranteeOf(kind, marks)
  const earliest = Math.max(backTo, keptFrom(period, now))
  const watchedUpTo = marks.metrics?.upTo ?? 0
  const requests = new Map<string, ReadRequest>()
  for (const metric of group.metrics) {
    const stored = guarantee(metric)
    const start = Math.min(from, Math.max(earliest, stored - tailBuckets * period))
    // What the watched reading has stored and counted already is no fresh point to the reading of everything.
    const freshFrom = Math.max(start, stored, metric.caughtUp ? Math.min(watchedUpTo, to) : 0)
    const key = `${start} ${freshFrom}`
    const request = requests.get(key)
    if (request) request.metrics.push(metric)
    else requests.set(key, { period, from: start, to, freshFrom, metrics: [metric] })
  }
  return [...requests.values()]
}

/** A series that has lagged for longer than AWS keeps its points has lost them. */
const keptFrom = (period: number, now: number): number =>
  pieces({ from: 0, to: now }, period, now).at(-1)?.from ?? now - day

function merge(total: ReadOutcome, part: ReadOutcome): void {
  total.seen += part.seen
  total.points += part.points
  total.newest = Math.max(total.newest ?? 0, part.newest ?? 0) || null
  for (const [metric, why] of part.failed) total.failed.set(metric, why)
}
