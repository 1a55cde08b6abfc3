// What leaves the store: whole old partitions, and everything of one account.

import type { Engine, Params } from './engine.ts'
import { onlyLinked } from './linked.ts'
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

/** How an account's rows are told in every table; `linked` are the current series that were read through it. */
function rowsOf(organisation: string, accountId: string, except: readonly string[]) {
  const bind = createBinder()
  const within = organisationFilter(bind, organisation)
  const own = `${within} AND account_id = ${bind('String', accountId)}`
  const linked = `FROM ${tables.series} FINAL WHERE ${within} AND ${onlyLinked(bind, accountId, except)}`
  const all = (column: string) =>
    `(SELECT ${column} FROM ${tables.series} WHERE ${own} UNION ALL SELECT ${column} ${linked})`
  const points: Selection = {
    tables: [tables.samples, tables.rollups],
    where: `name IN ${all('name')} AND id IN ${all('id')}`,
  }
  const things: Selection = {
    tables: [tables.resources, tables.resourcesHistory, tables.alarms, tables.events],
    where: own,
  }
  const series: Selection = { tables: [tables.series], where: `${within} AND id IN ${all('id')}` }
  return { points, things, series, within, own, linked, params: bind.params }
}

/** Series of one statement. */
const seriesAtOnce = 20_000

/**
 * Erases everything of one account, physically, and looks that it is gone. Points first and series last: without their series,
 * points are nobody's, and what was interrupted can be done again.
 */
export async function eraseAccount(
  engine: Engine,
  organisation: string,
  accountId: string,
  except: readonly string[],
): Promise<void> {
  const { points, things, within, own, linked, params } = rowsOf(organisation, accountId, except)
  for (const { tables: names, where } of [points, things])
    for (const table of names) await erase(engine, table, { where, params })
  await erase(engine, tables.series, { where: own, params })
  // By their ids, older rows of them too: a statement that asks the table which it changes would not know what it has changed already.
  const ids = (await engine.query<{ id: number }>(`SELECT id ${linked}`, params)).map(({ id }) => id)
  for (let start = 0; start < ids.length; start += seriesAtOnce)
    await erase(engine, tables.series, {
      where: `${within} AND id IN {erased:Array(UInt32)}`,
      params: { ...params, erased: ids.slice(start, start + seriesAtOnce) },
    })
}

/** Rows as they lie in all tables, those that a newer one replaces included. */
export async function countAccount(
  engine: Engine,
  organisation: string,
  accountId: string,
  except: readonly string[],
): Promise<number> {
  const { points, things, series, params } = rowsOf(organisation, accountId, except)
  const counts = [points, things, series].flatMap(({ tables: names, where }) =>
    names.map(table => `SELECT count() AS found FROM ${table} WHERE ${where}`),
  )
  const rows = await engine.query<{ found: string }>(counts.join(' UNION ALL '), params)
  return rows.reduce((sum, row) => sum + Number(row.found), 0)
}
