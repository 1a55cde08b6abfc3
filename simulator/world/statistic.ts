// CloudWatch's statistics: how they are written, and what they give of weighted samples.

export type BasicStatistic = 'Average' | 'Sum' | 'Minimum' | 'Maximum' | 'SampleCount'

/**
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html. Bounds are fractions of the samples
 * (`share`) or values; PR counts the share of samples within.
 */
export type Statistic =
  | { kind: 'basic'; name: BasicStatistic }
  | { kind: 'percentile'; share: number }
  | { kind: 'trimmed' | 'count' | 'sum' | 'winsorized' | 'rank'; low: number; high: number; by: 'share' | 'value' }

const basic: Record<string, BasicStatistic> = {
  Average: 'Average',
  Sum: 'Sum',
  Minimum: 'Minimum',
  Maximum: 'Maximum',
  SampleCount: 'SampleCount',
}

const families = { tm: 'trimmed', tc: 'count', ts: 'sum', wm: 'winsorized', pr: 'rank' } as const
const short = /^(p|tm|tc|ts|wm)([0-9]{1,2}(?:\.[0-9]{1,10})?|100)$/
const long = /^(TM|TC|TS|WM|PR)\(([0-9.]*)(%?):([0-9.]*)(%?)\)$/

/** Undefined where CloudWatch refuses the text. */
export function parseStatistic(text: string): Statistic | undefined {
  const name = basic[text]
  if (name) return { kind: 'basic', name }
  if (text === 'IQM') return { kind: 'trimmed', low: 0.25, high: 0.75, by: 'share' }
  const [, family, number] = short.exec(text) ?? []
  if (family === 'p') return { kind: 'percentile', share: Number(number) / 100 }
  if (family) {
    return { kind: families[family as keyof typeof families], low: 0, high: Number(number) / 100, by: 'share' }
  }
  const [, group, low, lowPercent, high, highPercent] = long.exec(text) ?? []
  if (!group || (low === '' && high === '')) return undefined
  const by = lowPercent || highPercent ? 'share' : 'value'
  if (by === 'share' && group === 'PR') return undefined
  const scale = by === 'share' ? 100 : 1
  return {
    kind: families[group.toLowerCase() as keyof typeof families],
    low: low ? Number(low) / scale : by === 'share' ? 0 : Number.NEGATIVE_INFINITY,
    high: high ? Number(high) / scale : by === 'share' ? 1 : Number.POSITIVE_INFINITY,
    by,
  }
}

export interface WeightedSample {
  value: number
  weight: number
}

/** Undefined where nothing is left to speak of. `samples` is sorted in place. */
export function ofSamples(statistic: Statistic, samples: WeightedSample[]): number | undefined {
  if (samples.length === 0) return undefined
  samples.sort((a, b) => a.value - b.value)
  let total = 0
  for (const s of samples) total += s.weight
  if (statistic.kind === 'basic') return ofAll(statistic.name, samples, total)
  if (statistic.kind === 'percentile') return percentile(samples, total * statistic.share)
  return ofRange(statistic, samples, total)
}

function ofAll(name: BasicStatistic, samples: WeightedSample[], total: number): number | undefined {
  if (name === 'SampleCount') return total
  if (name === 'Minimum') return samples[0]?.value
  if (name === 'Maximum') return samples.at(-1)?.value
  let sum = 0
  for (const s of samples) sum += s.value * s.weight
  return name === 'Sum' ? sum : sum / total
}

/** The smallest value that at least this weight of samples does not exceed. */
function percentile(samples: WeightedSample[], weight: number): number | undefined {
  let seen = 0
  for (const s of samples) {
    seen += s.weight
    if (seen >= weight * (1 - 1e-12)) return s.value
  }
  return samples.at(-1)?.value
}

function ofRange(
  { kind, low, high, by }: Exclude<Statistic, { kind: 'basic' | 'percentile' }>,
  samples: WeightedSample[],
  total: number,
): number | undefined {
  let before = 0
  let count = 0
  let sum = 0
  for (const s of samples) {
    const inside =
      by === 'value'
        ? s.value > low && s.value <= high
          ? s.weight
          : 0
        : Math.max(0, Math.min(before + s.weight, high * total) - Math.max(before, low * total))
    before += s.weight
    count += inside
    sum += s.value * inside
  }
  if (kind === 'count') return count
  if (kind === 'rank') return (100 * count) / total
  if (kind === 'sum') return sum
  if (kind === 'trimmed') return count > 0 ? sum / count : undefined
  return winsorized(samples, total, by === 'share' ? percentile(samples, low * total) : low, by, high)
}

function winsorized(
  samples: WeightedSample[],
  total: number,
  floor: number | undefined,
  by: 'share' | 'value',
  high: number,
): number | undefined {
  const ceiling = by === 'share' ? percentile(samples, high * total) : high
  let sum = 0
  for (const s of samples) sum += Math.min(ceiling ?? s.value, Math.max(floor ?? s.value, s.value)) * s.weight
  return sum / total
}
