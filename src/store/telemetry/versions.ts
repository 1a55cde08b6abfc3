// Numbers that only grow, by which the newest of two rows with equal keys is told.

import type { Clock } from '../../core/clock.ts'
import type { Engine } from './engine.ts'
import { database, tables } from './schema.ts'

export interface Versions {
  /** Larger than every number before it. Microseconds in kind: the clock's milliseconds times 1,000, then counting. */
  next(): number
  /** The last number given. */
  last(): number
}

export const perMillisecond = 1_000

/** Several writes within one millisecond, or a clock that steps back, still give growing numbers. */
export function createVersions(clock: Clock): Versions & { raise(to: number): void } {
  let last = 0
  return {
    next: () => {
      last = Math.max(last + 1, clock.now() * perMillisecond)
      return last
    },
    last: () => last,
    raise: to => {
      last = Math.max(last, to)
    },
  }
}

/** Where numbers are stored: the column, and the table. */
const numbered = [
  ['written', tables.samples],
  ['version', tables.rollupMarks],
  ['version', tables.series],
  ['version', tables.resources],
  ['version', tables.alarms],
] as const

/**
 * The newest number stored that is beyond `now`, else 0: what was written before the clock stepped back must not outlive what is
 * written after. For the points, the index on `written` makes this a look at ranges where there are none.
 */
export async function newestBeyond(engine: Engine, now: number): Promise<number> {
  const made = await engine.query<{ name: string }>(
    'SELECT name FROM system.tables WHERE database = {database:String}',
    { database },
  )
  const names = new Set(made.map(row => `${database}.${row.name}`))
  const newest = numbered
    .filter(([, table]) => names.has(table))
    .map(([column, table]) => `SELECT max(${column}) AS newest FROM ${table} WHERE ${column} > {now:UInt64}`)
  if (newest.length === 0) return 0
  const rows = await engine.query<{ newest: string }>(newest.join(' UNION ALL '), { now })
  return Math.max(...rows.map(row => Number(row.newest)))
}
