// A metric of the world: its identity, when its datapoints are published, and the pure function that gives each of them.
import { type Bucket, eachSample, emptyBucket } from './bucket.ts'
import { uniform } from './chance.ts'
import { ofSamples, type Statistic, type WeightedSample } from './statistic.ts'

export interface Dimension {
  Name: string
  Value: string
}

/** Fills `out` with what was sampled in that minute since the epoch; false where nothing was. Pure: same minute, same answer. */
export type Model = (minute: number, out: Bucket) => boolean

export interface Series {
  namespace: string
  metric: string
  dimensions: Dimension[]
  unit: string
  /** Minutes from one datapoint to the next: 1, 5 for basic monitoring, 1440 for storage. */
  every: number
  /** Whether a datapoint sums up all its minutes (basic monitoring) or is one reading at its start (storage). */
  sampled: 'each minute' | 'once'
  /** Seconds after a datapoint's end until it can be read. */
  delay: number
  /** Seconds after that during which a datapoint is still short of samples. */
  settle: number
  /** Seeds what differs between series otherwise alike. */
  seed: number
  model: Model
}

/** Namespace, name and dimensions in one string; CloudWatch matches the whole set, in any order. */
export function metricKey(namespace: string, metric: string, dimensions: readonly Dimension[]): string {
  const first = dimensions[0]
  if (!first) return `${namespace}\n${metric}`
  if (dimensions.length === 1) return `${namespace}\n${metric}\n${first.Name}=${first.Value}`
  const parts = dimensions.map(d => `${d.Name}=${d.Value}`).sort()
  return `${namespace}\n${metric}\n${parts.join('\n')}`
}

const add = (into: Bucket, part: Bucket): void => {
  into.min = into.count === 0 ? part.min : Math.min(into.min, part.min)
  into.max = into.count === 0 ? part.max : Math.max(into.max, part.max)
  into.sum += part.sum
  into.count += part.count
}

const scratch = emptyBucket()

/**
 * The datapoint that starts at `mark` (a multiple of `every`), settled, added to `into`. False where there is none.
 * Its distribution is `samplesAt`'s business; `into` carries count, sum and extremes only.
 */
export function datapoint(series: Series, mark: number, into: Bucket): boolean {
  const last = series.sampled === 'once' ? mark : mark + series.every - 1
  let any = false
  for (let minute = mark; minute <= last; minute++) {
    if (!series.model(minute, scratch)) continue
    add(into, scratch)
    any = true
  }
  return any
}

/** Every sample of the datapoint at `mark`. */
export function samplesAt(series: Series, mark: number, add: (value: number, weight: number) => void): void {
  const last = series.sampled === 'once' ? mark : mark + series.every - 1
  for (let minute = mark; minute <= last; minute++) {
    if (series.model(minute, scratch)) eachSample(scratch, add)
  }
}

/** Which share of a datapoint's samples has arrived while it is not settled. */
export const arrived = (series: Series, mark: number): number => 0.35 + 0.5 * uniform(series.seed ^ 0x5e771e, mark)

/** One minute's answer, as tests and the ground truth read it. */
export interface MinuteValue {
  sum: number
  count: number
  min: number
  max: number
  samples: WeightedSample[]
}

/** What is published for the datapoint that starts at `minute` (minutes since the epoch), once settled. */
export function valueAt(series: Series, minute: number): MinuteValue | undefined {
  if (minute % series.every !== 0) return undefined
  const bucket = emptyBucket()
  if (!datapoint(series, minute, bucket)) return undefined
  const samples: WeightedSample[] = []
  samplesAt(series, minute, (value, weight) => samples.push({ value, weight }))
  return { sum: bucket.sum, count: bucket.count, min: bucket.min, max: bucket.max, samples }
}

export interface TruePoint {
  /** Start of the bucket, epoch ms. */
  at: number
  value: number
}

/**
 * The right answer, worked out from every single sample: no delay, no retention, all settled. `period` in seconds, `from` and `to` in
 * epoch ms; buckets start at `from`. Buckets without a sample are left out.
 */
export function truth(series: Series, statistic: Statistic, period: number, from: number, to: number): TruePoint[] {
  const points: TruePoint[] = []
  for (let at = from; at < to; at += period * 1000) {
    const end = Math.min(to, at + period * 1000) / 60_000
    const samples: WeightedSample[] = []
    const first = Math.ceil(at / 60_000 / series.every) * series.every
    for (let mark = first; mark < end; mark += series.every) {
      samplesAt(series, mark, (value, weight) => samples.push({ value, weight }))
    }
    const value = ofSamples(statistic, samples)
    if (value !== undefined) points.push({ at, value })
  }
  return points
}
