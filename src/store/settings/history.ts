// History on request: what was asked for of an account, and how far each region is.
import type { HistoryRequestStore } from '../settings-ports.ts'
import type { Db, HistorySharesTable } from './schema.ts'

const fromShare = ({ finished, ...row }: HistorySharesTable) => ({ ...row, finished: finished === 1 })

export function createHistoryRequestStore(db: Db): HistoryRequestStore {
  return {
    get: accountConfigId =>
      db.selectFrom('historyRequests').selectAll().where('accountConfigId', '=', accountConfigId).executeTakeFirst(),
    async begin(request) {
      const { accountConfigId } = request
      await db.transaction().execute(async tx => {
        await tx
          .insertInto('historyRequests')
          .values(request)
          .onConflict(conflict => conflict.column('accountConfigId').doUpdateSet(request))
          .execute()
        await tx.deleteFrom('historyShares').where('accountConfigId', '=', accountConfigId).execute()
      })
    },
    async stop(accountConfigId, stoppedAt) {
      await db
        .updateTable('historyRequests')
        .set({ stoppedAt })
        .where('accountConfigId', '=', accountConfigId)
        .execute()
    },
    async shares(accountConfigId) {
      const rows = await db
        .selectFrom('historyShares')
        .selectAll()
        .where('accountConfigId', '=', accountConfigId)
        .orderBy('region')
        .execute()
      return rows.map(fromShare)
    },
    async putShare({ finished, ...share }) {
      const { accountConfigId: _, region: __, ...state } = { ...share, finished: finished ? 1 : 0 }
      await db
        .insertInto('historyShares')
        .values({ ...share, finished: state.finished })
        .onConflict(conflict => conflict.columns(['accountConfigId', 'region']).doUpdateSet(state))
        .execute()
    },
  }
}
