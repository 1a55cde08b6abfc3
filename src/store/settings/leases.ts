// Leases: who does which piece of work until when.
import { sql } from 'kysely'
import type { LeaseStore } from '../settings-ports.ts'
import type { Db } from './schema.ts'

export function createLeaseStore(db: Db): LeaseStore {
  return {
    async acquire(name, holder, now, ttl) {
      // One upsert: it writes, and so returns a row, only where the lease is free, expired or already the holder's.
      const taken = await db
        .insertInto('leases')
        .values({ name, holder, expiresAt: now + ttl })
        .onConflict(conflict =>
          conflict
            .column('name')
            .doUpdateSet(eb => ({ holder: eb.ref('excluded.holder'), expiresAt: eb.ref('excluded.expiresAt') }))
            .where(eb =>
              eb.or([eb('leases.expiresAt', '<=', now), eb('leases.holder', '=', eb.ref('excluded.holder'))]),
            ),
        )
        .returning('name')
        .executeTakeFirst()
      return taken !== undefined
    },
    async release(name, holder) {
      await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute()
    },
    async held(prefix, now) {
      const rows = await db
        .selectFrom('leases')
        .select('name')
        .where('expiresAt', '>', now)
        .where(sql<boolean>`substr(name, 1, ${prefix.length}) = ${prefix}`)
        .orderBy('name')
        .execute()
      return rows.map(row => row.name)
    },
  }
}
