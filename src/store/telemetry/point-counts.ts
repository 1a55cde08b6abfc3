// How many points a namespace has over time: what a gap is seen by.
import type { SeriesScope } from '../ports.ts'
import type { Engine } from './engine.ts'
import { ofAccount } from './linked.ts'
import { createBinder, organisationFilter } from './params.ts'
import { tables } from './schema.ts'

export async function pointCounts(
  engine: Engine,
  { organisation, region, namespace, ...account }: Required<SeriesScope>,
  from: number,
  to: number,
  interval: number,
): Promise<Map<number, number>> {
  const bind = createBinder()
  const series = `SELECT name, id FROM ${tables.series} FINAL
    WHERE ${organisationFilter(bind, organisation)} AND ${ofAccount(bind, account)}
      AND region = ${bind('String', region)} AND namespace = ${bind('String', namespace)}`
  const step = bind('UInt32', interval)
  const rows = await engine.query<{ bucket: number; points: string }>(
    `SELECT intDiv(toUInt32(ts), ${step}) * ${step} AS bucket, uniqExact(id, ts) AS points FROM ${tables.samples}
     WHERE (name, id) IN (${series}) AND ts >= ${bind('UInt32', from)} AND ts < ${bind('UInt32', to)}
     GROUP BY bucket ORDER BY bucket`,
    bind.params,
  )
  return new Map(rows.map(({ bucket, points: found }) => [Number(bucket), Number(found)]))
}
