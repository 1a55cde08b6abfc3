// What collection keeps in the settings store: how far it is, what is watched, and what long history was asked for.
import type { TagFilter } from '../core/question.ts'

export interface Watermark {
  /** `<accountConfigId>/<region>/rest`: everything is read with it; `…/metrics`: what is watched, more often. */
  lease: string
  namespace: string
  /** Seconds. */
  period: number
  /** Everything up to here (epoch seconds, exclusive) is stored, but for the lagging series. */
  upTo: number
  /** Ids of series whose last query failed, with how far each is stored. */
  lagging: { id: number; upTo: number }[]
  /** Backfill's progress: everything from here (epoch seconds) to `upTo` is stored; null when it has not begun. */
  backTo: number | null
}
export interface WatermarkStore {
  list(lease: string): Promise<Watermark[]>
  put(watermark: Watermark): Promise<void>
  deleteByAccount(accountConfigId: string): Promise<void>
}

/** Who looks at metrics: a dashboard that was opened, a query that was asked, a monitor, an export. */
export type WatchSource = 'dashboard' | 'asked' | 'monitor' | 'export'

/** Somebody looks at what a filter chooses of a metric: it is read more often until then. */
export interface Watch {
  organisation: string
  /** HeyCloud's name, of any of a metric's statistics: they travel together. */
  metric: string
  filter: TagFilter
  source: WatchSource
  /** When it began. */
  since: number
  until: number
}
export interface WatchStore {
  /** Adds or extends: of two ends the later counts. One that had run out begins anew. */
  put(watches: Watch[]): Promise<void>
  /** Those that have not run out. */
  list(organisation: string, now: number): Promise<Watch[]>
  /** Deletes what is more than so many of a source: those that would run out first. */
  keepNewest(organisation: string, source: WatchSource, count: number): Promise<void>
  /** Deletes what has run out, of all organisations. */
  sweep(now: number): Promise<void>
}

/** A long history of an account that somebody has asked for; one at a time. */
export interface HistoryRequest {
  accountConfigId: string
  organisation: string
  months: number
  /** Where it begins, epoch seconds. */
  oldest: number
  requestedBy: string
  requestedAt: number
  /** When somebody stopped it; null while it is wanted. */
  stoppedAt: number | null
}
/** How far a region is with it. */
export interface HistoryShare {
  accountConfigId: string
  region: string
  /** Metrics that there are, those asked for so far, and of these those that AWS did not answer for. */
  metrics: number
  read: number
  failed: number
  points: number
  /** Metrics are asked for by their first series' id, upwards; this one was the last whose points are stored. */
  lastId: number
  finished: boolean
  /** Why some failed, in AWS's words; else empty. */
  reason: string
}
export interface HistoryRequestStore {
  get(accountConfigId: string): Promise<HistoryRequest | undefined>
  /** Replaces an earlier request, and forgets how far that was. */
  begin(request: HistoryRequest): Promise<void>
  stop(accountConfigId: string, at: number): Promise<void>
  shares(accountConfigId: string): Promise<HistoryShare[]>
  putShare(share: HistoryShare): Promise<void>
}
