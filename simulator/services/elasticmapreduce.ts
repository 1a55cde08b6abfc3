// The simulated EMR: clusters, those that ended included.
import type { ClusterSummary } from '@aws-sdk/client-emr'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedElasticMapReduce(world: World): SimulatedService {
  return {
    signingName: 'elasticmapreduce',
    client: '@aws-sdk/client-emr',
    protocol: 'awsJson1_1',
    target: 'ElasticMapReduce',
    operations: {
      ListClusters: listing<ClusterSummary>(world, {
        action: 'elasticmapreduce:ListClusters',
        kind: 'elasticmapreduce:cluster',
        member: 'Clusters',
        token: { input: 'Marker', output: 'Marker' },
        size: 50,
        badToken: 'InvalidRequestException',
        where: (cluster, input) => {
          const states = (input.ClusterStates ?? []) as string[]
          return states.length === 0 || states.includes(cluster.Status?.State ?? '')
        },
      }),
    },
  }
}
