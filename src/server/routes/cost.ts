// What reading CloudWatch has cost this month, as calculated, and what a month costs at the present schedule.
import type { CostEntry } from '../../core/coverage.ts'
import { isCollectableState } from '../../delegation/verification/state.ts'
import { costReply } from '../schema/web.ts'
import type { Routes } from './index.ts'

/** One row for each account, region and namespace, over days and operations. */
function merge(rows: CostEntry[]): CostEntry[] {
  const merged = new Map<string, CostEntry>()
  for (const row of rows) {
    const key = [row.accountConfigId, row.region, row.namespace].join(' ')
    const sum = merged.get(key)
    merged.set(key, {
      ...row,
      calls: row.calls + (sum?.calls ?? 0),
      chargeableMetrics: row.chargeableMetrics + (sum?.chargeableMetrics ?? 0),
      charge: row.charge + (sum?.charge ?? 0),
    })
  }
  return [...merged.values()]
}

/** Null where a part is not known: a sum without it would be too small, and look whole. */
const wholeOf = (charges: (number | null)[]): number | null =>
  charges.reduce<number | null>((sum, charge) => (sum === null || charge === null ? null : sum + charge), 0)

const total = (rows: CostEntry[]): number => rows.reduce((sum, row) => sum + row.charge, 0)

export const costRoutes: Routes =
  ({ settings, collector, clock }) =>
  async app => {
    app.get('/api/v2/integration/aws/cost', { schema: { response: { 200: costReply } } }, async ({ actor }) => {
      const now = clock.now()
      const today = new Date(now).toISOString().slice(0, 10)
      const rows = await settings.cost.list(actor.organisation, `${today.slice(0, 8)}01`)
      const accounts = await settings.accounts.list(actor.organisation)
      const collected = accounts.filter(
        ({ state, settings: chosen }) => isCollectableState(state) && chosen.metrics_config.enabled,
      )
      const monthly = await Promise.all(collected.map(account => collector.monthlyCharge(account.id)))
      return {
        data: {
          id: today.slice(0, 7),
          type: 'aws_cost' as const,
          attributes: {
            month_to_date: total(rows),
            monthly_estimate: wholeOf(monthly),
            rows: merge(rows).map(row => ({
              account_config_id: row.accountConfigId,
              region: row.region,
              namespace: row.namespace,
              calls: row.calls,
              chargeable_metrics: row.chargeableMetrics,
              charge: row.charge,
            })),
          },
        },
      }
    })
  }
