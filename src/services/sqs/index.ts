// Amazon SQS: queues.
import { defineService, type MetricDefinition, type ResourceDefinition } from '../../core/define.ts'
import { counter, gauge, perRequest } from '../kinds.ts'

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
const metrics: MetricDefinition[] = [
  gauge('ApproximateAgeOfOldestMessage', 'Seconds'),
  gauge('ApproximateNumberOfMessagesVisible', 'Count'),
  gauge('ApproximateNumberOfMessagesNotVisible', 'Count'),
  gauge('ApproximateNumberOfMessagesDelayed', 'Count'),
  gauge('ApproximateNumberOfGroupsWithInflightMessages', 'Count'),
  counter('NumberOfMessagesSent'),
  counter('NumberOfMessagesReceived'),
  counter('NumberOfMessagesDeleted'),
  counter('NumberOfEmptyReceives'),
  counter('NumberOfDeduplicatedSentMessages'),
  perRequest('SentMessageSize', 'Bytes'),
]

const queues: ResourceDefinition = {
  type: 'sqs:queue',
  title: 'SQS queues',
  actions: [{ action: 'sqs:ListQueues', why: 'Lists the queues. No message is read.' }],
  scope: 'regional',
  async *list(context) {
    const { paginateListQueues, SQSClient } = await import('@aws-sdk/client-sqs')
    for await (const page of paginateListQueues({ client: context.client(SQSClient), pageSize: 1000 }, {})) {
      yield (page.QueueUrls ?? []).flatMap(url => {
        const name = new URL(url).pathname.split('/').at(-1)
        if (!name) return []
        return {
          arn: `arn:${context.partition}:sqs:${context.region}:${context.accountId}:${name}`,
          name,
          tags: {},
          labels: {},
          attributes: { QueueUrl: url, FifoQueue: name.endsWith('.fifo') },
        }
      })
    }
  },
}

export const sqs = defineService({
  id: 'sqs',
  title: 'Amazon SQS',
  namespaces: [
    {
      namespace: 'AWS/SQS',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['QueueName'],
      grain: [['QueueName']],
      associations: [{ resourceType: 'sqs:queue', arn: /:sqs:[^:]+:[0-9]{12}:(?<QueueName>[^:]+)$/ }],
    },
  ],
  resources: [queues],
})
