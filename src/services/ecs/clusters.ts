// ECS clusters, with their tags.
import type { Cluster } from '@aws-sdk/client-ecs'
import type { ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { describe, tagRecord } from '../facts.ts'

function clusterFacts(cluster: Cluster, arn: string): ResourceFacts {
  return {
    arn,
    name: cluster.clusterName ?? arn,
    tags: tagRecord(cluster.tags),
    labels: {},
    attributes: describe(cluster, [
      'clusterName',
      'status',
      'runningTasksCount',
      'pendingTasksCount',
      'activeServicesCount',
      'registeredContainerInstancesCount',
      'capacityProviders',
    ]),
  }
}

export const clusters: ResourceDefinition = {
  type: 'ecs:cluster',
  title: 'ECS clusters',
  actions: [
    { action: 'ecs:ListClusters', why: 'Finds the ECS clusters.' },
    { action: 'ecs:DescribeClusters', why: 'Reads the tags and task counts of ECS clusters, a hundred at a call.' },
  ],
  scope: 'regional',
  async *list(context) {
    const { DescribeClustersCommand, ECSClient, paginateListClusters } = await import('@aws-sdk/client-ecs')
    const client = context.client(ECSClient)
    for await (const page of paginateListClusters({ client, pageSize: 100 }, {})) {
      if (!page.clusterArns?.length) continue
      const described = await client.send(
        new DescribeClustersCommand({ clusters: page.clusterArns, include: ['TAGS'] }),
      )
      yield (described.clusters ?? []).flatMap(cluster =>
        cluster.clusterArn ? clusterFacts(cluster, cluster.clusterArn) : [],
      )
    }
  },
}
