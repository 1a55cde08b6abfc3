// One published datapoint before statistics: how many samples, their sum and extremes, and how they are distributed.

/** The form of a latency-like distribution: weights are equal, values are `median * factors[i]`, ascending. */
export interface Spread {
  factors: Float64Array
  /** Mean of the factors, so that sum = count * median * mean. */
  mean: number
}

/**
 * Written in place, so that asking for a hundred thousand points makes no garbage. Without a spread the samples lie at `min` and
 * `max` in the proportion that gives `sum`.
 */
export interface Bucket {
  count: number
  sum: number
  min: number
  max: number
  median: number
  spread: Spread | null
}

export const emptyBucket = (): Bucket => ({ count: 0, sum: 0, min: 0, max: 0, median: 0, spread: null })

/** Standard normal quantiles at (i + 0.5) / 20, and the two tails stretched, as latencies have them. */
const normal = [
  -1.96, -1.44, -1.15, -0.93, -0.76, -0.6, -0.45, -0.32, -0.19, -0.06, 0.06, 0.19, 0.32, 0.45, 0.6, 0.76, 0.93, 1.15,
  1.44, 2.6,
]

/** A log-normal spread; `sigma` 0.3 is tight, 0.8 is wide. */
export function logNormal(sigma: number): Spread {
  const factors = Float64Array.from(normal, z => Math.exp(sigma * z))
  return { factors, mean: factors.reduce((sum, f) => sum + f, 0) / factors.length }
}

/** Hands each sample value with its weight to `add`. */
export function eachSample(bucket: Bucket, add: (value: number, weight: number) => void): void {
  const { count, sum, min, max, median, spread } = bucket
  if (spread) {
    const weight = count / spread.factors.length
    for (const factor of spread.factors) add(median * factor, weight)
  } else if (min === max) {
    add(min, count)
  } else {
    const high = (sum - min * count) / (max - min)
    if (count - high > 0) add(min, count - high)
    if (high > 0) add(max, high)
  }
}
