// What reading CloudWatch has cost this month, as calculated, and what the month will cost at today's pace.
import { DAY } from '../../core/clock.ts'
import type { CostEntry } from '../../core/coverage.ts'
import { costReply } from '../schema/web.ts'
import type { Routes } from './index.ts'

const daysInMonth = (now: number): number => {
  const date = new Date(now)
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
}

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

const total = (rows: CostEntry[]): number => rows.reduce((sum, row) => sum + row.charge, 0)

export const costRoutes: Routes =
  ({ settings, clock }) =>
  async app => {
    app.get('/api/v2/integration/aws/cost', { schema: { response: { 200: costReply } } }, async ({ actor }) => {
      const now = clock.now()
      const today = new Date(now).toISOString().slice(0, 10)
      const rows = await settings.cost.list(actor.organisation, `${today.slice(0, 8)}01`)
      const elapsed = (now % DAY) / DAY
      const pace = elapsed > 0 ? total(rows.filter(row => row.day === today)) / elapsed : 0
      return {
        data: {
          id: today.slice(0, 7),
          type: 'aws_cost' as const,
          attributes: {
            month_to_date: total(rows),
            /** An account's first day is dearer than the next ones: its history is loaded then. */
            monthly_estimate: pace * daysInMonth(now),
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
