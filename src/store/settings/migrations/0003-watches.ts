// Watches, history on request, and the watermarks of what was all read alike before.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('watches')
    .addColumn('key_hash', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('metric', 'text', c => c.notNull())
    .addColumn('filter', 'text', c => c.notNull())
    .addColumn('source', 'text', c => c.notNull())
    .addColumn('since', 'bigint', c => c.notNull())
    .addColumn('until', 'bigint', c => c.notNull())
    .execute()
  await db.schema.createIndex('watches_organisation').on('watches').columns(['organisation', 'until']).execute()
  await db.schema
    .createTable('history_requests')
    .addColumn('account_config_id', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('months', 'bigint', c => c.notNull())
    .addColumn('oldest', 'bigint', c => c.notNull())
    .addColumn('requested_by', 'text', c => c.notNull())
    .addColumn('requested_at', 'bigint', c => c.notNull())
    .addColumn('stopped_at', 'bigint')
    .execute()
  await db.schema
    .createTable('history_shares')
    .addColumn('account_config_id', 'text', c => c.notNull())
    .addColumn('region', 'text', c => c.notNull())
    .addColumn('metrics', 'bigint', c => c.notNull())
    .addColumn('read', 'bigint', c => c.notNull())
    .addColumn('failed', 'bigint', c => c.notNull())
    .addColumn('points', 'bigint', c => c.notNull())
    .addColumn('last_id', 'bigint', c => c.notNull())
    .addColumn('finished', 'bigint', c => c.notNull())
    .addColumn('reason', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('history_shares_key', ['account_config_id', 'region'])
    .execute()
  // Whatever was read up to now was read with everything else: these are the watermarks of the whole.
  await sql`update watermarks set lease = substr(lease, 1, length(lease) - length('metrics')) || 'rest'
    where lease like '%/metrics'`.execute(db)
}
