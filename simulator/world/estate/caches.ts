// What remembers: ElastiCache's replication groups and serverless caches, and MemoryDB clusters, with their metrics.
import type { CacheCluster, ReplicationGroup, ServerlessCache } from '@aws-sdk/client-elasticache'
import type { Cluster } from '@aws-sdk/client-memorydb'
import { jitter, seedOf } from '../chance.ts'
import type { Signal } from '../load.ts'
import { percent, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, timings } from '../place.ts'
import { subnetOf } from './ec2.ts'

export interface CachePlan {
  name: string
  /** Undefined: never tagged. */
  tags?: Tags
  /** A minute. */
  lookups: Signal
  /** Share of lookups, 0 to 1. */
  hits: Signal
}

const noisy =
  (seed: number, signal: Signal): Signal =>
  m =>
    signal(m) * (1 + 0.06 * jitter(seed, m))

/** A primary and `replicas`, each a cluster of one node, as Valkey without cluster mode is kept. */
export function addReplicationGroup(place: Place, plan: CachePlan, replicas: number): void {
  const arn = place.arn('elasticache', `replicationgroup:${plan.name}`)
  const members = Array.from({ length: replicas + 1 }, (_, i) => `${plan.name}-00${i + 1}`)
  const domain = `${place.hex('cache', 6)}.ng.0001.use1.cache.${place.dnsSuffix}`
  if (plan.tags) place.tag(arn, plan.tags)
  place.add('elasticache:replicationgroup', {
    ReplicationGroupId: plan.name,
    ARN: arn,
    Description: 'Sessions of the shop',
    Status: 'available',
    Engine: 'valkey',
    CacheNodeType: 'cache.m7g.large',
    MemberClusters: members,
    NodeGroups: [
      { NodeGroupId: '0001', Status: 'available', PrimaryEndpoint: { Address: `${plan.name}.${domain}`, Port: 6379 } },
    ],
    AutomaticFailover: replicas > 0 ? 'enabled' : 'disabled',
    MultiAZ: replicas > 0 ? 'enabled' : 'disabled',
    ClusterEnabled: false,
    SnapshotRetentionLimit: 1,
    TransitEncryptionEnabled: true,
    AtRestEncryptionEnabled: true,
    ReplicationGroupCreateTime: daysBefore(place, 410),
  } satisfies ReplicationGroup)
  for (const [i, member] of members.entries()) addNode(place, plan, member, i)
}

function addNode(place: Place, plan: CachePlan, id: string, index: number): void {
  const arn = place.arn('elasticache', `cluster:${id}`)
  const zone = `${place.region}${index % 2 === 0 ? 'a' : 'b'}`
  if (plan.tags) place.tag(arn, plan.tags)
  place.add('elasticache:cluster', {
    CacheClusterId: id,
    ARN: arn,
    CacheClusterStatus: 'available',
    CacheNodeType: 'cache.m7g.large',
    Engine: 'valkey',
    EngineVersion: '8.0.1',
    NumCacheNodes: 1,
    PreferredAvailabilityZone: zone,
    CacheClusterCreateTime: daysBefore(place, 410),
    CacheSubnetGroupName: 'shop',
    SecurityGroups: [{ SecurityGroupId: `sg-0${place.hex('sg cache', 16)}`, Status: 'active' }],
    ReplicationGroupId: plan.name,
    AutoMinorVersionUpgrade: true,
    SnapshotRetentionLimit: index === 0 ? 0 : 1,
    TransitEncryptionEnabled: true,
    AtRestEncryptionEnabled: true,
    CacheNodes: [{ CacheNodeId: '0001', CacheNodeStatus: 'available', CustomerAvailabilityZone: zone }],
  } satisfies CacheCluster)
  nodeMetrics(place, plan, id, index)
}

/** Each node's, and again by its cluster. */
function nodeMetrics(place: Place, plan: CachePlan, CacheClusterId: string, index: number): void {
  const { lookups, hits } = plan
  const seed = seedOf(place.seed, CacheClusterId)
  const share = index === 0 ? 1 : 0.35
  const cpu = percent(noisy(seed, m => 3 + (lookups(m) * share) / 900))
  const connections = tally(m => 40 + lookups(m) / 300)
  const node = { CacheClusterId, CacheNodeId: '0001' }
  place.metrics('AWS/ElastiCache', node, timings.minute, [
    ['CPUUtilization', 'Percent', cpu],
    ['EngineCPUUtilization', 'Percent', percent(noisy(seed + 1, m => 4 + (lookups(m) * share) / 500))],
    ['DatabaseMemoryUsagePercentage', 'Percent', percent(noisy(seed + 2, m => 47 + lookups(m) / 2_500))],
    ['CacheHits', 'Count', tally(noisy(seed + 3, m => lookups(m) * share * hits(m)))],
    ['CacheMisses', 'Count', tally(noisy(seed + 4, m => lookups(m) * share * (1 - hits(m))))],
    ['CurrConnections', 'Count', connections],
    ['Evictions', 'Count', tally(() => 0)],
  ])
  if (index > 0) {
    place.metrics('AWS/ElastiCache', node, timings.minute, [
      ['ReplicationLag', 'Seconds', tally(m => (jitter(seed, m) > 0.9 ? 1 : 0))],
    ])
  }
  place.metrics('AWS/ElastiCache', { CacheClusterId }, timings.minute, [
    ['CPUUtilization', 'Percent', cpu],
    ['CurrConnections', 'Count', connections],
  ])
}

export function addServerlessCache(place: Place, plan: CachePlan): void {
  const arn = place.arn('elasticache', `serverlesscache:${plan.name}`)
  if (plan.tags) place.tag(arn, plan.tags)
  place.add('elasticache:serverlesscache', {
    ServerlessCacheName: plan.name,
    ARN: arn,
    Description: ' ',
    Status: 'available',
    Engine: 'valkey',
    MajorEngineVersion: '8',
    FullEngineVersion: '8.0',
    CreateTime: daysBefore(place, 120),
    SubnetIds: ['a', 'b'].map(zone => subnetOf(place, zone)),
    SecurityGroupIds: [`sg-0${place.hex('sg cache', 16)}`],
    Endpoint: {
      Address: `${plan.name}-${place.hex('cache', 6)}.serverless.use1.cache.${place.dnsSuffix}`,
      Port: 6379,
    },
    SnapshotRetentionLimit: 0,
  } satisfies ServerlessCache)
  const { lookups, hits } = plan
  place.metrics('AWS/ElastiCache', { clusterId: plan.name }, timings.minute, [
    ['ElastiCacheProcessingUnits', 'Count', tally(m => lookups(m) * 1.2)],
    ['BytesUsedForCache', 'Bytes', tally(m => 2.1e9 + lookups(m) * 12_000)],
    ['CacheHits', 'Count', tally(m => lookups(m) * hits(m))],
  ])
}

export function addMemoryDb(place: Place, plan: CachePlan): void {
  const arn = place.arn('memorydb', `cluster/${plan.name}`)
  const NodeName = `${plan.name}-0001-001`
  if (plan.tags) place.tag(arn, plan.tags)
  place.add('memorydb:cluster', {
    Name: plan.name,
    ARN: arn,
    Status: 'available',
    NumberOfShards: 1,
    Shards: [{ Name: '0001', Status: 'available', Nodes: [{ Name: NodeName, Status: 'available' }], NumberOfNodes: 1 }],
    AvailabilityMode: 'singleaz',
    ClusterEndpoint: { Address: `clustercfg.${plan.name}.${place.hex('memorydb', 6)}.memorydb.${place.dnsSuffix}` },
    NodeType: 'db.r7g.large',
    Engine: 'valkey',
    EngineVersion: '7.3',
    SecurityGroups: [{ SecurityGroupId: `sg-0${place.hex('sg cache', 16)}`, Status: 'active' }],
    TLSEnabled: true,
    ACLName: 'shop',
  } satisfies Cluster)
  const { lookups, hits } = plan
  const seed = seedOf(place.seed, arn)
  place.metrics('AWS/MemoryDB', { ClusterName: plan.name, NodeName }, timings.minute, [
    ['CPUUtilization', 'Percent', percent(noisy(seed, m => 5 + lookups(m) / 700))],
    ['DatabaseMemoryUsagePercentage', 'Percent', percent(noisy(seed + 1, () => 33))],
    ['KeyspaceHits', 'Count', tally(m => lookups(m) * hits(m))],
  ])
}
