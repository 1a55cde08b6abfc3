// One account's part of the world in one region: what stands there, its tags and its metrics, and how builders add to it.
import type { Export, ExportStatus } from '@aws-sdk/client-bcm-data-exports'
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { TableDescription } from '@aws-sdk/client-dynamodb'
import type { Instance, NatGateway, SecurityGroup, Tag, Volume } from '@aws-sdk/client-ec2'
import type { Cluster, Service } from '@aws-sdk/client-ecs'
import type { LoadBalancer, TargetGroup, TargetHealthDescription } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { DBCluster, DBInstance } from '@aws-sdk/client-rds'
import { dnsSuffixOf, partitionOfRegion } from '../partitions.ts'
import { mix, seedOf } from './chance.ts'
import type { Gap } from './models.ts'
import type { Dimension, Model, Series } from './series.ts'

export type Tags = Record<string, string>

/** `shape` is as it is while running; in `stopped` (minutes since the epoch) it is not. */
export interface SimulatedInstance {
  shape: Instance
  stopped: Gap[]
}

export interface SimulatedQueue {
  name: string
  attributes: Record<string, string>
  /** Those of its attributes that are read off its metrics: the sum of the last minute's messages. */
  visible: Model
}

export interface SimulatedBucket {
  name: string
  region: string
  createdAt: number
  /** By key, in S3's order; of what customers keep in buckets nothing is simulated. */
  objects: SimulatedObject[]
}

export interface SimulatedObject {
  key: string
  /** Bytes. */
  size: number
  modifiedAt: number
}

/** A definition of Data Exports, ready to be answered. */
export interface SimulatedExport {
  shape: Export
  status: ExportStatus
}

/** The SDK's own shapes, ready to be answered; tags live in `tags` alone. */
export interface RegionState {
  accountId: string
  region: string
  vpcId: string
  instances: SimulatedInstance[]
  volumes: Volume[]
  securityGroups: SecurityGroup[]
  natGateways: NatGateway[]
  loadBalancers: LoadBalancer[]
  targetGroups: { shape: TargetGroup; targets: TargetHealthDescription[] }[]
  dbInstances: DBInstance[]
  dbClusters: DBCluster[]
  functions: FunctionConfiguration[]
  queues: SimulatedQueue[]
  buckets: SimulatedBucket[]
  /** Of the whole account: Data Exports answers in Virginia alone. */
  exports: SimulatedExport[]
  tables: TableDescription[]
  clusters: Cluster[]
  services: Service[]
  alarms: MetricAlarm[]
  /** Everything that is only listed and described, by kind (`sns:topic`): the SDK's shapes, answered as they are. */
  things: Map<string, object[]>
  /** By ARN, for everything that is or ever was tagged; an empty record is the latter. */
  tags: Map<string, Tags>
  series: Series[]
}

export interface Timing {
  every: number
  sampled: Series['sampled']
  delay: number
  settle: number
}

export const timings = {
  /** Detailed monitoring and most managed services. */
  minute: { every: 1, sampled: 'each minute', delay: 60, settle: 60 },
  /** EC2's basic monitoring. */
  fiveMinutes: { every: 5, sampled: 'each minute', delay: 60, settle: 60 },
  /** Sizes of EFS's file systems. */
  quarterHour: { every: 15, sampled: 'once', delay: 300, settle: 0 },
  /** S3 storage: one reading a day, stamped midnight, there a day and some hours later. */
  daily: { every: 1440, sampled: 'once', delay: 6 * 3600, settle: 0 },
  /** Estimated charges: a reading every six hours. */
  sixHours: { every: 360, sampled: 'once', delay: 900, settle: 0 },
} as const satisfies Record<string, Timing>

export interface Place {
  seed: number
  accountId: string
  region: string
  /** The world's start, minutes since the epoch. */
  start: number
  state: RegionState
  /** `hex` digits, the same for the same name in the same world. */
  hex(name: string, digits: number): string
  arn(service: string, resource: string): string
  /** Without a region: of buckets `globalArn('s3', ':name')`, of roles `globalArn('iam', '111122223333:role/name')`. */
  globalArn(service: string, resource: string): string
  /** `amazonaws.com`, or China's. */
  dnsSuffix: string
  /** Adds something that is only listed and described. */
  add(kind: string, shape: object): void
  /** Marks the resource as tagged. */
  tag(arn: string, tags: Tags): void
  /** Adds metrics of one dimension set. */
  metrics(
    namespace: string,
    dimensions: Record<string, string>,
    timing: Timing,
    metrics: [metric: string, unit: string, model: Model][],
  ): void
}

const hexDigits = (seed: number, digits: number): string => {
  let text = ''
  for (let i = 0; text.length < digits; i++) text += mix(seed, i).toString(16).padStart(8, '0')
  return text.slice(0, digits)
}

/** Dates of the world: so many days before its start. */
export const daysBefore = (place: Pick<Place, 'start'>, days: number): Date =>
  new Date((place.start - days * 1440) * 60_000)

export const tagList = (tags: Tags | undefined): Required<Pick<Tag, 'Key' | 'Value'>>[] =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }))

const emptyState = (accountId: string, region: string, vpcId: string): RegionState => ({
  accountId,
  region,
  vpcId,
  instances: [],
  volumes: [],
  securityGroups: [],
  natGateways: [],
  loadBalancers: [],
  targetGroups: [],
  dbInstances: [],
  dbClusters: [],
  functions: [],
  queues: [],
  buckets: [],
  exports: [],
  tables: [],
  clusters: [],
  services: [],
  alarms: [],
  things: new Map(),
  tags: new Map(),
  series: [],
})

/** An empty region of an account; `start` in minutes since the epoch. */
export function createPlace(worldSeed: number, accountId: string, region: string, start: number): Place {
  const partition = partitionOfRegion(region)
  const seed = seedOf(worldSeed, `${accountId} ${region}`)
  const hex = (name: string, digits: number) => hexDigits(seedOf(seed, name), digits)
  const state = emptyState(accountId, region, `vpc-0${hex('vpc', 16)}`)
  return {
    seed,
    accountId,
    region,
    start,
    state,
    dnsSuffix: dnsSuffixOf(partition),
    hex,
    arn: (service, resource) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`,
    globalArn: (service, resource) => `arn:${partition}:${service}::${resource}`,
    add: (kind, shape) => state.things.set(kind, [...(state.things.get(kind) ?? []), shape]),
    tag: (arn, tags) => state.tags.set(arn, tags),
    metrics(namespace, dimensions, timing, metrics) {
      const list: Dimension[] = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
      for (const [metric, unit, model] of metrics) {
        state.series.push({
          namespace,
          metric,
          dimensions: list,
          unit,
          ...timing,
          seed: seedOf(seed, `${namespace} ${metric} ${list.map(d => d.Value).join(' ')}`),
          model,
        })
      }
    },
  }
}
