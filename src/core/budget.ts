// What may be spent on reading CloudWatch in a month, how far that slows reading, and what AWS itself says was spent.
import type { NotSeen } from './observation.ts'

/** A monthly limit, of one account or of the whole organisation, and what has come of it in its present month. */
export interface Budget {
  organisation: string
  /** The account's config id; null for the organisation's own. */
  accountConfigId: string | null
  /** US dollars a month. */
  monthlyLimit: number
  setBy: string
  setAt: number
  /** UTC month that the next three are of, `2026-11`; empty before the first reckoning. */
  month: string
  /** What the cadence of what AWS charges for is multiplied by, 1 to 24. */
  stretch: number
  /** Since when nothing is read that AWS charges for; null while it is. */
  stoppedAt: number | null
  /** Calculated US dollars of the month so far, when it was last reckoned. */
  spent: number
}

/** One UTC day of an account's reading of CloudWatch, in AWS's own figures. */
export interface BilledDay {
  /** `2026-11-23` */
  day: string
  /** Metrics requested by GetMetricData, by anybody in the account. */
  metrics: number
  /** Requests of other kinds, by anybody in the account. */
  requests: number
  /** US dollars for both, before credits. */
  charge: number
}

/** What Cost Explorer said when it was last asked. Days once seen stay known when the next asking is refused or fails. */
export interface BilledReading {
  /** When it was last asked, epoch ms. */
  at: number
  /** When it last answered; null if it never has. */
  lastSuccess: number | null
  notSeen: NotSeen | null
  days: BilledDay[]
}

/** The UTC month of a moment, `2026-11`: AWS's bills, and so the ledger's days, are in UTC. */
export const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7)

/** Begin and end (exclusive) of the UTC month that a moment is in, epoch ms. */
export function monthSpan(at: number): { from: number; to: number } {
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return { from: Date.UTC(year, month, 1), to: Date.UTC(year, month + 1, 1) }
}
