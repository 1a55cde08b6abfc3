// Which metrics are watched: the organisation's watches as predicates, and the marking of a region's plan by them.
import { createHash } from 'node:crypto'
import { type Clock, DAY, HOUR, SECOND } from '../../core/clock.ts'
import type { TagFilter } from '../../core/question.ts'
import type { Settings, Watch, WatchSource } from '../../store/settings-ports.ts'
import { describer } from './describe.ts'
import { lookedAtOnce, metricsOf, type Plan, type PlanContext } from './plan.ts'
import type { MetricRule } from './rules.ts'

/** How long somebody's looking keeps a metric watched, ms. */
export const watchedFor: Record<WatchSource, number> = {
  dashboard: 30 * DAY,
  asked: 7 * DAY,
  monitor: 7 * DAY,
  export: 7 * DAY,
}
/** The same watch is written again after this, ms: charts ask every minute. */
const renewEvery = HOUR
/** Of each organisation and source: whoever asks for thousands of different things keeps the last. */
const watchesKept = 1_000
/** As many of the watches written last are remembered. */
const rememberedWatches = 20_000
/** What another process has written is seen after this, ms. */
const lookEvery = 10 * SECOND

/** What somebody looks at: a metric's name, of any of its statistics, and which of its series. */
export interface Wanted {
  metric: string
  filter: TagFilter
}

/** An organisation's watches at one moment. */
export interface Watches {
  /** The same for the same watches. */
  key: string
  byName: ReadonlyMap<string, readonly Watch[]>
}

export interface WatchBook {
  /** Somebody looks at these: they are watched from now on. Resolves with whether any of it is new to this process. */
  note(organisation: string, source: WatchSource, wanted: readonly Wanted[]): Promise<boolean>
  of(organisation: string): Promise<Watches>
  sweep(): Promise<void>
}

export function createWatchBook({ settings, clock }: { settings: Pick<Settings, 'watches'>; clock: Clock }): WatchBook {
  const written = new Map<string, number>()
  const read = new Map<string, { at: number; watches: Promise<Watches> }>()

  const remember = (key: string, now: number) => {
    written.delete(key)
    written.set(key, now)
    const [oldest] = written.keys()
    if (oldest !== undefined && written.size > rememberedWatches) written.delete(oldest)
  }

  return {
    async note(organisation, source, wanted) {
      const now = clock.now()
      const keyed = new Map(wanted.map(one => [JSON.stringify([organisation, source, one.metric, one.filter]), one]))
      const due = [...keyed].filter(
        ([key]) => Math.abs(now - (written.get(key) ?? Number.NEGATIVE_INFINITY)) >= renewEvery,
      )
      if (due.length === 0) return false
      const isNew = due.some(([key]) => !written.has(key))
      for (const [key] of due) remember(key, now)
      const until = now + watchedFor[source]
      const rows = due.map(
        ([, { metric, filter }]): Watch => ({ organisation, metric, filter, source, since: now, until }),
      )
      try {
        await settings.watches.put(rows)
        await settings.watches.keepNewest(organisation, source, watchesKept)
      } catch (error) {
        for (const [key] of due) written.delete(key)
        throw error
      }
      read.delete(organisation)
      return isNew
    },
    of(organisation) {
      const now = clock.now()
      const known = read.get(organisation)
      if (known && Math.abs(now - known.at) < lookEvery) return known.watches
      const watches = settings.watches.list(organisation, now).then(watchesOf)
      read.set(organisation, { at: now, watches })
      watches.catch(() => read.delete(organisation))
      return watches
    },
    sweep: () => settings.watches.sweep(clock.now()),
  }
}

export function watchesOf(rows: readonly Watch[]): Watches {
  const texts = rows.map(({ metric, filter }) => JSON.stringify([metric, filter])).sort()
  const key = createHash('sha256').update(texts.join('\n')).digest('hex')
  return { key, byName: Map.groupBy(rows, ({ metric }) => metric) }
}

/** Whether a series' tags fit a filter, as the store's own rendering of it has it (store/telemetry/render-filter.ts). */
export function fits(filter: TagFilter, tags: readonly string[]): boolean {
  switch (filter.kind) {
    case 'everything':
      return true
    case 'tag': {
      const { key, value } = filter
      if (!value.includes('*')) return tags.includes(value === '' ? key : `${key}:${value}`)
      const start = `${key}:`
      return tags.some(tag => tag.startsWith(start) && fitsValue(value, tag.slice(start.length)))
    }
    case 'not':
      return !fits(filter.of, tags)
    case 'and':
      return filter.of.every(part => fits(part, tags))
    case 'or':
      return filter.of.some(part => fits(part, tags))
  }
}

/** `*` stands for any run of letters; every other sign for itself. */
function fitsValue(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.split('*')
  const last = others.pop() ?? ''
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const part of others) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}

/** The filters by which metrics of a rule are watched, whichever statistic is looked at; of watches that began by then, epoch ms. */
export const filtersOf = (
  { byName }: Watches,
  { wanted }: Pick<MetricRule, 'wanted'>,
  begunBy = Number.POSITIVE_INFINITY,
): TagFilter[] =>
  wanted.flatMap(({ name }) =>
    (byName.get(name) ?? []).filter(({ since }) => since <= begunBy).map(({ filter }) => filter),
  )

/** Says of each metric of a plan whether it is watched. */
export async function markWatched(context: PlanContext, plan: Plan, watches: Watches): Promise<void> {
  const describe = describer(context)
  const filters = new Map<MetricRule, TagFilter[]>()
  let looked = 0
  for (const metric of metricsOf(plan)) {
    let own = filters.get(metric.rule)
    if (!own) {
      own = filtersOf(watches, metric.rule)
      filters.set(metric.rule, own)
    }
    if (own.length === 0 || own.some(({ kind }) => kind === 'everything')) metric.watched = own.length > 0
    else {
      if (++looked % lookedAtOnce === 0) await context.tools.clock.sleep(0)
      const { tags } = describe(metric)
      metric.watched = own.some(filter => fits(filter, tags))
    }
    // The watermark of what is watched goes on without it.
    if (!metric.watched) metric.caughtUp = false
  }
}
