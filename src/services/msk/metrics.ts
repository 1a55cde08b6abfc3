// What AWS/Kafka publishes: https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html
import type { MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, gauge, reserve } from '../kinds.ts'

const gauges = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => gauge(name, unit))
const counters = (...names: string[]): MetricDefinition[] => names.map(name => counter(name))

const cluster = ['Cluster Name']
const broker = ['Cluster Name', 'Broker ID']
/** Serverless clusters have topics and no brokers; those with brokers publish topics by broker. */
const serverlessTopic = ['Cluster Name', 'Topic']

const machines: MetricDefinition[] = [
  ...gauges('Percent', 'CpuUser', 'CpuSystem', 'CpuIoWait', 'HeapMemoryAfterGC'),
  reserve('CpuIdle', 'Percent'),
  reserve('CPUCreditBalance', 'Count'),
  counter('CpuCreditUsage'),
  ...gauges('Percent', 'KafkaAppLogsDiskUsed', 'KafkaDataLogsDiskUsed', 'RootDiskUsed'),
  ...gauges('Bytes', 'MemoryUsed', 'MemoryBuffered', 'MemoryCached', 'SwapUsed'),
  ...['MemoryFree', 'SwapFree'].map(name => reserve(name, 'Bytes')),
  reserve('BurstBalance', 'Percent'),
  ...counters('NetworkRxDropped', 'NetworkRxErrors', 'NetworkRxPackets'),
  ...counters('NetworkTxDropped', 'NetworkTxErrors', 'NetworkTxPackets'),
  ...counters('BwInAllowanceExceeded', 'BwOutAllowanceExceeded', 'ConnTrackAllowanceExceeded', 'PpsAllowanceExceeded'),
  counter('TrafficShaping'),
  counter('TrafficBytes', 'Bytes'),
  ...counters('TcpConnections', 'TCPConnections', 'VolumeReadOps', 'VolumeWriteOps'),
  ...['VolumeReadBytes', 'VolumeWriteBytes'].map(name => counter(name, 'Bytes')),
  ...['VolumeTotalReadTime', 'VolumeTotalWriteTime'].map(name => counter(name, 'Seconds')),
  gauge('VolumeQueueLength', 'Count'),
]

const requests: MetricDefinition[] = [
  ...['FetchConsumer', 'FetchFollower', 'Produce'].flatMap(kind =>
    ['LocalTime', 'RequestQueueTime', 'ResponseQueueTime', 'ResponseSendTime', 'TotalTime'].map(step =>
      gauge(`${kind}${step}MsMean`, 'Milliseconds'),
    ),
  ),
  gauge('ProduceMessageConversionsTimeMsMean', 'Milliseconds'),
  ...['Fetch', 'Produce'].flatMap(kind => [
    gauge(`${kind}ThrottleByteRate`, 'Bytes/Second'),
    gauge(`${kind}ThrottleQueueSize`, 'Count'),
    gauge(`${kind}ThrottleTime`, 'Milliseconds'),
  ]),
  gauge('RequestBytesMean', 'Bytes'),
  ...gauges('Milliseconds', 'RequestTime', 'RequestThrottleTime', 'RequestExemptFromThrottleTime', 'ThrottleTime'),
  gauge('RequestThrottleQueueSize', 'Count'),
  ...['NetworkProcessorAvgIdlePercent', 'RequestHandlerAvgIdlePercent'].map(name => reserve(name, 'Percent')),
  gauge('ZooKeeperRequestLatencyMsMean', 'Milliseconds'),
  fact('ZooKeeperSessionState', 'None'),
]

const partitions: MetricDefinition[] = [
  gauge('ConnectionCount', 'Count'),
  ...gauges('Count/Second', 'ConnectionCloseRate', 'ConnectionCreationRate'),
  ...gauges('Count', 'LeaderCount', 'PartitionCount', 'UnderMinIsrPartitionCount', 'UnderReplicatedPartitions'),
  ...gauges('Bytes/Second', 'ReplicationBytesInPerSec', 'ReplicationBytesOutPerSec'),
  // Tiered storage.
  ...gauges('Bytes/Second', 'RemoteCopyBytesPerSec', 'RemoteFetchBytesPerSec'),
  ...gauges('Count/Second', 'RemoteCopyErrorsPerSec', 'RemoteFetchErrorsPerSec', 'RemoteFetchRequestsPerSec'),
  gauge('RemoteCopyLagBytes', 'Bytes'),
  ...['RemoteLogManagerTasksAvgIdlePercent', 'RemoteLogReaderAvgIdlePercent'].map(name => reserve(name, 'Percent')),
  gauge('RemoteLogReaderTaskQueueSize', 'Count'),
  ...countedBy([['Cluster Name', 'Broker ID', 'Client Authentication']], [gauge('ClientConnectionCount', 'Count')]),
]

/** Of what producers and consumers move: by broker, or by topic where there are no brokers to see. */
const traffic: MetricDefinition[] = countedBy(
  [broker, serverlessTopic],
  [
    ...gauges('Bytes/Second', 'BytesInPerSec', 'BytesOutPerSec'),
    ...gauges('Count/Second', 'MessagesInPerSec'),
    ...gauges('Count/Second', 'FetchMessageConversionsPerSec', 'ProduceMessageConversionsPerSec'),
  ],
)

const whole: MetricDefinition[] = countedBy(
  [cluster],
  [
    { name: 'ActiveControllerCount', unit: 'Count', statistics: ['Average', 'Maximum', 'Sum'] },
    fact('OfflinePartitionsCount', 'Count'),
    fact('GlobalPartitionCount', 'Count'),
    fact('GlobalTopicCount', 'Count'),
  ],
)

/** AWS documents consumers' lag now with the cluster's name and now without. */
const lags: MetricDefinition[] = [
  ...countedBy(
    [
      ['Cluster Name', 'Consumer Group', 'Topic'],
      ['Consumer Group', 'Topic'],
    ],
    [
      gauge('SumOffsetLag', 'Count'),
      gauge('MaxOffsetLag', 'Count'),
      gauge('EstimatedMaxTimeLag', 'Seconds'),
      gauge('MaxEstimatedTimeLag', 'Seconds'),
    ],
  ),
  ...countedBy(
    [
      ['Cluster Name', 'Consumer Group', 'Topic', 'Partition'],
      ['Consumer Group', 'Topic', 'Partition'],
    ],
    [gauge('OffsetLag', 'Count'), gauge('EstimatedTimeLag', 'Seconds')],
  ),
]

/** MSK Replicator: by the replicator and what it copies; AWS documents no single set. */
const replicators: MetricDefinition[] = countedBy(
  [],
  [
    gauge('ReplicationLatency', 'Milliseconds'),
    gauge('MessageLag', 'Count'),
    gauge('ReplicatorThroughput', 'Bytes/Second'),
    gauge('ReplicatorBytesInPerSec', 'Bytes/Second'),
    counter('ReplicatorFailure'),
    ...counters('AuthError', 'ConsumerGroupCount', 'ConsumerGroupOffsetSyncFailure', 'KafkaClusterPingSuccessCount'),
  ],
)

export const metrics: MetricDefinition[] = [
  ...machines,
  ...requests,
  ...partitions,
  ...traffic,
  ...whole,
  ...lags,
  ...replicators,
]
