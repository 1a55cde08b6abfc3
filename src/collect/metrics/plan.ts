// The plan of one region: every metric that is read, with the ids of its series, and how series rows are kept true.
import type { ListedMetric, MetricRequest } from '../../aws/cloudwatch.ts'
import { isOwnNamespace, type Series, seriesKey } from '../../core/metric.ts'
import type { Place, Tools } from '../context.ts'
import { chooser, type DescribeContext, type Description, describer, fingerprintOf } from './describe.ts'
import type { MetricRule } from './rules.ts'

/** What can be read and stored: a request, and the ids of the series that its points belong to. */
export interface Readable extends MetricRequest {
  readonly rule: Pick<MetricRule, 'wanted' | 'weighted'>
  /** Of each wanted statistic, in the rule's order. The first stands for the metric among the lagging. */
  readonly ids: readonly number[]
}

/**
 * A metric that is read; it is itself what is asked of CloudWatch. There may be millions: what all metrics of a name have in common
 * is the rule's, and dimensions are shared (see interner).
 */
export class PlannedMetric implements Readable {
  readonly rule: MetricRule
  readonly dimensions: Record<string, string>
  readonly owner: string | undefined
  readonly ids: number[]
  /** Of tags and resource as they are stored. */
  fingerprint = 0
  /** When a list last held it, epoch seconds. */
  listedAt = 0
  /** Whether somebody watches it. */
  watched = false
  /** Whether it has been read by this process, as one of the watched and with everything: until then it may have published before the list showed it. */
  caughtUp = false
  swept = false
  /** Whether AWS refused it when it was asked for last: of an account whose link is gone. */
  refused = false

  constructor(rule: MetricRule, { dimensions, owner }: Pick<ListedMetric, 'dimensions' | 'owner'>, ids: number[]) {
    this.rule = rule
    this.dimensions = dimensions
    this.owner = owner
    this.ids = ids
  }

  get namespace(): string {
    return this.rule.namespace
  }
  get metric(): string {
    return this.rule.metric
  }
  get period(): number {
    return this.rule.period
  }
  get statistics(): readonly string[] {
    return this.rule.statistics
  }
}

/** Metrics of one watermark. */
export interface Group {
  namespace: string
  period: number
  delay: number
  metrics: PlannedMetric[]
}

export interface Plan {
  /** How many metrics its groups hold. */
  size: number
  groups: Group[]
}

export function* metricsOf({ groups }: Plan): Generator<PlannedMetric> {
  for (const { metrics } of groups) yield* metrics
}

/** Everything that decides a plan beside what AWS lists. */
export interface PlanContext extends DescribeContext {
  tools: Tools
}

/** Series rows of one write. */
const seriesChunk = 5_000

export const metricKey = ({ namespace, metric, dimensions, owner }: ListedMetric): string =>
  JSON.stringify([namespace, metric, Object.entries(dimensions).sort(), ...(owner ? [owner] : [])])

/** The same dimensions for equal ones: each list brings them anew, and the metrics of one resource hold the same. */
function interner() {
  const known = new Map<string, Record<string, string>>()
  return (dimensions: Record<string, string>): Record<string, string> => {
    const key = JSON.stringify(dimensions)
    const first = known.get(key)
    if (!first) known.set(key, dimensions)
    return first ?? dimensions
  }
}

interface Pending extends Description {
  planned: PlannedMetric
  /** Of the description. */
  fingerprint: number
}

/** Collects the listed metrics page by page; series of what is new or changed are stored before `finish` resolves. */
export interface PlanBuilder {
  add(page: readonly ListedMetric[]): Promise<void>
  /** `keep` decides on those of the plan so far that were not listed any more. */
  finish(keep?: (metric: PlannedMetric) => boolean): Promise<Plan>
}

/** Ids that the store knows already: of each metric by statistic, and the fingerprint of what its series carry. */
export type KnownSeries = Map<string, { listed: ListedMetric; ids: Map<string, number>; fingerprint: number }>

export async function loadKnownSeries({ telemetry }: Pick<Tools, 'telemetry'>, place: Place): Promise<KnownSeries> {
  const { organisation, accountId, settings } = place.account
  const known: KnownSeries = new Map()
  const scope = { organisation, accountId, region: place.region, linked: settings.features.linked_accounts }
  for (const series of await telemetry.loadSeries(scope)) {
    if (isOwnNamespace(series.namespace)) continue
    const { namespace, metric, dimensions } = series
    const owner = series.accountId === accountId ? undefined : series.accountId
    const listed: ListedMetric = { namespace, metric, dimensions, owner }
    const key = metricKey(listed)
    const fingerprint = fingerprintOf(series)
    const entry = known.get(key) ?? { listed, ids: new Map(), fingerprint }
    // A crash between two writes may leave a metric's series with different tags: then none is taken as up to date.
    if (entry.fingerprint !== fingerprint) entry.fingerprint = 0
    entry.ids.set(series.statistic, series.id)
    known.set(key, entry)
  }
  return known
}

/** `previous` is the plan so far; `stored` what the store knew when there was none. `listedAt`: epoch seconds. */
export function createPlanBuilder(
  context: PlanContext,
  previous: Plan | undefined,
  stored: KnownSeries,
  listedAt: number,
): PlanBuilder {
  const { tools, place, rules } = context
  const describe = describer(context)
  const chosen = chooser(context)
  const intern = interner()
  const before = new Map([...(previous ? metricsOf(previous) : [])].map(metric => [metricKey(metric), metric]))
  const metrics = new Map<string, PlannedMetric>()
  let pending: Pending[] = []

  /** The metric as it was planned before, or a new one, with the ids that are known. */
  const planOf = (rule: MetricRule, key: string, { dimensions, owner }: ListedMetric): PlannedMetric => {
    const old = before.get(key)
    if (old?.rule === rule) return old
    const found = stored.get(key)
    const ids = old ? idsByStatistic(old) : found?.ids
    const made = new PlannedMetric(
      rule,
      { dimensions: old?.dimensions ?? intern(dimensions), owner },
      rule.wanted.map(({ statistic }) => ids?.get(statistic) ?? 0),
    )
    made.fingerprint = old?.fingerprint ?? found?.fingerprint ?? 0
    made.caughtUp = old?.caughtUp ?? false
    made.swept = old?.swept ?? false
    return made
  }

  const consider = (listed: ListedMetric, at: number): Pending | undefined => {
    const rule = rules.wanted(listed.namespace) ? rules.rule(listed.namespace, listed.metric) : null
    const key = rule && metricKey(listed)
    if (!rule || !key || metrics.has(key)) return undefined
    const now = describe(listed)
    if (!chosen(listed.namespace, now)) return undefined
    const planned = planOf(rule, key, listed)
    planned.listedAt = at
    metrics.set(key, planned)
    const fingerprint = fingerprintOf(now)
    const stale = planned.fingerprint !== fingerprint || planned.ids.includes(0)
    return stale ? { planned, ...now, fingerprint } : undefined
  }

  const take = async (listed: ListedMetric, at: number) => {
    const changed = consider(listed, at)
    if (changed) pending.push(changed)
    if (pending.length >= seriesChunk) await flush()
  }
  const flush = async () => {
    const batch = pending
    pending = []
    await saveMetrics(tools, place, batch)
  }

  return {
    async add(page) {
      for (const listed of page) await take(listed, listedAt)
    },
    async finish(keep = () => false) {
      for (const [key, old] of before) if (!metrics.has(key) && keep(old)) await take(old, old.listedAt)
      await flush()
      return { size: metrics.size, groups: groupsOf(metrics.values()) }
    },
  }
}

const idsByStatistic = ({ rule, ids }: PlannedMetric): Map<string, number> =>
  new Map(rule.wanted.map(({ statistic }, i) => [statistic, ids[i] ?? 0]))

/** Allocates what ids are wanting, then stores the series rows; only then do the metrics count as described so. */
async function saveMetrics(
  { settings, telemetry }: Tools,
  { account: { organisation, accountId }, region }: Place,
  batch: Pending[],
): Promise<void> {
  const rows = batch.flatMap(({ planned, tags, resource }) =>
    planned.rule.wanted.map(({ statistic, name }, index) => {
      const { namespace, metric, dimensions, rule, owner = accountId } = planned
      const series: Series = {
        ...{ organisation, accountId: owner, region, namespace, metric, dimensions, statistic, name, tags, resource },
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
  for (const { planned, fingerprint } of batch) planned.fingerprint = fingerprint
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

/** Other accounts' work goes on while so many metrics are looked at. */
export const lookedAtOnce = 2_000

/** Makes the stored tags true again after tags, resources or the account's name have changed. Resolves with how many changed. */
export async function retag(context: PlanContext, plan: Plan): Promise<number> {
  const { tools, place } = context
  const describe = describer(context)
  let changed = 0
  let batch: Pending[] = []
  const flush = async () => {
    changed += batch.length
    await saveMetrics(tools, place, batch)
    batch = []
  }
  let looked = 0
  for (const planned of metricsOf(plan)) {
    if (++looked % lookedAtOnce === 0) await tools.clock.sleep(0)
    const now = describe(planned)
    const fingerprint = fingerprintOf(now)
    if (fingerprint === planned.fingerprint) continue
    batch.push({ planned, ...now, fingerprint })
    if (batch.length >= seriesChunk) await flush()
  }
  await flush()
  return changed
}
