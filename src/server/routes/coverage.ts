// What HeyCloud sees of the connected accounts, and what it does not see and why.
import { accountLabel } from '../../core/account.ts'
import { SECOND } from '../../core/clock.ts'
import type { Coverage } from '../../core/coverage.ts'
import { coverageReply } from '../schema/web.ts'
import type { Routes } from './index.ts'

/** The wire form of a coverage row; lag is the age of the newest stored bucket. */
export const coverageAttributes = (row: Coverage, now: number) => ({
  kind: row.kind,
  region: row.region,
  namespace: row.namespace,
  state: row.state,
  last_success: row.lastSuccess,
  lag_seconds: row.newestPoint === null ? null : Math.max(0, Math.round(now / SECOND) - row.newestPoint),
  items: row.items,
  points: row.points,
  action: row.action,
  reason: row.reason,
})

export const coverageRoutes: Routes =
  ({ settings, clock }) =>
  async app => {
    app.get(
      '/api/v2/integration/aws/coverage',
      { schema: { response: { 200: coverageReply } } },
      async ({ actor: { organisation } }) => {
        const accounts = new Map((await settings.accounts.list(organisation)).map(account => [account.id, account]))
        const rows = await settings.coverage.list(organisation)
        return {
          data: rows.flatMap(row => {
            const account = accounts.get(row.accountConfigId)
            if (!account) return []
            return [
              {
                id: [account.accountId, row.region, row.kind, row.namespace].filter(Boolean).join('/'),
                type: 'coverage' as const,
                attributes: {
                  ...coverageAttributes(row, clock.now()),
                  account_config_id: account.id,
                  account_id: account.accountId,
                  account_name: accountLabel(account),
                },
              },
            ]
          }),
        }
      },
    )
  }
