// What AWS/DynamoDB publishes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
import type { MetricDefinition } from '../../core/define.ts'
import { counter, everyFiveMinutes, fact, gauge, perRequest } from '../kinds.ts'

export const metrics: MetricDefinition[] = [
  counter('ConsumedReadCapacityUnits'),
  counter('ConsumedWriteCapacityUnits'),
  perRequest('SuccessfulRequestLatency', 'Milliseconds'),
  counter('ThrottledRequests'),
  counter('ReadThrottleEvents'),
  counter('WriteThrottleEvents'),
  counter('SystemErrors'),
  counter('UserErrors'),
  counter('ConditionalCheckFailedRequests'),
  counter('TransactionConflict'),
  counter('ReturnedItemCount'),
  counter('ReturnedBytes', 'Bytes'),
  counter('ReturnedRecordsCount'),
  counter('TimeToLiveDeletedItemCount'),
  ...everyFiveMinutes([
    { name: 'ProvisionedReadCapacityUnits', unit: 'Count', statistics: ['Average'] },
    { name: 'ProvisionedWriteCapacityUnits', unit: 'Count', statistics: ['Average'] },
    fact('OnDemandMaxReadRequestUnits', 'Count'),
    fact('OnDemandMaxWriteRequestUnits', 'Count'),
    // Global tables and streams.
    gauge('ReplicationLatency', 'Milliseconds'),
    gauge('PendingReplicationCount', 'Count'),
    gauge('AgeOfOldestUnreplicatedRecord', 'Milliseconds'),
    counter('FailedToReplicateRecordCount'),
    counter('ThrottledPutRecordCount'),
    counter('ConsumedChangeDataCaptureUnits'),
    // While an index is built.
    counter('OnlineIndexConsumedWriteCapacity'),
    fact('OnlineIndexPercentageProgress', 'Count'),
    counter('OnlineIndexThrottleEvents'),
    // Of the account and region, without a table.
    fact('AccountMaxReads', 'Count'),
    fact('AccountMaxTableLevelReads', 'Count'),
    fact('AccountMaxTableLevelWrites', 'Count'),
    fact('AccountMaxWrites', 'Count'),
    fact('AccountProvisionedReadCapacityUtilization', 'Percent'),
    fact('AccountProvisionedWriteCapacityUtilization', 'Percent'),
    fact('MaxProvisionedTableReadCapacityUtilization', 'Percent'),
    fact('MaxProvisionedTableWriteCapacityUtilization', 'Percent'),
  ]),
]
