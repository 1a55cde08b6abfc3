// Amazon MSK: clusters of Apache Kafka; and the metrics of MSK Connect, whose connectors are known by their tags.
import type { Cluster } from '@aws-sdk/client-kafka'
import {
  defineService,
  type MetricDefinition,
  type ReadContext,
  type ResourceDefinition,
  type ResourceFacts,
} from '../../core/define.ts'
import type { Json } from '../../core/resource.ts'
import { arnsIn, describe, labelRecord, related } from '../facts.ts'
import { fact, gauge } from '../kinds.ts'
import { metrics } from './metrics.ts'

/** https://docs.aws.amazon.com/msk/latest/developerguide/mkc-monitoring-overview.html */
const connectMetrics: MetricDefinition[] = [
  gauge('BytesInPerSec', 'Bytes/Second'),
  gauge('BytesOutPerSec', 'Bytes/Second'),
  gauge('CpuUtilization', 'Percent'),
  gauge('MemoryUtilization', 'Percent'),
  gauge('WorkerCount', 'Count'),
  gauge('RunningTaskCount', 'Count'),
  fact('ErroredTaskCount', 'Count'),
  fact('TaskStartupAttemptsTotal', 'Count'),
  gauge('TaskStartupSuccessPercentage', 'Percent'),
  fact('RebalanceCompletedTotal', 'Count'),
  gauge('RebalanceTimeAvg', 'Milliseconds'),
  fact('RebalanceTimeMax', 'Milliseconds'),
  gauge('RebalanceTimeSinceLast', 'Milliseconds'),
  gauge('SinkRecordReadRate', 'Count/Second'),
  gauge('SinkRecordSendRate', 'Count/Second'),
  gauge('SourceRecordPollRate', 'Count/Second'),
  gauge('SourceRecordWriteRate', 'Count/Second'),
]

function clusterFacts(context: ReadContext, cluster: Cluster, arn: string): ResourceFacts {
  const ec2 = arnsIn(context, 'ec2')
  const { Provisioned: provisioned, Serverless: serverless } = cluster
  const brokers = provisioned?.BrokerNodeGroupInfo
  const subnets = [
    ...(brokers?.ClientSubnets ?? []),
    ...(serverless?.VpcConfigs ?? []).flatMap(vpc => vpc.SubnetIds ?? []),
  ]
  const groups = [
    ...(brokers?.SecurityGroups ?? []),
    ...(serverless?.VpcConfigs ?? []).flatMap(vpc => vpc.SecurityGroupIds ?? []),
  ]
  const own: Record<string, Json> = provisioned
    ? describe(provisioned, ['NumberOfBrokerNodes', 'CurrentBrokerSoftwareInfo', 'EnhancedMonitoring', 'StorageMode'])
    : {}
  return {
    arn,
    name: cluster.ClusterName ?? arn,
    tags: cluster.Tags ?? {},
    labels: labelRecord({
      cluster_type: cluster.ClusterType,
      'instance-type': brokers?.InstanceType,
      kafka_version: provisioned?.CurrentBrokerSoftwareInfo?.KafkaVersion,
    }),
    attributes: {
      ...describe(cluster, ['ClusterName', 'ClusterType', 'State', 'CreationTime']),
      ...own,
      ...(brokers ? describe(brokers, ['InstanceType', 'StorageInfo', 'ClientSubnets']) : {}),
    },
    ...related(
      ['in', ...subnets.map(id => ec2('subnet', id))],
      ['uses', ...groups.map(id => ec2('security-group', id))],
      ['uses', provisioned?.EncryptionInfo?.EncryptionAtRest?.DataVolumeKMSKeyId],
    ),
  }
}

const clusters: ResourceDefinition = {
  type: 'kafka:cluster',
  title: 'MSK clusters',
  actions: [
    {
      action: 'kafka:ListClustersV2',
      why: 'Lists MSK clusters, provisioned and serverless, with their tags, brokers and network.',
    },
  ],
  scope: 'regional',
  labels: ['cluster_type', 'instance-type', 'kafka_version'],
  async *list(context) {
    const { KafkaClient, paginateListClustersV2 } = await import('@aws-sdk/client-kafka')
    for await (const page of paginateListClustersV2({ client: context.client(KafkaClient), pageSize: 100 }, {})) {
      yield (page.ClusterInfoList ?? []).flatMap(cluster =>
        cluster.ClusterArn ? clusterFacts(context, cluster, cluster.ClusterArn) : [],
      )
    }
  },
}

export const msk = defineService({
  id: 'kafka',
  title: 'Amazon MSK',
  namespaces: [
    {
      namespace: 'AWS/Kafka',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: [
        'Cluster Name',
        'Broker ID',
        'Topic',
        'Consumer Group',
        'Partition',
        'Client Authentication',
        'ClusterAlias',
        'ReplicatorName',
      ],
      grain: [['Cluster Name', 'Broker ID']],
      otherSets: [
        ['Cluster Name'],
        ['Cluster Name', 'Broker ID', 'Topic'],
        ['ReplicatorName'],
        ['ReplicatorName', 'Topic'],
        ['ReplicatorName', 'ClusterAlias'],
      ],
      // The ARN ends in an id that no dimension has.
      associations: [{ resourceType: 'kafka:cluster', arn: /:cluster\/(?<Cluster_Name>[^/]+)\// }],
    },
    {
      namespace: 'AWS/KafkaConnect',
      period: 60,
      publicationDelay: 180,
      metrics: connectMetrics,
      dimensions: ['ConnectorName'],
      grain: [['ConnectorName']],
      associations: [{ resourceType: 'kafkaconnect:connector', arn: /:connector\/(?<ConnectorName>[^/]+)\// }],
    },
  ],
  resources: [clusters],
})
