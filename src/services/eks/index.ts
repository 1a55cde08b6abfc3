// Amazon EKS: clusters, their control plane and what Container Insights sees within them.
import type { Cluster } from '@aws-sdk/client-eks'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, askEach, describe, labelRecord, related } from '../facts.ts'
import { containerInsights } from './container-insights.ts'
import { controlPlaneMetrics } from './control-plane-metrics.ts'

function clusterFacts(context: ReadContext, cluster: Cluster, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const network = cluster.resourcesVpcConfig
  const groups = [...(network?.securityGroupIds ?? []), network?.clusterSecurityGroupId]
  return {
    arn,
    name: cluster.name ?? arn,
    tags: cluster.tags ?? {},
    labels: labelRecord({ kubernetes_version: cluster.version, platform_version: cluster.platformVersion }),
    attributes: describe(cluster, [
      'name',
      'version',
      'platformVersion',
      'status',
      'health',
      'endpoint',
      'resourcesVpcConfig',
      'logging',
      'upgradePolicy',
      'createdAt',
    ]),
    ...related(
      ['in', ec2('vpc', network?.vpcId), ...(network?.subnetIds ?? []).map(id => ec2('subnet', id))],
      ['uses', cluster.roleArn, ...groups.map(id => ec2('security-group', id))],
      ['uses', ...(cluster.encryptionConfig ?? []).map(config => config.provider?.keyArn)],
    ),
  }
}

const clusters: ResourceDefinition = {
  type: 'eks:cluster',
  title: 'EKS clusters',
  actions: [
    { action: 'eks:ListClusters', why: 'Finds the EKS clusters.' },
    {
      action: 'eks:DescribeCluster',
      why: 'Reads the tags, version and network of an EKS cluster. Nothing within Kubernetes is read.',
    },
  ],
  scope: 'regional',
  labels: ['kubernetes_version', 'platform_version'],
  async *list(context) {
    const { DescribeClusterCommand, EKSClient, paginateListClusters } = await import('@aws-sdk/client-eks')
    const client = context.client(EKSClient)
    for await (const page of paginateListClusters({ client, pageSize: 100 }, {})) {
      const described = await askEach(page.clusters ?? [], ['ResourceNotFoundException'], name =>
        client.send(new DescribeClusterCommand({ name })),
      )
      yield described.flatMap(({ cluster }) => (cluster?.arn ? clusterFacts(context, cluster, cluster.arn) : []))
    }
  },
}

export const eks = defineService({
  id: 'eks',
  title: 'Amazon EKS',
  namespaces: [
    {
      namespace: 'AWS/EKS',
      period: 60,
      publicationDelay: 180,
      metrics: controlPlaneMetrics,
      dimensions: ['ClusterName'],
      grain: [['ClusterName']],
      associations: [{ resourceType: 'eks:cluster', arn: /:cluster\/(?<ClusterName>[^/]+)$/ }],
    },
    containerInsights,
  ],
  resources: [clusters],
})
