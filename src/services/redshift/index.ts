// Amazon Redshift: provisioned clusters.
import type { Cluster } from '@aws-sdk/client-redshift'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related, tagRecord } from '../facts.ts'
import { metrics } from './metrics.ts'

function clusterFacts(context: ReadContext, cluster: Cluster, name: string): ResourceFacts {
  const { partition, region, accountId } = context
  const ec2 = arnsIn(context, 'ec2')
  return {
    arn: `arn:${partition}:redshift:${region}:${accountId}:cluster:${name}`,
    name,
    tags: tagRecord(cluster.Tags),
    labels: labelRecord({
      node_type: cluster.NodeType,
      hostname: cluster.Endpoint?.Address,
      'availability-zone': cluster.AvailabilityZone,
    }),
    attributes: describe(cluster, [
      'ClusterIdentifier',
      'ClusterStatus',
      'ClusterAvailabilityStatus',
      'ClusterVersion',
      'NodeType',
      'NumberOfNodes',
      'TotalStorageCapacityInMegaBytes',
      'DBName',
      'Endpoint',
      'VpcId',
      'AvailabilityZone',
      'MultiAZ',
      'PubliclyAccessible',
      'Encrypted',
      'EnhancedVpcRouting',
      'AutomatedSnapshotRetentionPeriod',
      'ClusterCreateTime',
    ]),
    ...related(
      ['in', ec2('vpc', cluster.VpcId)],
      ['uses', ...(cluster.VpcSecurityGroups ?? []).map(group => ec2('security-group', group.VpcSecurityGroupId))],
      ['uses', cluster.KmsKeyId, ...(cluster.IamRoles ?? []).map(role => role.IamRoleArn)],
    ),
  }
}

const clusters: ResourceDefinition = {
  type: 'redshift:cluster',
  title: 'Redshift clusters',
  actions: [
    {
      action: 'redshift:DescribeClusters',
      why: 'Lists Redshift clusters with their tags, nodes and network. No database is opened.',
    },
  ],
  scope: 'regional',
  labels: ['node_type', 'hostname', 'availability-zone'],
  async *list(context) {
    const { paginateDescribeClusters, RedshiftClient } = await import('@aws-sdk/client-redshift')
    for await (const page of paginateDescribeClusters({ client: context.client(RedshiftClient), pageSize: 100 }, {})) {
      yield (page.Clusters ?? []).flatMap(cluster =>
        cluster.ClusterIdentifier ? clusterFacts(context, cluster, cluster.ClusterIdentifier) : [],
      )
    }
  },
}

export const redshift = defineService({
  id: 'redshift',
  title: 'Amazon Redshift',
  namespaces: [
    {
      namespace: 'AWS/Redshift',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: [
        'ClusterIdentifier',
        'NodeID',
        'latency',
        'service class',
        'stage',
        'wlmid',
        'QueryPriority',
        'QueueName',
        'DatabaseName',
        'SchemaName',
        'IntegrationId',
      ],
      grain: [['ClusterIdentifier']],
      otherSets: [
        ['ClusterIdentifier', 'NodeID'],
        ['ClusterIdentifier', 'NodeID', 'latency'],
        ['ClusterIdentifier', 'NodeID', 'stage'],
        ['ClusterIdentifier', 'NodeID', 'wlmid'],
        ['ClusterIdentifier', 'wlmid'],
        ['ClusterIdentifier', 'service class'],
        ['ClusterIdentifier', 'QueryPriority'],
      ],
      associations: [{ resourceType: 'redshift:cluster', arn: /:cluster:(?<ClusterIdentifier>[^:]+)$/ }],
    },
  ],
  resources: [clusters],
})
