// From a query's reply to lines on one time axis: pure. A missing point stays a gap, never becomes zero.
import type { QueryReply } from '../../../src/server/schema/web-reads.ts'
import { t } from '../i18n.ts'

export interface Line {
  /** Unique within the chart. */
  key: string
  label: string
  values: (number | null)[]
  mean: number | null
  last: number | null
}

export interface Lines {
  /** Epoch seconds, ascending. */
  times: number[]
  lines: Line[]
  /** Unit's name as the reply has it; null where it has none, or several. */
  unit: string | null
  /** Epoch seconds of the newest point; null where there is none. */
  newest: number | null
  /** Seconds between two points. */
  interval: number
}

type ReplySeries = QueryReply['series'][number]

/** A load balancer's dimension, `app/shop/1df1b22cde0e88b5`, by the name that people gave it. */
const shorten = (value: string): string => value.replace(/^(?:app|net)\/([^/]+)\/[0-9a-f]{16}$/, '$1')
const tagValue = (tag: string): string => tag.slice(tag.indexOf(':') + 1)
const tagKey = (tag: string): string => tag.slice(0, tag.indexOf(':'))

/** `instanceid:i-1` -> `i-1` where one key splits; all `key:value` where several do; what is N/A is left out if anything else is there. */
export function labelOf(series: ReplySeries, aliases: readonly string[], several: boolean, short = true): string {
  const known = series.tag_set.filter(tag => !tag.endsWith(':N/A'))
  const values = known.length > 0 ? known.map(tagValue) : series.tag_set.map(tag => t.dashboard.without(tagKey(tag)))
  const group = (short ? values.map(shorten) : values).join(', ')
  const alias = aliases[series.query_index ?? 0] ?? ''
  if (group === '') return alias !== '' ? alias : (series.display_name ?? series.metric)
  return several && alias !== '' ? `${group} ${alias}` : group
}

/** Short names, unless two series would then be called the same. */
function labels(all: readonly ReplySeries[], aliases: readonly string[]): string[] {
  const several = new Set(all.map(series => series.query_index ?? 0)).size > 1
  const short = all.map(series => labelOf(series, aliases, several))
  return new Set(short).size === short.length ? short : all.map(series => labelOf(series, aliases, several, false))
}

const mean = (values: readonly (number | null)[]): number | null => {
  const known = values.filter(value => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

export function toLines(reply: QueryReply, aliases: readonly string[] = []): Lines {
  const names = labels(reply.series, aliases)
  const at = new Map<number, number>()
  for (const series of reply.series) for (const [ms] of series.pointlist) at.set(ms, 0)
  const times = [...at.keys()].sort((a, b) => a - b)
  times.forEach((ms, index) => {
    at.set(ms, index)
  })
  const units = new Set(reply.series.map(series => series.unit?.[0]?.name ?? null))
  const [unit = null] = units
  let newest = reply.newest_point ?? null
  const lines = reply.series.map((series, index) => {
    const values: (number | null)[] = new Array(times.length).fill(null)
    for (const [ms, value] of series.pointlist) values[at.get(ms) ?? -1] = value
    for (const [ms, value] of series.pointlist)
      if (value !== null && (newest === null || ms / 1000 > newest)) newest = ms / 1000
    return {
      key: `${index} ${series.expression} ${series.tag_set.join()}`,
      label: names[index] ?? '',
      values,
      mean: mean(values),
      last: values.findLast(value => value !== null) ?? null,
    }
  })
  return {
    times: times.map(ms => ms / 1000),
    lines: lines.sort((a, b) => (b.mean ?? Number.NEGATIVE_INFINITY) - (a.mean ?? Number.NEGATIVE_INFINITY)),
    unit: units.size === 1 ? unit : null,
    newest,
    interval: reply.series[0]?.interval ?? 0,
  }
}

/**
 * The values up to the settled part, and from its last point on the rest, to be drawn dashed: AWS publishes late, and the
 * newest buckets may still grow. `from` is in epoch seconds.
 */
export function splitTail(times: readonly number[], values: readonly (number | null)[], from: number) {
  const first = times.findIndex(time => time >= from)
  if (first < 0) return { settled: [...values], tail: null }
  const tail = values.map((value, at) => (at >= first - 1 ? value : null))
  return { settled: values.map((value, at) => (at < first ? value : null)), tail }
}

/** One number of a line, as a single-value widget shows it. */
export function reduceValues(
  values: readonly (number | null)[],
  how: 'avg' | 'sum' | 'min' | 'max' | 'last',
): number | null {
  const known = values.filter(value => value !== null)
  if (known.length === 0) return null
  switch (how) {
    case 'avg':
      return mean(known)
    case 'sum':
      return known.reduce((sum, value) => sum + value, 0)
    case 'min':
      return known.reduce((least, value) => Math.min(least, value))
    case 'max':
      return known.reduce((most, value) => Math.max(most, value))
    case 'last':
      return known.at(-1) ?? null
  }
}
