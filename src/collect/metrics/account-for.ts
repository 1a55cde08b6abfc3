// What the coverage ledger is told of a namespace's reading.
import type { NotSeen } from '../../core/observation.ts'
import type { CoverageEntry, Outcome } from '../coverage.ts'
import type { RegionWork } from '../region.ts'
import type { Group, Plan } from './plan.ts'
import type { ReadOutcome } from './read.ts'
import type { Rules } from './rules.ts'

/** One row for the namespace. Its other groups (a daily one) are counted among its metrics. */
export function coverageOf(group: Group, outcome: ReadOutcome, plan: Plan): CoverageEntry[] {
  const { namespace } = group
  const own = plan.groups.filter(other => other.namespace === namespace)
  const items = own.reduce((sum, { metrics }) => sum + metrics.length, 0)
  const stored = { items, points: outcome.points, newestPoint: outcome.newest }
  const why = [...outcome.failed]
  const [metric, notSeen] = why.find(([, { state }]) => state === 'denied') ?? why[0] ?? []
  if (!notSeen) return [{ kind: 'metrics', namespace, outcome: { state: 'seen', ...stored } }]
  const unlinked = notSeen.state === 'denied' ? metric?.owner : undefined
  if (outcome.seen === 0 && outcome.points === 0 && !unlinked) return [{ kind: 'metrics', namespace, outcome: notSeen }]
  const whose = unlinked ? ` (of the linked account ${unlinked})` : ''
  const reason = `${why.length} of ${group.metrics.length} metrics could not be read${whose}: ${wordsOf(notSeen)}`
  const partial = { state: 'partial' as const, owed: why.length, notSeen, reason, ...stored }
  return [{ kind: 'metrics', namespace, outcome: { ...partial, ofLink: unlinked !== undefined } }]
}

export const wordsOf = (notSeen: NotSeen): string =>
  notSeen.state === 'failed' ? `${notSeen.code}: ${notSeen.message}` : notSeen.message

/** Namespaces that were read and are not now: the settings leave them out, or they have no metrics any more. */
export async function notRead({ place, coverage }: RegionWork, plan: Plan, rules: Rules): Promise<CoverageEntry[]> {
  const present = new Set(plan.groups.map(({ namespace }) => namespace))
  const rows = (await coverage.rows(place)).filter(row => row.kind === 'metrics' && row.region === place.region)
  return rows.flatMap(({ namespace, items, state }): CoverageEntry[] => {
    if (namespace === null || present.has(namespace)) return []
    if (!rules.wanted(namespace)) return [{ kind: 'metrics', namespace, outcome: leftOut }]
    return items > 0 || state === 'off' ? [{ kind: 'metrics', namespace, outcome: { state: 'seen', items: 0 } }] : []
  })
}

const leftOut: Outcome = { state: 'off', reason: 'The account’s settings leave this namespace out.' }
