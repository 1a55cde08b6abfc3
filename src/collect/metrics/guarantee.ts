// Up to when a metric is certainly stored, by the watermarks of both ways of reading: pure, and all that a restart, or a metric that
// comes to be watched, hangs on.
import type { Watermark } from '../../store/settings-ports.ts'
import type { PlannedMetric } from './plan.ts'
import { newcomerReach } from './windows.ts'

/**
 * `rest` reads everything, watched or not: its watermarks alone say up to when a group is stored, so that nothing hangs on what was
 * watched when. `metrics` reads what is watched more often in between; its watermarks hold for what it has read.
 */
export type LiveKind = 'metrics' | 'rest'

/** A group's watermarks. */
export interface GroupMarks {
  metrics: Watermark | undefined
  rest: Watermark | undefined
}

export type Guarantee = (metric: PlannedMetric) => number

const laggingIn = (mark: Watermark | undefined): ReadonlyMap<number, number> =>
  new Map(mark?.lagging.map(({ id, upTo }) => [id, upTo]))

/**
 * For the round of a kind. What this process has not read yet may have published before a list showed it. What is watched is
 * stored by the better of two: the reading of everything, and its own where this process did it. -Infinity where neither says anything.
 */
export function guaranteeOf(kind: LiveKind, { metrics, rest }: GroupMarks): Guarantee {
  const [late, lateWatched] = [laggingIn(rest), laggingIn(metrics)]
  const idOf = ({ ids }: PlannedMetric): number => ids[0] ?? 0
  const withEverything = (metric: PlannedMetric): number =>
    late.get(idOf(metric)) ?? (rest ? rest.upTo - (metric.swept ? 0 : newcomerReach) : Number.NEGATIVE_INFINITY)
  if (kind === 'rest') return withEverything
  const asWatched = (metric: PlannedMetric): number =>
    lateWatched.get(idOf(metric)) ?? (metrics && metric.caughtUp ? metrics.upTo : Number.NEGATIVE_INFINITY)
  return metric => Math.max(withEverything(metric), asWatched(metric))
}

/** The watermark that a round of a kind goes on from: that of the reading of everything holds for the watched too. */
export function startOf(kind: LiveKind, { metrics, rest }: GroupMarks): Watermark | undefined {
  if (kind === 'rest' || !metrics) return rest
  return rest && rest.upTo > metrics.upTo ? { ...metrics, upTo: rest.upTo } : metrics
}
