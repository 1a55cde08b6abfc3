// Amazon Kinesis Data Streams: streams.
import { defineService, type MetricDefinition, type ResourceDefinition } from '../../core/define.ts'
import { describe, labelRecord } from '../facts.ts'
import { countedBy, counter, outcome, perRequest } from '../kinds.ts'

/** How far a reader is behind: its worst is what hurts, for records that grow too old are lost. */
const age = (name: string): MetricDefinition => ({
  name,
  unit: 'Milliseconds',
  statistics: ['Maximum', 'Average'],
})

/** https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
const metrics: MetricDefinition[] = [
  counter('IncomingBytes', 'Bytes'),
  counter('IncomingRecords'),
  counter('GetRecords.Bytes', 'Bytes'),
  counter('GetRecords.Records'),
  age('GetRecords.IteratorAgeMilliseconds'),
  perRequest('GetRecords.Latency', 'Milliseconds'),
  outcome('GetRecords.Success'),
  counter('PutRecord.Bytes', 'Bytes'),
  perRequest('PutRecord.Latency', 'Milliseconds'),
  outcome('PutRecord.Success'),
  counter('PutRecords.Bytes', 'Bytes'),
  perRequest('PutRecords.Latency', 'Milliseconds'),
  counter('PutRecords.Records'),
  outcome('PutRecords.Success'),
  counter('PutRecords.TotalRecords'),
  counter('PutRecords.SuccessfulRecords'),
  counter('PutRecords.FailedRecords'),
  counter('PutRecords.ThrottledRecords'),
  counter('ReadProvisionedThroughputExceeded'),
  counter('WriteProvisionedThroughputExceeded'),
  // Of consumers with enhanced fan-out.
  ...countedBy(
    [['StreamName', 'ConsumerName']],
    [
      counter('SubscribeToShard.RateExceeded'),
      outcome('SubscribeToShard.Success'),
      counter('SubscribeToShardEvent.Bytes', 'Bytes'),
      age('SubscribeToShardEvent.MillisBehindLatest'),
      counter('SubscribeToShardEvent.Records'),
      outcome('SubscribeToShardEvent.Success'),
    ],
  ),
  // Of shards, where enhanced monitoring is switched on.
  ...countedBy(
    [['StreamName', 'ShardId']],
    [age('IteratorAgeMilliseconds'), counter('OutgoingBytes', 'Bytes'), counter('OutgoingRecords')],
  ),
]

const streams: ResourceDefinition = {
  type: 'kinesis:stream',
  title: 'Kinesis data streams',
  actions: [{ action: 'kinesis:ListStreams', why: 'Lists data streams with their capacity mode. No record is read.' }],
  scope: 'regional',
  labels: ['name', 'stream_mode'],
  async *list(context) {
    const { KinesisClient, paginateListStreams } = await import('@aws-sdk/client-kinesis')
    for await (const page of paginateListStreams({ client: context.client(KinesisClient), pageSize: 100 }, {})) {
      yield (page.StreamSummaries ?? []).flatMap(stream => {
        const { StreamARN: arn, StreamName: name } = stream
        if (!arn || !name) return []
        return {
          arn,
          name,
          tags: {},
          labels: labelRecord({ name, stream_mode: stream.StreamModeDetails?.StreamMode }),
          attributes: describe(stream, ['StreamName', 'StreamStatus', 'StreamModeDetails', 'StreamCreationTimestamp']),
        }
      })
    }
  },
}

export const kinesis = defineService({
  id: 'kinesis',
  title: 'Amazon Kinesis Data Streams',
  namespaces: [
    {
      namespace: 'AWS/Kinesis',
      period: 60,
      publicationDelay: 120,
      metrics,
      dimensions: ['StreamName', 'ShardId', 'ConsumerName'],
      grain: [['StreamName']],
      otherSets: [
        ['StreamName', 'ShardId'],
        ['StreamName', 'ConsumerName'],
      ],
      associations: [{ resourceType: 'kinesis:stream', arn: /:kinesis:[^:]+:[0-9]{12}:stream\/(?<StreamName>[^/]+)$/ }],
    },
  ],
  resources: [streams],
})
