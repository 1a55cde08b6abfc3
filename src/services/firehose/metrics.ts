// What AWS/Firehose publishes: https://docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
import type { MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, gauge, perRequest } from '../kinds.ts'

/** Sum of what succeeded over sum of what was tried, 0 to 1. */
const share = (name: string): MetricDefinition => ({ name, unit: 'None', statistics: ['Average', 'Minimum'] })

/** How old the oldest record is that waits: its worst is what hurts. */
const freshness = (name: string): MetricDefinition => ({ name, unit: 'Seconds', statistics: ['Maximum', 'Average'] })

/** What every destination has. */
const delivery = (to: string): MetricDefinition[] => [
  counter(`${to}.Bytes`, 'Bytes'),
  counter(`${to}.Records`),
  share(`${to}.Success`),
]

const toOpenSearch = (name: string): MetricDefinition[] => [
  ...delivery(name),
  freshness(`${name}.DataFreshness`),
  counter(`${name}.AuthFailure`),
  counter(`${name}.DeliveryRejected`),
]

export const metrics: MetricDefinition[] = [
  counter('IncomingBytes', 'Bytes'),
  counter('IncomingRecords'),
  counter('IncomingPutRequests'),
  counter('ThrottledRecords'),
  ...delivery('DeliveryToS3'),
  freshness('DeliveryToS3.DataFreshness'),
  counter('DeliveryToS3.ObjectCount'),
  ...delivery('BackupToS3'),
  freshness('BackupToS3.DataFreshness'),
  ...delivery('DeliveryToRedshift'),
  ...delivery('DeliveryToElasticsearch'),
  ...toOpenSearch('DeliveryToAmazonOpenSearchService'),
  ...toOpenSearch('DeliveryToAmazonOpenSearchServerless'),
  ...delivery('DeliveryToSplunk'),
  freshness('DeliveryToSplunk.DataFreshness'),
  gauge('DeliveryToSplunk.DataAckLatency', 'Seconds'),
  ...delivery('DeliveryToSnowflake'),
  freshness('DeliveryToSnowflake.DataFreshness'),
  gauge('DeliveryToSnowflake.DataCommitLatency', 'Seconds'),
  ...delivery('DeliveryToHttpEndpoint'),
  freshness('DeliveryToHttpEndpoint.DataFreshness'),
  counter('DeliveryToHttpEndpoint.ProcessedBytes', 'Bytes'),
  counter('DeliveryToHttpEndpoint.ProcessedRecords'),
  // Where it comes from another stream.
  counter('DataReadFromKinesisStream.Bytes', 'Bytes'),
  counter('DataReadFromKinesisStream.Records'),
  counter('DataReadFromSource.Bytes', 'Bytes'),
  counter('DataReadFromSource.Records'),
  counter('DataReadFromSource.Backpressured'),
  gauge('KinesisMillisBehindLatest', 'Milliseconds'),
  gauge('KafkaOffsetLag', 'Count'),
  gauge('SourceThrottled.Delay', 'Milliseconds'),
  counter('ThrottledDescribeStream'),
  counter('ThrottledGetRecords'),
  counter('ThrottledGetShardIterator'),
  // What is done with records on the way.
  perRequest('ExecuteProcessing.Duration', 'Milliseconds'),
  share('ExecuteProcessing.Success'),
  counter('SucceedProcessing.Bytes', 'Bytes'),
  counter('SucceedProcessing.Records'),
  counter('SucceedConversion.Bytes', 'Bytes'),
  counter('SucceedConversion.Records'),
  counter('FailedConversion.Bytes', 'Bytes'),
  counter('FailedConversion.Records'),
  counter('FailedValidation.Bytes', 'Bytes'),
  counter('FailedValidation.Records'),
  counter('OutputDecompressedBytes.Success', 'Bytes'),
  counter('OutputDecompressedBytes.Failed', 'Bytes'),
  counter('OutputDecompressedRecords.Success'),
  counter('OutputDecompressedRecords.Failed'),
  perRequest('JQProcessing.Duration', 'Milliseconds'),
  gauge('PartitionCount', 'Count'),
  counter('PartitionCountExceeded'),
  gauge('PerPartitionThroughput', 'Bytes/Second'),
  // Quotas that hold at present.
  fact('ActivePartitionsLimit', 'Count'),
  fact('BytesPerSecondLimit', 'Bytes/Second'),
  fact('PutRequestsPerSecondLimit', 'Count'),
  fact('RecordsPerSecondLimit', 'Count'),
  counter('KMSKeyAccessDenied'),
  counter('KMSKeyDisabled'),
  counter('KMSKeyInvalidState'),
  counter('KMSKeyNotFound'),
  // Calls of its API.
  counter('PutRecord.Bytes', 'Bytes'),
  counter('PutRecord.Requests'),
  perRequest('PutRecord.Latency', 'Milliseconds'),
  counter('PutRecordBatch.Bytes', 'Bytes'),
  counter('PutRecordBatch.Records'),
  counter('PutRecordBatch.Requests'),
  perRequest('PutRecordBatch.Latency', 'Milliseconds'),
  counter('DescribeDeliveryStream.Requests'),
  perRequest('DescribeDeliveryStream.Latency', 'Milliseconds'),
  counter('UpdateDeliveryStream.Requests'),
  perRequest('UpdateDeliveryStream.Latency', 'Milliseconds'),
  ...countedBy(
    [[]],
    [counter('ListDeliveryStreams.Requests'), perRequest('ListDeliveryStreams.Latency', 'Milliseconds')],
  ),
]
