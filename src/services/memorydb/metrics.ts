// What AWS/MemoryDB publishes: https://docs.aws.amazon.com/memorydb/latest/devguide/metrics.memorydb.html
import type { MetricDefinition } from '../../core/define.ts'
import { check, counter, fact, gauge, perRequest, reserve } from '../kinds.ts'

export const metrics: MetricDefinition[] = [
  gauge('CPUUtilization', 'Percent'),
  gauge('EngineCPUUtilization', 'Percent'),
  reserve('FreeableMemory', 'Bytes'),
  gauge('SwapUsage', 'Bytes'),
  gauge('BytesUsedForMemoryDB', 'Bytes'),
  gauge('DatabaseMemoryUsagePercentage', 'Percent'),
  gauge('DatabaseCapacityUsagePercentage', 'Percent'),
  gauge('MemoryFragmentationRatio', 'None'),
  counter('ActiveDefragHits'),
  counter('KeyspaceHits'),
  counter('KeyspaceMisses'),
  counter('Evictions'),
  counter('Reclaimed'),
  gauge('CurrConnections', 'Count'),
  counter('NewConnections'),
  gauge('CurrItems', 'Count'),
  gauge('KeysTracked', 'Count'),
  gauge('DB0AverageTTL', 'Milliseconds'),
  counter('ErrorCount'),
  counter('AuthenticationFailures'),
  counter('CommandAuthorizationFailures'),
  counter('KeyAuthorizationFailures'),
  gauge('ReplicationLag', 'Seconds'),
  gauge('MultiRegionClusterReplicationLag', 'Milliseconds'),
  counter('ReplicationBytes', 'Bytes'),
  counter('ReplicationDelayedWriteCommands'),
  gauge('MaxReplicationThroughput', 'Bytes/Second'),
  check('IsPrimary'),
  // 1 while the replica is in touch with its primary.
  { name: 'PrimaryLinkHealthStatus', unit: 'Count', statistics: ['Minimum'] },
  perRequest('SuccessfulReadRequestLatency', 'Microseconds'),
  perRequest('SuccessfulWriteRequestLatency', 'Microseconds'),
  // Of the host.
  counter('NetworkBytesIn', 'Bytes'),
  counter('NetworkBytesOut', 'Bytes'),
  counter('NetworkPacketsIn'),
  counter('NetworkPacketsOut'),
  counter('NetworkBandwidthInAllowanceExceeded'),
  counter('NetworkBandwidthOutAllowanceExceeded'),
  counter('NetworkConntrackAllowanceExceeded'),
  counter('NetworkPacketsPerSecondAllowanceExceeded'),
  fact('NetworkMaxBytesIn', 'Bytes'),
  fact('NetworkMaxBytesOut', 'Bytes'),
  fact('NetworkMaxPacketsIn', 'Count'),
  fact('NetworkMaxPacketsOut', 'Count'),
  // Where data is tiered between memory and disks.
  counter('BytesReadFromDisk', 'Bytes'),
  counter('BytesWrittenToDisk', 'Bytes'),
  counter('NumItemsReadFromDisk'),
  counter('NumItemsWrittenToDisk'),
  // Commands by kind.
  ...['EvalBased', 'GeoSpatialBased', 'GetType', 'HashBased', 'HyperLogLogBased', 'JsonBased', 'KeyBased', 'ListBased']
    .concat('PubSubBased', 'SearchBased', 'SearchBasedGet', 'SearchBasedSet', 'SetBased', 'SetType')
    .concat('SortedSetBased', 'StreamBased', 'StringBased')
    .map(kind => counter(`${kind}Cmds`)),
  gauge('SearchNumberOfIndexedKeys', 'Count'),
  gauge('SearchNumberOfIndexes', 'Count'),
  gauge('SearchTotalIndexSize', 'Bytes'),
]
