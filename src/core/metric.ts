// CloudWatch metrics as HeyCloud keeps them: a series, its points, and the names people type.

/** A series is (organisation, account, region, namespace, metric, dimensions, statistic). Tags are not identity. */
export interface SeriesIdentity {
  organisation: string
  /** 12-digit AWS account that owns the metric. */
  accountId: string
  region: string
  /** As CloudWatch spells it, for example `AWS/EC2`. */
  namespace: string
  /** As CloudWatch spells it, for example `CPUUtilization`. */
  metric: string
  dimensions: Record<string, string>
  /** As CloudWatch spells it: `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount`, `p95`. */
  statistic: string
}

export interface Series extends SeriesIdentity {
  /** Dense, unsigned 32 bit, never reused. */
  id: number
  /** HeyCloud's name, `aws.ec2.cpuutilization`; see metric-name.ts. */
  name: string
  unit: string
  /** Current attributes as sorted `key:value` strings: account, region, dimensions, resource tags, account tags. */
  tags: string[]
  /** ARN of the resource it belongs to; empty where none is known. */
  resource: string
}

/**
 * One point. `ts` is the start of the bucket in epoch seconds and `period` its length in seconds.
 * `weight` is what an average over time counts it with: the SampleCount where it was read with it, else the period.
 */
export interface Sample {
  /** HeyCloud's metric name; first in the store's sort key. */
  name: string
  id: number
  ts: number
  period: number
  value: number
  weight: number
}

/** The namespace of series that HeyCloud makes itself. CloudWatch's cannot begin with a colon (API reference, PutMetricData). */
export const ownNamespace = (name: string): string => `:${name}`
export const isOwnNamespace = (namespace: string): boolean => namespace.startsWith(':')

/** What the series of a linked account carry: which monitoring account they are read through. */
export const monitoringAccountKey = 'monitoring_account'
export const monitoringAccountTag = (accountId: string): string => `${monitoringAccountKey}:${accountId}`

/** 12 digits: the account whose role reads a series. Of resources nothing is known through another account. */
export function readerOf({ accountId, tags, resource }: Pick<Series, 'accountId' | 'tags' | 'resource'>): string {
  const prefix = monitoringAccountTag('')
  const through = resource === '' ? tags.find(tag => tag.startsWith(prefix)) : undefined
  return through?.slice(prefix.length) ?? accountId
}

/** One string for one series, the same for equal identities: the dimensions are sorted. */
export function seriesKey(s: SeriesIdentity): string {
  const dimensions = Object.entries(s.dimensions).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return JSON.stringify([s.organisation, s.accountId, s.region, s.namespace, s.metric, s.statistic, dimensions])
}
