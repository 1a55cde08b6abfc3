// Which stretch of time is read next: pure arithmetic over watermarks, periods and AWS's retention. All in epoch seconds.

export const minute = 60
export const hour = 3_600
export const day = 86_400

/** The live watermark's facts that windows are made of. */
export interface Mark {
  /** Everything from `backTo` up to here (exclusive) is stored. */
  upTo: number
  backTo: number
}

export interface Window {
  from: number
  /** Exclusive. */
  to: number
}

/** A stretch that AWS still keeps at one period. */
export interface Piece extends Window {
  period: number
}

export const floorTo = (time: number, step: number): number => Math.floor(time / step) * step
export const ceilTo = (time: number, step: number): number => Math.ceil(time / step) * step

/** How far before its watermark the seldom reading begins: points may come two hours late; half an hour to spare. */
export const lateReach = 150 * minute
/** Buckets that are read again each time: their values may still have settled after the last read. */
export const tailBuckets = 2
/** How far the first read of everything reaches back. */
const firstReach = 3 * hour
/** History at the native period, then at 300 s. */
const dayReach = 24 * hour
export const historyReach = 14 * day
/** Metrics of a longer period than this are few points: their history is read whole, at once. */
export const finePeriod = 300
/** CloudWatch shows a new metric within 15 minutes; a list is at most an hour old; a quarter of an hour to spare. */
export const newcomerReach = 90 * minute

/** End of the newest bucket that may be taken as complete. */
export const settledEnd = (now: number, delay: number, period: number): number => floorTo(now - delay, period)

/**
 * The first window of a namespace: the last 3 hours, from a full hour, so that no later boundary between periods can cut an
 * hour in two. Metrics with long periods (S3's storage, once a day) are read over the whole history at once.
 */
export function firstWindow(now: number, delay: number, period: number): Window {
  const to = settledEnd(now, delay, period)
  const from =
    period <= finePeriod ? floorTo(now - firstReach, hour) : floorTo(now - historyReach, Math.max(period, hour))
  return { from: Math.min(from, to), to }
}

/**
 * The next live window: from two buckets before the watermark, to the newest settled bucket. Once an hour it reaches back by
 * `reach`, for late points: CloudWatch charges by the metric asked for, not by the point. Null while nothing is due.
 */
export function liveWindow(
  mark: Mark,
  now: number,
  { delay, period, cadence, reach = hour }: { delay: number; period: number; cadence: number; reach?: number },
): Window | null {
  const to = settledEnd(now, delay, period)
  if (to - mark.upTo < Math.max(cadence, period)) return null
  const buckets = tailBuckets * period
  const tail = floorTo(to, hour) > floorTo(mark.upTo, hour) ? Math.max(reach, buckets) : buckets
  return { from: Math.max(mark.backTo, mark.upTo - tail), to }
}

/** When (epoch seconds) the next live window falls due. */
export const nextDue = (upTo: number, delay: number, period: number, cadence: number): number =>
  ceilTo(upTo + Math.max(cadence, period), period) + delay

/** AWS keeps points of less than 300 s for 15 days, of less than 3,600 s for 63 days, the rest for 455 days. */
const retention = [
  { below: 300, keeps: 15 * day, next: 300 },
  { below: hour, keeps: 63 * day, next: hour },
  { below: Number.POSITIVE_INFINITY, keeps: 455 * day, next: Number.POSITIVE_INFINITY },
]
/** Points expire while they are being read. */
const retentionMargin = hour

/**
 * Splits a window by what AWS still keeps: the older part at a coarser period. Oldest first. Boundaries between periods lie on
 * full hours, so that two periods never cover the same time.
 */
export function pieces(window: Window, period: number, now: number): Piece[] {
  const result: Piece[] = []
  let { to } = window
  let step = period
  for (const { below, keeps, next } of retention) {
    if (step >= below) continue
    const kept = ceilTo(now - keeps + retentionMargin, hour)
    // The native part begins where it was asked to; a coarser one where a whole coarse bucket begins.
    const from = Math.max(kept, step === period ? window.from : ceilTo(window.from, step))
    if (from < to) result.unshift({ period: step, from, to })
    to = Math.min(to, kept)
    step = Math.max(step, next)
  }
  return result
}

/** Cuts a piece into slices, oldest first, of at most so many points for each metric. */
export function slices(piece: Piece, maxPoints: number): Piece[] {
  const span = Math.max(hour, floorTo(maxPoints * piece.period, hour), piece.period)
  const result: Piece[] = []
  for (let from = piece.from; from < piece.to; ) {
    const to = Math.min(piece.to, floorTo(from, Math.max(hour, piece.period)) + span)
    result.push({ ...piece, from, to })
    from = to
  }
  return result
}

/** The stages of history before the first window, newest first. Pure in `first`, so that a restart finds the same seams. */
export function historyStages(first: number, period: number): Piece[] {
  if (period > finePeriod) return []
  const seam = first + firstReach - dayReach
  const oldest = first + firstReach - historyReach
  return [
    { period, from: seam, to: first },
    { period: Math.max(period, finePeriod), from: oldest, to: seam },
  ]
}

/** What of history is still to be read, when everything from `backTo` on is stored; undefined when all is. */
export function nextStage(first: number, backTo: number, period: number): Piece | undefined {
  const stage = historyStages(first, period).find(({ from }) => from < backTo)
  return stage && { ...stage, to: Math.min(stage.to, backTo) }
}

/** Share of the wanted history that is stored, 0..1. */
export function historyFraction(first: number, backTo: number, period: number): number {
  const oldest = historyStages(first, period).at(-1)?.from
  if (oldest === undefined) return 1
  const wanted = first + firstReach - oldest
  return Math.min(1, Math.max(0, (first + firstReach - backTo) / wanted))
}
