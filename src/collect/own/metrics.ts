// HeyCloud's metrics about its own collection, written each minute from the ledgers, so that they can be charted like any other.
import { type AwsAccount, accountLabel } from '../../core/account.ts'
import { MINUTE, SECOND } from '../../core/clock.ts'
import type { CostEntry, Coverage } from '../../core/coverage.ts'
import { metricName } from '../../core/metric-name.ts'
import { namespaceByName } from '../../services/index.ts'
import { ownMetrics } from '../../services/own-metrics.ts'
import type { Tools } from '../context.ts'
import { dimensionTags, placeTags, seriesTags } from '../metrics/series-tags.ts'
import { floorTo } from '../metrics/windows.ts'
import type { OwnPoint, OwnSeries } from './series.ts'

/** What of a row grows from its first day on: what it has grown by since the last minute is the point. */
const totals = {
  CollectionPoints: row => row.points,
  CollectionCalls: row => row.calls,
  CollectionThrottles: row => row.throttles,
  CollectionDenials: row => row.denials,
  CollectionFailures: row => row.failures,
} as const satisfies Record<string, (row: Coverage) => number>

interface Place {
  account: AwsAccount
  region: string
  kind: string
  namespace: string | null
}

export interface OwnMetrics {
  /** Writes this minute's points of every organisation. */
  write(): Promise<void>
}

/** Growth is measured by one process against its own last look: the first look after a start writes no counts, which is a gap. */
export function createOwnMetrics(tools: Pick<Tools, 'settings' | 'clock'>, series: OwnSeries): OwnMetrics {
  let before = new Map<string, number>()
  return {
    async write() {
      const now = tools.clock.now()
      const ts = floorTo(now / SECOND, MINUTE / SECOND)
      const seen = new Map<string, number>()
      const grown = (key: string, total: number): number | null => {
        seen.set(key, total)
        const last = before.get(key)
        return last === undefined ? null : Math.max(0, total - last)
      }
      const points: { organisation: string; point: OwnPoint }[] = []
      const accounts = new Map((await tools.settings.accounts.listAll()).map(account => [account.id, account]))
      for (const organisation of new Set([...accounts.values()].map(account => account.organisation))) {
        const add = (place: Place, metric: string, value: number | null) => {
          if (value !== null) points.push({ organisation, point: pointOf(place, metric, value, ts) })
        }
        for (const row of await tools.settings.coverage.list(organisation)) {
          const account = accounts.get(row.accountConfigId)
          if (account && row.state !== 'off') addCoverage(add, grown, account, row, now)
        }
        const month = new Date(now).toISOString().slice(0, 8)
        const costs = await tools.settings.cost.list(organisation, `${month}01`)
        addCosts(add, grown, accounts, costs, month)
      }
      before = seen
      for (const [organisation, own] of Map.groupBy(points, one => one.organisation))
        await series.save(
          organisation,
          own.map(({ point }) => point),
        )
    },
  }
}

type Add = (place: Place, metric: string, value: number | null) => void
type Grown = (key: string, total: number) => number | null

function addCoverage(add: Add, grown: Grown, account: AwsAccount, row: Coverage, now: number): void {
  const { region, kind, namespace } = row
  const place = { account, region, kind, namespace }
  if (row.newestPoint !== null)
    add(place, 'CollectionLag', Math.max(0, now / SECOND - row.newestPoint - ownDelay(namespace ?? '')))
  if (row.lastSuccess !== null) add(place, 'CollectionItems', row.items)
  if (kind === 'metrics') add(place, 'CollectionOwed', row.owed)
  if (row.lastAttempt !== null) add(place, 'CollectionNotSeen', row.state === 'seen' ? 0 : 1)
  for (const [metric, total] of Object.entries(totals))
    add(place, metric, grown(JSON.stringify([account.id, kind, region, namespace, metric]), total(row)))
}

/** What AWS's own publishing explains of a newest point's age, seconds: that of the namespace's slowest metric. */
function ownDelay(name: string): number {
  const namespace = namespaceByName(name)
  if (!namespace) return 0
  const { period, publicationDelay, metrics } = namespace
  return Math.max(...metrics.map(one => (one.period ?? period) + (one.publicationDelay ?? publicationDelay)))
}

function addCosts(
  add: Add,
  grown: Grown,
  accounts: ReadonlyMap<string, AwsAccount>,
  costs: readonly CostEntry[],
  month: string,
): void {
  const rows = Map.groupBy(costs, row => JSON.stringify([row.accountConfigId, row.region, row.namespace]))
  for (const [key, entries] of rows) {
    const [first] = entries
    const account = first && accounts.get(first.accountConfigId)
    if (!account) continue
    const place = { account, region: first.region, kind: 'cost', namespace: first.namespace || null }
    const sum = (of: (entry: CostEntry) => number) => entries.reduce((total, entry) => total + of(entry), 0)
    const charge = sum(entry => entry.charge)
    // A month begins anew: what had grown in the last one is no measure.
    add(place, 'CostCharge', grown(`${month} charge ${key}`, charge))
    add(
      place,
      'CostMetricsRequested',
      grown(
        `${month} metrics ${key}`,
        sum(entry => entry.chargeableMetrics),
      ),
    )
    add(place, 'CostMonthToDate', charge)
  }
}

function pointOf({ account, region, kind, namespace }: Place, metric: string, value: number, ts: number): OwnPoint {
  const definition = ownMetrics.metrics.find(({ name }) => name === metric)
  if (!definition) throw new Error(`${metric} is not declared`)
  const [statistic] = definition.statistics
  const dimensions = { Kind: kind, Namespace: namespace ?? 'all' }
  return {
    ...{ accountId: account.accountId, region, namespace: ownMetrics.namespace, metric, dimensions, statistic },
    name: metricName(ownMetrics.namespace, metric, statistic, statistic),
    unit: definition.unit,
    tags: seriesTags(placeTags(account, region), dimensionTags(dimensions), [`account:${accountLabel(account)}`]),
    ...{ resource: '', ts, period: ownMetrics.period, value },
  }
}
