// The collector: keeps the jobs in step with the accounts, runs them, and answers what others ask of collection.
import type { AwsAccount } from '../core/account.ts'
import type { AccountSettings } from '../core/account-settings.ts'
import { HOUR, SECOND } from '../core/clock.ts'
import { isOwnNamespace } from '../core/metric.ts'
import { services as registry } from '../services/index.ts'
import type { Erasure } from '../store/settings-ports.ts'
import { createMoney, type Money } from './budget/money.ts'
import { type Charts, createCharts } from './charts.ts'
import { type CollectDependencies, leaseName, type Place, type Tools, withDefaults } from './context.ts'
import { createCoverageLedger } from './coverage.ts'
import { createEraser } from './erase.ts'
import { createHistories, type Histories } from './histories.ts'
import { accountPlace } from './inventory/regions.ts'
import { historyProgress } from './metrics/backfill.ts'
import { type NamespacePreview, previewMetricNames } from './metrics/preview.ts'
import { chargeOfThousand, type Forecast, forecast, type Known } from './metrics/price.ts'
import { createWatchBook } from './metrics/watching.ts'
import { createOwnMetrics } from './own/metrics.ts'
import { createOwnSeries } from './own/series.ts'
import {
  accountJob,
  connect,
  heldElsewhere,
  prepare,
  type RegionKind,
  regionJobs,
  runRegionJob,
  type Shared,
} from './schedule/jobs.ts'
import { createLeases } from './schedule/leases.ts'
import { createSchedule, type Job, type Schedule } from './schedule/schedule.ts'
import { keepTelemetry, storeCosts } from './upkeep.ts'

export interface OnceOptions {
  history?: boolean
  kinds?: readonly RegionKind[]
}

export interface Collector {
  /** Collects until the signal; resolves when everything under way is stored. */
  run(signal: AbortSignal): Promise<void>
  /**
   * Everything once, of one account (its config id) or of all; resolves when it is stored. `history: false` leaves the past
   * out; `kinds` leaves all but these out.
   */
  collectOnce(accountConfigId?: string, options?: OnceOptions): Promise<void>
  /** Looks at the accounts at once: one has become collectable, or its settings have changed. */
  wake(): void
  /** Share of the wanted history that is stored, 0..1; null before anything was read. */
  progress(accountConfigId: string): Promise<number | null>
  /** US dollars a month at the present cadence, from what was found; null before anything was found. */
  monthlyCharge(accountConfigId: string): Promise<number | null>
  /** What the account reads now, and what it would under other settings. */
  forecast(account: AwsAccount, settings: AccountSettings): Promise<{ before: Forecast; after: Forecast }>
  /** What these filters of metric names would leave out of what is known of the account's metrics. */
  previewMetricNames(
    account: AwsAccount,
    filters: AccountSettings['metrics_config']['metric_name_filters'],
  ): Promise<NamespacePreview[]>
  /** US dollars a month for 1,000 metrics that are watched: what is known before there is an account. */
  readonly chargeOfThousand: number
  readonly money: Money
  readonly charts: Charts
  readonly histories: Histories
}

/** How often the list of accounts is read when nobody wakes us, ms. */
const accountsEvery = 5 * SECOND

export function createCollector(deps: Omit<CollectDependencies, 'services'> & Partial<CollectDependencies>): Collector {
  const defaults = withDefaults({ ...deps, services: deps.services ?? registry })
  const { settings, clock, limits } = defaults
  const leases = createLeases(settings.leases, clock, defaults.random.uuid(), limits.leaseTtl)
  const money = createMoney(defaults, leases, account => knownOf(shared, account))
  const tools: Tools = { paceOf: money.paceOf, ...defaults }
  const watches = createWatchBook({ settings, clock })
  const shared: Shared = {
    tools,
    money,
    leases,
    watches,
    coverage: createCoverageLedger(tools),
    connected: new Map(),
  }
  const schedule = createSchedule({ clock, log: tools.log, limits })
  const roster = createRoster(shared, schedule)
  const accountOf = async (id: string) => (await settings.accounts.listAll()).find(one => one.id === id)
  return {
    async run(signal) {
      for (const job of upkeepJobs(shared)) schedule.add(job)
      await schedule.run(signal, () => roster.refresh())
      await storeCosts(tools)
    },
    collectOnce: (accountConfigId, options = {}) => collectOnce(shared, accountConfigId, options),
    wake() {
      roster.expire()
      schedule.hasten(erasures)
      schedule.wake()
    },
    async progress(id) {
      const account = await accountOf(id)
      const rows = account ? await settings.coverage.list(account.organisation, id) : []
      const regions = new Set(rows.filter(({ kind }) => kind === 'metrics').map(({ region }) => region))
      return historyProgress(tools, id, [...regions])
    },
    async monthlyCharge(id) {
      const account = await accountOf(id)
      return account ? forecast(await knownOf(shared, account), account.settings).charge : null
    },
    async forecast(account, wanted) {
      const known = await knownOf(shared, account)
      return { before: forecast(known, known.settings), after: forecast(known, wanted) }
    },
    previewMetricNames: async (account, filters) =>
      previewMetricNames(await metricsOf(shared, account), filters, tools.services),
    chargeOfThousand: chargeOfThousand(tools.cadence.metrics),
    money,
    charts: createCharts({ tools, leases, watches, onWatched: roster.hastenMetrics }),
    histories: createHistories(tools, account => knownOf(shared, account), roster.hastenHistory),
  }
}

/**
 * CloudWatch's metrics that the account has, those that series were made from and those that a last list held and nobody wanted; and
 * those that it may come to have, as far as they are declared.
 */
async function metricsOf({ tools, connected }: Shared, { id, organisation, accountId }: AwsAccount) {
  const stored = await tools.telemetry.accountMetrics(organisation, accountId)
  const listed = [...(connected.get(id)?.regions.values() ?? [])].flatMap(({ discoverer }) => {
    const listing = discoverer.last()?.listing
    return [...(listing?.namespaces() ?? [])].flatMap(namespace =>
      [...(listing?.count(namespace)?.keys() ?? [])].map(metric => ({ namespace, metric })),
    )
  })
  const declared = tools.services
    .flatMap(({ namespaces }) => namespaces)
    .flatMap(({ namespace, metrics }) => metrics.map(({ name }) => ({ namespace, metric: name })))
  return [...stored.filter(({ namespace }) => !isOwnNamespace(namespace)), ...listed, ...declared]
}

/** What this process and the stores know of an account's metrics. */
async function knownOf(
  { tools, connected, watches }: Shared,
  { organisation, id, settings: chosen }: AwsAccount,
): Promise<Known> {
  const { settings, services, cadence } = tools
  const [rows, verification, present] = await Promise.all([
    settings.coverage.list(organisation, id),
    settings.verifications.get(id),
    watches.of(organisation),
  ])
  const regions = [...(connected.get(id)?.regions ?? [])]
  return {
    settings: chosen,
    rows,
    regions: new Map(regions.map(([region, { discoverer }]) => [region, discoverer.last() ?? {}])),
    enabled: verification?.regions ?? [],
    services,
    cadence: cadence.metrics,
    rest: cadence.rest,
    watches: present,
  }
}

/**
 * Accounts that may be read now. One that was connected again waits until what the organisation had of it before is erased: the
 * erasure would not know its rows from those. The erasures are read last, so that whoever sees the new account sees them too.
 */
async function collectable({ settings, isCollectable }: Tools): Promise<AwsAccount[]> {
  const accounts = (await settings.accounts.listAll()).filter(({ pausedAt }) => pausedAt === null)
  const keyOf = ({ organisation, accountId }: Erasure | AwsAccount) => JSON.stringify([organisation, accountId])
  const erasing = new Set((await settings.erasures.open()).map(keyOf))
  const found: AwsAccount[] = []
  for (const account of accounts)
    if (!erasing.has(keyOf(account)) && (await isCollectable(account))) found.push(account)
  return found
}

/** Keeps the schedule's jobs in step with the accounts that may be collected. */
function createRoster(shared: Shared, schedule: Schedule) {
  const { tools, connected, coverage } = shared
  let readAt = Number.NEGATIVE_INFINITY
  let stale = true

  const refresh = async () => {
    // By the clock's distance in either direction: a clock that was set back must not stop the roster.
    if (!stale && Math.abs(tools.clock.now() - readAt) < accountsEvery) return
    stale = false
    readAt = tools.clock.now()
    const present = new Set<string>()
    for (const account of await collectable(tools)) {
      present.add(account.id)
      const known = connected.get(account.id)?.account
      const changed = known && JSON.stringify(known.settings) !== JSON.stringify(account.settings)
      connect(shared, account)
      schedule.add(accountJob(shared, account.id, schedule))
      if (!changed) continue
      schedule.hasten(leaseName(accountPlace(account), 'regions'))
      for (const { place } of connected.get(account.id)?.regions.values() ?? [])
        for (const { kind } of regionJobs) schedule.hasten(leaseName(place, kind))
    }
    for (const id of connected.keys()) {
      if (present.has(id)) continue
      schedule.removeGroup(id)
      connected.delete(id)
      coverage.forget(id)
    }
  }
  return {
    refresh,
    expire() {
      stale = true
    },
    hastenHistory(id: string) {
      for (const { place } of connected.get(id)?.regions.values() ?? []) schedule.hasten(leaseName(place, 'history'))
    },
    /** What an organisation has come to watch is marked, and read if it is due. */
    hastenMetrics(organisation: string) {
      for (const { account, regions } of connected.values())
        if (account.organisation === organisation)
          for (const { place } of regions.values()) schedule.hasten(leaseName(place, 'metrics'))
    },
  }
}

const erasures = 'upkeep/erasures'

/** Belongs to no account. */
function upkeepJobs(shared: Shared): Job[] {
  const { tools, leases, money } = shared
  const { clock, cadence } = tools
  const job = (key: string, run: Job['run']): Job => ({ key, group: 'heycloud', priority: 0, place: 'live', run })
  const eraser = createEraser(tools)
  const ownMetrics = createOwnMetrics(tools, createOwnSeries(tools))
  /** By one collector at a time, and never side by side: a rollup would write again what is being erased. */
  const alone = async (signal: AbortSignal, work: (signal: AbortSignal) => Promise<number>): Promise<number> =>
    (await leases.hold('upkeep/telemetry', signal, work)) ?? clock.now() + heldElsewhere
  return [
    // What this process has counted only this process can store.
    job('upkeep/costs', async signal => {
      await storeCosts(tools)
      await money.keepBudgets(signal)
      return clock.now() + cadence.upkeep
    }),
    job('upkeep/telemetry', signal =>
      alone(signal, async () => {
        await keepTelemetry(tools)
        await shared.watches.sweep()
        return clock.now() + Math.min(HOUR, 5 * cadence.upkeep)
      }),
    ),
    // Under the same lease: what an erasure has counted away is not written again.
    job('upkeep/own', signal =>
      alone(signal, async () => {
        await ownMetrics.write()
        return clock.now() + cadence.upkeep
      }),
    ),
    job(erasures, signal => alone(signal, held => eraser.round(held))),
  ]
}

async function collectOnce(shared: Shared, accountConfigId: string | undefined, options: OnceOptions): Promise<void> {
  const { tools, leases } = shared
  const signal = new AbortController().signal
  await shared.money.keepBudgets(signal)
  for (const account of await collectable(tools)) {
    if (accountConfigId !== undefined && account.id !== accountConfigId) continue
    connect(shared, account)
    const lease = leaseName(accountPlace(account), 'regions')
    const regions = (await leases.hold(lease, signal, held => prepare(shared, account.id, held))) ?? []
    await Promise.all(regions.map(region => regionOnce(shared, { account, region }, options, signal)))
  }
  await storeCosts(tools)
  await keepTelemetry(tools)
}

/** What series carry comes before them. */
const onceOrder: RegionKind[] = ['tags', 'resources', 'alarms', 'metrics', 'rest', 'history']

async function regionOnce(
  shared: Shared,
  { account, region }: Place,
  { history = true, kinds = onceOrder }: OnceOptions,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = shared.tools
  for (const kind of onceOrder) {
    const job = regionJobs.find(one => one.kind === kind)
    // Metrics are those that nobody watches too.
    const asked = kinds.includes(kind === 'rest' ? 'metrics' : kind)
    if (!job || !asked || (kind === 'history' && !history)) continue
    const once = () => runRegionJob(shared, account.id, region, job, signal)
    let next = await once()
    // History wants to go on at once for as long as there is more.
    while (kind === 'history' && next <= clock.now()) next = await once()
  }
}
