// Amazon SQS: queues.
import type { QueueAttributeName } from '@aws-sdk/client-sqs'
import {
  defineService,
  type MetricDefinition,
  type ReadContext,
  type ResourceDefinition,
  type ResourceFacts,
} from '../../core/define.ts'
import { askEach, related } from '../facts.ts'
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

/** What is set, and nothing that changes by itself. Not `Policy`, which may be long and is nobody's tag. */
const settings: QueueAttributeName[] = [
  'QueueArn',
  'CreatedTimestamp',
  'DelaySeconds',
  'FifoQueue',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
]

/** The queue that takes what could not be handled; AWS writes the policy as JSON within a string. */
function deadLetterQueueOf(policy: string | undefined): string | undefined {
  const { deadLetterTargetArn }: { deadLetterTargetArn?: unknown } = JSON.parse(policy || '{}')
  return typeof deadLetterTargetArn === 'string' ? deadLetterTargetArn : undefined
}

function queueFacts(context: ReadContext, url: string, attributes: Record<string, string> = {}): ResourceFacts {
  const name = new URL(url).pathname.split('/').at(-1) ?? url
  const { QueueArn, ...others } = attributes
  return {
    arn: QueueArn ?? `arn:${context.partition}:sqs:${context.region}:${context.accountId}:${name}`,
    name,
    tags: {},
    labels: {},
    attributes: { QueueUrl: url, ...others },
    ...related(['uses', deadLetterQueueOf(others.RedrivePolicy), others.KmsMasterKeyId]),
  }
}

const queues: ResourceDefinition = {
  type: 'sqs:queue',
  title: 'SQS queues',
  actions: [
    { action: 'sqs:ListQueues', why: 'Lists the queues. No message is read.' },
    { action: 'sqs:GetQueueAttributes', why: 'Reads a queue’s settings: its time-outs, dead-letter queue and key.' },
  ],
  scope: 'regional',
  async *list(context) {
    const { GetQueueAttributesCommand, paginateListQueues, SQSClient } = await import('@aws-sdk/client-sqs')
    const client = context.client(SQSClient)
    for await (const page of paginateListQueues({ client, pageSize: 1000 }, {})) {
      yield await askEach(page.QueueUrls ?? [], ['QueueDoesNotExist'], async QueueUrl => {
        const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: settings }))
        return queueFacts(context, QueueUrl, Attributes)
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
