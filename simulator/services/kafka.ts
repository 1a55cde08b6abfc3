// The simulated MSK: clusters. No message is kept.
import type { Cluster } from '@aws-sdk/client-kafka'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedKafka(world: World): SimulatedService {
  return {
    signingName: 'kafka',
    client: '@aws-sdk/client-kafka',
    protocol: 'restJson1',
    operations: {
      // https://docs.aws.amazon.com/MSK/2.0/APIReference/v2-clusters.html
      ListClustersV2: listing<Cluster>(world, {
        action: 'kafka:ListClustersV2',
        kind: 'kafka:cluster',
        member: 'ClusterInfoList',
        limit: 'MaxResults',
        size: 100,
        badToken: 'BadRequestException',
        where: (cluster, { ClusterTypeFilter: type, ClusterNameFilter: prefix }) =>
          (type === undefined || cluster.ClusterType === type) &&
          (typeof prefix !== 'string' || (cluster.ClusterName ?? '').startsWith(prefix)),
      }),
    },
  }
}
