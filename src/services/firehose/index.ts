// Amazon Data Firehose: delivery streams.
import type { ListDeliveryStreamsCommandOutput } from '@aws-sdk/client-firehose'
import { defineService, type ResourceDefinition } from '../../core/define.ts'
import { metrics } from './metrics.ts'

const deliveryStreams: ResourceDefinition = {
  type: 'firehose:deliverystream',
  title: 'Firehose streams',
  actions: [
    {
      action: 'firehose:ListDeliveryStreams',
      why: 'Lists the names of delivery streams. No destination and no record is read.',
    },
  ],
  scope: 'regional',
  async *list(context) {
    const { FirehoseClient, ListDeliveryStreamsCommand } = await import('@aws-sdk/client-firehose')
    const client = context.client(FirehoseClient)
    const { partition, region, accountId } = context
    let after: string | undefined
    let more = true
    while (more) {
      const input = { Limit: 10_000, ...(after && { ExclusiveStartDeliveryStreamName: after }) }
      const page: ListDeliveryStreamsCommandOutput = await client.send(new ListDeliveryStreamsCommand(input))
      const names = page.DeliveryStreamNames ?? []
      yield names.map(name => ({
        arn: `arn:${partition}:firehose:${region}:${accountId}:deliverystream/${name}`,
        name,
        tags: {},
        labels: {},
        attributes: { DeliveryStreamName: name },
      }))
      after = names.at(-1)
      // AWS goes on by the last name; a page without names has nothing to go on by.
      more = page.HasMoreDeliveryStreams === true && after !== undefined
    }
  },
}

export const firehose = defineService({
  id: 'firehose',
  title: 'Amazon Data Firehose',
  namespaces: [
    {
      namespace: 'AWS/Firehose',
      // "Collected and pushed to CloudWatch every five minutes."
      period: 300,
      publicationDelay: 300,
      metrics,
      dimensions: ['DeliveryStreamName'],
      grain: [['DeliveryStreamName']],
      otherSets: [[]],
      associations: [
        { resourceType: 'firehose:deliverystream', arn: /:deliverystream\/(?<DeliveryStreamName>[^/]+)$/ },
      ],
    },
  ],
  resources: [deliveryStreams],
})
