// What this process remembers of one region of an account between its jobs.
import type { Place } from './context.ts'
import type { CoverageLedger } from './coverage.ts'
import type { AccountFacts } from './inventory/facts.ts'
import type { Discoverer } from './metrics/discover.ts'
import type { OwnSeries } from './own/series.ts'

export interface RegionWork {
  place: Place
  facts: AccountFacts
  discoverer: Discoverer
  coverage: CoverageLedger
  /** Series that are made of listings. */
  own: OwnSeries
  /** Types of resource of which the last listing found none, or no host, and when, epoch ms. */
  absent: Map<string, number>
  /** The watermarks that this process has put last, by lease kind and group: another one means that another collector was here. */
  written: Map<string, number>
}
