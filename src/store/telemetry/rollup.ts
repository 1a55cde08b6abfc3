// Hourly rollups: written from the points that count, for closed hours, and again where late points came.
import type { Engine } from './engine.ts'
import { createBinder } from './params.ts'
import { pointAggregates, renderPoints } from './render-points.ts'
import { hour } from './render-question.ts'
import type { SampleWriter } from './samples.ts'
import { tables } from './schema.ts'
import { perMillisecond, type Versions } from './versions.ts'

const day = 86_400
/** Of a server others may write too, by their own clocks: what they began within five minutes may land behind our mark. */
const othersMargin = 300_000 * perMillisecond

interface Mark {
  upTo: number
  mark: number
}

async function readMark(engine: Engine): Promise<Mark> {
  const rows = await engine.query<{ upTo: string; mark: string }>(
    `SELECT up_to AS upTo, mark FROM ${tables.rollupMarks} FINAL WHERE kind = 'hourly'`,
  )
  return { upTo: Number(rows[0]?.upTo ?? 0), mark: Number(rows[0]?.mark ?? 0) }
}

/** Closed hours (epoch seconds) that hold points written since the last mark, or that closed since. */
async function hoursToWrite(engine: Engine, last: Mark, upTo: number): Promise<number[]> {
  const rows = await engine.query<{ hour: number }>(
    `SELECT DISTINCT toUInt32(toStartOfHour(ts)) AS hour FROM ${tables.samples}
     WHERE (ts < {upTo:UInt32} AND written > {mark:UInt64})
     UNION DISTINCT
     SELECT DISTINCT toUInt32(toStartOfHour(ts)) AS hour FROM ${tables.samples}
     WHERE ts >= {closed:UInt32} AND ts < {upTo:UInt32}`,
    { upTo, mark: last.mark, closed: last.upTo },
  )
  return rows.map(row => row.hour).sort((a, b) => a - b)
}

async function writeHours(engine: Engine, hours: number[], written: number): Promise<void> {
  const first = hours[0]
  const last = hours.at(-1)
  if (first === undefined || last === undefined) return
  const where = (bind: ReturnType<typeof createBinder>) =>
    `ts >= ${bind('UInt32', first)} AND ts < ${bind('UInt32', last + hour)}
     AND has(${bind('Array(UInt32)', hours)}, toUInt32(toStartOfHour(ts)))`
  const bindMixed = createBinder()
  const mixed = await engine.query<{ name: string; slot: number }>(
    `SELECT name, max(period) AS slot FROM ${tables.samples} WHERE ${where(bindMixed)}
     GROUP BY name HAVING min(period) < max(period)`,
    bindMixed.params,
  )
  const names = mixed.map(row => row.name)
  // Metrics of one period need no resolving, and are nearly all.
  const groups: { names: string[]; slot: number | null }[] = [{ names, slot: null }]
  for (const [slot, rows] of Map.groupBy(mixed, row => row.slot))
    groups.push({ names: rows.map(row => row.name), slot })
  for (const group of groups) {
    const bind = createBinder()
    const list = bind('Array(String)', group.names)
    const points = renderPoints(
      `${group.slot === null ? 'NOT ' : ''}has(${list}, name) AND ${where(bind)}`,
      group.slot === null ? null : bind('UInt32', group.slot),
    )
    await engine.command(
      `INSERT INTO ${tables.rollups}
         (name, id, hour, total, weighted, weights, lowest, highest, points, newest, written)
       SELECT name, id, toDateTime(intDiv(at, ${hour}) * ${hour}, 'UTC') AS hour, ${pointAggregates},
         ${bind('UInt64', written)} AS written
       FROM (${points}) GROUP BY name, id, hour`,
      bind.params,
    )
  }
}

/**
 * Rolls up the hours that ended by `upTo` (epoch seconds); resolves with how many were written. What to write is found from the
 * points themselves (`written` after the last mark), so that neither a kill nor another process can leave an hour forgotten.
 */
export async function rollUp(engine: Engine, versions: Versions, writer: SampleWriter, upTo: number): Promise<number> {
  const last = await readMark(engine)
  const closed = Math.max(last.upTo, Math.floor(upTo / hour) * hour)
  // Rows that are under way now may land after we have read, with a number given before.
  const underWay = writer.oldestUnderWay()
  const written = versions.next()
  const seen = Math.min(written, underWay === null ? written : underWay - 1)
  const mark = engine.kind === 'server' ? seen - othersMargin : seen
  const hours = await hoursToWrite(engine, last, closed)
  for (const group of Map.groupBy(hours, start => Math.floor(start / day)).values())
    await writeHours(engine, group, written)
  await engine.insert(tables.rollupMarks, [
    { kind: 'hourly', up_to: closed, mark: Math.max(mark, last.mark), version: written },
  ])
  return hours.length
}
