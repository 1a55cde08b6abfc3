// The simulated ElastiCache: clusters, replication groups and serverless caches. Nothing is cached.
import type { CacheCluster, ReplicationGroup, ServerlessCache } from '@aws-sdk/client-elasticache'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onOwn } from './here.ts'
import { listing } from './listed.ts'

const marker = { input: 'Marker', output: 'Marker' }

/** Node details come only where they are asked for. */
const abridged = ({ CacheNodes: _, ...cluster }: CacheCluster): CacheCluster => cluster

export function simulatedElastiCache(world: World): SimulatedService {
  const clusters = (shown?: (cluster: CacheCluster) => CacheCluster) =>
    listing<CacheCluster>(world, {
      action: 'elasticache:DescribeCacheClusters',
      requires: onOwn<{ CacheClusterId?: string }>(
        'elasticache:DescribeCacheClusters',
        'elasticache',
        input => `cluster:${input.CacheClusterId ?? '*'}`,
      ),
      kind: 'elasticache:cluster',
      member: 'CacheClusters',
      token: marker,
      limit: 'MaxRecords',
      size: 100,
      badToken: 'InvalidParameterValue',
      ...(shown && { shown }),
      where: (cluster, { CacheClusterId: id, ShowCacheClustersNotInReplicationGroups: alone }) =>
        (id === undefined || cluster.CacheClusterId === id) && !(alone === true && cluster.ReplicationGroupId),
    })
  const short = clusters(abridged)
  const whole = clusters()
  return {
    signingName: 'elasticache',
    client: '@aws-sdk/client-elasticache',
    protocol: 'awsQuery',
    xmlNamespace: 'http://elasticache.amazonaws.com/doc/2015-02-02/',
    operations: {
      DescribeCacheClusters: {
        ...short,
        answer: (input, call) => (input.ShowCacheNodeInfo ? whole : short).answer(input, call),
      },
      DescribeReplicationGroups: listing<ReplicationGroup>(world, {
        action: 'elasticache:DescribeReplicationGroups',
        requires: onOwn<{ ReplicationGroupId?: string }>(
          'elasticache:DescribeReplicationGroups',
          'elasticache',
          input => `replicationgroup:${input.ReplicationGroupId ?? '*'}`,
        ),
        kind: 'elasticache:replicationgroup',
        member: 'ReplicationGroups',
        token: marker,
        limit: 'MaxRecords',
        size: 100,
        badToken: 'InvalidParameterValue',
        where: (group, { ReplicationGroupId: id }) => id === undefined || group.ReplicationGroupId === id,
      }),
      DescribeServerlessCaches: listing<ServerlessCache>(world, {
        action: 'elasticache:DescribeServerlessCaches',
        requires: onOwn<{ ServerlessCacheName?: string }>(
          'elasticache:DescribeServerlessCaches',
          'elasticache',
          input => `serverlesscache:${input.ServerlessCacheName ?? '*'}`,
        ),
        kind: 'elasticache:serverlesscache',
        member: 'ServerlessCaches',
        limit: 'MaxResults',
        size: 50,
        badToken: 'InvalidParameterValue',
        where: (cache, { ServerlessCacheName: name }) => name === undefined || cache.ServerlessCacheName === name,
      }),
    },
  }
}
