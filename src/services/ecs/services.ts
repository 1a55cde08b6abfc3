// ECS services, with their tags.
import type { Service } from '@aws-sdk/client-ecs'
import type { ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { chunks, describe, labelRecord, tagRecord } from '../facts.ts'

function serviceFacts(service: Service, arn: string): ResourceFacts {
  return {
    arn,
    name: service.serviceName ?? arn,
    tags: tagRecord(service.tags),
    labels: labelRecord({
      launch_type: service.launchType,
      scheduling_strategy: service.schedulingStrategy,
    }),
    attributes: describe(service, [
      'serviceName',
      'clusterArn',
      'status',
      'launchType',
      'desiredCount',
      'runningCount',
      'pendingCount',
      'taskDefinition',
      'loadBalancers',
      'createdAt',
    ]),
  }
}

export const ecsServices: ResourceDefinition = {
  type: 'ecs:service',
  title: 'ECS services',
  actions: [
    { action: 'ecs:ListClusters', why: 'Finds the ECS clusters.' },
    { action: 'ecs:ListServices', why: 'Finds the services of each ECS cluster.' },
    { action: 'ecs:DescribeServices', why: 'Reads the tags and task counts of ECS services, ten at a call.' },
  ],
  scope: 'regional',
  labels: ['launch_type', 'scheduling_strategy'],
  async *list(context) {
    const { DescribeServicesCommand, ECSClient, paginateListClusters, paginateListServices } = await import(
      '@aws-sdk/client-ecs'
    )
    const client = context.client(ECSClient)
    for await (const clusters of paginateListClusters({ client, pageSize: 100 }, {})) {
      for (const cluster of clusters.clusterArns ?? []) {
        for await (const page of paginateListServices({ client, pageSize: 100 }, { cluster })) {
          // DescribeServices takes at most ten.
          for (const services of chunks(page.serviceArns ?? [], 10)) {
            const described = await client.send(new DescribeServicesCommand({ cluster, services, include: ['TAGS'] }))
            yield (described.services ?? []).flatMap(service =>
              service.serviceArn ? serviceFacts(service, service.serviceArn) : [],
            )
          }
        }
      }
    }
  },
}
