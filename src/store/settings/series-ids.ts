// Series ids: dense, unsigned 32 bit, given once per series identity for ever.
import { createHash } from 'node:crypto'
import { HeyCloudError } from '../../core/errors.ts'
import type { Settings } from '../settings-ports.ts'
import { chunks } from './codec.ts'
import type { Db, Tx } from './schema.ts'

const counter = 'series'
const largestId = 2 ** 32 - 1
const statementSize = 2_000

const keyHash = (organisation: string, key: string): string =>
  createHash('sha256').update(organisation).update('\0').update(key).digest('hex').slice(0, 32)

async function known(db: Db | Tx, hashes: string[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  for (const chunk of chunks(hashes, statementSize)) {
    const rows = await db.selectFrom('seriesIds').selectAll().where('keyHash', 'in', chunk).execute()
    for (const row of rows) ids.set(row.keyHash, row.id)
  }
  return ids
}

/** Gives ids to what has none, under the counter's row lock: who waited for it sees what the one before has allocated. */
async function allocateNew(tx: Tx, hashes: string[]): Promise<Map<string, number>> {
  await tx
    .insertInto('counters')
    .values({ name: counter, value: 0 })
    .onConflict(conflict => conflict.column('name').doNothing())
    .execute()
  const { value } = await tx
    .updateTable('counters')
    .set(eb => ({ value: eb('value', '+', 0) }))
    .where('name', '=', counter)
    .returning('value')
    .executeTakeFirstOrThrow()
  const ids = await known(tx, hashes)
  const rows = hashes.filter(hash => !ids.has(hash)).map((hash, index) => ({ keyHash: hash, id: value + 1 + index }))
  if (value + rows.length > largestId)
    throw new HeyCloudError('store_unavailable', 'There are no series ids left: 4,294,967,295 have been given out.')
  for (const chunk of chunks(rows, statementSize)) await tx.insertInto('seriesIds').values(chunk).execute()
  await tx
    .updateTable('counters')
    .set({ value: value + rows.length })
    .where('name', '=', counter)
    .execute()
  for (const row of rows) ids.set(row.keyHash, row.id)
  return ids
}

export function createSeriesIdStore(db: Db): Settings['seriesIds'] {
  return {
    async allocate(organisation, keys) {
      const hashOf = new Map(keys.map(key => [key, keyHash(organisation, key)]))
      const ids = await known(db, [...hashOf.values()])
      const missing = [...hashOf.values()].filter(hash => !ids.has(hash))
      if (missing.length > 0)
        for (const [hash, id] of await db.transaction().execute(tx => allocateNew(tx, missing))) ids.set(hash, id)
      const answer = new Map<string, number>()
      for (const [key, hash] of hashOf) {
        const id = ids.get(hash)
        if (id === undefined) throw new Error(`no id was allocated for series ${key}`)
        answer.set(key, id)
      }
      return answer
    },
  }
}
