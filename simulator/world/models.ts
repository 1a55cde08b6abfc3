// The kinds of metric there are: what AWS samples in a minute, as small functions from signals.
import type { Bucket, Spread } from './bucket.ts'
import type { Signal } from './load.ts'
import type { Model } from './series.ts'

const set = (out: Bucket, count: number, sum: number, min: number, max: number): boolean => {
  out.count = count
  out.sum = sum
  out.min = min
  out.max = max
  out.spread = null
  return true
}

/** One reading a minute: CPUUtilization, a balance, a byte count. */
export const reading =
  (signal: Signal): Model =>
  (minute, out) => {
    const value = signal(minute)
    return set(out, 1, value, value, value)
  }

/** A reading in a range: percent of something. */
export const percent = (signal: Signal): Model => reading(minute => Math.min(100, Math.max(0, signal(minute))))

/** Whole events, each of value 1, as load balancers count requests; no events, no datapoint. */
export const events =
  (signal: Signal): Model =>
  (minute, out) => {
    const n = Math.round(signal(minute))
    return n > 0 && set(out, n, n, 1, 1)
  }

/** One report a minute of a whole number, zero included: what queues and tables do. */
export const tally = (signal: Signal): Model => reading(minute => Math.max(0, Math.round(signal(minute))))

/** 0 or 1 for each of `all` invocations, as Lambda reports errors; no invocations, no datapoint. */
export const outcomes =
  (all: Signal, hits: Signal): Model =>
  (minute, out) => {
    const n = Math.round(all(minute))
    if (n <= 0) return false
    const h = Math.min(n, Math.max(0, Math.round(hits(minute))))
    return set(out, n, h, h === n ? 1 : 0, h > 0 ? 1 : 0)
  }

/** As many samples as there were calls, spread about a median. */
export const durations =
  (count: Signal, median: Signal, spread: Spread): Model =>
  (minute, out) => {
    const n = Math.round(count(minute))
    if (n <= 0) return false
    const m = median(minute)
    out.count = n
    out.median = m
    out.spread = spread
    out.sum = n * m * spread.mean
    out.min = m * (spread.factors[0] ?? 1)
    out.max = m * (spread.factors[spread.factors.length - 1] ?? 1)
    return true
  }

/** From and until, minutes since the epoch. */
export type Gap = readonly [from: number, to: number]

/** Silent in the gaps: an instance that was stopped. */
export const silentIn = (gaps: readonly Gap[], model: Model): Model =>
  gaps.length === 0
    ? model
    : (minute, out) => !gaps.some(([from, to]) => minute >= from && minute < to) && model(minute, out)
