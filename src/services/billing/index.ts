// AWS Billing: what the account has cost this month so far.
import { HOUR, SECOND } from '../../core/clock.ts'
import { defineService } from '../../core/define.ts'
import { fact } from '../kinds.ts'

export const billing = defineService({
  id: 'billing',
  title: 'AWS Billing',
  namespaces: [
    {
      // Only in us-east-1, only where the account receives billing alerts; a running total that starts anew each month:
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
      namespace: 'AWS/Billing',
      period: (6 * HOUR) / SECOND,
      publicationDelay: HOUR / SECOND,
      metrics: [fact('EstimatedCharges', 'None')],
      dimensions: ['ServiceName', 'LinkedAccount', 'Currency'],
      // The total; the same again by service, by account of an Organization, and by both.
      grain: [['Currency']],
      otherSets: [
        ['Currency', 'ServiceName'],
        ['Currency', 'LinkedAccount'],
        ['Currency', 'LinkedAccount', 'ServiceName'],
      ],
      associations: [],
    },
  ],
  resources: [],
})
