// External IDs: issued once for ever over all organisations, bound once, kept as tombstones.
import { HeyCloudError } from '../../core/errors.ts'
import type { ExternalIdRow, ExternalIdStore } from '../settings-ports.ts'
import type { Db, ExternalIdsTable } from './schema.ts'

const toRow = (row: ExternalIdRow): ExternalIdsTable => ({
  value: row.value,
  organisation: row.organisation,
  origin: row.origin,
  state: row.state,
  accountConfigId: row.accountConfigId,
  createdAt: row.createdAt,
  changedAt: row.changedAt,
})

export function createExternalIdStore(db: Db): ExternalIdStore {
  return {
    async insert(row) {
      const made = await db
        .insertInto('externalIds')
        .values(toRow(row))
        .onConflict(conflict => conflict.doNothing())
        .returning('value')
        .executeTakeFirst()
      if (!made) throw new HeyCloudError('invalid_external_id', 'This external ID has been issued before.')
    },
    get: value => db.selectFrom('externalIds').selectAll().where('value', '=', value).executeTakeFirst(),
    pageDraft: organisation =>
      db
        .selectFrom('externalIds')
        .selectAll()
        .where('organisation', '=', organisation)
        .where('state', '=', 'draft')
        .where('origin', '=', 'page')
        .orderBy('createdAt', 'desc')
        .orderBy('value')
        .limit(1)
        .executeTakeFirst(),
    async bind(value, organisation, accountConfigId, at) {
      // One statement: of two that race, the second finds no draft any more.
      const bound = await db
        .updateTable('externalIds')
        .set({ state: 'bound', accountConfigId, changedAt: at })
        .where('value', '=', value)
        .where('organisation', '=', organisation)
        .where('state', '=', 'draft')
        .returning('value')
        .executeTakeFirst()
      return bound !== undefined
    },
    async retire(value, at) {
      await db
        .updateTable('externalIds')
        .set({ state: 'retired', changedAt: at })
        .where('value', '=', value)
        .where('state', '!=', 'retired')
        .execute()
    },
  }
}
