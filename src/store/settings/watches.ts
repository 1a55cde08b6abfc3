// Watches: which metrics somebody looks at, and until when they are read more often for it.
import { createHash } from 'node:crypto'
import type { TagFilter } from '../../core/question.ts'
import type { Watch, WatchStore } from '../settings-ports.ts'
import { chunks, fromJson, lastByKey, toJson } from './codec.ts'
import type { Db, WatchesTable } from './schema.ts'

function toRow({ organisation, metric, filter, source, since, until }: Watch): WatchesTable {
  const text = toJson(filter)
  // A filter may be longer than what an engine indexes.
  const keyHash = createHash('sha256')
    .update(toJson([organisation, metric, text, source]))
    .digest('hex')
    .slice(0, 32)
  return { keyHash, organisation, metric, filter: text, source, since, until }
}

const fromRow = ({ keyHash: _, filter, ...row }: WatchesTable): Watch => ({
  ...row,
  filter: fromJson<TagFilter>(filter),
})

export function createWatchStore(db: Db): WatchStore {
  const sorted = (organisation: string) =>
    db.selectFrom('watches').where('organisation', '=', organisation).orderBy('until', 'desc').orderBy('keyHash')
  return {
    async put(watches) {
      const byEnd = watches.map(toRow).sort((a, b) => a.until - b.until)
      const rows = lastByKey(byEnd, ({ keyHash }) => keyHash)
      await db.transaction().execute(async tx => {
        for (const chunk of chunks(rows))
          await tx
            .insertInto('watches')
            .values(chunk)
            .onConflict(conflict =>
              conflict.column('keyHash').doUpdateSet(eb => ({
                // One that had run out begins anew.
                since: eb
                  .case()
                  .when('watches.until', '<', eb.ref('excluded.since'))
                  .then(eb.ref('excluded.since'))
                  .else(eb.ref('watches.since'))
                  .end(),
                until: eb
                  .case()
                  .when('watches.until', '<', eb.ref('excluded.until'))
                  .then(eb.ref('excluded.until'))
                  .else(eb.ref('watches.until'))
                  .end(),
              })),
            )
            .execute()
      })
    },
    async list(organisation, now) {
      const rows = await sorted(organisation).selectAll().where('until', '>', now).execute()
      return rows.map(fromRow)
    },
    async keepNewest(organisation, source, count) {
      const surplus = await sorted(organisation)
        .select('keyHash')
        .where('source', '=', source)
        .offset(count)
        .limit(10_000)
        .execute()
      for (const chunk of chunks(surplus.map(({ keyHash }) => keyHash)))
        await db.deleteFrom('watches').where('keyHash', 'in', chunk).execute()
    },
    async sweep(now) {
      await db.deleteFrom('watches').where('until', '<=', now).execute()
    },
  }
}
