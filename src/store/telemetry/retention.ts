// What leaves the store: whole old partitions, and everything of one account.

import type { Engine, Params } from './engine.ts'
import { createBinder, organisationFilter } from './params.ts'
import { database, tables } from './schema.ts'

/** UTC day of an instant as ClickHouse numbers it: 20261123. */
const dayNumber = (epochSeconds: number) =>
  Number(new Date(epochSeconds * 1_000).toISOString().slice(0, 10).replaceAll('-', ''))

/** As ClickHouse writes them for toYYYYMM and toYYYYMMDD: the only ones that may reach a statement. */
const numeric = /^\d{6,8}$/
/** Partitions that one statement names. */
const partitionsAtOnce = 100

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
    const old = rows.map(row => row.partition).filter(partition => numeric.test(partition))
    for (let start = 0; start < old.length; start += partitionsAtOnce) {
      const drops = old.slice(start, start + partitionsAtOnce).map(partition => `DROP PARTITION ${partition}`)
      await engine.command(`ALTER TABLE ${table} ${drops.join(', ')}`)
    }
  }
}

/**
 * Deletes the rows that `where` finds, in the partitions that have any: others are not rewritten. Many partitions in one statement,
 * because ClickHouse takes up a mutation only after a rest of up to some seconds.
 */
async function erase(engine: Engine, table: string, { where, params }: { where: string; params: Params }) {
  const found = await engine.query<{ partition: string }>(
    `SELECT DISTINCT _partition_id AS partition FROM ${table} WHERE ${where}`,
    params,
  )
  for (let start = 0; start < found.length; start += partitionsAtOnce) {
    const some = found.slice(start, start + partitionsAtOnce)
    const names = Object.fromEntries(some.map(({ partition }, n) => [`partition${n}`, partition]))
    const deletes = Object.keys(names).map(name => `DELETE IN PARTITION ID {${name}:String} WHERE ${where}`)
    await engine.command(
      `ALTER TABLE ${table} ${deletes.join(', ')}
       SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1`,
      { ...params, ...names },
    )
  }
  const left = await engine.query<{ rows: string }>(`SELECT count() AS rows FROM ${table} WHERE ${where}`, params)
  if (left[0]?.rows !== '0') throw new Error(`${left[0]?.rows} rows that were to be erased are left in ${table}`)
}

interface Selection {
  tables: readonly string[]
  where: string
}

/** How an account's rows are told in every table. Points first and series last: without their series, points are nobody's. */
function rowsOf(organisation: string, accountId: string): { selections: Selection[]; params: Params } {
  const bind = createBinder()
  const own = `${organisationFilter(bind, organisation)} AND account_id = ${bind('String', accountId)}`
  const bySeries = `name IN (SELECT name FROM ${tables.series} WHERE ${own}) AND id IN (SELECT id FROM ${tables.series} WHERE ${own})`
  return {
    selections: [
      { tables: [tables.samples, tables.rollups], where: bySeries },
      { tables: [tables.resources, tables.resourcesHistory, tables.alarms, tables.events, tables.series], where: own },
    ],
    params: bind.params,
  }
}

/**
 * Erases everything of one account, physically, and looks that it is gone. What was interrupted can be done again: the series,
 * by which points are known, go last.
 */
export async function eraseAccount(engine: Engine, organisation: string, accountId: string): Promise<void> {
  const { selections, params } = rowsOf(organisation, accountId)
  for (const { tables: names, where } of selections)
    for (const table of names) await erase(engine, table, { where, params })
}

/** Rows as they lie in all tables, those that a newer one replaces included. */
export async function countAccount(engine: Engine, organisation: string, accountId: string): Promise<number> {
  const { selections, params } = rowsOf(organisation, accountId)
  const counts = selections.flatMap(({ tables: names, where }) =>
    names.map(table => `SELECT count() AS found FROM ${table} WHERE ${where}`),
  )
  const rows = await engine.query<{ found: string }>(counts.join(' UNION ALL '), params)
  return rows.reduce((sum, row) => sum + Number(row.found), 0)
}
