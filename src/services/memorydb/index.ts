// Amazon MemoryDB: clusters.
import type { Cluster } from '@aws-sdk/client-memorydb'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, describe, labelRecord, related } from '../facts.ts'
import { metrics } from './metrics.ts'

function clusterFacts(context: ReadContext, cluster: Cluster, arn: string): ResourceFacts {
  const name = cluster.Name ?? arn
  return {
    arn,
    name,
    tags: {},
    labels: labelRecord({
      name,
      node_type: cluster.NodeType,
      engine: cluster.Engine,
      engine_version: cluster.EngineVersion,
      hostname: cluster.ClusterEndpoint?.Address,
    }),
    attributes: describe(cluster, [
      'Name',
      'Description',
      'Status',
      'NumberOfShards',
      'AvailabilityMode',
      'ClusterEndpoint',
      'NodeType',
      'Engine',
      'EngineVersion',
      'EnginePatchVersion',
      'SubnetGroupName',
      'TLSEnabled',
      'SnapshotRetentionLimit',
      'ACLName',
      'DataTiering',
    ]),
    ...related([
      'uses',
      cluster.KmsKeyId,
      cluster.SnsTopicArn,
      ...(cluster.SecurityGroups ?? []).map(group => arnsIn(context, 'ec2')('security-group', group.SecurityGroupId)),
    ]),
  }
}

const clusters: ResourceDefinition = {
  type: 'memorydb:cluster',
  title: 'MemoryDB clusters',
  actions: [
    {
      action: 'memorydb:DescribeClusters',
      why: 'Lists MemoryDB clusters with their node type, engine and shards. No database is opened.',
    },
  ],
  scope: 'regional',
  labels: ['name', 'node_type', 'engine', 'engine_version', 'hostname'],
  async *list(context) {
    const { MemoryDBClient, paginateDescribeClusters } = await import('@aws-sdk/client-memorydb')
    for await (const page of paginateDescribeClusters({ client: context.client(MemoryDBClient), pageSize: 50 }, {})) {
      yield (page.Clusters ?? []).flatMap(found => (found.ARN ? clusterFacts(context, found, found.ARN) : []))
    }
  },
}

export const memoryDb = defineService({
  id: 'memorydb',
  title: 'Amazon MemoryDB',
  namespaces: [
    {
      namespace: 'AWS/MemoryDB',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['ClusterName', 'NodeName'],
      // Of nodes, and again of their cluster.
      grain: [['ClusterName', 'NodeName']],
      otherSets: [['ClusterName']],
      associations: [
        { resourceType: 'memorydb:cluster', arn: /:memorydb:[^:]+:[0-9]{12}:cluster\/(?<ClusterName>[^/]+)$/ },
      ],
    },
  ],
  resources: [clusters],
})
