// Access keys, claims, secrets, AWS Organizations, event sources, cost exports, erasures and accepted faults.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await rebuildAccounts(db)
  await claims(db)
  await organizations(db)
  await perAccount(db)
}

/** An AWS account was unique over all organisations, and becomes so within one. SQLite cannot drop a column's UNIQUE, so the table is made anew. */
async function rebuildAccounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('accounts_rebuilt')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('partition', 'text', c => c.notNull())
    .addColumn('account_id', 'text', c => c.notNull())
    .addColumn('role_name', 'text', c => c.notNull())
    .addColumn('role_path', 'text', c => c.notNull())
    .addColumn('external_id', 'text', c => c.notNull())
    .addColumn('access_key_id', 'text')
    .addColumn('secret_last_four', 'text')
    .addColumn('next_external_id', 'text')
    .addColumn('name', 'text')
    .addColumn('alias', 'text')
    .addColumn('settings', 'text', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('paused_at', 'bigint')
    .addColumn('joined_by', 'text')
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('modified_at', 'bigint', c => c.notNull())
    .addUniqueConstraint('accounts_of_organisation', ['organisation', 'account_id'])
    .execute()
  const kept = sql.raw(
    'id, organisation, partition, account_id, role_name, role_path, external_id, name, alias, settings, state, created_at, modified_at',
  )
  await sql`insert into accounts_rebuilt (${kept}) select ${kept} from accounts`.execute(db)
  await db.schema.dropTable('accounts').execute()
  await db.schema.alterTable('accounts_rebuilt').renameTo('accounts').execute()
}

async function claims(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('claims')
    .addColumn('account_id', 'text', c => c.primaryKey())
    .addColumn('account_config_id', 'text', c => c.notNull())
    .addColumn('claimed_at', 'bigint', c => c.notNull())
    .execute()
  await db.schema.createIndex('claims_account').on('claims').column('account_config_id').execute()
  // Whoever is collected at this moment has proven the role.
  await sql`insert into claims (account_id, account_config_id, claimed_at)
    select account_id, id, modified_at from accounts where state in ('connected', 'degraded')`.execute(db)
}

async function organizations(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('aws_organizations')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('partition', 'text', c => c.notNull())
    .addColumn('aws_organization_id', 'text', c => c.notNull())
    .addColumn('management_account_id', 'text', c => c.notNull())
    .addColumn('read_through', 'text', c => c.notNull())
    .addColumn('external_id', 'text', c => c.notNull())
    .addColumn('next_external_id', 'text')
    .addColumn('role_name', 'text', c => c.notNull())
    .addColumn('role_path', 'text', c => c.notNull())
    .addColumn('include', 'text', c => c.notNull())
    .addColumn('exclude', 'text', c => c.notNull())
    .addColumn('auto_join', 'bigint', c => c.notNull())
    .addColumn('settings', 'text', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addColumn('modified_at', 'bigint', c => c.notNull())
    .addUniqueConstraint('aws_organizations_of_organisation', ['organisation', 'aws_organization_id'])
    .execute()
  await db.schema
    .createTable('aws_organization_readings')
    .addColumn('connection_id', 'text', c => c.primaryKey())
    .addColumn('reading', 'text', c => c.notNull())
    .execute()
  await db.schema
    .createTable('event_sources')
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('account_id', 'text', c => c.notNull())
    .addColumn('region', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('has_bus', 'bigint', c => c.notNull())
    .addColumn('created_at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('event_sources_key', ['organisation', 'account_id', 'region', 'name'])
    .execute()
}

async function perAccount(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('secrets')
    .addColumn('name', 'text', c => c.primaryKey())
    .addColumn('key_version', 'text', c => c.notNull())
    .addColumn('nonce', 'text', c => c.notNull())
    .addColumn('sealed', 'text', c => c.notNull())
    .execute()
  await db.schema
    .createTable('cost_exports')
    .addColumn('account_config_id', 'text', c => c.primaryKey())
    .addColumn('exports', 'text', c => c.notNull())
    .execute()
  await db.schema
    .createTable('accepted_faults')
    .addColumn('account_config_id', 'text', c => c.notNull())
    .addColumn('fault_id', 'text', c => c.notNull())
    .addColumn('path', 'text', c => c.notNull())
    .addColumn('reason', 'text', c => c.notNull())
    .addColumn('actor', 'text', c => c.notNull())
    .addColumn('at', 'bigint', c => c.notNull())
    .addPrimaryKeyConstraint('accepted_faults_key', ['account_config_id', 'fault_id', 'path'])
    .execute()
  await db.schema
    .createTable('erasures')
    .addColumn('id', 'text', c => c.primaryKey())
    .addColumn('organisation', 'text', c => c.notNull())
    .addColumn('account_id', 'text', c => c.notNull())
    .addColumn('name', 'text', c => c.notNull())
    .addColumn('state', 'text', c => c.notNull())
    .addColumn('rows_before', 'bigint', c => c.notNull())
    .addColumn('rows_left', 'bigint', c => c.notNull())
    .addColumn('reason', 'text', c => c.notNull())
    .addColumn('requested_by', 'text', c => c.notNull())
    .addColumn('requested_at', 'bigint', c => c.notNull())
    .addColumn('finished_at', 'bigint')
    .execute()
  await db.schema.createIndex('erasures_organisation').on('erasures').column('organisation').execute()
}
