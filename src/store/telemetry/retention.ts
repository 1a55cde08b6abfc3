// What leaves the store: whole old partitions, and everything of one account.

import type { Engine } from './engine.ts'
import { createBinder, organisationFilter } from './params.ts'
import { database, tables } from './schema.ts'

/** UTC day of an instant as ClickHouse numbers it: 20261123. */
const dayNumber = (epochSeconds: number) =>
  Number(new Date(epochSeconds * 1_000).toISOString().slice(0, 10).replaceAll('-', ''))

/** Drops daily partitions of points, and monthly ones of rollups, that end before `before` (epoch seconds). */
export async function dropBefore(engine: Engine, before: number): Promise<void> {
  const day = dayNumber(before)
  for (const [table, limit] of [
    [tables.samples, day],
    [tables.rollups, Math.floor(day / 100)],
    [tables.events, day],
  ] as const) {
    const rows = await engine.query<{ partition: string }>(
      `SELECT DISTINCT partition FROM system.parts
       WHERE active AND database = {database:String} AND table = {table:String} AND toUInt32(partition) < {limit:UInt32}
       ORDER BY partition`,
      { database, table: table.slice(database.length + 1), limit },
    )
    for (const { partition } of rows) {
      if (!/^\d{6,8}$/.test(partition)) throw new Error(`unexpected partition ${partition} of ${table}`)
      await engine.command(`ALTER TABLE ${table} DROP PARTITION ${partition}`)
    }
  }
}

/**
 * Erases everything of one account, physically, and looks that it is gone. Points first and series last, so that what was
 * interrupted can be done again: without their series, points could no longer be told whose they are.
 */
export async function eraseAccount(engine: Engine, organisation: string, accountId: string): Promise<void> {
  const erase = async (table: string, condition: (own: string) => string) => {
    const bind = createBinder()
    const own = `${organisationFilter(bind, organisation)} AND account_id = ${bind('String', accountId)}`
    const where = condition(own)
    await engine.command(
      `ALTER TABLE ${table} DELETE WHERE ${where} SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1`,
      bind.params,
    )
    const left = await engine.query<{ rows: string }>(
      `SELECT count() AS rows FROM ${table} WHERE ${where}`,
      bind.params,
    )
    if (left[0]?.rows !== '0') throw new Error(`${left[0]?.rows} rows of account ${accountId} are left in ${table}`)
  }
  const bySeries = (own: string) =>
    `name IN (SELECT name FROM ${tables.series} WHERE ${own}) AND id IN (SELECT id FROM ${tables.series} WHERE ${own})`
  await erase(tables.samples, bySeries)
  await erase(tables.rollups, bySeries)
  for (const table of [tables.resources, tables.resourcesHistory, tables.alarms, tables.events, tables.series])
    await erase(table, own => own)
}
