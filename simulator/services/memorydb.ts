// The simulated MemoryDB: clusters, with their shards where they are asked for.
import type { Cluster } from '@aws-sdk/client-memorydb'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onOwn } from './here.ts'
import { listing } from './listed.ts'

export function simulatedMemoryDb(world: World): SimulatedService {
  const clusters = (shards: boolean) =>
    listing<Cluster>(world, {
      action: 'memorydb:DescribeClusters',
      requires: onOwn<{ ClusterName?: string }>(
        'memorydb:DescribeClusters',
        'memorydb',
        input => `cluster/${input.ClusterName ?? '*'}`,
      ),
      kind: 'memorydb:cluster',
      member: 'Clusters',
      limit: 'MaxResults',
      size: 50,
      badToken: 'InvalidParameterValueException',
      shown: ({ Shards, ...cluster }) => (shards ? { ...cluster, Shards } : cluster),
      where: (cluster, { ClusterName: name }) => name === undefined || cluster.Name === name,
    })
  const [short, whole] = [clusters(false), clusters(true)]
  return {
    signingName: 'memorydb',
    client: '@aws-sdk/client-memorydb',
    protocol: 'awsJson1_1',
    target: 'AmazonMemoryDB',
    operations: {
      DescribeClusters: {
        ...short,
        answer: (input, call) => (input.ShowShardDetails ? whole : short).answer(input, call),
      },
    },
  }
}
