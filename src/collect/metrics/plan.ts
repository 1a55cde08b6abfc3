// The plan of one region: every metric that is read, with the ids of its series, and how series rows are kept true.
import { hash } from 'node:crypto'
import type { ListedMetric, MetricRequest } from '../../aws/cloudwatch.ts'
import { isOwnNamespace, type Series, seriesKey } from '../../core/metric.ts'
import { type Associator, createAssociator } from '../../services/associate.ts'
import type { Place, Tools } from '../context.ts'
import type { KnownResource } from '../inventory/facts.ts'
import { governingNamespace, tagFilter } from './filters.ts'
import type { MetricRule, Rules } from './rules.ts'
import { dimensionTags, placeTags, resourceTags, seriesTags } from './series-tags.ts'

/** A metric that is read; it is itself what is asked of CloudWatch. */
export interface PlannedMetric extends MetricRequest {
  rule: MetricRule
  /** Of each wanted statistic, in the rule's order. The first stands for the metric among the lagging. */
  ids: number[]
  /** Of tags and resource as they are stored. */
  fingerprint: string
  /** False until it has been read once: it may have published before the list showed it. */
  caughtUp: boolean
}

/** Metrics that are read together: one watermark. */
export interface Group {
  namespace: string
  period: number
  delay: number
  metrics: PlannedMetric[]
}

export interface Plan {
  metrics: Map<string, PlannedMetric>
  groups: Group[]
}

/** Everything that decides a plan beside what AWS lists. */
export interface PlanContext {
  tools: Tools
  place: Place
  rules: Rules
  resources: readonly KnownResource[]
  /** Whether tags were looked for: before, nothing can be chosen by them. */
  tagsKnown: boolean
}

/** Series rows of one write. */
const seriesChunk = 5_000

export const metricKey = (metric: ListedMetric): string =>
  JSON.stringify([metric.namespace, metric.metric, Object.entries(metric.dimensions).sort()])

/** What a series of a metric carries now. */
function describer({ place, rules, resources }: PlanContext) {
  const base = placeTags(place.account, place.region)
  const byArn = new Map(resources.map(resource => [resource.arn, resource]))
  const tagsByArn = new Map<string, string[]>()
  const associators = new Map<string, Associator | null>()
  return (metric: ListedMetric): { tags: string[]; resource: string; fingerprint: string } => {
    let associate = associators.get(metric.namespace)
    if (associate === undefined) {
      const namespace = rules.namespace(metric.namespace)
      associate = namespace ? createAssociator(resources, namespace) : null
      associators.set(metric.namespace, associate)
    }
    const resource = byArn.get(associate?.(metric.dimensions) ?? '')
    let own = resource && tagsByArn.get(resource.arn)
    if (resource && !own) {
      own = resourceTags(resource)
      tagsByArn.set(resource.arn, own)
    }
    const tags = seriesTags(base, dimensionTags(metric.dimensions), own ?? [])
    const arn = resource?.arn ?? ''
    return { tags, resource: arn, fingerprint: fingerprintOf(tags, arn) }
  }
}

/** Whether the account's tag filters choose a series: by its own tags, or by those of the resource that its own hangs on (see filteredWith). */
function chooser({ place, rules, resources, tagsKnown }: PlanContext) {
  const config = place.account.settings.metrics_config
  if (config.tag_filters.length === 0) return () => true
  const base = placeTags(place.account, place.region)
  const byArn = new Map(resources.map(resource => [resource.arn, resource]))
  const byName = new Map(resources.map(resource => [`${resource.type} ${resource.arn.split('/').at(-1)}`, resource]))
  const make = (namespace: string) => {
    const definition = rules.namespace(namespace)
    const predicate = tagFilter(config, namespace, definition)
    const other = governingNamespace(config, namespace, definition) === namespace ? undefined : definition?.filteredWith
    return { predicate, other }
  }
  const filters = new Map<string, ReturnType<typeof make>>()
  return (namespace: string, { tags, resource }: { tags: string[]; resource: string }): boolean => {
    const filter = filters.get(namespace) ?? make(namespace)
    filters.set(namespace, filter)
    const { predicate, other } = filter
    if (!predicate || !tagsKnown) return !predicate
    const governor = other && byName.get(`${other.resourceType} ${byArn.get(resource)?.labels[other.label]}`)
    return predicate(governor ? [...base, ...resourceTags(governor)] : tags)
  }
}

const fingerprintOf = (tags: readonly string[], resource: string): string =>
  hash('sha1', JSON.stringify([tags, resource]), 'base64').slice(0, 12)

interface Pending {
  planned: PlannedMetric
  tags: string[]
  resource: string
}

/** Collects the listed metrics page by page; series of what is new or changed are stored before `finish` resolves. */
export interface PlanBuilder {
  add(page: readonly ListedMetric[]): Promise<void>
  finish(): Promise<Plan>
}

/** Ids that the store knows already: of each metric by statistic, and the fingerprint of what its series carry. */
export type KnownSeries = Map<string, { listed: ListedMetric; ids: Map<string, number>; fingerprint: string }>

export async function loadKnownSeries({ telemetry }: Pick<Tools, 'telemetry'>, place: Place): Promise<KnownSeries> {
  const { organisation, accountId } = place.account
  const known: KnownSeries = new Map()
  for (const series of await telemetry.loadSeries({ organisation, accountId, region: place.region })) {
    if (isOwnNamespace(series.namespace)) continue
    const key = metricKey(series)
    const fingerprint = fingerprintOf(series.tags, series.resource)
    const { namespace, metric, dimensions } = series
    const entry = known.get(key) ?? { listed: { namespace, metric, dimensions }, ids: new Map(), fingerprint }
    // A crash between two writes may leave a metric's series with different tags: then none is taken as up to date.
    if (entry.fingerprint !== fingerprint) entry.fingerprint = ''
    entry.ids.set(series.statistic, series.id)
    known.set(key, entry)
  }
  return known
}

/** `previous` is the plan so far; `stored` what the store knew when there was none. */
export function createPlanBuilder(context: PlanContext, previous: Plan | undefined, stored: KnownSeries): PlanBuilder {
  const { tools, place, rules } = context
  const { account, region } = place
  const describe = describer(context)
  const chosen = chooser(context)
  const metrics = new Map<string, PlannedMetric>()
  let pending: Pending[] = []

  const consider = (listed: ListedMetric): Pending | undefined => {
    const rule = rules.wanted(listed.namespace) ? rules.rule(listed.namespace, listed.metric) : null
    const key = rule && metricKey(listed)
    if (!rule || !key || metrics.has(key)) return undefined
    const now = describe(listed)
    if (!chosen(listed.namespace, now)) return undefined
    const old = previous?.metrics.get(key)
    const found = stored.get(key)
    const ids = old ? idsByStatistic(old) : found?.ids
    const planned: PlannedMetric = {
      ...listed,
      period: rule.period,
      statistics: rule.statistics,
      rule,
      ids: rule.wanted.map(({ statistic }) => ids?.get(statistic) ?? 0),
      fingerprint: old?.fingerprint ?? found?.fingerprint ?? '',
      caughtUp: old?.caughtUp ?? false,
    }
    metrics.set(key, planned)
    const stale = planned.fingerprint !== now.fingerprint || planned.ids.includes(0)
    planned.fingerprint = now.fingerprint
    return stale ? { planned, tags: now.tags, resource: now.resource } : undefined
  }

  const flush = async () => {
    const batch = pending
    pending = []
    await saveMetrics(tools, account.organisation, account.accountId, region, batch)
  }

  return {
    async add(page) {
      for (const listed of page) {
        const changed = consider(listed)
        if (changed) pending.push(changed)
      }
      if (pending.length >= seriesChunk) await flush()
    },
    async finish() {
      await flush()
      return { metrics, groups: groupsOf(metrics.values()) }
    },
  }
}

const idsByStatistic = ({ rule, ids }: PlannedMetric): Map<string, number> =>
  new Map(rule.wanted.map(({ statistic }, i) => [statistic, ids[i] ?? 0]))

/** Allocates what ids are wanting, then stores the series rows. */
async function saveMetrics(
  { settings, telemetry }: Tools,
  organisation: string,
  accountId: string,
  region: string,
  batch: Pending[],
): Promise<void> {
  const rows = batch.flatMap(({ planned, tags, resource }) =>
    planned.rule.wanted.map(({ statistic, name }, index) => {
      const { namespace, metric, dimensions, rule } = planned
      const series: Series = {
        ...{ organisation, accountId, region, namespace, metric, dimensions, statistic, name, tags, resource },
        unit: rule.unit,
        id: planned.ids[index] ?? 0,
      }
      return { series, planned, index }
    }),
  )
  const wanting = rows.filter(({ series }) => series.id === 0)
  const keys = wanting.map(({ series }) => seriesKey(series))
  const ids = keys.length > 0 ? await settings.seriesIds.allocate(organisation, keys) : new Map<string, number>()
  for (const [i, { series, planned, index }] of wanting.entries()) {
    const id = ids.get(keys[i] ?? '')
    // Points of a series without an id would be stored as another's.
    if (!id) throw new Error(`no id was allocated for the series ${keys[i]}`)
    series.id = id
    planned.ids[index] = id
  }
  if (rows.length > 0) await telemetry.saveSeries(rows.map(({ series }) => series))
}

function groupsOf(metrics: Iterable<PlannedMetric>): Group[] {
  const groups = new Map<string, Group>()
  for (const metric of metrics) {
    const { namespace, period, rule } = metric
    const key = `${period} ${namespace}`
    const group = groups.get(key)
    if (!group) groups.set(key, { namespace, period, delay: rule.delay, metrics: [metric] })
    else {
      group.metrics.push(metric)
      group.delay = Math.max(group.delay, rule.delay)
    }
  }
  return [...groups.values()]
}

/** Makes the stored tags true again after tags, resources or the account's name have changed. Resolves with how many changed. */
export async function retag(context: PlanContext, plan: Plan): Promise<number> {
  const { tools, place } = context
  const describe = describer(context)
  let changed = 0
  let batch: Pending[] = []
  const flush = async () => {
    changed += batch.length
    const { organisation, accountId } = place.account
    await saveMetrics(tools, organisation, accountId, place.region, batch)
    for (const { planned, tags, resource } of batch) planned.fingerprint = fingerprintOf(tags, resource)
    batch = []
  }
  let looked = 0
  for (const planned of plan.metrics.values()) {
    // Other accounts' work goes on meanwhile.
    if (++looked % 2_000 === 0) await tools.clock.sleep(0)
    const now = describe(planned)
    if (now.fingerprint === planned.fingerprint) continue
    batch.push({ planned, tags: now.tags, resource: now.resource })
    if (batch.length >= seriesChunk) await flush()
  }
  await flush()
  return changed
}
