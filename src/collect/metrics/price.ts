// What an account's collection costs a month, from what was found and how often it is read: as it is, and under other settings.
import { chargeableMetrics, prices } from '../../aws/prices.ts'
import { type AccountSettings, metricsConfigSchema } from '../../core/account-settings.ts'
import { DAY, SECOND } from '../../core/clock.ts'
import type { Coverage } from '../../core/coverage.ts'
import type { ServiceDefinition } from '../../core/define.ts'
import { regionWanted } from '../inventory/regions.ts'
import { governingNamespace, tagFilter } from './filters.ts'
import type { Listing } from './listing.ts'
import { isReadOftener } from './live.ts'
import type { Plan, PlannedMetric } from './plan.ts'
import { createRules, type MetricRule, type Rules } from './rules.ts'
import { filtersOf, type Watches } from './watching.ts'

/** CloudWatch's month in estimates: 30 days. */
const month = (30 * DAY) / SECOND

/** US dollars a month for one metric with so many statistics, read once every `every` seconds. */
const chargeOf = (statistics: number, every: number): number =>
  chargeableMetrics(statistics) * prices.getMetricDataMetric * (month / every)

/** US dollars a month for 1,000 metrics of up to five statistics, read at this cadence (ms). */
export const chargeOfThousand = (cadence: number): number => 1_000 * chargeOf(1, cadence / SECOND)

/** US dollars a month for reading one metric with everything, and for reading it oftener because it is watched. */
const chargeAtRest = ({ rest }: Known, { statistics, period }: MetricRule): number =>
  chargeOf(statistics.length, Math.max(period, rest / SECOND))
const chargeOfWatching = ({ cadence, rest }: Known, { statistics, period }: MetricRule): number =>
  isReadOftener(period, { metrics: cadence / SECOND, rest: rest / SECOND })
    ? chargeOf(statistics.length, Math.max(period, cadence / SECOND))
    : 0

/** What this process knows of a region. */
interface KnownRegion {
  plan?: Plan | undefined
  listing?: Listing | undefined
}

/** What is known of an account's metrics. */
export interface Known {
  settings: AccountSettings
  /** The coverage ledger's: it tells how many metrics there are where this process has no plan. */
  rows: readonly Coverage[]
  regions: ReadonlyMap<string, KnownRegion>
  /** Those enabled in AWS; empty when not known. */
  enabled: readonly string[]
  services: readonly ServiceDefinition[]
  /** Of what is watched, ms. A metric is read once in its period at most. */
  cadence: number
  /** Of everything, ms. */
  rest: number
  watches: Watches
}

/** What an account would read under some settings. */
export interface Forecast {
  /** US dollars a month; null where a part of it is not known, or nothing was counted yet. */
  charge: number | null
  /** By namespace, over all regions; null where it is not known. */
  metrics: Map<string, number | null>
  /** What the charge is made of; without what is left out. */
  places: ForecastPlace[]
  /** Regions whose metrics were never listed. */
  unknownRegions: string[]
}

/** One namespace in one region. */
export interface ForecastPlace {
  region: string
  namespace: string
  /** Null where nobody has counted them, as are the next two. */
  metrics: number | null
  /** How many of them are watched. */
  watched: number | null
  /** US dollars a month. */
  charge: number | null
}

interface Part {
  metrics: number
  watched: number
  charge: number
}
const nothing: Part = { metrics: 0, watched: 0, charge: 0 }

const sumOf = (parts: Iterable<Part>): Part => {
  const sum = { ...nothing }
  for (const { metrics, watched, charge } of parts) {
    sum.metrics += metrics
    sum.watched += watched
    sum.charge += charge
  }
  return sum
}

/** Prices under given settings what the account has. */
function pricer(known: Known, settings: AccountSettings) {
  const { rows, services, watches } = known
  const rules = createRules(services, settings.metrics_config)
  const before = createRules(services, known.settings.metrics_config)
  const everything = createRules(services, allMetrics)
  const partOf = (rule: MetricRule, metrics: number, watched: number): Part => ({
    ...{ metrics, watched },
    charge: metrics * chargeAtRest(known, rule) + watched * chargeOfWatching(known, rule),
  })
  /** Of metrics that are known by their names alone all are taken as watched where somebody watches the name. */
  const byName = (rule: MetricRule, metrics: number): Part =>
    partOf(rule, metrics, filtersOf(watches, rule).length > 0 ? metrics : 0)

  const counted = (namespace: string, counts: ReadonlyMap<string, number>): Part =>
    sumOf(
      [...counts].flatMap(([name, metrics]) => {
        const rule = rules.rule(namespace, name)
        return rule ? [byName(rule, metrics)] : []
      }),
    )

  const isRead = ({ owner }: PlannedMetric): boolean => !owner || settings.features.linked_accounts
  /** Exact, but for metrics that come and go. */
  const planned = (namespace: string, plan: Plan): Part =>
    sumOf(
      plan.groups
        .filter(group => group.namespace === namespace)
        .flatMap(({ metrics }) => [...Map.groupBy(metrics.filter(isRead), ({ rule }) => rule)])
        .map(([rule, metrics]) => partOf(rule, metrics.length, metrics.filter(({ watched }) => watched).length)),
    )

  const asBefore = (region: string, namespace: string): Part => {
    const plan = known.regions.get(region)?.plan
    if (plan) return planned(namespace, plan)
    const items = rows.find(row => isMetrics(row) && row.region === region && row.namespace === namespace)?.items ?? 0
    const names = everything.namespace(namespace)?.metrics.map(({ name }) => name) ?? ['']
    const parts = names.flatMap(name => {
      const rule = everything.rule(namespace, name)
      return rule ? [byName(rule, items / names.length)] : []
    })
    const { watched, charge } = sumOf(parts)
    return { metrics: items, watched: Math.round(watched), charge }
  }

  /** Null where nobody has counted what would be read. */
  return (region: string, namespace: string): Part | null => {
    if (!rules.wanted(namespace)) return nothing
    if (
      regionWanted(known, region) &&
      before.wanted(namespace) &&
      sameFilters(known.settings, settings, namespace, rules)
    )
      return asBefore(region, namespace)
    if (tagFilter(settings.metrics_config, namespace, rules.namespace(namespace))) return null
    const counts = known.regions.get(region)?.listing?.count(namespace)
    return counts ? counted(namespace, counts) : null
  }
}

/** Regions that would be read, as far as anybody knows of them. */
function regionsRead({ rows, regions, enabled }: Known, settings: AccountSettings): string[] {
  const seen = [...regions.keys(), ...rows.filter(isMetrics).map(({ region }) => region)]
  const chosen = 'include_only' in settings.aws_regions ? settings.aws_regions.include_only : []
  return [...new Set([...seen, ...chosen, ...enabled])].filter(
    region => regionWanted({ settings }, region) && (enabled.length === 0 || enabled.includes(region)),
  )
}

/** Namespaces that the region has, and those that the settings name. */
function namespacesIn({ rows, regions, settings: before }: Known, settings: AccountSettings, region: string) {
  const { plan, listing } = regions.get(region) ?? {}
  const counted = rows.filter(row => isMetrics(row) && row.region === region && row.items > 0)
  return new Set([
    ...(plan?.groups.map(({ namespace }) => namespace) ?? []),
    ...(listing?.namespaces() ?? []),
    ...counted.flatMap(({ namespace }) => namespace ?? []),
    ...namedIn(before),
    ...namedIn(settings),
  ])
}

/**
 * What the account would read under other settings, and what AWS would charge for it. What stays as it is counts as it is now; what
 * is new counts where the last list held it, and is not known elsewhere.
 */
export function forecast(known: Known, settings: AccountSettings): Forecast {
  const price = pricer(known, settings)
  const read = settings.metrics_config.enabled ? regionsRead(known, settings) : []
  const metrics = new Map<string, number | null>()
  const places: ForecastPlace[] = []
  let charge = 0
  for (const region of read)
    for (const namespace of namespacesIn(known, settings, region)) {
      const part = price(region, namespace)
      if (part === nothing) continue
      const before = metrics.get(namespace)
      const { metrics: count = null, watched = null, charge: own = null } = part ?? {}
      places.push({ region, namespace, metrics: count, watched, charge: own })
      metrics.set(namespace, part === null || before === null ? null : (before ?? 0) + part.metrics)
      charge += part?.charge ?? 0
    }
  const unknownRegions = read.filter(region => !isCounted(known, settings, region)).sort()
  const whole = unknownRegions.length === 0 && ![...metrics.values()].includes(null)
  const anything = [...known.regions.values()].some(({ plan }) => plan) || known.rows.some(isMetrics)
  return { charge: whole && anything ? charge : null, metrics, places, unknownRegions }
}

const isMetrics = ({ kind, namespace }: Coverage): boolean => kind === 'metrics' && namespace !== null

const namedIn = ({ metrics_config: { namespace_filters: filter } }: AccountSettings): readonly string[] =>
  'include_only' in filter ? filter.include_only : filter.exclude_only

/** Whether it is known which namespaces there are that would be read: all of them, or no others than now. */
function isCounted(known: Known, settings: AccountSettings, region: string): boolean {
  if (settings.features.linked_accounts && !known.settings.features.linked_accounts) return false
  if (known.regions.get(region)?.listing?.whole) return true
  const [before, after] = [known.settings.metrics_config, settings.metrics_config]
  if (!regionWanted(known, region) || !before.enabled) return false
  const opened = after.collect_custom_metrics && !before.collect_custom_metrics
  return !opened && ('include_only' in after.namespace_filters || 'exclude_only' in before.namespace_filters)
}

function sameFilters(
  a: AccountSettings,
  b: AccountSettings,
  namespace: string,
  { namespace: declared }: Rules,
): boolean {
  const of = ({ metrics_config: config }: AccountSettings) => {
    const governing = governingNamespace(config, namespace, declared(namespace))
    return JSON.stringify([
      config.tag_filters.filter(one => one.namespace === governing),
      config.metric_name_filters.filter(one => one.namespace === namespace),
    ])
  }
  return of(a) === of(b)
}

const allMetrics = metricsConfigSchema.parse({ collect_custom_metrics: true, namespace_filters: { exclude_only: [] } })
