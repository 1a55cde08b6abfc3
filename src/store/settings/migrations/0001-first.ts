// The first settings schema.
import type { Kysely } from 'kysely'

/** Key columns are never null; `bigint` and `double precision` mean the same to both engines. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await connections(db)
  await collecting(db)
  await ledgers(db)
  await people(db)
}

async function connections(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('organisations')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .execute()
  await db.schema
    .createTable('accounts')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('partition', 'text', c => c.notNull())
    .addColumn('account_id', 'text', c => c.notNull().unique())
    .addColumn('role_name', 'text', c => c.notNull())
    .addColumn('role_path', 'text', c => c.notNull())
    .addColumn('external_id', 'text', c => c.notNull())
    .addColumn('name', 'text')
    .addColumn('alias', 'text')
    .addColumn('settings', 'text', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('modified_at', 'bigint', c => c.notNull())
    .execute()
  await db.schema.createIndex('accounts_organisation').on('accounts').column('organisation').execute()
  await db.schema
    .createTable('external_ids')
    .addColumn('value', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('origin', 'text', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('account_config_id', 'text')
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('changed_at', 'bigint', c => c.notNull())
    .execute()
  await db.schema
    .createIndex('external_ids_drafts')
    .on('external_ids')
    .columns(['organisation', 'state', 'origin'])
    .execute()
  await db.schema
    .createTable('verifications')
    .addColumn('account_config_id', 'text', c => c.primaryKey())
    .addColumn('verification', 'text', c => c.notNull())
    .execute()
}

async function collecting(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('leases')
    .addColumn('name', 'text', c => c.primaryKey())
    .addColumn('holder', 'text', c => c.notNull())
    .addColumn('expires_at', 'bigint', c => c.notNull())
    .execute()
  await db.schema
    .createTable('watermarks')
    .addColumn('lease', 'text', c => c.notNull())
    .addColumn('account_config_id', 'text', c => c.notNull())
    .addColumn('namespace', 'text', c => c.notNull())
    .addColumn('period', 'bigint', c => c.notNull())
    .addColumn('up_to', 'bigint', c => c.notNull())
    .addColumn('lagging', 'text', c => c.notNull())
    .addColumn('back_to', 'bigint')
    .addPrimaryKeyConstraint('watermarks_key', ['lease', 'namespace', 'period'])
    .execute()
  await db.schema.createIndex('watermarks_account').on('watermarks').column('account_config_id').execute()
  await db.schema
    .createTable('series_ids')
    .addColumn('key_hash', 'text', c => c.primaryKey())
    .addColumn('id', 'bigint', c => c.notNull().unique())
    .execute()
  await db.schema
    .createTable('counters')
    .addColumn('name', 'text', c => c.primaryKey())
    .addColumn('value', 'bigint', c => c.notNull())
    .execute()
}

async function ledgers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('coverage')
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('account_config_id', 'text', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('region', 'text', c => c.notNull())
    .addColumn('namespace', 'text', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('last_success', 'bigint')
    .addColumn('last_attempt', 'bigint')
    .addColumn('newest_point', 'bigint')
    .addColumn('items', 'bigint', c => c.notNull())
    .addColumn('points', 'bigint', c => c.notNull())
    .addColumn('action', 'text')
    .addColumn('reason', 'text', c => c.notNull())
    .addPrimaryKeyConstraint('coverage_key', ['organisation', 'account_config_id', 'kind', 'region', 'namespace'])
    .execute()
  await db.schema
    .createTable('cost')
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('account_config_id', 'text', c => c.notNull())
    .addColumn('region', 'text', c => c.notNull())
    .addColumn('namespace', 'text', c => c.notNull())
    .addColumn('day', 'text', c => c.notNull())
    .addColumn('operation', 'text', c => c.notNull())
    .addColumn('calls', 'bigint', c => c.notNull())
    .addColumn('queries', 'bigint', c => c.notNull())
    .addColumn('chargeable_metrics', 'bigint', c => c.notNull())
    .addColumn('datapoints', 'bigint', c => c.notNull())
    .addColumn('charge', 'double precision', c => c.notNull())
    .addPrimaryKeyConstraint('cost_key', [
      'organisation',
      'day',
      'account_config_id',
      'region',
      'namespace',
      'operation',
    ])
    .execute()
}

async function people(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('users')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('email', 'text', c => c.notNull())
    .addColumn('email_key', 'text', c => c.notNull().unique())
    .addColumn('role', 'text', c => c.notNull())
    .addColumn('password_hash', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .execute()
  for (const [table, owner] of [
    ['sessions', 'user_id'],
    ['setup_links', 'organisation'],
  ] as const)
    await db.schema
      .createTable(table)
      .addColumn('token_hash', 'text', c => c.primaryKey())
      .addColumn(owner, 'text', c => c.notNull())
      .addColumn('expires_at', 'bigint', c => c.notNull())
      .execute()
  await db.schema
    .createTable('api_keys')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('kind', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('last_four', 'text', c => c.notNull())
    .addColumn('role', 'text', c => c.notNull())
    .addColumn('hash', 'text', c => c.notNull().unique())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .execute()
  await db.schema
    .createTable('audit')
    .addColumn('sequence', 'bigint', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addColumn('actor', 'text', c => c.notNull())
    .addColumn('action', 'text', c => c.notNull())
    .addColumn('target', 'text', c => c.notNull())
    .addColumn('detail', 'text', c => c.notNull())
    .execute()
  await db.schema.createIndex('audit_organisation').on('audit').columns(['organisation', 'sequence']).execute()
}
