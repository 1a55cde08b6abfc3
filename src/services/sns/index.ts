// Amazon SNS: topics.
import { defineService, type MetricDefinition, type ResourceDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, outcome, perRequest } from '../kinds.ts'

/** https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
const metrics: MetricDefinition[] = [
  counter('NumberOfMessagesPublished'),
  counter('NumberOfNotificationsDelivered'),
  counter('NumberOfNotificationsFailed'),
  counter('NumberOfNotificationsFilteredOut'),
  counter('NumberOfNotificationsFilteredOut-InvalidAttributes'),
  counter('NumberOfNotificationsFilteredOut-NoMessageAttributes'),
  counter('NumberOfNotificationsFilteredOut-MessageBody'),
  counter('NumberOfNotificationsFilteredOut-InvalidMessageBody'),
  counter('NumberOfNotificationsFilteredOut-MessageAttributes'),
  counter('NumberOfNotificationsRedrivenToDlq'),
  counter('NumberOfNotificationsFailedToRedriveToDlq'),
  perRequest('PublishSize', 'Bytes'),
  // Of text messages, which belong to no topic. What they cost adds up from the first of the month, in US dollars.
  ...countedBy([[]], [fact('SMSMonthToDateSpentUSD', 'None')]),
  ...countedBy([['Country', 'SMSType']], [{ ...outcome('SMSSuccessRate'), statistics: ['Average', 'Sum'] }]),
]

const topics: ResourceDefinition = {
  type: 'sns:topic',
  title: 'SNS topics',
  actions: [{ action: 'sns:ListTopics', why: 'Lists the topics. No message and no subscriber is read.' }],
  scope: 'regional',
  async *list(context) {
    const { paginateListTopics, SNSClient } = await import('@aws-sdk/client-sns')
    for await (const page of paginateListTopics({ client: context.client(SNSClient) }, {})) {
      yield (page.Topics ?? []).flatMap(({ TopicArn }) => {
        const name = TopicArn?.split(':').at(-1)
        if (!TopicArn || !name) return []
        return {
          arn: TopicArn,
          name,
          tags: {},
          labels: {},
          attributes: { TopicArn, FifoTopic: name.endsWith('.fifo') },
        }
      })
    }
  },
}

export const sns = defineService({
  id: 'sns',
  title: 'Amazon SNS',
  namespaces: [
    {
      namespace: 'AWS/SNS',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['TopicName', 'Application', 'Platform', 'Country', 'SMSType', 'PhoneNumber'],
      // Again for mobile push by application and platform, and for text messages without a topic.
      grain: [['TopicName']],
      otherSets: [
        [],
        ['Application'],
        ['Platform'],
        ['Application', 'Platform'],
        ['PhoneNumber'],
        ['Country', 'SMSType'],
      ],
      associations: [{ resourceType: 'sns:topic', arn: /:sns:[^:]+:[0-9]{12}:(?<TopicName>[^:/]+)$/ }],
    },
  ],
  resources: [topics],
})
