// The coverage ledger: what was seen of each account, region and namespace, and what was not and why.
import type { CallTrace } from '../core/call.ts'
import { type Coverage, type CoverageKind, nothingCalled } from '../core/coverage.ts'
import type { NotSeen } from '../core/observation.ts'
import type { Place, Tools } from './context.ts'

/** What came of one read. */
export type Outcome =
  /** `reason`: what is to be said of it all the same, a sentence. */
  | { state: 'seen'; items: number; points?: number; newestPoint?: number | null; reason?: string }
  /** Some of it was seen and some was not: shown as not seen, with what is there. */
  | {
      state: 'partial'
      items: number
      points?: number
      newestPoint?: number | null
      owed: number
      notSeen: NotSeen
      reason: string
      /** Refused for want of a link to another account: in this account's policies no action is missing. */
      ofLink?: boolean
    }
  | NotSeen
  | { state: 'pending'; items: number }
  /** The account's settings leave it out, or AWS does not have it there; `reason` is a sentence. */
  | { state: 'off'; reason: string }

export interface CoverageEntry {
  kind: CoverageKind
  namespace: string | null
  outcome: Outcome
  /** What was called for it. */
  trace?: CallTrace
}

export interface CoverageLedger {
  record(place: Place, entries: CoverageEntry[]): Promise<void>
  /** Says of everything known of these kinds in the place, and of `also`, that it is left out; false where that was said before. */
  leaveOut(
    place: Place,
    kinds: readonly CoverageKind[],
    reason: string,
    also?: readonly Pick<CoverageEntry, 'kind' | 'namespace'>[],
  ): Promise<boolean>
  /** Rows as this process knows them. */
  rows(place: Pick<Place, 'account'>): Promise<Coverage[]>
  forget(accountConfigId: string): void
}

const keyOf = (row: Pick<Coverage, 'kind' | 'region' | 'namespace'>): string =>
  `${row.kind} ${row.region} ${row.namespace ?? ''}`

export function createCoverageLedger(tools: Pick<Tools, 'settings' | 'clock' | 'onDenied'>): CoverageLedger {
  const known = new Map<string, Promise<Map<string, Coverage>>>()

  const load = (account: Place['account']) => {
    let rows = known.get(account.id)
    if (!rows) {
      rows = tools.settings.coverage
        .list(account.organisation, account.id)
        .then(list => new Map(list.map(row => [keyOf(row), row])))
      rows.catch(() => known.delete(account.id))
      known.set(account.id, rows)
    }
    return rows
  }

  /** Takes the entries over; how many rows that changed. */
  const put = async (place: Place, entries: readonly CoverageEntry[]): Promise<number> => {
    const rows = await load(place.account)
    const now = tools.clock.now()
    const changed = entries.flatMap(({ kind, namespace, outcome, trace }) => {
      const key = keyOf({ kind, region: place.region, namespace })
      const known = rows.get(key) ?? blank(place, kind, namespace)
      // What is left out is said once, and not each time that somebody does not look.
      if (outcome.state === 'off' && known.state === 'off' && known.reason === outcome.reason) return []
      const row = withCalls(next(known, outcome, now), outcome, trace)
      rows.set(key, row)
      return [row]
    })
    if (changed.length > 0) await tools.settings.coverage.put(changed)
    return changed.length
  }

  return {
    async record(place, entries) {
      await put(place, entries)
      for (const { outcome } of entries) {
        if (outcome.state === 'partial' && outcome.ofLink) continue
        const denied = outcome.state === 'partial' ? outcome.notSeen : outcome
        if (denied.state === 'denied') tools.onDenied?.({ ...place, denied })
      }
    },
    async leaveOut(place, kinds, reason, also = []) {
      const known = [...(await load(place.account)).values()].filter(
        ({ kind, region }) => region === place.region && kinds.includes(kind),
      )
      const outcome = { state: 'off' as const, reason }
      const entries = [...known, ...also].map(({ kind, namespace }) => ({ kind, namespace, outcome }))
      return (await put(place, entries)) > 0
    },
    rows: async ({ account }) => [...(await load(account)).values()],
    forget: accountConfigId => known.delete(accountConfigId),
  }
}

const blank = ({ account, region }: Place, kind: CoverageKind, namespace: string | null): Coverage => ({
  organisation: account.organisation,
  accountConfigId: account.id,
  kind,
  region,
  namespace,
  state: 'pending',
  lastSuccess: null,
  lastAttempt: null,
  newestPoint: null,
  items: 0,
  points: 0,
  action: null,
  reason: '',
  ...nothingCalled,
})

/** Adds what was called; what the row was told by is the refused call where something was not seen. */
function withCalls(row: Coverage, outcome: Outcome, trace: CallTrace | undefined): Coverage {
  const notSeen = outcome.state === 'partial' ? outcome.notSeen.state : outcome.state
  const asked = trace !== undefined && trace.calls > 0
  const told = notSeen === 'seen' ? trace?.answered : (trace?.refused ?? trace?.answered)
  return {
    ...row,
    calls: row.calls + (trace?.calls ?? 0),
    throttles: row.throttles + (trace?.throttled ?? 0),
    denials: row.denials + (asked && notSeen === 'denied' ? 1 : 0),
    failures: row.failures + (asked && notSeen === 'failed' ? 1 : 0),
    owed: outcome.state === 'partial' ? outcome.owed : outcome.state === 'seen' ? 0 : row.owed,
    lastCall: told ?? row.lastCall,
  }
}

/** The row after a read. What was seen before stays known, with its time, when the next read is refused or fails. */
function next(row: Coverage, outcome: Outcome, now: number): Coverage {
  if (outcome.state === 'pending') return { ...row, items: outcome.items }
  if (outcome.state === 'off') return { ...row, state: 'off', items: 0, action: null, reason: outcome.reason }
  const attempted = { ...row, lastAttempt: now }
  if (outcome.state === 'seen') {
    return {
      ...attempted,
      ...counted(row, outcome),
      state: 'seen',
      lastSuccess: now,
      action: null,
      reason: outcome.reason ?? '',
    }
  }
  const { notSeen, reason, ofLink } =
    outcome.state === 'partial'
      ? outcome
      : { notSeen: outcome, reason: `${codeOf(outcome)}${outcome.message}`, ofLink: false }
  return {
    ...attempted,
    ...(outcome.state === 'partial' ? counted(row, outcome) : {}),
    state: notSeen.state,
    action: notSeen.state === 'denied' && !ofLink ? notSeen.action : null,
    reason,
  }
}

const counted = (row: Coverage, seen: { items: number; points?: number; newestPoint?: number | null }) => ({
  items: seen.items,
  points: row.points + (seen.points ?? 0),
  newestPoint: latest(row.newestPoint, seen.newestPoint ?? null),
})

const latest = (a: number | null, b: number | null): number | null => (a === null || (b !== null && b > a) ? b : a)

const codeOf = (notSeen: NotSeen): string => (notSeen.state === 'failed' ? `${notSeen.code}: ` : '')
