// The simulated SQS: queues, their attributes and tags. Messages are only counted.
import type { GetQueueAttributesCommandInput, ListQueuesCommandInput } from '@aws-sdk/client-sqs'
import { AwsError, type Call, type SimulatedService } from '../contract.ts'
import { emptyBucket } from '../world/bucket.ts'
import type { SimulatedQueue } from '../world/place.ts'
import type { World } from '../world/world.ts'
import { here, onAll, onOwn, pageOf } from './here.ts'

interface QueueInput {
  QueueUrl?: string | undefined
}

/** At the host that was asked, because SDK clients send to the URL's host. */
const urlOf = (name: string, call: Call): string =>
  `http://${call.headers.host ?? `sqs.${call.region}.amazonaws.com`}/${call.caller.accountId}/${name}`

const nameOf = (input: QueueInput): string => input.QueueUrl?.split('/').at(-1) ?? ''

function queueOf(world: World, input: QueueInput, call: Call): SimulatedQueue {
  const queue = here(world, call).state.queues.find(q => q.name === nameOf(input))
  if (!queue) throw new AwsError('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.')
  return queue
}

function listQueues(world: World, input: ListQueuesCommandInput, call: Call) {
  const { state } = here(world, call)
  const found = state.queues.filter(q => q.name.startsWith(input.QueueNamePrefix ?? ''))
  const refuse = () => new AwsError('InvalidParameterValue', 'The next token is not valid.')
  const size = input.MaxResults ?? 1000
  if (size < 1 || size > 1000) throw new AwsError('InvalidParameterValue', 'MaxResults must be between 1 and 1000.')
  const { items, next } = pageOf('queues', found, size, input.NextToken, refuse)
  // Without MaxResults SQS gives the first thousand and no token.
  const token = input.MaxResults === undefined ? undefined : next
  return { QueueUrls: items.map(q => urlOf(q.name, call)), ...(token !== undefined && { NextToken: token }) }
}

function getQueueAttributes(world: World, input: GetQueueAttributesCommandInput, call: Call) {
  const queue = queueOf(world, input, call)
  const reading = emptyBucket()
  queue.visible(Math.floor(call.now / 60_000) - 1, reading)
  const all: Record<string, string> = {
    ...queue.attributes,
    ApproximateNumberOfMessages: String(reading.sum),
    ApproximateNumberOfMessagesNotVisible: '0',
    ApproximateNumberOfMessagesDelayed: '0',
  }
  const names: string[] = input.AttributeNames ?? []
  if (names.includes('All')) return { Attributes: all }
  return { Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) }
}

export function simulatedSqs(world: World): SimulatedService {
  return {
    signingName: 'sqs',
    client: '@aws-sdk/client-sqs',
    protocol: 'awsJson1_0',
    target: 'AmazonSQS',
    xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    operations: {
      ListQueues: {
        requires: onAll('sqs:ListQueues'),
        answer: (input, call) => listQueues(world, input, call),
      },
      GetQueueAttributes: {
        requires: onOwn<QueueInput>('sqs:GetQueueAttributes', 'sqs', nameOf),
        answer: (input, call) => getQueueAttributes(world, input, call),
      },
      ListQueueTags: {
        requires: onOwn<QueueInput>('sqs:ListQueueTags', 'sqs', nameOf),
        answer: (input: QueueInput, call) => {
          const arn = queueOf(world, input, call).attributes.QueueArn ?? ''
          return { Tags: here(world, call).state.tags.get(arn) ?? {} }
        },
      },
    },
  }
}
