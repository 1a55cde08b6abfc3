// Reading a metric as CloudWatch does: buckets from a start, what is published by now, what is still kept at that period.
import { emptyBucket } from './bucket.ts'
import { arrived, datapoint, type Series, samplesAt } from './series.ts'
import { ofSamples, type Statistic, type WeightedSample } from './statistic.ts'
import type { StoredMetric } from './stored.ts'

const DAY = 86_400

/** Epoch seconds, but `now`, which is the world's clock in epoch ms. Buckets start at `start`; `end` is exclusive. */
export interface Window {
  start: number
  end: number
  /** Seconds. */
  period: number
  now: number
  /** Points younger than this many ms have not arrived, beyond the usual delay. */
  late: number
}

/** Per bucket; a count of 0 is no datapoint. */
export interface Aggregates {
  count: Float64Array
  sum: Float64Array
  min: Float64Array
  max: Float64Array
}

export const bucketCount = (w: Window): number => Math.max(0, Math.ceil((w.end - w.start) / w.period))

/**
 * Whether points of this bucket are still kept at this period: below a minute 3 hours, a minute 15 days, 5 minutes 63 days, an hour
 * 455 days (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html, Period).
 */
export function kept(at: number, period: number, now: number): boolean {
  const age = now / 1000 - at
  if (age > 455 * DAY) return false
  if (age > 63 * DAY) return period % 3600 === 0
  if (age > 15 * DAY) return period % 300 === 0
  return age <= 3 * 3600 || period % 60 === 0
}

/** The newest mark that can be read; marks are minutes since the epoch. */
export const newestMark = (series: Series, now: number, late = 0): number => {
  const reached = Math.floor((now - late - series.delay * 1000) / 60_000)
  return Math.floor((reached - series.every) / series.every) * series.every
}

export function aggregate(series: Series, w: Window): Aggregates {
  const n = bucketCount(w)
  const all = {
    count: new Float64Array(n),
    sum: new Float64Array(n),
    min: new Float64Array(n),
    max: new Float64Array(n),
  }
  const newest = newestMark(series, w.now, w.late)
  const settled = newestMark(series, w.now - series.settle * 1000, w.late)
  const bucket = emptyBucket()
  for (let i = 0; i < n; i++) {
    const from = w.start + i * w.period
    if (!kept(from, w.period, w.now)) continue
    bucket.count = 0
    bucket.sum = 0
    addMarks(series, from, Math.min(w.end, from + w.period), newest, settled, bucket)
    all.count[i] = bucket.count
    all.sum[i] = bucket.sum
    all.min[i] = bucket.min
    all.max[i] = bucket.max
  }
  return all
}

const one = emptyBucket()

function addMarks(series: Series, from: number, to: number, newest: number, settled: number, into: typeof one): void {
  const last = Math.min(newest, Math.ceil(to / 60) - 1)
  for (let mark = Math.ceil(from / 60 / series.every) * series.every; mark <= last; mark += series.every) {
    if (mark <= settled) {
      datapoint(series, mark, into)
      continue
    }
    one.count = 0
    one.sum = 0
    if (!datapoint(series, mark, one)) continue
    const count = Math.max(1, Math.round(one.count * arrived(series, mark)))
    into.min = into.count === 0 ? one.min : Math.min(into.min, one.min)
    into.max = into.count === 0 ? one.max : Math.max(into.max, one.max)
    into.sum += one.sum * (count / one.count)
    into.count += count
  }
}

/** Every sample of bucket `i` that can be read, for percentiles; an unsettled bucket's distribution is the settled one's. */
function samplesOf(series: Series, w: Window, i: number, newest: number): WeightedSample[] {
  const from = w.start + i * w.period
  const samples: WeightedSample[] = []
  if (!kept(from, w.period, w.now)) return samples
  const last = Math.min(newest, Math.ceil(Math.min(w.end, from + w.period) / 60) - 1)
  for (let mark = Math.ceil(from / 60 / series.every) * series.every; mark <= last; mark += series.every) {
    samplesAt(series, mark, (value, weight) => samples.push({ value, weight }))
  }
  return samples
}

/** NaN is no datapoint. `memory` holds a call's aggregates, because several statistics of one metric come together. */
export function read(
  metric: Series | StoredMetric,
  statistic: Statistic,
  w: Window,
  memory: Map<Series | StoredMetric, Aggregates>,
): Float64Array {
  const n = bucketCount(w)
  const values = new Float64Array(n)
  if (statistic.kind !== 'basic') {
    const newest = 'model' in metric ? newestMark(metric, w.now, w.late) : 0
    for (let i = 0; i < n; i++) {
      const samples = 'model' in metric ? samplesOf(metric, w, i, newest) : metric.samples(w, i)
      values[i] = ofSamples(statistic, samples) ?? Number.NaN
    }
    return values
  }
  const known = memory.get(metric)
  const all = known ?? ('model' in metric ? aggregate(metric, w) : metric.aggregate(w))
  if (!known) memory.set(metric, all)
  for (let i = 0; i < n; i++) values[i] = (all.count[i] ?? 0) > 0 ? basicOf(statistic.name, all, i) : Number.NaN
  return values
}

function basicOf(name: (Statistic & { kind: 'basic' })['name'], all: Aggregates, i: number): number {
  const count = all.count[i] ?? 0
  if (name === 'SampleCount') return count
  if (name === 'Sum') return all.sum[i] ?? 0
  if (name === 'Minimum') return all.min[i] ?? 0
  if (name === 'Maximum') return all.max[i] ?? 0
  return (all.sum[i] ?? 0) / count
}
