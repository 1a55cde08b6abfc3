// Monthly budgets, and AWS's own figures of what reading has cost.
import type { BilledReading, Budget } from '../../core/budget.ts'
import type { BilledStore, BudgetStore } from '../settings-ports.ts'
import { fromJson, toJson } from './codec.ts'
import type { BudgetsTable, Db } from './schema.ts'

const fromRow = (row: BudgetsTable): Budget => ({ ...row, accountConfigId: row.accountConfigId || null })

export function createBudgetStore(db: Db): BudgetStore {
  return {
    async put({ organisation, accountConfigId, monthlyLimit, setBy, setAt }) {
      const limit = { monthlyLimit, setBy, setAt }
      const before = { month: '', stretch: 1, stoppedAt: null, spent: 0 }
      await db
        .insertInto('budgets')
        .values({ organisation, accountConfigId: accountConfigId ?? '', ...limit, ...before })
        .onConflict(conflict => conflict.columns(['organisation', 'accountConfigId']).doUpdateSet(limit))
        .execute()
    },
    async note({ organisation, accountConfigId, month, stretch, stoppedAt, spent }) {
      await db
        .updateTable('budgets')
        .set({ month, stretch, stoppedAt, spent })
        .where('organisation', '=', organisation)
        .where('accountConfigId', '=', accountConfigId ?? '')
        .execute()
    },
    async delete(organisation, accountConfigId) {
      const gone = await db
        .deleteFrom('budgets')
        .where('organisation', '=', organisation)
        .where('accountConfigId', '=', accountConfigId ?? '')
        .returning('organisation')
        .executeTakeFirst()
      return gone !== undefined
    },
    async list(organisation) {
      const rows = await db
        .selectFrom('budgets')
        .selectAll()
        .where('organisation', '=', organisation)
        .orderBy('accountConfigId')
        .execute()
      return rows.map(fromRow)
    },
    async listAll() {
      const rows = await db
        .selectFrom('budgets')
        .selectAll()
        .orderBy('organisation')
        .orderBy('accountConfigId')
        .execute()
      return rows.map(fromRow)
    },
  }
}

export function createBilledStore(db: Db): BilledStore {
  return {
    async get(accountConfigId) {
      const row = await db
        .selectFrom('billedReadings')
        .select('reading')
        .where('accountConfigId', '=', accountConfigId)
        .executeTakeFirst()
      return row && fromJson<BilledReading>(row.reading)
    },
    async put(accountConfigId, billed) {
      const reading = toJson(billed)
      await db
        .insertInto('billedReadings')
        .values({ accountConfigId, reading })
        .onConflict(conflict => conflict.column('accountConfigId').doUpdateSet({ reading }))
        .execute()
    },
  }
}
