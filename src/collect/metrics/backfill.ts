// History before the first live window: a day at the native period, then a fortnight at 300 s, newest first, a stage at a time.
import { MINUTE, SECOND } from '../../core/clock.ts'
import type { Settings, Watermark } from '../../store/settings-ports.ts'
import { leaseName, type Place, paceOf, secondsOf, type Tools } from '../context.ts'
import type { RegionWork } from '../region.ts'
import { coverageOf } from './account-for.ts'
import { collectLongHistory } from './long-history.ts'
import type { Group, Plan } from './plan.ts'
import { countBroken, type ReadOutcome, type ReadRequest, readPoints } from './read.ts'
import { finePeriod, historyFraction, historyStages, nextStage, type Piece, pieces } from './windows.ts'

/** How long history rests when there is none to read, or when it cannot be read now, ms. */
const rest = 5 * MINUTE

const sparing = (tools: Tools): Tools => ({ ...tools, limits: { ...tools.limits, calls: tools.limits.historyCalls } })
/** How long it waits for the live reading to begin, which comes first, ms. */
const forLive = SECOND

/** A group and how far back it is stored. `mark.upTo` is where the first live window began: no history lies after it. */
interface Past {
  group: Group
  mark: Watermark
  stage: Piece | undefined
}

/**
 * Reads one stage of one group, the newest that is wanting. Resolves with when it wants to go on, epoch ms: at once while
 * there is more, so that others get their turn between two stages.
 */
export async function collectHistory(tools: Tools, work: RegionWork, signal: AbortSignal): Promise<number> {
  const { place } = work
  if (paceOf(tools, place.account).stopped !== null) return tools.clock.now() + rest
  const live = await tools.settings.watermarks.list(leaseName(place, 'rest'))
  if (live.length === 0) return tools.clock.now() + forLive
  const { plan } = await work.discoverer.discover(place, work.facts, signal)
  if (!plan) return tools.clock.now() + rest
  const history = await tools.settings.watermarks.list(leaseName(place, 'history'))
  const past = pastOf(place, plan, live, history)
  const wanting = past.filter(({ stage }) => stage).sort((a, b) => (b.stage?.to ?? 0) - (a.stage?.to ?? 0))[0]
  const next = wanting ?? past.find(({ mark }) => mark.lagging.length > 0)
  // A group without a watermark is about to be read live for the first time; its history comes then.
  if (!next && past.length < plan.groups.filter(fine).length) return tools.clock.now() + forLive
  if (!next) {
    const further = await collectLongHistory(tools, work, plan, { live, history }, signal)
    return further ?? tools.clock.now() + rest
  }
  const done = await (next.stage
    ? readStage(tools, work, plan, next, next.stage, signal)
    : readLagging(tools, work, plan, next, signal))
  return tools.clock.now() + (done ? 0 : rest)
}

const fine = ({ period }: Group): boolean => period <= finePeriod

function pastOf(place: Place, plan: Plan, live: readonly Watermark[], history: readonly Watermark[]): Past[] {
  const of = (marks: readonly Watermark[], group: Group) =>
    marks.find(({ namespace, period }) => namespace === group.namespace && period === group.period)
  return plan.groups.flatMap(group => {
    const { namespace, period } = group
    const first = of(live, group)?.backTo ?? null
    if (first === null || !fine(group)) return []
    const lease = leaseName(place, 'history')
    const mark = of(history, group) ?? { lease, namespace, period, upTo: first, backTo: first, lagging: [] }
    return [{ group, mark, stage: nextStage(mark.upTo, mark.backTo ?? mark.upTo, period) }]
  })
}

/** Whether the stage is done: all of it stored, but for single series, which lag. */
async function readStage(
  tools: Tools,
  work: RegionWork,
  plan: Plan,
  { group, mark }: Past,
  stage: Piece,
  signal: AbortSignal,
): Promise<boolean> {
  // A stage that waited too long has in part a coarser period by now.
  const requests = pieces(stage, stage.period, secondsOf(tools.clock))
    .reverse()
    .map((piece): ReadRequest => ({ ...piece, freshFrom: piece.from, metrics: group.metrics }))
  const outcome = await readPoints(sparing(tools), work.place, requests, signal)
  await record(work, group, outcome, plan)
  if (countBroken(outcome) * 2 > group.metrics.length) return false
  const lagging = new Map(mark.lagging.map(({ id, upTo }) => [id, upTo]))
  for (const { ids } of outcome.failed.keys()) {
    const id = ids[0] ?? 0
    lagging.set(id, Math.max(lagging.get(id) ?? 0, stage.to))
  }
  const rows = [...lagging].map(([id, upTo]) => ({ id, upTo }))
  await tools.settings.watermarks.put({ ...mark, backTo: stage.from, lagging: rows })
  return true
}

/** Asks again for the series that failed in some stage: from where all is stored, back to the beginning. */
async function readLagging(
  tools: Tools,
  work: RegionWork,
  plan: Plan,
  { group, mark }: Past,
  signal: AbortSignal,
): Promise<boolean> {
  const back = mark.backTo ?? mark.upTo
  const now = secondsOf(tools.clock)
  const requests = [...Map.groupBy(mark.lagging, ({ upTo }) => upTo)].flatMap(([upTo, rows]) => {
    const ids = new Set(rows.map(({ id }) => id))
    const metrics = group.metrics.filter(metric => ids.has(metric.ids[0] ?? 0))
    const spans = historyStages(mark.upTo, group.period)
      .map(stage => ({ ...stage, from: Math.max(stage.from, back), to: Math.min(stage.to, upTo) }))
      .filter(({ from, to }) => from < to && metrics.length > 0)
    return spans
      .flatMap(span => pieces(span, span.period, now))
      .map((piece): ReadRequest => ({ ...piece, freshFrom: piece.from, metrics }))
  })
  const outcome = await readPoints(sparing(tools), work.place, requests, signal)
  await record(work, group, outcome, plan)
  const failed = new Set([...outcome.failed.keys()].map(({ ids }) => ids[0]))
  const lagging = mark.lagging.filter(({ id }) => failed.has(id))
  await tools.settings.watermarks.put({ ...mark, lagging })
  return lagging.length === 0
}

/** History adds to the namespace's points; whether the namespace is seen is for the live reading to say. */
async function record(work: RegionWork, group: Group, outcome: ReadOutcome, plan: Plan): Promise<void> {
  if (outcome.failed.size === 0) await work.coverage.record(work.place, coverageOf(group, outcome, plan))
}

/** Share of the wanted history that is stored, 0..1, over all regions; null before anything was read. */
export async function historyProgress(
  { settings }: { settings: Pick<Settings, 'watermarks'> },
  accountConfigId: string,
  regions: readonly string[],
): Promise<number | null> {
  const fractions: number[] = []
  for (const region of regions) {
    const live = await settings.watermarks.list(`${accountConfigId}/${region}/rest`)
    const history = await settings.watermarks.list(`${accountConfigId}/${region}/history`)
    for (const { namespace, period, backTo } of live) {
      if (backTo === null || period > finePeriod) continue
      const mark = history.find(one => one.namespace === namespace && one.period === period)
      fractions.push(historyFraction(mark?.upTo ?? backTo, mark?.backTo ?? backTo, period))
    }
  }
  if (fractions.length === 0) return null
  return fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length
}
