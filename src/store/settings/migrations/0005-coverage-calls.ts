// What the coverage ledger was told by: the last call of each row, and how many were refused, failed and throttled.
import type { Kysely } from 'kysely'

const counts = ['calls', 'denials', 'failures', 'throttles', 'owed']

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of counts)
    await db.schema
      .alterTable('coverage')
      .addColumn(column, 'bigint', c => c.notNull().defaultTo(0))
      .execute()
  await db.schema.alterTable('coverage').addColumn('last_call', 'text').execute()
}
