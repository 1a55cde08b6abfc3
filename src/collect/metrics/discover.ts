// Which metrics exist: CloudWatch's list, whole regions at a time, remembered and carried forward when it cannot be read.
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { type ListedMetric, listMetrics } from '../../aws/cloudwatch.ts'
import { observe } from '../../aws/observe.ts'
import { SECOND } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import { clientOf, discoveryInterval, leaseName, oddAnswer, type Place, secondsOf, type Tools } from '../context.ts'
import type { AccountFacts } from '../inventory/facts.ts'
import { createChoice, linkedAccounts, linkedKey } from './linked.ts'
import { createListing, type Listing, type ListingBuilder } from './listing.ts'
import { createPlanBuilder, loadKnownSeries, type Plan, type PlanContext, type PlannedMetric, retag } from './plan.ts'
import { createRules, isSlow, type Rules, recentlyActiveSeconds } from './rules.ts'
import { markWatched, type WatchBook } from './watching.ts'
import { day, finePeriod } from './windows.ts'

/** A region's plan as it stands, and what the last attempt to renew it came to. */
export interface Discovery {
  plan: Plan | undefined
  /** Of the last good list of this process. */
  listing: Listing | undefined
  rules: Rules
  /** Of the last attempt. The plan is that of the last good one. */
  observation: Observation<number>
  /** Epoch ms of the last good list; null if there is none. */
  listedAt: number | null
  /** The linked accounts that the last good list, or a plan of before, has metrics of. */
  owners: ReadonlySet<string>
}

export interface Discoverer {
  /** The region's plan, listed anew where it is time; tags, settings and what is watched are up to date. */
  discover(place: Place, facts: AccountFacts, signal: AbortSignal): Promise<Discovery>
  /** As they were last made; undefined before the first time. */
  last(): Pick<Discovery, 'plan' | 'listing'> | undefined
}

/** After a list that could not be read, ms. */
const retryAfter = 60_000
/** As many namespaces are listed one by one; of more, the whole region costs fewer calls (500 metrics each). */
const fewNamespaces = 8

interface Memory {
  discovery: Discovery
  attemptedAt: number
  /** What the plan hangs on, and the facts that its series carry. */
  key: string
  factsVersion: number
  /** What the plan's metrics were marked as watched by. */
  watchedBy: string
}

/** CloudWatch forgets what had no point for two weeks, and so does a plan. */
const forgottenAfter = 14 * day
/** A list of what was active lately leaves out what came and went before: after a pause of more than this everything is listed. */
const listGap = recentlyActiveSeconds - 1_800

/** One per region of an account; its jobs share it. */
export function createDiscoverer(tools: Tools, watchBook: Pick<WatchBook, 'of'>): Discoverer {
  let memory: Memory | undefined
  let busy: Promise<unknown> = Promise.resolve()

  const isFresh = (context: Omit<PlanContext, 'rules'>, factsVersion: number): boolean => {
    if (!memory || memory.key !== planKey(context, factsVersion, memory.discovery.owners)) return false
    const now = tools.clock.now()
    const interval =
      memory.discovery.observation.state === 'seen' ? discoveryInterval(context.place.account, now) : retryAfter
    return now - memory.attemptedAt < interval
  }

  const watch = async (context: PlanContext, current: Memory): Promise<Discovery> => {
    const watches = await watchBook.of(context.place.account.organisation)
    const watchedBy = `${watches.key} ${current.factsVersion}`
    const { plan } = current.discovery
    if (plan && current.watchedBy !== watchedBy) await markWatched(context, plan, watches)
    current.watchedBy = watchedBy
    return current.discovery
  }

  const renew = async (place: Place, facts: AccountFacts, signal: AbortSignal): Promise<Discovery> => {
    const resources = await facts.resources(place.region)
    const factsVersion = facts.version(place.region)
    const tagsKnown = facts.tagsKnown(place.region)
    const linked = await linkedAccounts(tools, place.account)
    const given = { tools, place, resources, tagsKnown, linked }
    if (memory && isFresh(given, factsVersion)) {
      const { plan, rules } = memory.discovery
      const context: PlanContext = { ...given, rules }
      if (plan && memory.factsVersion !== factsVersion) {
        await retag(context, plan)
        memory.factsVersion = factsVersion
      }
      return watch(context, memory)
    }
    const rules = createRules(tools.services, place.account.settings.metrics_config)
    const previous = memory?.discovery
    const attemptedAt = tools.clock.now()
    const context: PlanContext = { ...given, rules }
    const own: { fault?: unknown } = {}
    const read = () => list(context, previous, own, signal)
    const listed = await observe('cloudwatch:ListMetrics', read, tools.clock)
    signal.throwIfAborted()
    // A fault of the store is none of AWS's, and must not be told as such.
    if ('fault' in own) throw own.fault
    const discovery: Discovery =
      listed.state === 'seen'
        ? {
            ...listed.value,
            rules,
            observation: { ...listed, value: listed.value.plan.size },
            listedAt: attemptedAt,
          }
        : {
            plan: previous?.plan ?? (await planOfStored(context)),
            listing: previous?.listing,
            rules,
            observation: listed,
            listedAt: previous?.listedAt ?? null,
            owners: previous?.owners ?? new Set(),
          }
    const key = planKey(context, factsVersion, discovery.owners)
    memory = { discovery, attemptedAt, key, factsVersion, watchedBy: '' }
    return watch(context, memory)
  }

  return {
    last: () => memory?.discovery,
    discover(place, facts, signal) {
      // One at a time: live and history would otherwise list the same region at once.
      const next = busy.then(() => renew(place, facts, signal))
      busy = next.catch(() => undefined)
      return next
    },
  }
}

/** What a plan hangs on; when it changes the plan is made anew. Facts alone are written down without a new list, unless tags choose. */
function planKey(
  { place: { account, units }, tagsKnown, linked }: Pick<PlanContext, 'place' | 'tagsKnown' | 'linked'>,
  factsVersion: number,
  owners: Iterable<string>,
): string {
  const { metrics_config, account_tags } = account.settings
  const chosenByTags = metrics_config.tag_filters.length > 0 ? [tagsKnown, factsVersion] : []
  const others = linkedKey(linked, owners)
  return JSON.stringify([metrics_config, account_tags, account.name, account.alias, units, others, ...chosenByTags])
}

/** The list of a collector before this one, as far as its series tell; undefined where there is none. */
async function planOfStored(context: PlanContext): Promise<Plan | undefined> {
  const stored = await loadKnownSeries(context.tools, context.place)
  if (stored.size === 0) return undefined
  const builder = createPlanBuilder(context, undefined, stored, 0)
  const isRead = await createChoice(context.tools, context.place, context.linked)
  await builder.add(
    [...stored.values()].flatMap(({ listed }) => (!listed.owner || isRead(listed.owner) ? [listed] : [])),
  )
  return builder.finish()
}

/** Throws AWS's errors as they are; an error of the store's is left in `own` too. */
async function list(
  context: PlanContext,
  previous: Discovery | undefined,
  own: { fault?: unknown },
  signal: AbortSignal,
): Promise<Pick<Discovery, 'owners'> & { plan: Plan; listing: Listing }> {
  const { tools, place, rules, linked } = context
  const client = clientOf(tools, place, 'metrics', CloudWatchClient)
  const store = <T>(work: Promise<T>): Promise<T> =>
    work.catch(error => {
      own.fault = error
      throw error
    })
  const now = secondsOf(tools.clock)
  const reading = await store(lastReading(context, now - forgottenAfter))
  const stored = previous?.plan ? new Map() : await store(loadKnownSeries(tools, place))
  const builder = createPlanBuilder(context, previous?.plan, stored, now)
  const isReadThrough = await store(createChoice(tools, place, linked))
  const isRead = ({ owner }: ListedMetric) => !owner || isReadThrough(owner)
  const owners = new Set<string>()
  const namespaces = namespacesToList(context)
  const missed = now - Math.max((previous?.listedAt ?? 0) / SECOND, reading.oldest) > listGap
  const listing: ListingBuilder = createListing(namespaces, unlistedNamespaces(rules))
  const onOdd = oddAnswer(tools, place)
  const read = async (namespace: string | undefined, slow: boolean) => {
    // ListMetrics keeps a metric for two weeks after its last point; asking for what is dead costs as much as for what lives.
    const options = {
      ...(namespace ? { namespace } : {}),
      ...(linked ? { linkedTo: place.account.accountId } : {}),
      recentlyActive: !slow && !missed,
      onOdd,
    }
    for await (const page of listMetrics(client, options)) {
      signal.throwIfAborted()
      for (const { owner } of page) if (owner) owners.add(owner)
      const own = page.filter(metric => slow === isSlowMetric(rules, metric) && isRead(metric))
      listing.add(own)
      await store(builder.add(own.filter(({ namespace }) => rules.wanted(namespace))))
    }
  }
  for (const namespace of namespaces ?? [undefined]) await read(namespace, false)
  for (const namespace of rules.slowNamespaces()) if (rules.wanted(namespace)) await read(namespace, true)
  // What has fallen silent is read once more: it may have published between the last reading and the last list that held it.
  const keep = (metric: PlannedMetric) =>
    metric.listedAt > Math.max(reading.of(metric), now - forgottenAfter) &&
    rules.wanted(metric.namespace) &&
    (!metric.owner || (isRead(metric) && !metric.refused))
  return { plan: await store(builder.finish(keep)), listing, owners }
}

/** Up to when everything of a region was read: of the group of a metric, and of the frequent ones altogether; 0 before the first time. */
async function lastReading({ tools, place }: PlanContext, since: number) {
  const marks = await tools.settings.watermarks.list(leaseName(place, 'rest'))
  const upTo = new Map(marks.map(mark => [`${mark.period} ${mark.namespace}`, mark.upTo]))
  const lagging = new Map(marks.flatMap(mark => mark.lagging.map(({ id, upTo: own }) => [id, own] as const)))
  // A namespace that was given up long ago keeps its watermark.
  const frequent = marks.filter(mark => mark.period <= finePeriod && mark.upTo > since).map(mark => mark.upTo)
  return {
    of: ({ period, namespace, ids: [id = 0] }: PlannedMetric) =>
      lagging.get(id) ?? upTo.get(`${period} ${namespace}`) ?? 0,
    // Where nothing was ever read there is nothing to have been missed.
    oldest: frequent.length > 0 ? Math.min(...frequent) : Number.POSITIVE_INFINITY,
  }
}

const unlistedNamespaces = (rules: Rules): string[] =>
  rules.slowNamespaces().filter(namespace => !rules.wanted(namespace))

const isSlowMetric = (rules: Rules, { namespace, metric }: ListedMetric): boolean =>
  isSlow(rules.rule(namespace, metric)?.period ?? 0)

/** Undefined for whole regions: unless only a few namespaces are wanted. */
function namespacesToList({ place, rules }: PlanContext): string[] | undefined {
  if (!place.account.settings.metrics_config.enabled) return []
  return rules.named && rules.named.length <= fewNamespaces ? [...rules.named] : undefined
}
