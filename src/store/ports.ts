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

  /** Resolves when durable (acknowledged). The same (name, id, ts) again replaces; last write wins. */
  saveSamples(samples: Sample[]): Promise<void>
  ask(question: Question): Promise<Answer>
  /** Raw points of one series, de-duplicated, by time: for tests, exports and "why?". */
  points(organisation: string, id: number, from: number, to: number): Promise<Sample[]>

  /** Names of metrics that have series, with unit and how many; `prefix` and `filter` narrow. */
  metricNames(organisation: string, options?: { prefix?: string; filter?: TagFilter }): Promise<MetricSummary[]>
  /** Every `key:value` of one metric's series; of all metrics when `metric` is null. */
  tagValues(organisation: string, metric: string | null): Promise<string[]>

  /** Replaces the present resources of (account, region, type) by this list; what vanished goes to history. */
  saveResources(scope: ResourceScope, resources: Resource[], at: number): Promise<void>
  resources(organisation: string, filter?: Partial<ResourceFilter>): Promise<Resource[]>
  resourceCounts(organisation: string): Promise<{ accountId: string; region: string; type: string; count: number }[]>
  saveAlarms(scope: Omit<ResourceScope, 'type'>, alarms: Alarm[], at: number): Promise<void>
  alarms(organisation: string): Promise<Alarm[]>

  /** Writes hourly rollups of closed hours from de-duplicated rows, replacing; again where late data came. Returns hours written. */
  rollUp(upTo: number): Promise<number>
  /** Drops whole daily partitions older than `before` (epoch seconds). */
  dropBefore(before: number): Promise<void>
  /** Erases all telemetry of one account. */
  eraseAccount(organisation: string, accountId: string): Promise<void>
  close(): Promise<void>
}

export interface SeriesScope {
  organisation: string
  accountId: string
  region?: string
  namespace?: string
}
export interface ResourceScope {
  organisation: string
  accountId: string
  region: string
  type: string
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
