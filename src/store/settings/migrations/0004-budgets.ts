// Monthly budgets with what has come of them, and what AWS itself says that reading has cost.
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('budgets')
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('account_config_id', 'text', c => c.notNull())
    .addColumn('monthly_limit', 'double precision', c => c.notNull())
    .addColumn('set_by', 'text', c => c.notNull())
    .addColumn('set_at', 'bigint', c => c.notNull())
    .addColumn('month', 'text', c => c.notNull())
    .addColumn('stretch', 'double precision', c => c.notNull())
    .addColumn('stopped_at', 'bigint')
    .addColumn('spent', 'double precision', c => c.notNull())
    .addPrimaryKeyConstraint('budgets_key', ['organisation', 'account_config_id'])
    .execute()
  await db.schema
    .createTable('billed_readings')
    .addColumn('account_config_id', 'text', c => c.primaryKey())
    .addColumn('reading', 'text', c => c.notNull())
    .execute()
}
