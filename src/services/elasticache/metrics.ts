// What AWS/ElastiCache publishes: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html
// Nodes publish each minute; a serverless cache publishes the same names under its own dimension.
import type { MetricDefinition } from '../../core/define.ts'
import { check, countedBy, counter, everyFiveMinutes, fact, gauge, perRequest, reserve } from '../kinds.ts'

/** Kinds of command: of each AWS counts how often, how long, and what a serverless cache was charged. */
const commandKinds = [
  'EvalBased',
  'GeoSpatialBased',
  'GetType',
  'HashBased',
  'HyperLogLogBased',
  'JsonBased',
  'JsonBasedGet',
  'JsonBasedSet',
  'KeyBased',
  'ListBased',
  'NonKeyType',
  'PubSubBased',
  'SetBased',
  'SetType',
  'SortedSetBased',
  'StreamBased',
  'StringBased',
]

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.HostLevel.html */
const hosts: MetricDefinition[] = [
  gauge('CPUUtilization', 'Percent'),
  reserve('FreeableMemory', 'Bytes'),
  gauge('SwapUsage', 'Bytes'),
  counter('NetworkBytesIn', 'Bytes'),
  counter('NetworkBytesOut', 'Bytes'),
  counter('NetworkPacketsIn'),
  counter('NetworkPacketsOut'),
  counter('NetworkBandwidthInAllowanceExceeded'),
  counter('NetworkBandwidthOutAllowanceExceeded'),
  counter('NetworkConntrackAllowanceExceeded'),
  counter('NetworkPacketsPerSecondAllowanceExceeded'),
  counter('NetworkLinkLocalAllowanceExceeded'),
  gauge('NetworkBaselineUsageInPercentage', 'Percent'),
  gauge('NetworkBaselineUsageOutPercentage', 'Percent'),
  fact('NetworkBaselineMaxUsageInPercentage', 'Percent'),
  fact('NetworkBaselineMaxUsageOutPercentage', 'Percent'),
  fact('NetworkMaxBytesIn', 'Bytes'),
  fact('NetworkMaxBytesOut', 'Bytes'),
  fact('NetworkMaxPacketsIn', 'Count'),
  fact('NetworkMaxPacketsOut', 'Count'),
  ...everyFiveMinutes([reserve('CPUCreditBalance', 'Count'), counter('CPUCreditUsage')]),
]

/** Valkey and Redis OSS: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html */
const valkey: MetricDefinition[] = [
  gauge('EngineCPUUtilization', 'Percent'),
  gauge('DatabaseMemoryUsagePercentage', 'Percent'),
  gauge('DatabaseMemoryUsageCountedForEvictPercentage', 'Percent'),
  gauge('DatabaseCapacityUsagePercentage', 'Percent'),
  gauge('DatabaseCapacityUsageCountedForEvictPercentage', 'Percent'),
  gauge('BytesUsedForCache', 'Bytes'),
  gauge('MemoryFragmentationRatio', 'None'),
  gauge('AllocatorFragmentationBytes', 'Bytes'),
  gauge('AllocatorFragmentationRatio', 'None'),
  counter('ActiveDefragHits'),
  counter('CacheHits'),
  counter('CacheMisses'),
  reserve('CacheHitRate', 'Percent'),
  counter('KeyspaceHits'),
  counter('KeyspaceMisses'),
  counter('Evictions'),
  counter('Reclaimed'),
  gauge('CurrConnections', 'Count'),
  counter('NewConnections'),
  counter('RejectedConnections'),
  gauge('BlockedConnections', 'Count'),
  gauge('CurrItems', 'Count'),
  gauge('CurrVolatileItems', 'Count'),
  gauge('KeysTracked', 'Count'),
  gauge('DB0AverageTTL', 'Milliseconds'),
  counter('ProcessedCommands'),
  counter('ErrorCount'),
  counter('AuthenticationFailures'),
  counter('ChannelAuthorizationFailures'),
  counter('CommandAuthorizationFailures'),
  counter('KeyAuthorizationFailures'),
  counter('IamAuthenticationExpirations'),
  counter('IamAuthenticationThrottling'),
  gauge('ReplicationLag', 'Seconds'),
  counter('ReplicationBytes', 'Bytes'),
  counter('ReplicationDelayedWriteCommands'),
  gauge('MaxReplicationThroughput', 'Bytes/Second'),
  gauge('GlobalDatastoreReplicationLag', 'Seconds'),
  check('IsMaster'),
  check('IsPrimary'),
  // 1 while the replica is in touch with its primary.
  { name: 'MasterLinkHealthStatus', unit: 'Count', statistics: ['Minimum'] },
  { name: 'PrimaryLinkHealthStatus', unit: 'Count', statistics: ['Minimum'] },
  check('SaveInProgress'),
  check('TrafficManagementActive'),
  gauge('PubSubChannels', 'Count'),
  gauge('PubSubShardChannels', 'Count'),
  perRequest('SuccessfulReadRequestLatency', 'Microseconds'),
  perRequest('SuccessfulWriteRequestLatency', 'Microseconds'),
  counter('ClusterBasedCmds'),
  gauge('ClusterBasedCmdsLatency', 'Microseconds'),
  counter('SearchBasedCmds'),
  counter('SearchBasedGetCmds'),
  counter('SearchBasedSetCmds'),
  gauge('SearchNumberOfIndexedKeys', 'Count'),
  gauge('SearchNumberOfIndexes', 'Count'),
  gauge('SearchTotalIndexSize', 'Bytes'),
  // Where data is tiered between memory and disks.
  counter('BytesReadFromDisk', 'Bytes'),
  counter('BytesWrittenToDisk', 'Bytes'),
  counter('NumItemsReadFromDisk'),
  counter('NumItemsWrittenToDisk'),
  ...commandKinds.flatMap(kind => [
    counter(`${kind}Cmds`),
    gauge(`${kind}CmdsLatency`, 'Microseconds'),
    ...countedBy([['clusterId']], [counter(`${kind}CmdsECPUs`)]),
  ]),
]

/** Memcached: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Memcached.html */
const memcached: MetricDefinition[] = [
  gauge('BytesUsedForCacheItems', 'Bytes'),
  gauge('BytesUsedForHash', 'Bytes'),
  counter('BytesReadIntoMemcached', 'Bytes'),
  counter('BytesWrittenOutFromMemcached', 'Bytes'),
  reserve('UnusedMemory', 'Bytes'),
  gauge('CurrConfig', 'Count'),
  ...['CmdConfigGet', 'CmdConfigSet', 'CmdFlush', 'CmdGet', 'CmdSet', 'CmdTouch'].map(name => counter(name)),
  ...['CasBadval', 'CasHits', 'CasMisses', 'DecrHits', 'DecrMisses'].map(name => counter(name)),
  ...['DeleteHits', 'DeleteMisses', 'GetHits', 'GetMisses', 'IncrHits', 'IncrMisses'].map(name => counter(name)),
  ...['TouchHits', 'TouchMisses', 'NewItems', 'SlabsMoved'].map(name => counter(name)),
  counter('EvictedUnfetched'),
  counter('ExpiredUnfetched'),
]

/** Of serverless caches alone: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html */
const serverless: MetricDefinition[] = countedBy(
  [['clusterId']],
  [counter('ElastiCacheProcessingUnits'), counter('TotalCmdsCount'), counter('ThrottledCmds')],
)

export const metrics: MetricDefinition[] = [...hosts, ...valkey, ...memcached, ...serverless]
