// What AWS/Redshift publishes: https://docs.aws.amazon.com/redshift/latest/mgmt/metrics-listing.html
import type { MetricDefinition } from '../../core/define.ts'
import { check, countedBy, counter, fact, gauge } from '../kinds.ts'

const queues = ['ClusterIdentifier', 'QueueName']

export const metrics: MetricDefinition[] = [
  gauge('CPUUtilization', 'Percent'),
  gauge('DatabaseConnections', 'Count'),
  // 1 while healthy: one failure within a bucket is a failure of the bucket.
  { name: 'HealthStatus', unit: 'Count', statistics: ['Minimum'] },
  check('MaintenanceMode'),
  gauge('PercentageDiskSpaceUsed', 'Percent'),
  fact('RedshiftManagedStorageTotalCapacity', 'Megabytes'),
  gauge('NetworkReceiveThroughput', 'Bytes/Second'),
  gauge('NetworkTransmitThroughput', 'Bytes/Second'),
  gauge('ReadIOPS', 'Count/Second'),
  gauge('WriteIOPS', 'Count/Second'),
  gauge('ReadLatency', 'Seconds'),
  gauge('WriteLatency', 'Seconds'),
  gauge('ReadThroughput', 'Bytes/Second'),
  gauge('WriteThroughput', 'Bytes/Second'),
  gauge('CommitQueueLength', 'Count'),
  gauge('ConcurrencyScalingActiveClusters', 'Count'),
  counter('ConcurrencyScalingSeconds', 'Seconds'),
  fact('MaxConfiguredConcurrencyScalingClusters', 'Count'),
  fact('TotalTableCount', 'Count'),
  fact('NumExceededSchemaQuotas', 'Count'),
  // By how long queries ran, again by queue (wlmid).
  ...countedBy(
    [['ClusterIdentifier', 'latency']],
    [gauge('QueriesCompletedPerSecond', 'Count/Second'), gauge('QueryDuration', 'Microseconds')],
  ),
  ...countedBy([['ClusterIdentifier', 'stage']], [gauge('QueryRuntimeBreakdown', 'Milliseconds')]),
  // By queue, again by its number and by priority.
  ...countedBy(
    [queues],
    [
      gauge('WLMQueueLength', 'Count'),
      gauge('WLMQueueWaitTime', 'Milliseconds'),
      gauge('WLMQueriesCompletedPerSecond', 'Count/Second'),
      gauge('WLMQueryDuration', 'Microseconds'),
      gauge('WLMRunningQueries', 'Count'),
    ],
  ),
  ...countedBy(
    [['ClusterIdentifier', 'DatabaseName', 'SchemaName']],
    [fact('SchemaQuota', 'Megabytes'), fact('StorageUsed', 'Megabytes'), gauge('PercentageQuotaUsed', 'Percent')],
  ),
  // Zero-ETL integrations.
  ...countedBy(
    [['IntegrationId']],
    [
      gauge('IntegrationLag', 'Seconds'),
      fact('IntegrationState', 'Count'),
      counter('IntegrationDataTransferred', 'Bytes'),
      counter('IntegrationInsertedRows'),
      counter('IntegrationUpdatedRows'),
      counter('IntegrationDeletedRows'),
      fact('IntegrationNumTablesReplicated', 'Count'),
      fact('IntegrationNumTablesFailedReplication', 'Count'),
    ],
  ),
]
