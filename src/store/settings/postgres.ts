// Settings on Postgres: for installations with several processes.
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { HeyCloudError } from '../../core/errors.ts'
import type { SecretKeys } from '../secret-box.ts'
import type { Settings } from '../settings-ports.ts'
import type { Database } from './schema.ts'
import { createSettings } from './settings.ts'

const int8 = 20

/** Our integers stay below 2^53, so a bigint is a number here as it is in SQLite. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 && format !== 'binary'
      ? (text: string) => Number(text)
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, as libpq reads it. */
  url: string
  /** For secrets. */
  keys: SecretKeys
  /** Connections at most. */
  connections?: number
  /** Told of an idle connection that broke; the pool replaces it, so nobody else hears of it. */
  onConnectionError?: (error: Error) => void
}

/** The driver's own words. Its errors carry the client, and the client the password: neither goes further than here. */
const unavailable = (what: string, error: unknown) =>
  new HeyCloudError(
    'store_unavailable',
    `${what}: ${error instanceof Error ? error.message || error.name : String(error)}`,
  )

/** Connects to the settings. Call `migrate` before anything else. Rejects with HeyCloudError `store_unavailable`. */
export async function openPostgresSettings(options: PostgresOptions): Promise<Settings> {
  let closing = false
  const pool = new pg.Pool({ connectionString: options.url, max: options.connections ?? 10, types })
  pool.on('error', error => {
    // A connection that breaks while it is being closed is closed.
    if (!closing) options.onConnectionError?.(unavailable('A connection to Postgres broke', error))
  })
  try {
    await pool.query('select 1')
  } catch (error) {
    await pool.end()
    throw unavailable('Postgres refused the connection', error)
  }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] })
  return createSettings(db, options.keys, async () => {
    closing = true
    await db.destroy()
    if (!pool.ended) await pool.end()
  })
}
