// What the floors above may ask of a store. Engines implement these; one contract suite runs on every engine.

import type { Sample, Series } from '../core/metric.ts'
import type { Answer, Question, TagFilter } from '../core/question.ts'
import type { Alarm, Resource } from '../core/resource.ts'

/** Telemetry: ClickHouse SQL, embedded (chDB) or a server. Every call that returns data takes its organisation. */
export interface Telemetry {
  /** Brings the schema up to date; numbered, idempotent, recorded. */
  migrate(): Promise<void>

  /** Writes or rewrites series rows (same id: the newer `tags` win). Resolves when durable. Before the first sample of each. */
  saveSeries(series: Series[]): Promise<void>
  /** All series of one account, or of one of its regions and namespaces. */
  loadSeries(scope: SeriesScope): Promise<Series[]>
  /** Whose metrics are read through which monitoring accounts, in one region. */
  linkedOwners(organisation: string, region: string): Promise<LinkedOwner[]>

  /**
   * Resolves when durable (acknowledged). The same (name, id, ts, period) again replaces; last write wins. Points of differing
   * periods may overlap (backfill at 300 s, live at 60 s): questions count every moment once. RangeError for what is no number.
   */
  saveSamples(samples: Sample[]): Promise<void>
  /**
   * Whole buckets: `from` is rounded down to the interval and `to` up, so that a bucket's value does not hang on where the range
   * begins. Rejects with HeyCloudError `query_range` for too many intervals, or more than 2,000 groups.
   */
  ask(question: Question): Promise<Answer>
  /** Raw points of one series, de-duplicated, by time: for tests, exports and "why?". */
  points(organisation: string, id: number, from: number, to: number): Promise<Sample[]>

  /**
   * How many points a namespace has in each interval of a range (times as in `ask`): where there are none, nobody has seen any. Points
   * of the same series and time count once.
   */
  pointCounts(scope: Required<SeriesScope>, from: number, to: number, interval: number): Promise<Map<number, number>>

  /** The series of these metrics that a filter chooses, up to a limit, by name and id. */
  findSeries(organisation: string, metrics: readonly string[], filter: TagFilter, limit: number): Promise<Series[]>
  /** Names of metrics that have series, with unit and how many; `prefix` and `filter` narrow. */
  metricNames(organisation: string, options?: { prefix?: string; filter?: TagFilter }): Promise<MetricSummary[]>
  /** What the series of an account were made from: each of CloudWatch's metrics once, sorted. */
  accountMetrics(organisation: string, accountId: string): Promise<{ namespace: string; metric: string }[]>
  /** Every `key:value` of one metric's series; of all metrics when `metric` is null. */
  tagValues(organisation: string, metric: string | null): Promise<string[]>

  /** Replaces the present resources of these types in (account, region) by this list; what vanished goes to history. */
  saveResources(scope: ResourceScope, resources: Resource[], at: number): Promise<void>
  resources(organisation: string, filter?: Partial<ResourceFilter>): Promise<Resource[]>
  resourceCounts(organisation: string): Promise<{ accountId: string; region: string; type: string; count: number }[]>
  saveAlarms(scope: Omit<ResourceScope, 'types'>, alarms: Alarm[], at: number): Promise<void>
  alarms(organisation: string): Promise<Alarm[]>

  /**
   * Writes hourly rollups of the hours that ended by `upTo` (epoch seconds) from de-duplicated rows, replacing; again where late
   * data came. Returns hours written.
   */
  rollUp(upTo: number): Promise<number>
  /** Drops whole daily partitions older than `before` (epoch seconds). */
  dropBefore(before: number): Promise<void>
  /**
   * Erases all telemetry of one account: samples, rollups, series, resources and alarms, history included; and what was read through
   * it of accounts that are linked to it, but for those in `except`. Safe to repeat.
   */
  eraseAccount(organisation: string, accountId: string, except?: readonly string[]): Promise<void>
  /** Rows of telemetry that `eraseAccount` would erase, in all tables. */
  countAccount(organisation: string, accountId: string, except?: readonly string[]): Promise<number>
  close(): Promise<void>
}

export interface SeriesScope {
  organisation: string
  accountId: string
  region?: string
  namespace?: string
  /** With what is read through the account, of those that are linked to it. */
  linked?: boolean
}
/** An account and the monitoring account that its metrics are read through. */
export interface LinkedOwner {
  accountId: string
  through: string
}
export interface ResourceScope {
  organisation: string
  accountId: string
  region: string
  types: readonly string[]
}
export interface ResourceFilter {
  accountId: string
  region: string
  type: string
  /** Part of an ARN, name or tag. */
  search: string
  limit: number
}
export interface MetricSummary {
  name: string
  unit: string
  series: number
}
