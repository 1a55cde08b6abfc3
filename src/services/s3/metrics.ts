// What AWS/S3 publishes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
import { DAY, SECOND } from '../../core/clock.ts'
import type { MetricDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, latency } from '../kinds.ts'

/** One point a day, at midnight UTC, published in the course of the next day. */
const daily = (name: string, unit: string): MetricDefinition => ({
  name,
  unit,
  statistics: ['Average'],
  period: DAY / SECOND,
  publicationDelay: DAY / SECOND,
  grain: [['BucketName', 'StorageType']],
})

export const metrics: MetricDefinition[] = [
  daily('BucketSizeBytes', 'Bytes'),
  daily('NumberOfObjects', 'Count'),
  counter('AllRequests'),
  counter('GetRequests'),
  counter('PutRequests'),
  counter('DeleteRequests'),
  counter('HeadRequests'),
  counter('PostRequests'),
  counter('ListRequests'),
  counter('SelectRequests'),
  counter('SelectScannedBytes', 'Bytes'),
  counter('SelectReturnedBytes', 'Bytes'),
  counter('BytesDownloaded', 'Bytes'),
  counter('BytesUploaded', 'Bytes'),
  counter('4xxErrors'),
  counter('5xxErrors'),
  latency('FirstByteLatency', 'Milliseconds'),
  latency('TotalRequestLatency', 'Milliseconds'),
  ...countedBy(
    [['SourceBucket', 'DestinationBucket', 'RuleId']],
    [
      fact('ReplicationLatency', 'Seconds'),
      fact('BytesPendingReplication', 'Bytes'),
      fact('OperationsPendingReplication', 'Count'),
      counter('OperationsFailedReplication'),
    ],
  ),
]
