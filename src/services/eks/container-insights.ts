// What Container Insights publishes of Kubernetes: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-EKS.html
import type { MetricDefinition, NamespaceDefinition } from '../../core/define.ts'
import { countedBy, counter, fact, gauge } from '../kinds.ts'

const node = ['ClusterName', 'InstanceId', 'NodeName']
const pod = ['ClusterName', 'Namespace', 'PodName']
const cluster = ['ClusterName']
const gauges = (unit: string, ...names: string[]): MetricDefinition[] => names.map(name => gauge(name, unit))

const metrics: MetricDefinition[] = [
  ...countedBy(
    [node],
    [
      ...gauges('Percent', 'node_cpu_utilization', 'node_cpu_reserved_capacity', 'node_filesystem_utilization'),
      ...gauges('Percent', 'node_memory_utilization', 'node_memory_reserved_capacity'),
      gauge('node_network_total_bytes', 'Bytes/Second'),
      ...gauges('Count', 'node_number_of_running_containers', 'node_number_of_running_pods'),
    ],
  ),
  ...countedBy(
    [cluster],
    [
      fact('cluster_node_count', 'Count'),
      fact('cluster_failed_node_count', 'Count'),
      ...gauges('None', 'node_cpu_limit', 'node_cpu_usage_total'),
      ...gauges('Bytes', 'node_memory_limit', 'node_memory_working_set'),
    ],
  ),
  ...countedBy([['ClusterName', 'Namespace']], [gauge('namespace_number_of_running_pods', 'Count')]),
  ...countedBy([['ClusterName', 'Namespace', 'Service']], [gauge('service_number_of_running_pods', 'Count')]),
  ...countedBy(
    [pod],
    [
      ...gauges('Percent', 'pod_cpu_utilization', 'pod_cpu_utilization_over_pod_limit', 'pod_cpu_reserved_capacity'),
      ...gauges('Percent', 'pod_memory_utilization', 'pod_memory_utilization_over_pod_limit'),
      gauge('pod_memory_reserved_capacity', 'Percent'),
      ...gauges('Bytes/Second', 'pod_network_rx_bytes', 'pod_network_tx_bytes'),
      counter('pod_number_of_container_restarts'),
    ],
  ),
]

export const containerInsights: NamespaceDefinition = {
  namespace: 'ContainerInsights',
  period: 60,
  publicationDelay: 180,
  metrics,
  dimensions: ['ClusterName', 'NodeName', 'InstanceId', 'Namespace', 'Service', 'PodName'],
  // Each again of wider wholes, up to the cluster.
  grain: [pod, node],
  otherSets: [cluster, ['ClusterName', 'Namespace'], ['ClusterName', 'Namespace', 'Service']],
  // Pods, nodes and services are of their cluster.
  associations: [{ resourceType: 'eks:cluster', arn: /:cluster\/(?<ClusterName>[^/]+)$/ }],
}
