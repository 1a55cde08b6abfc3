// Amazon ElastiCache: clusters, replication groups and serverless caches.
import { defineService } from '../../core/define.ts'
import { clusters, replicationGroups, serverlessCaches } from './caches.ts'
import { metrics } from './metrics.ts'

export const elastiCache = defineService({
  id: 'elasticache',
  title: 'Amazon ElastiCache',
  namespaces: [
    {
      namespace: 'AWS/ElastiCache',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['CacheClusterId', 'CacheNodeId', 'clusterId', 'Tier'],
      // Of nodes, and again of their cluster, of all together, and by tier where data is tiered; of serverless caches apart.
      grain: [['CacheClusterId', 'CacheNodeId'], ['clusterId']],
      otherSets: [[], ['CacheClusterId'], ['CacheClusterId', 'CacheNodeId', 'Tier']],
      associations: [
        { resourceType: 'elasticache:cluster', arn: /:elasticache:[^:]+:[0-9]{12}:cluster:(?<CacheClusterId>[^:]+)$/ },
        { resourceType: 'elasticache:serverlesscache', arn: /:serverlesscache:(?<clusterId>[^:]+)$/ },
      ],
    },
  ],
  resources: [clusters, replicationGroups, serverlessCaches],
})
