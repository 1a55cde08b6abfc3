// ElastiCache's clusters (each of them one node, but for Memcached), replication groups of clusters, and serverless caches.
import type { CacheCluster, ReplicationGroup, ServerlessCache } from '@aws-sdk/client-elasticache'
import type { ReadContext, ResourceDefinition, ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related } from '../facts.ts'

const groups = (context: ReadContext, ids: readonly (string | undefined)[] = []) =>
  ids.map(id => arnsIn(context, 'ec2')('security-group', id))

/** ElastiCache's own ARNs part with a colon where others have a slash. */
const ownArn = ({ partition, region, accountId }: ReadContext, type: string, id: string | undefined) =>
  id && `arn:${partition}:elasticache:${region}:${accountId}:${type}:${id}`

function clusterFacts(context: ReadContext, cluster: CacheCluster, arn: string): ResourceFacts {
  const name = cluster.CacheClusterId ?? arn
  return {
    arn,
    name,
    tags: {},
    labels: labelRecord({
      name,
      cache_node_type: cluster.CacheNodeType,
      engine: cluster.Engine,
      engine_version: cluster.EngineVersion,
      replication_group: cluster.ReplicationGroupId,
      'preferred_availability-zone': cluster.PreferredAvailabilityZone,
    }),
    attributes: describe(cluster, [
      'CacheClusterId',
      'CacheClusterStatus',
      'CacheNodeType',
      'Engine',
      'EngineVersion',
      'NumCacheNodes',
      'ConfigurationEndpoint',
      'PreferredAvailabilityZone',
      'ReplicationGroupId',
      'CacheSubnetGroupName',
      'CacheClusterCreateTime',
      'AutoMinorVersionUpgrade',
      'SnapshotRetentionLimit',
      'AuthTokenEnabled',
      'TransitEncryptionEnabled',
      'AtRestEncryptionEnabled',
    ]),
    ...related(
      ['part of', ownArn(context, 'replicationgroup', cluster.ReplicationGroupId)],
      [
        'uses',
        ...groups(
          context,
          cluster.SecurityGroups?.map(group => group.SecurityGroupId),
        ),
      ],
    ),
  }
}

function groupFacts(group: ReplicationGroup, arn: string): ResourceFacts {
  const name = group.ReplicationGroupId ?? arn
  return {
    arn,
    name,
    tags: {},
    labels: labelRecord({
      name,
      cache_node_type: group.CacheNodeType,
      engine: group.Engine,
      hostname: (group.ConfigurationEndpoint ?? group.NodeGroups?.[0]?.PrimaryEndpoint)?.Address,
    }),
    attributes: describe(group, [
      'ReplicationGroupId',
      'Description',
      'Status',
      'Engine',
      'CacheNodeType',
      'MemberClusters',
      'AutomaticFailover',
      'MultiAZ',
      'ClusterEnabled',
      'DataTiering',
      'SnapshotRetentionLimit',
      'AuthTokenEnabled',
      'TransitEncryptionEnabled',
      'AtRestEncryptionEnabled',
      'ReplicationGroupCreateTime',
    ]),
    ...related(['uses', group.KmsKeyId]),
  }
}

function serverlessFacts(context: ReadContext, cache: ServerlessCache, arn: string): ResourceFacts {
  const name = cache.ServerlessCacheName ?? arn
  const ec2 = arnsIn(context, 'ec2')
  return {
    arn,
    name,
    tags: {},
    labels: labelRecord({
      name,
      engine: cache.Engine,
      engine_version: cache.FullEngineVersion,
      hostname: cache.Endpoint?.Address,
    }),
    attributes: describe(cache, [
      'ServerlessCacheName',
      'Description',
      'Status',
      'Engine',
      'MajorEngineVersion',
      'FullEngineVersion',
      'CacheUsageLimits',
      'Endpoint',
      'ReaderEndpoint',
      'SnapshotRetentionLimit',
      'CreateTime',
    ]),
    ...related(
      ['in', ...(cache.SubnetIds ?? []).map(id => ec2('subnet', id))],
      ['uses', cache.KmsKeyId, ...groups(context, cache.SecurityGroupIds)],
    ),
  }
}

export const clusters: ResourceDefinition = {
  type: 'elasticache:cluster',
  title: 'ElastiCache clusters',
  actions: [
    {
      action: 'elasticache:DescribeCacheClusters',
      why: 'Lists cache clusters with their node type, engine and zone. No cache is opened.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'cache_node_type', 'engine', 'engine_version', 'replication_group', 'preferred_availability-zone'],
  derived: [
    {
      name: 'aws.elasticache.num_cache_nodes',
      unit: 'Count',
      description: 'How many nodes the cluster has.',
      value: ({ attributes }) => (typeof attributes.NumCacheNodes === 'number' ? attributes.NumCacheNodes : null),
    },
  ],
  async *list(context) {
    const { ElastiCacheClient, paginateDescribeCacheClusters } = await import('@aws-sdk/client-elasticache')
    const client = context.client(ElastiCacheClient)
    for await (const page of paginateDescribeCacheClusters({ client, pageSize: 100 }, {})) {
      yield (page.CacheClusters ?? []).flatMap(found => (found.ARN ? clusterFacts(context, found, found.ARN) : []))
    }
  },
}

export const replicationGroups: ResourceDefinition = {
  type: 'elasticache:replicationgroup',
  title: 'ElastiCache replication groups',
  actions: [
    {
      action: 'elasticache:DescribeReplicationGroups',
      why: 'Lists replication groups with their clusters, endpoints and fail-over.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'cache_node_type', 'engine', 'hostname'],
  async *list(context) {
    const { ElastiCacheClient, paginateDescribeReplicationGroups } = await import('@aws-sdk/client-elasticache')
    const client = context.client(ElastiCacheClient)
    for await (const page of paginateDescribeReplicationGroups({ client, pageSize: 100 }, {})) {
      yield (page.ReplicationGroups ?? []).flatMap(found => (found.ARN ? groupFacts(found, found.ARN) : []))
    }
  },
}

export const serverlessCaches: ResourceDefinition = {
  type: 'elasticache:serverlesscache',
  title: 'ElastiCache serverless caches',
  actions: [
    {
      action: 'elasticache:DescribeServerlessCaches',
      why: 'Lists serverless caches with their engine, limits and endpoints.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'engine', 'engine_version', 'hostname'],
  async *list(context) {
    const { ElastiCacheClient, paginateDescribeServerlessCaches } = await import('@aws-sdk/client-elasticache')
    const client = context.client(ElastiCacheClient)
    for await (const page of paginateDescribeServerlessCaches({ client, pageSize: 50 }, {})) {
      yield (page.ServerlessCaches ?? []).flatMap(found =>
        found.ARN ? serverlessFacts(context, found, found.ARN) : [],
      )
    }
  },
}
