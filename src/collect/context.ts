// What every part of collection is handed, and the names of the places it works in.
import type { Logger } from 'pino'
import type { AwsAccess, Purpose } from '../aws/access.ts'
import type { AwsAccount } from '../core/account.ts'
import { type Clock, DAY, HOUR, MINUTE, SECOND } from '../core/clock.ts'
import type { ServiceDefinition } from '../core/define.ts'
import type { Denied } from '../core/observation.ts'
import type { Random } from '../core/random.ts'
import type { Telemetry } from '../store/ports.ts'
import type { Settings } from '../store/settings-ports.ts'

/** How often each kind of thing is read, ms. A metric with a longer period is read once in each of its periods. */
export interface Cadence {
  /** Watched metrics. */
  metrics: number
  /** Everything, watched or not: CloudWatch keeps minutes for 15 days, so that no history is lost between two readings. */
  rest: number
  tags: number
  resources: number
  /** Types of resource of which a region shows no trace: neither the last listing nor a tag nor a metric. */
  quiet: number
  alarms: number
  regions: number
  /** Rollups of closed hours, and the cost ledger's way into the store. */
  upkeep: number
}

export const defaultCadence: Cadence = {
  metrics: 5 * MINUTE,
  rest: 6 * HOUR,
  tags: 10 * MINUTE,
  resources: 10 * MINUTE,
  quiet: 3 * HOUR,
  alarms: 5 * MINUTE,
  regions: HOUR,
  upkeep: MINUTE,
}

export interface Limits {
  /** Jobs at a time, over all accounts, and for one account: a slow account cannot take all. */
  jobs: number
  jobsPerAccount: number
  /** The same for what is read seldom and for history, in places of their own: neither ever stands before what is live. */
  restJobs: number
  restJobsPerAccount: number
  historyJobs: number
  historyJobsPerAccount: number
  /** GetMetricData calls on the way, for one account and region. */
  calls: number
  /** The same for history, whose answers are as large as AWS gives them: 100,800 points. */
  historyCalls: number
  /** Rows of one write to the store. */
  chunk: number
  /** Waits before metrics that failed for a while are asked for again, alone, ms: one try for each. */
  retryPauses: number[]
  /** A lease's life without a heartbeat, ms: how long a dead collector's work rests. */
  leaseTtl: number
}

export const defaultLimits: Limits = {
  jobs: 24,
  jobsPerAccount: 8,
  restJobs: 12,
  restJobsPerAccount: 4,
  historyJobs: 4,
  historyJobsPerAccount: 2,
  calls: 4,
  historyCalls: 2,
  chunk: 16_000,
  retryPauses: [SECOND, 3 * SECOND],
  leaseTtl: 30 * SECOND,
}

/** A refusal met while collecting. */
export interface Denial {
  account: AwsAccount
  region: string
  denied: Denied
}

/** How an account's budget lets its metrics be read. */
export interface Pace {
  /** What the cadence of metrics is multiplied by; 1 and more. */
  stretch: number
  /** Why no metric is read any more, as a sentence for people; null while they are. */
  stopped: string | null
}

export interface CollectDependencies {
  settings: Settings
  telemetry: Telemetry
  aws: AwsAccess
  services: readonly ServiceDefinition[]
  clock: Clock
  random: Random
  log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>
  /** Whether the role is proven safe. Nothing is read of any other account. */
  isCollectable(account: AwsAccount): boolean | Promise<boolean>
  /** Told of every refusal, so that it can be shown with the account. */
  onDenied?: (denial: Denial) => void
  /** Asked before metrics are read; without it nothing is stretched. */
  paceOf?: (account: AwsAccount) => Pace
  cadence?: Partial<Cadence>
  limits?: Partial<Limits>
  /** Days that telemetry is kept; for ever when left out. */
  retentionDays?: number
}

const atOwnPace: Pace = { stretch: 1, stopped: null }
export const paceOf = (tools: Pick<Tools, 'paceOf'>, account: AwsAccount): Pace => tools.paceOf?.(account) ?? atOwnPace

/** The dependencies with everything filled in. */
export interface Tools extends Omit<CollectDependencies, 'cadence' | 'limits'> {
  cadence: Cadence
  limits: Limits
}

export const withDefaults = (deps: CollectDependencies): Tools => ({
  ...deps,
  cadence: { ...defaultCadence, ...deps.cadence },
  limits: { ...defaultLimits, ...deps.limits },
})

/** One account in one region. */
export interface Place {
  account: AwsAccount
  region: string
  /** Its organizational units, from the root down; left out where nothing is known of them. */
  units?: readonly string[]
}

export type LeaseKind = 'regions' | 'metrics' | 'rest' | 'fetch' | 'history' | 'tags' | 'resources' | 'alarms'

/** `<accountConfigId>/<region>/<kind>`, of leases and of watermarks. */
export const leaseName = ({ account, region }: Place, kind: LeaseKind): string => `${account.id}/${region}/${kind}`

/** A client of the account's role in a region; the purpose narrows what its session may do. */
export const clientOf = <C extends object>(
  tools: Pick<Tools, 'aws'>,
  { account, region }: Place,
  purpose: Purpose,
  Client: new (config: never) => C,
): C => tools.aws.session(account, purpose).client(Client, region)

/** Epoch seconds, as windows are reckoned in. */
export const secondsOf = (clock: Clock): number => Math.floor(clock.now() / SECOND)

/** The age up to which an account's lists are renewed more often: what people make first should show first. */
export const discoveryInterval = (account: AwsAccount, now: number): number => {
  const age = now - account.createdAt
  return age < HOUR ? 5 * MINUTE : age < DAY ? 10 * MINUTE : HOUR
}

/** Says once of an answer of AWS that it held what cannot be. */
export const oddAnswer =
  ({ log }: Pick<Tools, 'log'>, { account, region }: Place) =>
  (what: string): void =>
    log.warn({ account: account.accountId, region }, `${what}; only the rest was taken`)
