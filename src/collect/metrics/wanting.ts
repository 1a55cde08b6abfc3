// What a question asks for and nobody has read yet: found from the stores alone, so that any process can.
import type { AwsAccount } from '../../core/account.ts'
import { SECOND } from '../../core/clock.ts'
import { isOwnNamespace, readerOf, type Series } from '../../core/metric.ts'
import type { Watermark } from '../../store/settings-ports.ts'
import { type LeaseKind, leaseName, type Place, paceOf, secondsOf, type Tools } from '../context.ts'
import { regionWanted } from '../inventory/regions.ts'
import { metricKey, type Readable } from './plan.ts'
import { createRules, type MetricRule } from './rules.ts'
import { filtersOf, fits, type Wanted, type Watches } from './watching.ts'
import { floorTo, newcomerReach, settledEnd } from './windows.ts'

/** What a question asks for. */
export interface Asked extends Wanted {
  /** Epoch seconds. */
  from: number
  to: number
}

/** An account that is not read now, and why, as a sentence for people. */
export interface LeftOut {
  accountId: string
  reason: string
}

/** Points of a metric that are not stored. */
export interface Missing {
  place: Place
  readable: Readable
  /** The first of its series: it stands for the metric. */
  id: number
  delay: number
  from: number
  /** Exclusive. */
  to: number
}

/** Metrics of one question: what asks for more is for the cadence. */
const mostMetrics = 2_000
const mostStatistics = 10

interface Candidate {
  series: Series
  rule: MetricRule
  place: Place
}

/** `fetchedUpTo`: what this process knows beside the watermarks, by id, epoch seconds. */
export async function findMissing(
  tools: Tools,
  watches: Watches,
  organisation: string,
  asked: Asked,
  fetchedUpTo: (id: number) => number,
): Promise<{ missing: Missing[]; leftOut: LeftOut[] }> {
  const { candidates, leftOut } = await candidatesOf(tools, organisation, asked)
  const readables = await readablesOf(tools, organisation, asked, candidates)
  const marksOf = createMarks(tools)
  const missing: Missing[] = []
  for (const candidate of candidates) {
    const { series, rule, place } = candidate
    const readable = readables.get(placeKey(series))
    const [id] = readable?.ids ?? []
    if (!readable || id === undefined) continue
    const upTo = storedUpTo(candidate, id, watches, await marksOf(place, rule))
    const to = Math.min(settledEnd(secondsOf(tools.clock), rule.delay, rule.period), floorTo(asked.to, rule.period))
    // Its first reading is still to come, or what the cadence of watched metrics brings by itself is all that is wanting.
    const worth = Math.max(rule.period, tools.cadence.metrics / SECOND)
    if (upTo === null || to - Math.max(upTo, fetchedUpTo(id), asked.from) < worth) continue
    // The metric may be newer than the reading that the watermark stands for.
    const from = floorTo(Math.max(asked.from, upTo - newcomerReach), rule.period)
    missing.push({ place, readable, id, delay: rule.delay, from, to })
  }
  return { missing, leftOut }
}

async function candidatesOf(tools: Tools, organisation: string, { metric, filter }: Asked) {
  const { settings, telemetry } = tools
  const series = await telemetry.findSeries(organisation, [metric], filter, mostMetrics)
  const leftOut: LeftOut[] = []
  const candidates: Candidate[] = []
  const ofAws = series.filter(({ namespace }) => !isOwnNamespace(namespace))
  for (const [accountId, own] of Map.groupBy(ofAws, readerOf)) {
    const account = await settings.accounts.byAccountId(organisation, accountId)
    // What stays of a removed account is not read any more.
    if (!account) continue
    const reason = await whyNot(tools, account)
    if (reason === null) candidates.push(...own.flatMap(one => candidateOf(tools, account, one)))
    else leftOut.push({ accountId, reason })
  }
  return { candidates, leftOut }
}

async function whyNot(tools: Tools, account: AwsAccount): Promise<string | null> {
  if (account.pausedAt !== null) return 'The account is paused.'
  if (!account.settings.metrics_config.enabled) return 'Metric collection is switched off in the account’s settings.'
  if (!(await tools.isCollectable(account))) return 'The account’s role is not proven to be safe at present.'
  return paceOf(tools, account).stopped
}

function candidateOf({ services }: Tools, account: AwsAccount, series: Series): Candidate[] {
  const rules = createRules(services, account.settings.metrics_config)
  const { region, namespace, metric } = series
  if (series.accountId !== account.accountId && !account.settings.features.linked_accounts) return []
  const rule = regionWanted(account, region) && rules.wanted(namespace) ? rules.rule(namespace, metric) : null
  return rule ? [{ series, rule, place: { account, region } }] : []
}

/** With all statistics that have series, since they cost no more than one; by placeKey. */
async function readablesOf(
  { telemetry }: Tools,
  organisation: string,
  { filter }: Asked,
  candidates: readonly Candidate[],
): Promise<Map<string, Readable>> {
  const rules = new Map(candidates.map(({ series, rule }) => [placeKey(series), rule]))
  const names = [...new Set(candidates.flatMap(({ rule }) => rule.wanted.map(({ name }) => name)))]
  const all =
    names.length > 0 ? await telemetry.findSeries(organisation, names, filter, mostMetrics * mostStatistics) : []
  const found = new Map<string, Readable>()
  for (const [key, series] of Map.groupBy(all, placeKey)) {
    const [first] = series
    const rule = rules.get(key)
    if (!first || !rule) continue
    const ids = new Map(series.map(({ statistic, id }) => [statistic, id]))
    const wanted = rule.wanted.filter(({ statistic }) => ids.has(statistic))
    found.set(key, {
      ...{ namespace: first.namespace, metric: first.metric, dimensions: first.dimensions },
      owner: readerOf(first) === first.accountId ? undefined : first.accountId,
      ...{ period: rule.period, statistics: rule.statistics },
      rule: { wanted, weighted: rule.weighted },
      ids: wanted.map(({ statistic }) => ids.get(statistic) ?? 0),
    })
  }
  return found
}

const placeKey = (series: Series): string => `${series.accountId} ${series.region} ${metricKey(series)}`

interface Marks {
  rest: Watermark | undefined
  metrics: Watermark | undefined
}

/** Reads each place's watermarks once. */
function createMarks({ settings }: Tools) {
  const read = new Map<string, Promise<Watermark[]>>()
  const of = async (place: Place, kind: LeaseKind, { namespace, period }: MetricRule) => {
    const lease = leaseName(place, kind)
    const marks = read.get(lease) ?? settings.watermarks.list(lease)
    read.set(lease, marks)
    return (await marks).find(mark => mark.namespace === namespace && mark.period === period)
  }
  return async (place: Place, rule: MetricRule): Promise<Marks> => ({
    rest: await of(place, 'rest', rule),
    metrics: await of(place, 'metrics', rule),
  })
}

/** Null where nothing says that anything is: the first reading of everything is still to come. */
function storedUpTo(
  { series, rule }: Candidate,
  id: number,
  watches: Watches,
  { rest, metrics }: Marks,
): number | null {
  if (!rest) return null
  const lagOf = (mark: Watermark) => mark.lagging.find(lagging => lagging.id === id)?.upTo ?? mark.upTo
  if (!metrics) return lagOf(rest)
  // A watch counts from the first round that began after it.
  const filters = filtersOf(watches, rule, (metrics.upTo + rule.delay) * SECOND)
  const watched = filters.some(filter => fits(filter, series.tags))
  return Math.max(lagOf(rest), watched ? lagOf(metrics) : 0)
}
