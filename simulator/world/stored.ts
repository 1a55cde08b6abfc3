// Metrics that somebody put: stored samples, by second, and how they are read back.
import type { Aggregates, Window } from './reader.ts'
import { bucketCount, kept } from './reader.ts'
import type { Dimension } from './series.ts'
import type { WeightedSample } from './statistic.ts'

/** One datum as PutMetricData takes it, values already paired with their counts. */
export interface StoredDatum {
  /** Epoch ms. */
  at: number
  unit: string
  /** 1 or 60 seconds. */
  resolution: number
  values: WeightedSample[]
  /** A statistic set: no values but these; percentiles cannot be had of it, unless it holds one value. */
  set?: { count: number; sum: number; min: number; max: number }
}

export interface StoredMetric {
  namespace: string
  metric: string
  dimensions: Dimension[]
  unit: string
  /** Epoch ms of the world's clock when it was first put. */
  firstPut: number
  /** Epoch ms of its newest datum. */
  newest: number
  add(datum: StoredDatum): void
  aggregate(w: Window): Aggregates
  samples(w: Window, bucket: number): WeightedSample[]
}

interface Slot {
  resolution: number
  count: number
  sum: number
  min: number
  max: number
  values: WeightedSample[]
  /** Whether `values` is all there is. */
  exact: boolean
}

/** A metric nobody has put anything into yet. */
export function createStored(
  namespace: string,
  metric: string,
  dimensions: Dimension[],
  unit: string,
  firstPut: number,
): StoredMetric {
  const slots = new Map<number, Slot>()
  const eachSlot = (w: Window, visit: (slot: Slot, bucket: number) => void) => {
    for (const [second, slot] of slots) {
      const bucket = Math.floor((second - w.start) / w.period)
      if (second < w.start || second >= w.end || second * 1000 + w.late > w.now) continue
      // Samples of a minute's resolution are not to be had by the second.
      if (w.period < slot.resolution) continue
      if (kept(w.start + bucket * w.period, w.period, w.now)) visit(slot, bucket)
    }
  }
  const stored: StoredMetric = {
    namespace,
    metric,
    dimensions,
    unit,
    firstPut,
    newest: 0,
    add(datum) {
      stored.newest = Math.max(stored.newest, datum.at)
      const second = Math.floor(datum.at / 1000 / datum.resolution) * datum.resolution
      const slot = slots.get(second) ?? emptySlot(datum.resolution)
      slots.set(second, slot)
      fill(slot, datum)
    },
    aggregate(w) {
      const n = bucketCount(w)
      const all = {
        count: new Float64Array(n),
        sum: new Float64Array(n),
        min: new Float64Array(n),
        max: new Float64Array(n),
      }
      eachSlot(w, (slot, i) => {
        const first = all.count[i] === 0
        all.min[i] = first ? slot.min : Math.min(all.min[i] ?? 0, slot.min)
        all.max[i] = first ? slot.max : Math.max(all.max[i] ?? 0, slot.max)
        all.sum[i] = (all.sum[i] ?? 0) + slot.sum
        all.count[i] = (all.count[i] ?? 0) + slot.count
      })
      return all
    },
    samples(w, wanted) {
      const samples: WeightedSample[] = []
      let exact = true
      eachSlot(w, (slot, i) => {
        if (i !== wanted) return
        exact &&= slot.exact
        samples.push(...slot.values)
      })
      return exact ? samples : []
    },
  }
  return stored
}

const emptySlot = (resolution: number): Slot => ({
  resolution,
  count: 0,
  sum: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  values: [],
  exact: true,
})

function fill(slot: Slot, datum: StoredDatum): void {
  slot.resolution = Math.min(slot.resolution, datum.resolution)
  if (datum.set) {
    const { count, sum, min, max } = datum.set
    slot.count += count
    slot.sum += sum
    slot.min = Math.min(slot.min, min)
    slot.max = Math.max(slot.max, max)
    if (count === 1 || min === max) slot.values.push({ value: min, weight: count })
    else slot.exact = false
  }
  for (const { value, weight } of datum.values) {
    slot.count += weight
    slot.sum += value * weight
    slot.min = Math.min(slot.min, value)
    slot.max = Math.max(slot.max, value)
    slot.values.push({ value, weight })
  }
}
