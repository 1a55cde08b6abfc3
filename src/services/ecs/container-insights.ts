// What Container Insights publishes of ECS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
import type { MetricDefinition, NamespaceDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, gauge } from '../kinds.ts'

const cluster = ['ClusterName']
const service = ['ClusterName', 'ServiceName']
const gauges = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => gauge(name, unit))

const metrics: MetricDefinition[] = [
  // Tasks of services, and again with those that no service started: of their family and of the cluster.
  ...gauges('None', 'CpuUtilized', 'CpuReserved'),
  ...gauges('Megabytes', 'MemoryUtilized', 'MemoryReserved'),
  ...gauges('Gigabytes', 'EphemeralStorageUtilized', 'EphemeralStorageReserved'),
  ...gauges('Gigabytes', 'EBSFilesystemUtilized', 'EBSFilesystemSize'),
  ...gauges('Bytes/Second', 'NetworkRxBytes', 'NetworkTxBytes'),
  ...['StorageReadBytes', 'StorageWriteBytes'].map(name => counter(name, 'Bytes')),
  ...gauges('Count', 'DesiredTaskCount', 'PendingTaskCount', 'RunningTaskCount', 'DeploymentCount', 'TaskSetCount'),
  ...countedBy(
    [cluster],
    [fact('TaskCount', 'Count'), fact('ServiceCount', 'Count'), fact('ContainerInstanceCount', 'Count')],
  ),
  ...countedBy(
    [['ClusterName', 'ContainerInstanceId', 'InstanceId']],
    [
      ...gauges('Percent', 'instance_cpu_utilization', 'instance_cpu_reserved_capacity'),
      ...gauges('Percent', 'instance_memory_utilization', 'instance_memory_reserved_capacity'),
      gauge('instance_filesystem_utilization', 'Percent'),
    ],
  ),
  ...countedBy(
    [cluster],
    [
      ...gauges('None', 'instance_cpu_limit', 'instance_cpu_usage_total'),
      ...gauges('Bytes', 'instance_memory_limit', 'instance_memory_working_set'),
      gauge('instance_network_total_bytes', 'Bytes/Second'),
      gauge('instance_number_of_running_tasks', 'Count'),
    ],
  ),
]

export const containerInsights: NamespaceDefinition = {
  namespace: 'ECS/ContainerInsights',
  period: 60,
  publicationDelay: 180,
  metrics,
  // AWS's guide says InstanceId, public tables EC2InstanceId.
  dimensions: [
    'ClusterName',
    'ServiceName',
    'TaskDefinitionFamily',
    'ContainerInstanceId',
    'InstanceId',
    'EC2InstanceId',
  ],
  grain: [service],
  otherSets: [
    cluster,
    ['ClusterName', 'TaskDefinitionFamily'],
    ['ClusterName', 'ContainerInstanceId', 'EC2InstanceId'],
  ],
  associations: [
    { resourceType: 'ecs:cluster', arn: /:cluster\/(?<ClusterName>[^/]+)$/ },
    { resourceType: 'ecs:service', arn: /:service\/(?<ClusterName>[^/]+)\/(?<ServiceName>[^/]+)$/ },
  ],
}
