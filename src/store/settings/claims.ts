// Claims: which connection has proven that it may read an AWS account, one in the whole installation.
import { sql } from 'kysely'
import type { ClaimStore } from '../settings-ports.ts'
import type { Db } from './schema.ts'

/** A claim counts while its connection is there and still of this AWS account. */
const inForce = sql<boolean>`exists (select 1 from accounts
  where accounts.id = claims.account_config_id and accounts.account_id = claims.account_id)`

export function createClaimStore(db: Db): ClaimStore {
  return {
    async claim(accountId, accountConfigId, at) {
      // One upsert: of two that race, the second finds the first's row, and writes nothing.
      const held = await db
        .insertInto('claims')
        .values({ accountId, accountConfigId, claimedAt: at })
        .onConflict(conflict =>
          conflict
            .column('accountId')
            .doUpdateSet({ accountConfigId, claimedAt: at })
            .where(eb => eb.or([eb('claims.accountConfigId', '=', accountConfigId), eb.not(inForce)])),
        )
        .returning('accountId')
        .executeTakeFirst()
      return held !== undefined
    },
    async holder(accountId) {
      const row = await db
        .selectFrom('claims')
        .select('accountConfigId')
        .where('accountId', '=', accountId)
        .where(inForce)
        .executeTakeFirst()
      return row?.accountConfigId
    },
    async release(accountConfigId) {
      await db.deleteFrom('claims').where('accountConfigId', '=', accountConfigId).execute()
    },
  }
}
