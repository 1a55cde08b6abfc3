// The jobs of a connected account: its own, which finds its regions, and those of each region, under leases.
import type { AwsAccount } from '../../core/account.ts'
import { SECOND } from '../../core/clock.ts'
import { readBilled } from '../budget/billed.ts'
import type { Money } from '../budget/money.ts'
import { type LeaseKind, leaseName, type Tools } from '../context.ts'
import type { CoverageLedger } from '../coverage.ts'
import { collectAlarms } from '../inventory/alarms.ts'
import { createAccountFacts } from '../inventory/facts.ts'
import { accountPlace, leaveOthersOut, readAlias, readRegions } from '../inventory/regions.ts'
import { collectResources } from '../inventory/resources.ts'
import { collectTags } from '../inventory/tags.ts'
import { unitsOf } from '../inventory/units.ts'
import { collectHistory } from '../metrics/backfill.ts'
import { createDiscoverer } from '../metrics/discover.ts'
import { collectMetrics, collectRest } from '../metrics/live.ts'
import type { WatchBook } from '../metrics/watching.ts'
import { createOwnSeries } from '../own/series.ts'
import type { RegionWork } from '../region.ts'
import type { Leases } from './leases.ts'
import type { Job, JobPlace, Schedule } from './schedule.ts'

/** A lease that another collector holds is asked for again after this, ms. */
export const heldElsewhere = 5 * SECOND

type RegionJob = (tools: Tools, work: RegionWork, signal: AbortSignal) => Promise<number>

export type RegionKind = Exclude<LeaseKind, 'regions' | 'fetch'>
export const regionJobs: { kind: RegionKind; priority: number; place: JobPlace; run: RegionJob }[] = [
  // Tags are few calls and give the first series their tags.
  { kind: 'tags', priority: 1, place: 'live', run: collectTags },
  { kind: 'metrics', priority: 2, place: 'live', run: collectMetrics },
  { kind: 'resources', priority: 3, place: 'live', run: collectResources },
  { kind: 'alarms', priority: 4, place: 'live', run: collectAlarms },
  { kind: 'rest', priority: 5, place: 'rest', run: collectRest },
  { kind: 'history', priority: 6, place: 'history', run: collectHistory },
]

/** An account as this process collects it. */
export interface Connected {
  account: AwsAccount
  /** Its organizational units, from the root down. */
  units: readonly string[]
  regions: Map<string, RegionWork>
  facts: ReturnType<typeof createAccountFacts>
}

export interface Shared {
  tools: Tools
  money: Money
  leases: Leases
  coverage: CoverageLedger
  watches: WatchBook
  connected: Map<string, Connected>
}

/** Takes over what the settings say of an account now; what is known of its regions stays. */
export function connect({ tools, connected }: Shared, account: AwsAccount): Connected {
  const known = connected.get(account.id)
  if (known) {
    known.account = account
    for (const work of known.regions.values()) work.place = { ...work.place, account, units: known.units }
    return known
  }
  const made: Connected = { account, units: [], regions: new Map(), facts: createAccountFacts(tools, account) }
  connected.set(account.id, made)
  return made
}

function regionWork(
  { tools, coverage, watches }: Shared,
  { account, units, regions, facts }: Connected,
  region: string,
): RegionWork {
  const known = regions.get(region)
  if (known) return known
  const made = {
    place: { account, region, units },
    facts,
    discoverer: createDiscoverer(tools, watches),
    coverage,
    own: createOwnSeries(tools),
    absent: new Map(),
    written: new Map(),
  }
  regions.set(region, made)
  return made
}

/** Reads the account's alias and regions, and gives each region its jobs. */
export function accountJob(shared: Shared, id: string, schedule: Schedule): Job {
  const { tools, leases, connected } = shared
  const place = () => accountPlace(connectedAccount(shared, id).account)
  return {
    key: leaseName(place(), 'regions'),
    group: id,
    priority: 0,
    place: 'live',
    async run(signal) {
      const stopOthers = (regions: readonly string[]) => stopRegions(shared, schedule, id, regions)
      const found = await leases.hold(leaseName(place(), 'regions'), signal, held =>
        prepare(shared, id, held, stopOthers),
      )
      const known = connected.get(id)
      if (!found || !known) return tools.clock.now() + heldElsewhere
      for (const region of found) {
        for (const job of regionJobs) {
          const key = leaseName({ account: known.account, region }, job.kind)
          schedule.add({ ...job, key, group: id, run: own => runScheduled(shared, schedule, id, region, job, own) })
        }
      }
      // No region at all is a refusal or an oversight: somebody is about to mend it. And what failed may be there again.
      const soon = found.length === 0 || (await isUnread(shared, known.account))
      return tools.clock.now() + (soon ? tools.cadence.regions / 12 : tools.cadence.regions)
    },
  }
}

/** Ends the jobs of all regions but these; resolves when they have ended. */
async function stopRegions({ connected }: Shared, schedule: Schedule, id: string, except: readonly string[]) {
  const known = connected.get(id)
  if (!known) return
  const ending = [...known.regions.keys()]
    .filter(region => !except.includes(region))
    .flatMap(region => {
      known.regions.delete(region)
      return regionJobs.map(({ kind }) => schedule.removeJob(leaseName({ account: known.account, region }, kind)))
    })
  await Promise.all(ending)
}

/** Whether the account's own facts could not be read for a reason that may pass. */
async function isUnread({ coverage }: Shared, account: AwsAccount): Promise<boolean> {
  const rows = await coverage.rows({ account })
  return rows.some(({ kind, state }) => (kind === 'regions' || kind === 'account') && state === 'failed')
}

function connectedAccount({ connected }: Shared, id: string): Connected {
  const known = connected.get(id)
  if (!known) throw new Error(`The account ${id} is not connected any more`)
  return known
}

/**
 * Whether the account is there and not paused, asked under the job's lease: so that whoever has removed an account, and then finds
 * its leases free, knows that nothing of it is written any more, in this process or another.
 */
async function isWanted({ settings }: Tools, { organisation, id }: AwsAccount): Promise<boolean> {
  return (await settings.accounts.get(organisation, id))?.pausedAt === null
}

/** The account's regions, once `stopOthers` has ended what runs in others; undefined where it is not to be read any more. */
export async function prepare(
  shared: Shared,
  id: string,
  signal: AbortSignal,
  stopOthers: (regions: readonly string[]) => Promise<void> = async () => undefined,
): Promise<string[] | undefined> {
  const { tools, coverage } = shared
  const { account } = connectedAccount(shared, id)
  if (!(await isWanted(tools, account))) return undefined
  const alias = await readAlias(tools, account, coverage, signal)
  // Of the account as it is known by now: its settings may have been changed meanwhile.
  const known = connectedAccount(shared, id)
  known.units = await unitsOf(tools.settings, account)
  const now = connect(shared, { ...known.account, alias }).account
  const regions = await readRegions(tools, now, coverage, signal)
  await stopOthers(regions)
  await leaveOthersOut(tools, now, coverage, regions)
  await readBilled(tools, now, signal)
  return regions
}

/**
 * What series carry may have changed: the metrics job writes it down, without reading a point. And after the first points
 * there is a past to read.
 */
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
  if (!work) return next
  if (facts?.version(region) !== before) schedule.hasten(leaseName(work.place, 'metrics'))
  if (job.kind === 'rest') schedule.hasten(leaseName(work.place, 'history'))
  return next
}

export async function runRegionJob(
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
  const next = await leases.hold(leaseName(work.place, job.kind), signal, async held =>
    (await isWanted(tools, known.account)) ? job.run(tools, work, held) : undefined,
  )
  return next ?? tools.clock.now() + heldElsewhere
}
