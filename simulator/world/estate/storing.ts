// What keeps data: RDS and Aurora databases, DynamoDB tables, SQS queues and S3 buckets, and their metrics.
import { logNormal } from '../bucket.ts'
import { jitter, seedOf, uniform } from '../chance.ts'
import type { Signal } from '../load.ts'
import { durations, events, percent, reading, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, tagList, timings } from '../place.ts'

export interface DatabasePlan {
  name: string
  class: string
  engine: 'postgres' | 'aurora-postgresql'
  version: string
  cluster?: string
  tags: Tags
  /** GiB. */
  storage: number
  multiAz: boolean
  cpu: Signal
  connections: Signal
  /** Operations a second. */
  operations: Signal
}

const GiB = 2 ** 30

export function addDatabase(place: Place, plan: DatabasePlan): void {
  const arn = place.arn('rds', `db:${plan.name}`)
  place.tag(arn, plan.tags)
  place.state.dbInstances.push({
    DBInstanceIdentifier: plan.name,
    DBInstanceArn: arn,
    DBInstanceClass: plan.class,
    Engine: plan.engine,
    EngineVersion: plan.version,
    DBInstanceStatus: 'available',
    MasterUsername: 'shop',
    DBName: 'shop',
    Endpoint: { Address: `${plan.name}.${place.hex('rds', 12)}.${place.region}.rds.${place.dnsSuffix}`, Port: 5432 },
    AllocatedStorage: plan.cluster ? 1 : plan.storage,
    StorageType: plan.cluster ? 'aurora' : 'gp3',
    StorageEncrypted: true,
    InstanceCreateTime: daysBefore(place, 700),
    AvailabilityZone: `${place.region}a`,
    MultiAZ: plan.multiAz,
    BackupRetentionPeriod: 7,
    PubliclyAccessible: false,
    DeletionProtection: true,
    DbiResourceId: `db-${place.hex(`dbi ${plan.name}`, 26).toUpperCase()}`,
    ...(plan.cluster && { DBClusterIdentifier: plan.cluster }),
    TagList: tagList(plan.tags),
  })
  databaseMetrics(place, plan)
}

function databaseMetrics(place: Place, plan: DatabasePlan): void {
  const { cpu, connections, operations } = plan
  const DBInstanceIdentifier = plan.name
  const seed = seedOf(place.seed, plan.name)
  const slow: Signal = m => 0.0008 * (1 + (cpu(m) / 70) ** 4) * (1 + 0.1 * jitter(seed, m))
  // Fills by about half a per cent a day and is cleaned up every 40 days.
  const free: Signal = m => plan.storage * GiB * (0.62 - 0.005 * (((m - place.start) / 1440 + 4017) % 40))
  place.metrics('AWS/RDS', { DBInstanceIdentifier }, timings.minute, [
    ['CPUUtilization', 'Percent', percent(m => cpu(m) * (1 + 0.05 * jitter(seed + 1, m)))],
    ['DatabaseConnections', 'Count', tally(connections)],
    ['FreeableMemory', 'Bytes', tally(m => 9.5 * GiB - connections(m) * 9e6)],
    ['ReadIOPS', 'Count/Second', reading(operations)],
    ['WriteIOPS', 'Count/Second', reading(m => operations(m) * 0.45)],
    ['ReadLatency', 'Seconds', reading(slow)],
    ['WriteLatency', 'Seconds', reading(m => slow(m) * 1.9)],
    ['DiskQueueDepth', 'Count', reading(m => operations(m) * slow(m) * 2)],
  ])
  if (plan.cluster) {
    place.metrics('AWS/RDS', { DBInstanceIdentifier }, timings.minute, [
      ['AuroraReplicaLag', 'Milliseconds', reading(m => 14 + 8 * uniform(seed, m))],
    ])
  } else {
    place.metrics('AWS/RDS', { DBInstanceIdentifier }, timings.minute, [['FreeStorageSpace', 'Bytes', tally(free)]])
  }
}

export function addDatabaseCluster(place: Place, name: string, members: string[], tags: Tags): void {
  const arn = place.arn('rds', `cluster:${name}`)
  place.tag(arn, tags)
  place.state.dbClusters.push({
    DBClusterIdentifier: name,
    DBClusterArn: arn,
    Status: 'available',
    Engine: 'aurora-postgresql',
    EngineVersion: '16.4',
    EngineMode: 'provisioned',
    Endpoint: `${name}.cluster-${place.hex('rds', 12)}.${place.region}.rds.${place.dnsSuffix}`,
    ReaderEndpoint: `${name}.cluster-ro-${place.hex('rds', 12)}.${place.region}.rds.${place.dnsSuffix}`,
    Port: 5432,
    MasterUsername: 'shop',
    AllocatedStorage: 1,
    StorageEncrypted: true,
    MultiAZ: true,
    ClusterCreateTime: daysBefore(place, 500),
    DBClusterMembers: members.map((m, i) => ({ DBInstanceIdentifier: m, IsClusterWriter: i === 0, PromotionTier: 1 })),
    TagList: tagList(tags),
  })
  const days: Signal = m => (m - place.start) / 1440
  place.metrics('AWS/RDS', { DBClusterIdentifier: name }, timings.minute, [
    ['VolumeBytesUsed', 'Bytes', tally(m => 212 * GiB * (1 + 0.001 * days(m)))],
  ])
}

export interface QueuePlan {
  name: string
  tags?: Tags
  deadLetters?: string
  sent: Signal
  /** Messages waiting. */
  visible: Signal
  /** Seconds. */
  age: Signal
}

export function addQueue(place: Place, plan: QueuePlan): void {
  const arn = place.arn('sqs', plan.name)
  if (plan.tags) place.tag(arn, plan.tags)
  const visible = tally(plan.visible)
  place.state.queues.push({
    name: plan.name,
    visible,
    attributes: {
      QueueArn: arn,
      CreatedTimestamp: String(daysBefore(place, 480).getTime() / 1000),
      LastModifiedTimestamp: String(daysBefore(place, 30).getTime() / 1000),
      VisibilityTimeout: '30',
      MaximumMessageSize: '262144',
      MessageRetentionPeriod: '1209600',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '20',
      SqsManagedSseEnabled: 'true',
      ...(plan.deadLetters && {
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: place.arn('sqs', plan.deadLetters),
          maxReceiveCount: 5,
        }),
      }),
    },
  })
  place.metrics('AWS/SQS', { QueueName: plan.name }, timings.minute, [
    ['ApproximateNumberOfMessagesVisible', 'Count', visible],
    ['ApproximateNumberOfMessagesNotVisible', 'Count', tally(m => plan.sent(m) / 40)],
    ['ApproximateAgeOfOldestMessage', 'Seconds', tally(plan.age)],
    ['NumberOfMessagesSent', 'Count', tally(plan.sent)],
    ['NumberOfMessagesReceived', 'Count', tally(m => plan.sent(m) * (plan.age(m) > 120 ? 0.35 : 1))],
    ['NumberOfMessagesDeleted', 'Count', tally(m => plan.sent(m) * (plan.age(m) > 120 ? 0.2 : 1))],
  ])
}

/** `size` in GiB at the world's start, growing by a per cent a week. */
export function addBucket(place: Place, name: string, size: number, tags?: Tags): void {
  if (tags) place.tag(place.globalArn('s3', `:${name}`), tags)
  place.state.buckets.push({ name, region: place.region, createdAt: daysBefore(place, 600).getTime(), objects: [] })
  const bytes: Signal = m => size * GiB * Math.max(0.05, 1 + (0.01 * (m - place.start)) / (7 * 1440))
  place.metrics('AWS/S3', { BucketName: name, StorageType: 'StandardStorage' }, timings.daily, [
    ['BucketSizeBytes', 'Bytes', tally(bytes)],
  ])
  place.metrics('AWS/S3', { BucketName: name, StorageType: 'AllStorageTypes' }, timings.daily, [
    ['NumberOfObjects', 'Count', tally(m => bytes(m) / 180_000)],
  ])
}

const itemTimes = logNormal(0.35)

/** Reads and writes a minute. */
export function addTable(place: Place, name: string, tags: Tags, reads: Signal, writes: Signal): void {
  const TableArn = place.arn('dynamodb', `table/${name}`)
  place.tag(TableArn, tags)
  place.state.tables.push({
    TableName: name,
    TableArn,
    TableId: place.hex(`table ${name}`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    TableStatus: 'ACTIVE',
    CreationDateTime: daysBefore(place, 480),
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
    TableSizeBytes: 41_200_113_204,
    ItemCount: 18_420_112,
    DeletionProtectionEnabled: true,
  })
  const seed = seedOf(place.seed, name)
  const throttled: Signal = m => (reads(m) > 6_000 && uniform(seed, m) > 0.8 ? 12 * uniform(seed + 1, m) : 0)
  place.metrics('AWS/DynamoDB', { TableName: name }, timings.minute, [
    ['ConsumedReadCapacityUnits', 'Count', events(reads)],
    ['ConsumedWriteCapacityUnits', 'Count', events(writes)],
    ['ReadThrottleEvents', 'Count', events(throttled)],
  ])
  place.metrics('AWS/DynamoDB', { TableName: name, Operation: 'GetItem' }, timings.minute, [
    ['SuccessfulRequestLatency', 'Milliseconds', durations(reads, () => 2.4, itemTimes)],
    ['ThrottledRequests', 'Count', events(throttled)],
  ])
  place.metrics('AWS/DynamoDB', { TableName: name, Operation: 'PutItem' }, timings.minute, [
    ['SuccessfulRequestLatency', 'Milliseconds', durations(writes, () => 4.1, itemTimes)],
  ])
}

/** Month-to-date charges by service, US dollars; they start again with each month. */
export function addBilling(place: Place, perDay: Record<string, number>): void {
  const sinceMonth: Signal = minute => {
    const date = new Date(minute * 60_000)
    return minute / 1440 - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 86_400_000
  }
  const total = Object.values(perDay).reduce((sum, v) => sum + v, 0)
  const cents = (value: number) => Math.round(value * 100) / 100
  place.metrics('AWS/Billing', { Currency: 'USD' }, timings.sixHours, [
    ['EstimatedCharges', 'None', reading(m => cents(total * sinceMonth(m)))],
  ])
  for (const [ServiceName, dollars] of Object.entries(perDay)) {
    place.metrics('AWS/Billing', { ServiceName, Currency: 'USD' }, timings.sixHours, [
      ['EstimatedCharges', 'None', reading(m => cents(dollars * sinceMonth(m)))],
    ])
  }
}
