// ECS services, with their tags.
import type { Service } from '@aws-sdk/client-ecs'
import type { ReadContext, ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { numberOf } from '../derived.ts'
import { arnsIn, chunks, describe, labelRecord, related, tagRecord } from '../facts.ts'

function serviceFacts(context: ReadContext, service: Service, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const network = service.networkConfiguration?.awsvpcConfiguration
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
    ...related(
      ['in', service.clusterArn, ...(network?.subnets ?? []).map(id => ec2('subnet', id))],
      ['uses', service.taskDefinition, service.roleArn],
      ['uses', ...(network?.securityGroups ?? []).map(id => ec2('security-group', id))],
      ['uses', ...(service.loadBalancers ?? []).map(balancer => balancer.targetGroupArn)],
    ),
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
  // CloudWatch tells these only with Container Insights.
  derived: [
    {
      name: 'aws.ecs.service.desired',
      unit: 'Count',
      description: 'Tasks that the service is to run.',
      value: numberOf('desiredCount'),
    },
    {
      name: 'aws.ecs.service.running',
      unit: 'Count',
      description: 'Tasks of the service that run.',
      value: numberOf('runningCount'),
    },
    {
      name: 'aws.ecs.service.pending',
      unit: 'Count',
      description: 'Tasks of the service that are on their way.',
      value: numberOf('pendingCount'),
    },
  ],
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
              service.serviceArn ? serviceFacts(context, service, service.serviceArn) : [],
            )
          }
        }
      }
    }
  },
}
