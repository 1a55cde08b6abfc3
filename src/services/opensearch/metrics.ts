// What AWS/ES publishes: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-cloudwatchmetrics.html
import type { MetricDefinition } from '../../core/define.ts'
import { check, countedBy, counter, everyFiveMinutes, fact, gauge, reserve } from '../kinds.ts'

/** Of each kind of status AWS publishes 0 or 1. */
const checks = (...names: string[]): MetricDefinition[] => names.map(check)
const counters = (...names: string[]): MetricDefinition[] => names.map(name => counter(name))
const gauges = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => gauge(name, unit))
/** 1 while all is well. */
const healthy = (name: string): MetricDefinition => ({ name, unit: 'Count', statistics: ['Minimum', 'Average'] })

const threadPools: MetricDefinition[] = ['Force_merge', 'Index', 'Search', 'sql-worker', 'Bulk', 'Write'].flatMap(
  pool => [
    gauge(`Threadpool${pool}Queue`, 'Count'),
    counter(`Threadpool${pool}Rejected`),
    gauge(`Threadpool${pool}Threads`, 'Count'),
  ],
)

const cluster: MetricDefinition[] = [
  ...checks('ClusterStatus.green', 'ClusterStatus.yellow', 'ClusterStatus.red', 'ClusterIndexWritesBlocked'),
  ...checks('AutomatedSnapshotFailure', 'KMSKeyError', 'KMSKeyInaccessible', 'ThroughputThrottle', 'IopsThrottle'),
  ...['active', 'unassigned', 'delayedUnassigned', 'activePrimary', 'initializing', 'relocating'].map(state =>
    fact(`Shards.${state}`, 'Count'),
  ),
  ...['active', 'unassigned', 'initializing', 'relocating'].map(state => fact(`DataNodesShards.${state}`, 'Count')),
  fact('Nodes', 'Count'),
  fact('DataNodes', 'Count'),
  ...gauges('Count', 'SearchableDocuments', 'DeletedDocuments', 'SegmentCount'),
  ...gauges('Percent', 'CPUUtilization', 'JVMMemoryPressure', 'OldGenJVMMemoryPressure', 'SysMemoryUtilization'),
  // Of each node: the sum over the domain is its free space, the least is the node that is full first.
  { name: 'FreeStorageSpace', unit: 'Megabytes', statistics: ['Average', 'Minimum', 'Sum'] },
  fact('ClusterUsedSpace', 'Megabytes'),
  reserve('CPUCreditBalance', 'Count'),
  ...counters('InvalidHostHeaderRequests', 'OpenSearchRequests', 'ElasticsearchRequests', '2xx', '3xx', '4xx', '5xx'),
  // Dedicated cluster manager nodes.
  ...gauges('Percent', 'MasterCPUUtilization', 'MasterJVMMemoryPressure', 'MasterOldGenJVMMemoryPressure'),
  gauge('MasterSysMemoryUtilization', 'Percent'),
  reserve('MasterCPUCreditBalance', 'Count'),
  healthy('MasterReachableFromNode'),
]

const work: MetricDefinition[] = [
  ...gauges('Milliseconds', 'IndexingLatency', 'SearchLatency'),
  { name: 'IndexingRate', unit: 'Count', statistics: ['Average', 'Maximum', 'Sum'] },
  { name: 'SearchRate', unit: 'Count', statistics: ['Average', 'Maximum', 'Sum'] },
  // Totals since the process began.
  ...['JVMGCYoungCollectionCount', 'JVMGCOldCollectionCount'].map(name => fact(name, 'Count')),
  ...['JVMGCYoungCollectionTime', 'JVMGCOldCollectionTime'].map(name => fact(name, 'Milliseconds')),
  ...['CoordinatingWriteRejected', 'PrimaryWriteRejected', 'ReplicaWriteRejected'].map(name => fact(name, 'Count')),
  ...counters('SearchTaskCancelled', 'SearchShardTaskCancelled'),
  ...threadPools,
  ...gauges('Count', 'CurrentPointInTime', 'TotalPointInTime', 'AvgPointInTimeAliveTime'),
  ...checks('HasActivePointInTime', 'HasUsedPointInTime'),
]

/** AWS updates those of General Purpose and Magnetic volumes every five minutes only. */
const volumes: MetricDefinition[] = everyFiveMinutes([
  ...gauges('Seconds', 'ReadLatency', 'WriteLatency'),
  ...gauges('Bytes/Second', 'ReadThroughput', 'WriteThroughput'),
  ...gauges('Bytes/Second', 'ReadThroughputMicroBursting', 'WriteThroughputMicroBursting'),
  ...gauges('Count/Second', 'ReadIOPS', 'WriteIOPS', 'ReadIOPSMicroBursting', 'WriteIOPSMicroBursting'),
  gauge('DiskQueueDepth', 'Count'),
  reserve('BurstBalance', 'Percent'),
])

const dashboards: MetricDefinition[] = [
  ...['OpenSearchDashboardsHealthyNodes', 'OpenSearchDashboardsHealthyNode', 'KibanaHealthyNodes'].map(healthy),
  ...['OpenSearchDashboards', 'Kibana'].flatMap(name => [
    gauge(`${name}ConcurrentConnections`, 'Count'),
    gauge(`${name}HeapTotal`, 'Megabytes'),
    gauge(`${name}HeapUsed`, 'Megabytes'),
    gauge(`${name}HeapUtilization`, 'Percent'),
    gauge(`${name}OS1MinuteLoad`, 'None'),
    counter(`${name}RequestTotal`),
    fact(`${name}ResponseTimesMaxInMillis`, 'Milliseconds'),
  ]),
  ...['OpensearchDashboards', 'Kibana'].flatMap(name =>
    ['RequestCount', 'SuccessCount', 'FailedRequestSysErrCount', 'FailedRequestUserErrCount'].map(count =>
      counter(`${name}Reporting${count}`),
    ),
  ),
]

const tiers: MetricDefinition[] = [
  ...gauges('Percent', 'WarmCPUUtilization', 'WarmJVMMemoryPressure', 'WarmOldGenJVMMemoryPressure'),
  ...gauges('Percent', 'WarmSysMemoryUtilization', 'WarmStorageSpaceUtilization'),
  ...gauges('Percent', 'HotStorageSpaceUtilization', 'ColdStorageSpaceUtilization'),
  { name: 'WarmFreeStorageSpace', unit: 'Megabytes', statistics: ['Average', 'Minimum', 'Sum'] },
  gauge('WarmSearchableDocuments', 'Count'),
  gauge('WarmSearchLatency', 'Milliseconds'),
  { name: 'WarmSearchRate', unit: 'Count', statistics: ['Average', 'Maximum', 'Sum'] },
  ...gauges('Count', 'WarmThreadpoolSearchThreads', 'WarmThreadpoolSearchQueue'),
  counter('WarmThreadpoolSearchRejected'),
  ...['WarmJVMGCYoungCollectionCount', 'WarmJVMGCOldCollectionCount'].map(name => fact(name, 'Count')),
  fact('WarmJVMGCYoungCollectionTime', 'Milliseconds'),
  ...['HotToWarm', 'WarmToHot', 'ColdToWarm', 'WarmToCold'].map(way => fact(`${way}MigrationQueueSize`, 'Count')),
  ...['HotToWarm', 'ColdToWarm', 'WarmToCold'].flatMap(way =>
    counters(`${way}MigrationFailureCount`, `${way}MigrationSuccessCount`),
  ),
  ...['ForceMerge', 'Snapshot', 'Processing', 'Success'].map(step =>
    gauge(`HotToWarmMigration${step}Latency`, 'Milliseconds'),
  ),
  ...gauges('Milliseconds', 'ColdToWarmMigrationLatency', 'WarmToColdMigrationLatency'),
  fact('RemoteStorageUsedSpace', 'Megabytes'),
  counter('RemoteStorageWriteRejected'),
]

const plugins: MetricDefinition[] = [
  ...checks('AlertingDegraded', 'AlertingIndexExists', 'AlertingScheduledJobEnabled'),
  ...checks('AlertingIndexStatus.green', 'AlertingIndexStatus.yellow', 'AlertingIndexStatus.red'),
  ...checks('AlertingNodesNotOnSchedule', 'AlertingNodesOnSchedule', 'ADPluginUnhealthy', 'SQLUnhealthy'),
  ...['ADAnomalyResults', 'ADAnomalyDetectors', 'ADModelsCheckpoint'].flatMap(index =>
    checks(`${index}IndexStatus.red`, `${index}IndexStatusIndexExists`),
  ),
  ...counters('ADExecuteRequestCount', 'ADExecuteFailureCount', 'ADHCExecuteRequestCount', 'ADHCExecuteFailureCount'),
  ...['Submission', 'Initialized', 'Completion', 'Failure', 'Persist', 'PersistFailed'].map(step =>
    counter(`AsynchronousSearch${step}Rate`),
  ),
  gauge('AsynchronousSearchRunningCurrent', 'Count'),
  // Totals since the node's start.
  ...['Rejected', 'Cancelled'].map(end => fact(`AsynchronousSearch${end}`, 'Count')),
  fact('AsynchronousSearchMaxRunningTime', 'Milliseconds'),
  check('AsynchronousSearchStoreHealth'),
  fact('AsynchronousSearchStoreSize', 'Bytes'),
  fact('AsynchronousSearchStoredResponseCount', 'Count'),
  ...['SQL', 'PPL'].flatMap(language =>
    counters(
      `${language}RequestCount`,
      `${language}FailedRequestCountByCusErr`,
      `${language}FailedRequestCountBySysErr`,
    ),
  ),
  counter('SQLDefaultCursorRequestCount'),
  ...checks('KNNCacheCapacityReached', 'KNNCircuitBreakerTriggered'),
  ...counters('KNNEvictionCount', 'KNNHitCount', 'KNNMissCount', 'KNNLoadExceptionCount', 'KNNLoadSuccessCount'),
  ...counters('KNNGraphIndexErrors', 'KNNGraphIndexRequests', 'KNNGraphQueryErrors', 'KNNGraphQueryRequests'),
  ...counters('KNNQueryRequests', 'KNNScriptCompilationErrors', 'KNNScriptCompilations'),
  ...counters('KNNScriptQueryErrors', 'KNNScriptQueryRequests'),
  gauge('KNNGraphMemoryUsage', 'Percent'),
  counter('KNNTotalLoadTime', 'None'),
  ...counters('LTRRequestTotalCount', 'LTRRequestErrorCount'),
  check('LTRStatus.red'),
  ...gauges('Bytes', 'LTRMemoryUsage', 'LTRFeatureMemoryUsageInBytes', 'LTRFeaturesetMemoryUsageInBytes'),
  gauge('LTRModelMemoryUsageInBytes', 'Bytes'),
]

/** Of connections between domains; AWS documents a dimension of their own, and no set. */
const acrossClusters: MetricDefinition[] = countedBy(
  [],
  [
    ...gauges('Count', 'CrossClusterOutboundConnections'),
    ...counters('CrossClusterOutboundRequests', 'CrossClusterInboundRequests'),
    ...counters('CrossClusterInboundReplicationRequests', 'CrossClusterOutboundReplicationRequests'),
    gauge('ReplicationRate', 'Count/Second'),
    ...['LeaderCheckPoint', 'FollowerCheckPoint'].map(name => fact(name, 'Count')),
    ...['Syncing', 'Bootstrapping', 'Paused', 'Failed'].map(state => fact(`ReplicationNum${state}Indices`, 'Count')),
    ...counters('AutoFollowNumSuccessStartReplication', 'AutoFollowNumFailedStartReplication'),
    check('AutoFollowLeaderCallFailure'),
  ],
)

export const metrics: MetricDefinition[] = [
  ...cluster,
  ...work,
  ...volumes,
  ...dashboards,
  ...tiers,
  ...plugins,
  ...acrossClusters,
]
