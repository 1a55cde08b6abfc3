// Numbers that only grow, by which the newest of two rows with equal keys is told.

import type { Clock } from '../../core/clock.ts'
import { clickhouseCode, type Engine } from './engine.ts'
import { tables } from './schema.ts'

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

const unknownTable = '60'
const unknownDatabase = '81'

/**
 * The newest number stored from the clock's future, or 0: rows written before the system's clock stepped back. The index on
 * `written` makes this a look at the granules' ranges where there are none.
 */
export async function newestBeyond(engine: Engine, now: number): Promise<number> {
  try {
    const rows = await engine.query<{ newest: string }>(
      `SELECT max(written) AS newest FROM ${tables.samples} WHERE written > {now:UInt64}`,
      { now },
    )
    return Number(rows[0]?.newest ?? 0)
  } catch (error) {
    // Before the first migration there is nothing stored.
    if ([unknownTable, unknownDatabase].includes(clickhouseCode(error) ?? '')) return 0
    throw error
  }
}
