// All metrics of one account and region: the generated ones and those that were put, by index and by identity.
import { emptyBucket } from './bucket.ts'
import { newestMark } from './reader.ts'
import { type Dimension, datapoint, metricKey, type Series } from './series.ts'
import { createStored, type StoredDatum, type StoredMetric } from './stored.ts'

/** Metrics that may be too many to hold. */
export interface Generated {
  count: number
  at(index: number): Series
  find(namespace: string, metric: string, dimensions: readonly Dimension[]): Series | undefined
}

export type Metric = Series | StoredMetric

export interface Metrics {
  count(): number
  /** 0 to count() - 1; stays what it is while the world lives. */
  at(index: number): Metric | undefined
  /** The metric with exactly these dimensions, in any order. */
  find(namespace: string, metric: string, dimensions: readonly Dimension[]): Metric | undefined
  put(namespace: string, metric: string, dimensions: Dimension[], datum: StoredDatum, now: number): void
}

const TWO_WEEKS = 14 * 1440
const NEW_METRIC_DELAY = 120_000

function fromList(list: readonly Series[]): Generated {
  const byKey = new Map(list.map(s => [metricKey(s.namespace, s.metric, s.dimensions), s]))
  return {
    count: list.length,
    at: index => {
      const series = list[index]
      if (!series) throw new RangeError(`There is no metric ${index}`)
      return series
    },
    find: (namespace, metric, dimensions) => byKey.get(metricKey(namespace, metric, dimensions)),
  }
}

/** Either a list that is there, or metrics that are worked out by index. */
export function createMetrics(source: readonly Series[] | Generated): Metrics {
  const generated =
    'find' in source && 'count' in source ? (source as Generated) : fromList(source as readonly Series[])
  const stored: StoredMetric[] = []
  const storedByKey = new Map<string, StoredMetric>()
  return {
    count: () => generated.count + stored.length,
    at: index => (index < generated.count ? generated.at(index) : stored[index - generated.count]),
    find: (namespace, metric, dimensions) =>
      generated.find(namespace, metric, dimensions) ?? storedByKey.get(metricKey(namespace, metric, dimensions)),
    put(namespace, metric, dimensions, datum, now) {
      const key = metricKey(namespace, metric, dimensions)
      let known = storedByKey.get(key)
      if (!known) {
        known = createStored(namespace, metric, dimensions, datum.unit, now)
        storedByKey.set(key, known)
        stored.push(known)
      }
      known.add(datum)
    },
  }
}

/**
 * Whether ListMetrics names it: a datapoint in the last two weeks, or in the last three hours where `recently` is asked;
 * a new one takes two minutes to show. `now` in epoch ms of the world's clock.
 */
export function isListed(metric: Metric, now: number, recently: boolean): boolean {
  const minutes = recently ? 180 : TWO_WEEKS
  if (!('model' in metric)) {
    return now >= metric.firstPut + NEW_METRIC_DELAY && metric.newest > now - minutes * 60_000
  }
  const newest = newestMark(metric, now)
  const oldest = now / 60_000 - minutes - metric.every
  const bucket = emptyBucket()
  for (let mark = newest; mark >= oldest; mark -= metric.every) {
    if (datapoint(metric, mark, bucket)) return true
  }
  return false
}
