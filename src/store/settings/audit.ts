// The audit log: appended to, read newest first, never changed.
import type { Settings } from '../settings-ports.ts'
import { fromJson, toJson } from './codec.ts'
import type { Db } from './schema.ts'

const counter = 'audit'

export function createAuditStore(db: Db): Settings['audit'] {
  return {
    async append({ organisation, at, actor, action, target, detail }) {
      await db.transaction().execute(async tx => {
        // Several entries of one millisecond keep their order, which the clock alone could not give.
        const { value } = await tx
          .insertInto('counters')
          .values({ name: counter, value: 1 })
          .onConflict(conflict => conflict.column('name').doUpdateSet(eb => ({ value: eb('counters.value', '+', 1) })))
          .returning('value')
          .executeTakeFirstOrThrow()
        await tx
          .insertInto('audit')
          .values({ sequence: value, organisation, at, actor, action, target, detail: toJson(detail) })
          .execute()
      })
    },
    async list(organisation, limit, before) {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('organisation', '=', organisation)
        .$if(before !== undefined, query => query.where('sequence', '<', before ?? 0))
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute()
      return rows.map(row => ({ ...row, detail: fromJson<Record<string, string>>(row.detail) }))
    },
  }
}
