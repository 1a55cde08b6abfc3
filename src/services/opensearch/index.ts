// Amazon OpenSearch Service: domains; and the metrics of OpenSearch Serverless, whose collections are known by their tags.
import type { DomainStatus } from '@aws-sdk/client-opensearch'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { arnsIn, chunks, describe, labelRecord, related } from '../facts.ts'
import { metrics } from './metrics.ts'
import { serverlessMetrics } from './serverless-metrics.ts'

function domainFacts(context: ReadContext, domain: DomainStatus, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const { SubnetIds = [], SecurityGroupIds = [], VPCId } = domain.VPCOptions ?? {}
  return {
    arn,
    name: domain.DomainName ?? arn,
    tags: {},
    labels: labelRecord({
      engineversion: domain.EngineVersion,
      'instance-type': domain.ClusterConfig?.InstanceType,
    }),
    // Access policies and advanced options stay where they are: they may hold what is nobody else's.
    attributes: describe(domain, [
      'DomainName',
      'EngineVersion',
      'Endpoint',
      'Endpoints',
      'Processing',
      'DomainProcessingStatus',
      'ClusterConfig',
      'EBSOptions',
      'VPCOptions',
      'EncryptionAtRestOptions',
      'NodeToNodeEncryptionOptions',
      'ServiceSoftwareOptions',
    ]),
    ...related(
      ['in', ec2('vpc', VPCId), ...SubnetIds.map(id => ec2('subnet', id))],
      ['uses', ...SecurityGroupIds.map(id => ec2('security-group', id)), domain.EncryptionAtRestOptions?.KmsKeyId],
    ),
  }
}

const domains: ResourceDefinition = {
  type: 'es:domain',
  title: 'OpenSearch domains',
  actions: [
    { action: 'es:ListDomainNames', why: 'Finds the OpenSearch and Elasticsearch domains.' },
    { action: 'es:DescribeDomains', why: 'Reads version, nodes and network of OpenSearch domains, five at a call.' },
  ],
  scope: 'regional',
  labels: ['engineversion', 'instance-type'],
  async *list(context) {
    const { DescribeDomainsCommand, ListDomainNamesCommand, OpenSearchClient } = await import(
      '@aws-sdk/client-opensearch'
    )
    const client = context.client(OpenSearchClient)
    const { DomainNames = [] } = await client.send(new ListDomainNamesCommand({}))
    const names = DomainNames.flatMap(({ DomainName }) => DomainName ?? [])
    // https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DescribeDomains.html
    for (const five of chunks(names, 5)) {
      const { DomainStatusList = [] } = await client.send(new DescribeDomainsCommand({ DomainNames: five }))
      yield DomainStatusList.flatMap(domain =>
        domain.ARN && !domain.Deleted ? domainFacts(context, domain, domain.ARN) : [],
      )
    }
  },
}

export const openSearch = defineService({
  id: 'es',
  title: 'Amazon OpenSearch Service',
  namespaces: [
    {
      namespace: 'AWS/ES',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['ClientId', 'DomainName', 'NodeId', 'ShardRole', 'ConnectionId'],
      // Again by node, and shards by node and role.
      grain: [['ClientId', 'DomainName']],
      otherSets: [
        ['ClientId', 'DomainName', 'NodeId'],
        ['ClientId', 'DomainName', 'NodeId', 'ShardRole'],
      ],
      associations: [{ resourceType: 'es:domain', arn: /:domain\/(?<DomainName>[^/]+)$/ }],
    },
    {
      namespace: 'AWS/AOSS',
      period: 60,
      publicationDelay: 180,
      metrics: serverlessMetrics,
      dimensions: ['ClientId', 'CollectionId', 'CollectionName', 'IndexId', 'IndexName'],
      grain: [['ClientId', 'CollectionId', 'CollectionName']],
      associations: [{ resourceType: 'aoss:collection', arn: /:collection\/(?<CollectionId>[^/]+)$/ }],
    },
  ],
  resources: [domains],
})
