// AWS usage and quotas: how many resources and calls of a service an account has. Not read unless asked for.
import { defineService, type MetricDefinition } from '../../core/define.ts'
import { counter, fact } from '../kinds.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Service-Quota-Integration.html */
const metrics: MetricDefinition[] = [
  counter('CallCount', 'None'),
  counter('ThrottleCount', 'None'),
  fact('ResourceCount', 'None'),
]

export const usage = defineService({
  id: 'usage',
  title: 'AWS usage and quotas',
  namespaces: [
    {
      namespace: 'AWS/Usage',
      period: 60,
      publicationDelay: 300,
      // Resources are counted every five minutes; of calls AWS advises the sum of a minute.
      metrics: metrics.map(metric => (metric.name === 'ResourceCount' ? { ...metric, period: 300 } : metric)),
      dimensions: ['Class', 'Resource', 'Service', 'Type'],
      grain: [['Class', 'Resource', 'Service', 'Type']],
      otherSets: [['Resource', 'Service', 'Type']],
      // Usage is the account's, and no single resource's.
      associations: [],
    },
  ],
  resources: [],
})
