// Series that HeyCloud makes itself, beside those of CloudWatch: their ids, rows and points.
import { type SeriesIdentity, seriesKey } from '../../core/metric.ts'
import type { Tools } from '../context.ts'

/** A point of a series of our own. Its namespace begins with a colon, which CloudWatch's cannot. */
export interface OwnPoint extends Omit<SeriesIdentity, 'organisation'> {
  /** HeyCloud's whole name. */
  name: string
  unit: string
  /** Sorted, each once. */
  tags: string[]
  /** ARN; empty where it is of no resource. */
  resource: string
  /** Start of the bucket, epoch seconds, and its length in seconds. */
  ts: number
  period: number
  value: number
}

export interface OwnSeries {
  /** Resolves when durable. Series rows are written where they are new, or carry other tags than before. */
  save(organisation: string, points: readonly OwnPoint[]): Promise<void>
}

export function createOwnSeries({ settings, telemetry }: Pick<Tools, 'settings' | 'telemetry'>): OwnSeries {
  const known = new Map<string, { id: number; carries: string }>()
  return {
    async save(organisation, points) {
      const keyed = points.map(point => ({ point, key: seriesKey({ organisation, ...point }) }))
      const wanting = keyed.filter(({ key }) => !known.has(key)).map(({ key }) => key)
      const ids = wanting.length > 0 ? await settings.seriesIds.allocate(organisation, wanting) : new Map()
      const idOf = (key: string): number => {
        const id = known.get(key)?.id ?? ids.get(key)
        if (!id) throw new Error(`no id was allocated for the series ${key}`)
        return id
      }
      const stale = keyed.filter(({ point, key }) => known.get(key)?.carries !== carried(point))
      if (stale.length > 0)
        await telemetry.saveSeries(
          stale.map(({ point: { ts: _ts, period: _period, value: _value, ...identity }, key }) => ({
            organisation,
            ...identity,
            id: idOf(key),
          })),
        )
      for (const { point, key } of stale) known.set(key, { id: idOf(key), carries: carried(point) })
      await telemetry.saveSamples(
        keyed.map(({ point: { name, ts, period, value }, key }) => ({
          ...{ name, ts, period, value },
          id: idOf(key),
          weight: period,
        })),
      )
    },
  }
}

const carried = ({ tags, resource }: OwnPoint): string => JSON.stringify([tags, resource])
