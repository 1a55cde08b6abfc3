// Settings on SQLite: node:sqlite below Kysely, durable at every commit, one process at a time.
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { CamelCasePlugin, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import type { SecretKeys } from '../secret-box.ts'
import { fileKeys, keyFileName } from '../secret-keys.ts'
import type { Settings } from '../settings-ports.ts'
import type { Database } from './schema.ts'
import { createSettings } from './settings.ts'
import { lockFile } from './sqlite-lock.ts'

/** Kysely expects better-sqlite3's statements; node:sqlite's differ by how parameters are passed and in `reader`. */
function adapt(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = database.prepare(sql)
      const bind = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: parameters => statement.all(...bind(parameters)),
        run: parameters => statement.run(...bind(parameters)),
        iterate: parameters => statement.iterate(...bind(parameters)),
      }
    },
  }
}

export const sqliteDialect = (database: DatabaseSync) => new SqliteDialect({ database: adapt(database) })

export interface SqliteOptions {
  file: string
  /** For secrets; a key file beside the database unless given. */
  keys?: SecretKeys
}

/**
 * Opens, and makes where it is missing, the settings of one installation. Call `migrate` before anything else.
 * Rejects with HeyCloudError `data_directory_locked` while another process, or this one, has the file open.
 */
export async function openSqliteSettings({ file, keys }: SqliteOptions): Promise<Settings> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const unlock = lockFile(file)
  try {
    const database = new DatabaseSync(file)
    // It holds hashes of passwords and keys; SQLite gives its side files the same mode.
    chmodSync(file, 0o600)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000')
    const db = new Kysely<Database>({ dialect: sqliteDialect(database), plugins: [new CamelCasePlugin()] })
    return createSettings(db, keys ?? fileKeys(join(dirname(file), keyFileName)), async () => {
      // Kysely closes only what it has used.
      await db.destroy()
      if (database.isOpen) database.close()
      unlock()
    })
  } catch (error) {
    unlock()
    throw error
  }
}
