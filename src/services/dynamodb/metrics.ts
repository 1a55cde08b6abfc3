// What AWS/DynamoDB publishes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
import type { MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, everyFiveMinutes, fact, gauge, perRequest } from '../kinds.ts'

export const metrics: MetricDefinition[] = [
  counter('ConsumedReadCapacityUnits'),
  counter('ConsumedWriteCapacityUnits'),
  counter('ReadThrottleEvents'),
  counter('WriteThrottleEvents'),
  counter('ConditionalCheckFailedRequests'),
  counter('TransactionConflict'),
  counter('TimeToLiveDeletedItemCount'),
  // There is no total of a table: only its operations, and those of its stream.
  ...countedBy(
    [
      ['TableName', 'Operation'],
      ['TableName', 'Operation', 'StreamLabel'],
    ],
    [perRequest('SuccessfulRequestLatency', 'Milliseconds')],
  ),
  // By operation alone.
  ...countedBy(
    [['TableName', 'Operation']],
    [counter('ThrottledRequests'), counter('SystemErrors'), counter('ReturnedItemCount')],
  ),
  // Of a table's stream.
  ...countedBy(
    [['TableName', 'Operation', 'StreamLabel']],
    [counter('ReturnedBytes', 'Bytes'), counter('ReturnedRecordsCount')],
  ),
  // Of the account and region, without a table.
  ...countedBy([[]], [counter('UserErrors')]),
  ...everyFiveMinutes([
    { name: 'ProvisionedReadCapacityUnits', unit: 'Count', statistics: ['Average'] },
    { name: 'ProvisionedWriteCapacityUnits', unit: 'Count', statistics: ['Average'] },
    fact('OnDemandMaxReadRequestUnits', 'Count'),
    fact('OnDemandMaxWriteRequestUnits', 'Count'),
    // Global tables and streams.
    ...countedBy(
      [['TableName', 'ReceivingRegion']],
      [gauge('ReplicationLatency', 'Milliseconds'), gauge('PendingReplicationCount', 'Count')],
    ),
    ...countedBy(
      [['TableName', 'DelegatedOperation']],
      [
        gauge('AgeOfOldestUnreplicatedRecord', 'Milliseconds'),
        counter('FailedToReplicateRecordCount'),
        counter('ThrottledPutRecordCount'),
        counter('ConsumedChangeDataCaptureUnits'),
      ],
    ),
    // While an index is built.
    counter('OnlineIndexConsumedWriteCapacity'),
    fact('OnlineIndexPercentageProgress', 'Count'),
    counter('OnlineIndexThrottleEvents'),
    // Of the account and region, without a table.
    ...countedBy(
      [[]],
      [
        fact('AccountMaxReads', 'Count'),
        fact('AccountMaxTableLevelReads', 'Count'),
        fact('AccountMaxTableLevelWrites', 'Count'),
        fact('AccountMaxWrites', 'Count'),
        fact('AccountProvisionedReadCapacityUtilization', 'Percent'),
        fact('AccountProvisionedWriteCapacityUtilization', 'Percent'),
        fact('MaxProvisionedTableReadCapacityUtilization', 'Percent'),
        fact('MaxProvisionedTableWriteCapacityUtilization', 'Percent'),
      ],
    ),
  ]),
]
