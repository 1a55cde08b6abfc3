// The simulated Batch: job queues and compute environments, with their tags.
import type { ComputeEnvironmentDetail, JobQueueDetail } from '@aws-sdk/client-batch'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here } from './here.ts'
import { listing } from './listed.ts'

const pages = {
  token: { input: 'nextToken', output: 'nextToken' },
  limit: 'maxResults',
  size: 100,
  badToken: 'ClientException',
}

export function simulatedBatch(world: World): SimulatedService {
  return {
    signingName: 'batch',
    client: '@aws-sdk/client-batch',
    protocol: 'restJson1',
    operations: {
      DescribeJobQueues: listing<JobQueueDetail>(world, {
        action: 'batch:DescribeJobQueues',
        kind: 'batch:job-queue',
        member: 'jobQueues',
        shown: (queue, call) => ({ ...queue, tags: here(world, call).state.tags.get(queue.jobQueueArn ?? '') }),
        ...pages,
      }),
      DescribeComputeEnvironments: listing<ComputeEnvironmentDetail>(world, {
        action: 'batch:DescribeComputeEnvironments',
        kind: 'batch:compute-environment',
        member: 'computeEnvironments',
        shown: (environment, call) => ({
          ...environment,
          tags: here(world, call).state.tags.get(environment.computeEnvironmentArn ?? ''),
        }),
        ...pages,
      }),
    },
  }
}
