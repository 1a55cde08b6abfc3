// The collector: which jobs each connected account has, and what they share.
import type { AwsAccount } from '../core/account.ts'
import { HOUR, SECOND } from '../core/clock.ts'
import { services as registry } from '../services/index.ts'
import { collectAlarms } from './alarms.ts'
import { collectHistory, historyProgress } from './backfill.ts'
import { type CollectDependencies, type LeaseKind, leaseName, type Place, type Tools, withDefaults } from './context.ts'
import { type CoverageLedger, createCoverageLedger } from './coverage.ts'
import { createDiscoverer } from './discover.ts'
import { createAccountFacts } from './facts.ts'
import { collectResources } from './inventory.ts'
import { createLeases, type Leases } from './leases.ts'
import { collectMetrics } from './live.ts'
import { monthlyCharge } from './price.ts'
import type { RegionWork } from './region.ts'
import { accountPlace, readAlias, readRegions } from './regions.ts'
import { createSchedule, type Job, type Schedule } from './schedule.ts'
import { collectTags } from './tags.ts'
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
}

/** How often the list of accounts is read when nobody wakes us, ms. */
const accountsEvery = 5 * SECOND
/** A lease that another collector holds is asked for again after this, ms. */
const heldElsewhere = 5 * SECOND

type RegionJob = (tools: Tools, work: RegionWork, signal: AbortSignal) => Promise<number>

type RegionKind = Exclude<LeaseKind, 'regions'>
const regionJobs: { kind: RegionKind; priority: number; background: boolean; run: RegionJob }[] = [
  // Tags are few calls and give the first series their tags.
  { kind: 'tags', priority: 1, background: false, run: collectTags },
  { kind: 'metrics', priority: 2, background: false, run: collectMetrics },
  { kind: 'resources', priority: 3, background: false, run: collectResources },
  { kind: 'alarms', priority: 4, background: false, run: collectAlarms },
  { kind: 'history', priority: 5, background: true, run: collectHistory },
]

/** An account as this process collects it. */
interface Connected {
  account: AwsAccount
  regions: Map<string, RegionWork>
  facts: ReturnType<typeof createAccountFacts>
}

interface Shared {
  tools: Tools
  leases: Leases
  coverage: CoverageLedger
  connected: Map<string, Connected>
}

export function createCollector(deps: Omit<CollectDependencies, 'services'> & Partial<CollectDependencies>): Collector {
  const tools = withDefaults({ ...deps, services: deps.services ?? registry })
  const { settings, clock } = tools
  const shared: Shared = {
    tools,
    leases: createLeases(settings.leases, clock, tools.random.uuid(), tools.limits.leaseTtl),
    coverage: createCoverageLedger(tools),
    connected: new Map(),
  }
  const schedule = createSchedule({ clock, log: tools.log, limits: tools.limits })
  const roster = createRoster(shared, schedule)
  const coverageOf = async (id: string) => {
    const account = (await settings.accounts.listAll()).find(one => one.id === id)
    return account ? settings.coverage.list(account.organisation, id) : []
  }
  return {
    async run(signal) {
      for (const job of upkeepJobs(shared)) schedule.add(job)
      await schedule.run(signal, () => roster.refresh())
      await storeCosts(tools)
    },
    collectOnce: (accountConfigId, options = {}) => collectOnce(shared, accountConfigId, options),
    wake() {
      roster.expire()
      schedule.wake()
    },
    async progress(id) {
      const rows = await coverageOf(id)
      const regions = new Set(rows.filter(({ kind }) => kind === 'metrics').map(({ region }) => region))
      return historyProgress(tools, id, [...regions])
    },
    monthlyCharge: async id => monthlyCharge(await coverageOf(id), tools.services, tools.cadence.metrics),
  }
}

/** Takes over what the settings say of an account now; what is known of its regions stays. */
function connect({ tools, connected }: Shared, account: AwsAccount): Connected {
  const known = connected.get(account.id)
  if (known) {
    known.account = account
    for (const work of known.regions.values()) work.place = { account, region: work.place.region }
    return known
  }
  const made: Connected = { account, regions: new Map(), facts: createAccountFacts(tools, account) }
  connected.set(account.id, made)
  return made
}

function regionWork({ tools, coverage }: Shared, { account, regions, facts }: Connected, region: string): RegionWork {
  const known = regions.get(region)
  if (known) return known
  const made = { place: { account, region }, facts, discoverer: createDiscoverer(tools), coverage }
  regions.set(region, made)
  return made
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
    const accounts = await tools.settings.accounts.listAll()
    const present = new Set<string>()
    for (const account of accounts) {
      if (!(await tools.isCollectable(account))) continue
      present.add(account.id)
      const known = connected.get(account.id)?.account
      const changed = known && JSON.stringify(known.settings) !== JSON.stringify(account.settings)
      connect(shared, account)
      schedule.add(accountJob(shared, account.id, schedule))
      if (!changed) continue
      schedule.hasten(leaseName(accountPlace(account), 'regions'))
      for (const { place } of connected.get(account.id)?.regions.values() ?? [])
        schedule.hasten(leaseName(place, 'metrics'))
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
  }
}

/** Reads the account's alias and regions, and gives each region its jobs. */
function accountJob(shared: Shared, id: string, schedule: Schedule): Job {
  const { tools, leases, connected } = shared
  const place = () => accountPlace(connectedAccount(shared, id).account)
  return {
    key: leaseName(place(), 'regions'),
    group: id,
    priority: 0,
    background: false,
    async run(signal) {
      const found = await leases.hold(leaseName(place(), 'regions'), signal, held => prepare(shared, id, held))
      const known = connected.get(id)
      if (!found || !known) return tools.clock.now() + heldElsewhere
      for (const region of known.regions.keys()) {
        if (found.includes(region)) continue
        for (const { kind } of regionJobs) schedule.removeJob(leaseName({ account: known.account, region }, kind))
        known.regions.delete(region)
      }
      for (const region of found) {
        for (const job of regionJobs) {
          const key = leaseName({ account: known.account, region }, job.kind)
          schedule.add({ ...job, key, group: id, run: own => runScheduled(shared, schedule, id, region, job, own) })
        }
      }
      // No region at all is a refusal or an oversight: somebody is about to mend it.
      return tools.clock.now() + (found.length > 0 ? tools.cadence.regions : tools.cadence.regions / 12)
    },
  }
}

function connectedAccount({ connected }: Shared, id: string): Connected {
  const known = connected.get(id)
  if (!known) throw new Error(`The account ${id} is not connected any more`)
  return known
}

async function prepare(shared: Shared, id: string, signal: AbortSignal): Promise<string[]> {
  const { tools, coverage } = shared
  const { account } = connectedAccount(shared, id)
  connect(shared, await readAlias(tools, account, coverage, signal))
  return readRegions(tools, connectedAccount(shared, id).account, coverage, signal)
}

/** What series carry may have changed: the metrics job writes it down, without reading a point. */
async function runScheduled(
  shared: Shared,
  schedule: Schedule,
  id: string,
  region: string,
  job: (typeof regionJobs)[number],
  signal: AbortSignal,
): Promise<number> {
  const facts = shared.connected.get(id)?.facts
  const before = facts?.version(region)
  const next = await runRegionJob(shared, id, region, job, signal)
  const work = shared.connected.get(id)?.regions.get(region)
  if (work && facts?.version(region) !== before) schedule.hasten(leaseName(work.place, 'metrics'))
  return next
}

async function runRegionJob(
  shared: Shared,
  id: string,
  region: string,
  job: (typeof regionJobs)[number],
  signal: AbortSignal,
): Promise<number> {
  const { tools, leases, connected } = shared
  const known = connected.get(id)
  if (!known) return Number.POSITIVE_INFINITY
  const work = regionWork(shared, known, region)
  const next = await leases.hold(leaseName(work.place, job.kind), signal, held => job.run(tools, work, held))
  return next ?? tools.clock.now() + heldElsewhere
}

/** Belongs to no account; held by one collector at a time. */
function upkeepJobs({ tools, leases }: Shared): Job[] {
  const job = (name: string, run: () => Promise<void>, every: number, lease: boolean): Job => ({
    key: name,
    group: 'heycloud',
    priority: 0,
    background: false,
    async run(signal) {
      if (lease) await leases.hold(name, signal, run)
      else await run()
      return tools.clock.now() + every
    },
  })
  return [
    // What this process has counted only this process can store.
    job('upkeep/costs', () => storeCosts(tools), tools.cadence.upkeep, false),
    job('upkeep/telemetry', () => keepTelemetry(tools), Math.min(HOUR, 5 * tools.cadence.upkeep), true),
  ]
}

async function collectOnce(shared: Shared, accountConfigId: string | undefined, options: OnceOptions): Promise<void> {
  const { tools, leases } = shared
  const signal = new AbortController().signal
  const accounts = await tools.settings.accounts.listAll()
  for (const account of accounts) {
    if (accountConfigId !== undefined && account.id !== accountConfigId) continue
    if (!(await tools.isCollectable(account))) continue
    connect(shared, account)
    const lease = leaseName(accountPlace(account), 'regions')
    const regions = (await leases.hold(lease, signal, held => prepare(shared, account.id, held))) ?? []
    await Promise.all(regions.map(region => regionOnce(shared, { account, region }, options, signal)))
  }
  await storeCosts(tools)
  await keepTelemetry(tools)
}

/** What series carry comes before them. */
const onceOrder: RegionKind[] = ['tags', 'resources', 'alarms', 'metrics', 'history']

async function regionOnce(
  shared: Shared,
  { account, region }: Place,
  { history = true, kinds = onceOrder }: OnceOptions,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = shared.tools
  for (const kind of onceOrder) {
    const job = regionJobs.find(one => one.kind === kind)
    if (!job || !kinds.includes(kind) || (kind === 'history' && !history)) continue
    const once = () => runRegionJob(shared, account.id, region, job, signal)
    let next = await once()
    // History wants to go on at once for as long as there is more.
    while (kind === 'history' && next <= clock.now()) next = await once()
  }
}
