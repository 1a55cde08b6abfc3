// Amazon MQ: ActiveMQ and RabbitMQ brokers.
import { type Association, defineService, type ResourceDefinition } from '../../core/define.ts'
import { describe, labelRecord } from '../facts.ts'
import { metrics } from './metrics.ts'

const brokers: ResourceDefinition = {
  type: 'mq:broker',
  title: 'Amazon MQ brokers',
  actions: [
    {
      action: 'mq:ListBrokers',
      why: 'Lists brokers with their engine and instance type. No user and no queue is read.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'engine', 'instance-type', 'deployment_mode'],
  async *list(context) {
    const { MqClient, paginateListBrokers } = await import('@aws-sdk/client-mq')
    for await (const page of paginateListBrokers({ client: context.client(MqClient), pageSize: 100 }, {})) {
      yield (page.BrokerSummaries ?? []).flatMap(broker => {
        if (!broker.BrokerArn) return []
        const name = broker.BrokerName ?? broker.BrokerArn
        return {
          arn: broker.BrokerArn,
          name,
          tags: {},
          labels: labelRecord({
            name,
            engine: broker.EngineType?.toLowerCase(),
            'instance-type': broker.HostInstanceType,
            deployment_mode: broker.DeploymentMode?.toLowerCase(),
          }),
          attributes: describe(broker, [
            'BrokerId',
            'BrokerName',
            'BrokerState',
            'Created',
            'DeploymentMode',
            'EngineType',
            'HostInstanceType',
          ]),
        }
      })
    }
  },
}

const byName: Association = { resourceType: 'mq:broker', arn: /:broker:(?<Broker>[^:]+):[^:]+$/ }

export const mq = defineService({
  id: 'mq',
  title: 'Amazon MQ',
  namespaces: [
    {
      namespace: 'AWS/AmazonMQ',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['Broker', 'Queue', 'Topic', 'NetworkConnector', 'Node', 'Virtual host'],
      grain: [['Broker']],
      otherSets: [
        ['Broker', 'Node'],
        ['Broker', 'Queue'],
        ['Broker', 'Topic'],
        ['Broker', 'NetworkConnector'],
        ['Broker', 'Queue', 'Virtual host'],
      ],
      // RabbitMQ goes by the broker's name; ActiveMQ by that of each instance, `-1` and its stand-by's `-2`.
      associations: [byName, { ...byName, values: { Broker: value => value.replace(/-[12]$/, '') } }],
    },
  ],
  resources: [brokers],
})
