// Brings the settings schema up to date: numbered, forward only, recorded by Kysely in the database itself.
import { type Migration, Migrator } from 'kysely/migration'
import { up as first } from './migrations/0001-first.ts'
import { up as second } from './migrations/0002-connections.ts'
import { up as watches } from './migrations/0003-watches.ts'
import { up as budgets } from './migrations/0004-budgets.ts'
import { up as coverageCalls } from './migrations/0005-coverage-calls.ts'
import type { Db } from './schema.ts'

/** Names sort in the order they run; one that was released is never changed again. */
const migrations: Record<string, Migration> = {
  '0001-first': { up: first },
  '0002-connections': { up: second },
  '0003-watches': { up: watches },
  '0004-budgets': { up: budgets },
  '0005-coverage-calls': { up: coverageCalls },
}

/** Safe to call at every start, and by several processes on Postgres at once: Kysely takes a lock in the database. */
export async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
