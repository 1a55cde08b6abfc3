// Secrets in the settings database: sealed rows, and moving them to the current key.
import { HeyCloudError } from '../../core/errors.ts'
import { open, type SealedSecret, type SecretKeys, seal } from '../secret-box.ts'
import type { SecretStore } from '../settings-ports.ts'
import type { Db } from './schema.ts'

/** What the row says now, or undefined where no known key opens it. */
function opened(keys: SecretKeys, name: string, row: SealedSecret): string | undefined {
  try {
    return open(keys, name, row)
  } catch (error) {
    if (error instanceof HeyCloudError && error.code === 'secrets_unreadable') return undefined
    throw error
  }
}

export function createSecretStore(db: Db, keys: SecretKeys): SecretStore {
  const all = () => db.selectFrom('secrets').selectAll().orderBy('name').execute()
  return {
    async put(name, secret) {
      const sealed = seal(keys, name, secret)
      await db
        .insertInto('secrets')
        .values({ name, ...sealed })
        .onConflict(conflict => conflict.column('name').doUpdateSet(sealed))
        .execute()
    },
    async get(name) {
      const row = await db.selectFrom('secrets').selectAll().where('name', '=', name).executeTakeFirst()
      return row && open(keys, name, row)
    },
    async delete(name) {
      await db.deleteFrom('secrets').where('name', '=', name).execute()
    },
    async rewrap() {
      const rows = await all()
      // Not `current`, which would make a new key where the old one was lost.
      const version = rows.length > 0 ? keys.present()?.version : undefined
      let rewrapped = 0
      for (const row of rows.filter(one => one.keyVersion !== version)) {
        const secret = opened(keys, row.name, row)
        if (secret === undefined) continue
        // Only the row that was read: a secret that was entered meanwhile is newer.
        const moved = await db
          .updateTable('secrets')
          .set(seal(keys, row.name, secret))
          .where('name', '=', row.name)
          .where('nonce', '=', row.nonce)
          .returning('name')
          .executeTakeFirst()
        if (moved) rewrapped += 1
      }
      return rewrapped
    },
    unreadable: async () =>
      (await all()).filter(row => opened(keys, row.name, row) === undefined).map(({ name }) => name),
  }
}
