// What the coverage ledger says, added up: pure.
import type { AccountData, CoverageRow } from '../../../src/server/schema/web-reads.ts'

type Row = Pick<CoverageRow, 'kind' | 'region' | 'namespace' | 'state' | 'items' | 'action' | 'reason'> &
  Partial<Pick<CoverageRow, 'account_config_id'>>

export interface Counts {
  seen: number
  denied: number
  failed: number
  pending: number
  off: number
}

export function countStates(rows: readonly Pick<Row, 'state'>[]): Counts {
  const counts: Counts = { seen: 0, denied: 0, failed: 0, pending: 0, off: 0 }
  for (const row of rows) counts[row.state]++
  return counts
}

/** What of one kind could not be read: an action if it was denied, the reasons, and in how many regions of accounts. */
export interface Gap {
  action: string | null
  reason: string
  places: number
}

/** What is known of one kind over these rows: how many places were seen, and the gap, denials before failures. */
export function kindSeen(rows: readonly Row[], kind: Row['kind']): { seen: number; pending: number; gap: Gap | null } {
  const about = rows.filter(row => row.kind === kind)
  const gaps = about.filter(row => row.state === 'denied' || row.state === 'failed')
  const worst = gaps.find(row => row.state === 'denied') ?? gaps[0]
  const { seen, pending } = countStates(about)
  return {
    seen,
    pending,
    gap: worst === undefined ? null : { action: worst.action, reason: worst.reason, places: gaps.length },
  }
}

export type Use =
  | { use: 'in_use' }
  | { use: 'not_in_use' }
  | { use: 'pending' }
  | { use: 'denied'; action: string }
  | { use: 'failed'; reason: string }

/** Whether a widget over `namespaces` has something to show, and if not, why: not seen is told apart from not there. */
export function namespacesUse(rows: readonly Row[], namespaces: readonly string[]): Use {
  // HeyCloud's own metrics are there wherever it runs.
  if (namespaces.length > 0 && namespaces.every(namespace => namespace.startsWith(':'))) return { use: 'in_use' }
  const about = rows.filter(
    row => row.kind === 'metrics' && row.namespace !== null && namespaces.includes(row.namespace),
  )
  if (about.some(row => row.items > 0)) return { use: 'in_use' }
  // A denial of the whole of a region's metrics has no namespace of its own.
  const whole = rows.filter(row => row.kind === 'metrics' && row.namespace === null)
  const all = [...about, ...whole]
  const denied = all.find(row => row.state === 'denied')
  if (denied) return { use: 'denied', action: denied.action ?? denied.reason }
  const failed = all.find(row => row.state === 'failed')
  if (failed) return { use: 'failed', reason: failed.reason }
  if (all.length > 0 && all.every(row => row.state === 'off')) return { use: 'not_in_use' }
  return all.some(row => row.state === 'pending') || !readThrough(rows) ? { use: 'pending' } : { use: 'not_in_use' }
}

type Filtered = { attributes: Pick<AccountData['attributes'], 'metrics_config'> }

/** Whether some account's settings leave all of these namespaces out: not looked at, which is not the same as not there. */
export function leftOut(accounts: readonly Filtered[], namespaces: readonly string[]): boolean {
  return accounts.some(({ attributes: { metrics_config: config } }) => {
    if (config === undefined) return false
    if (!config.enabled) return true
    const filters = config.namespace_filters
    return 'exclude_only' in filters
      ? namespaces.every(namespace => filters.exclude_only.includes(namespace))
      : !namespaces.some(namespace => filters.include_only.includes(namespace))
  })
}

/** Whether everything that was listed has been read once: each region's namespaces then add up to its listing. */
function readThrough(rows: readonly Row[]): boolean {
  const listings = rows.filter(row => row.kind === 'metrics' && row.namespace === null && row.state !== 'off')
  const read = (listing: Row) =>
    rows
      .filter(row => row.kind === 'metrics' && row.namespace !== null && samePlace(row, listing))
      .reduce((sum, row) => sum + row.items, 0)
  return listings.length > 0 && listings.every(listing => listing.state === 'seen' && read(listing) >= listing.items)
}

const samePlace = (a: Row, b: Row): boolean => a.region === b.region && a.account_config_id === b.account_config_id
