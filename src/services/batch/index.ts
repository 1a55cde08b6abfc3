// AWS Batch: job queues and compute environments, with their tags.
import type { ComputeEnvironmentDetail, JobQueueDetail } from '@aws-sdk/client-batch'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related, withArn } from '../facts.ts'

const queueFacts = (queue: JobQueueDetail, arn: string): ResourceFacts => ({
  arn,
  name: queue.jobQueueName ?? arn,
  tags: queue.tags ?? {},
  labels: labelRecord({ state: queue.state }),
  attributes: describe(queue, ['jobQueueName', 'jobQueueType', 'priority', 'state', 'status', 'statusReason']),
  ...related(
    ['uses', ...(queue.computeEnvironmentOrder ?? []).map(({ computeEnvironment }) => computeEnvironment)],
    ['uses', queue.schedulingPolicyArn],
  ),
})

function environmentFacts(context: ReadContext, environment: ComputeEnvironmentDetail, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const resources = environment.computeResources
  return {
    arn,
    name: environment.computeEnvironmentName ?? arn,
    tags: environment.tags ?? {},
    labels: labelRecord({ state: environment.state, type: environment.type, resources: resources?.type }),
    attributes: {
      ...describe(environment, [
        'computeEnvironmentName',
        'type',
        'state',
        'status',
        'statusReason',
        'containerOrchestrationType',
      ]),
      // Not desiredvCpus: Batch changes it by itself.
      computeResources: resources
        ? describe(resources, ['type', 'allocationStrategy', 'instanceTypes', 'minvCpus', 'maxvCpus'])
        : null,
    },
    ...related(
      ['in', ...(resources?.subnets ?? []).map(id => ec2('subnet', id))],
      ['uses', ...(resources?.securityGroupIds ?? []).map(id => ec2('security-group', id))],
      ['uses', environment.serviceRole, environment.ecsClusterArn, environment.eksConfiguration?.eksClusterArn],
    ),
  }
}

const queues: ResourceDefinition = {
  type: 'batch:job-queue',
  title: 'Batch job queues',
  actions: [
    { action: 'batch:DescribeJobQueues', why: 'Lists job queues with their tags, state and compute environments.' },
  ],
  scope: 'regional',
  labels: ['state'],
  async *list(context) {
    const { BatchClient, paginateDescribeJobQueues } = await import('@aws-sdk/client-batch')
    for await (const page of paginateDescribeJobQueues({ client: context.client(BatchClient), pageSize: 100 }, {}))
      yield withArn(page.jobQueues, 'jobQueueArn', queueFacts)
  },
}

const environments: ResourceDefinition = {
  type: 'batch:compute-environment',
  title: 'Batch compute environments',
  actions: [
    {
      action: 'batch:DescribeComputeEnvironments',
      why: 'Lists compute environments with their tags, state and network.',
    },
  ],
  scope: 'regional',
  labels: ['state', 'type', 'resources'],
  async *list(context) {
    const { BatchClient, paginateDescribeComputeEnvironments } = await import('@aws-sdk/client-batch')
    const client = context.client(BatchClient)
    for await (const page of paginateDescribeComputeEnvironments({ client, pageSize: 100 }, {}))
      yield withArn(page.computeEnvironments, 'computeEnvironmentArn', (environment, arn) =>
        environmentFacts(context, environment, arn),
      )
  },
}

export const batch = defineService({
  id: 'batch',
  title: 'AWS Batch',
  namespaces: [],
  resources: [queues, environments],
})
