// What HeyCloud sees of each account, and what it does not see and why.
import type { AwsCall } from './call.ts'

export const coverageKinds = ['regions', 'account', 'metrics', 'tags', 'resources', 'alarms'] as const
export type CoverageKind = (typeof coverageKinds)[number]

/** Of the last attempt. `pending`: not read yet. `off`: the account's settings leave it out, or AWS does not have it there. */
export const coverageStates = ['seen', 'denied', 'failed', 'pending', 'off'] as const
export type CoverageState = (typeof coverageStates)[number]

export interface Coverage {
  organisation: string
  /** The connection's config id. */
  accountConfigId: string
  kind: CoverageKind
  region: string
  /** CloudWatch namespace for metrics, resource type for resources, else null. */
  namespace: string | null
  state: CoverageState
  /** Epoch ms; null if it never succeeded. */
  lastSuccess: number | null
  lastAttempt: number | null
  /** Start of the newest bucket stored, epoch seconds; null if none. */
  newestPoint: number | null
  /** Items seen at the last success: metrics, resources, alarms. */
  items: number
  /** Points stored since the account was connected. */
  points: number
  /** The refused action, where it was denied. */
  action: string | null
  /** Why it was not seen, in AWS's words, what leaves it out, or how seldom is looked for what is not there; else empty. */
  reason: string
  /** Attempts to read it since the account was connected: all, those that were refused, that failed, and that AWS throttled. */
  calls: number
  denials: number
  failures: number
  throttles: number
  /** Metrics of which points are owed: their last query failed, and is made again. */
  owed: number
  /** What the present state was told by; null where nothing was asked. */
  lastCall: AwsCall | null
}

/** Of what nobody has asked yet. */
export const nothingCalled = { calls: 0, denials: 0, failures: 0, throttles: 0, owed: 0, lastCall: null } as const

/** Whether AWS was asked: what was not says nothing of what AWS would answer. */
export const wasAsked = ({ state }: Pick<Coverage, 'state'>): boolean => state !== 'pending' && state !== 'off'

/** What was read of CloudWatch and what AWS would charge for it, by day. Calculated, never billed: AWS's bill decides. */
export interface CostEntry {
  organisation: string
  accountConfigId: string
  region: string
  /** Empty for calls that belong to no namespace. */
  namespace: string
  /** UTC day, `2026-11-23`. */
  day: string
  operation: string
  calls: number
  /** GetMetricData queries sent. */
  queries: number
  /** Metrics as AWS counts them: up to five statistics of one metric in one request are one. */
  chargeableMetrics: number
  datapoints: number
  /** US dollars. */
  charge: number
}

/** Metrics or resources seen, each once: a region's own row (without a namespace) says how many its listing had altogether. */
export const itemsSeen = (rows: readonly Coverage[], kind: 'metrics' | 'resources'): number =>
  rows.reduce((sum, row) => sum + (row.kind === kind && row.namespace !== null ? row.items : 0), 0)
