// Amazon ECS: clusters and services.
import { defineService, type MetricDefinition } from '../../core/define.ts'
import { countedBy, gauge } from '../kinds.ts'
import { clusters } from './clusters.ts'
import { containerInsights } from './container-insights.ts'
import { ecsServices } from './services.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
const metrics: MetricDefinition[] = [
  gauge('CPUUtilization', 'Percent'),
  gauge('MemoryUtilization', 'Percent'),
  ...countedBy(
    [['ClusterName']],
    [gauge('CPUReservation', 'Percent'), gauge('MemoryReservation', 'Percent'), gauge('GPUReservation', 'Percent')],
  ),
  gauge('EBSFilesystemUtilization', 'Percent'),
]

export const ecs = defineService({
  id: 'ecs',
  title: 'Amazon ECS',
  namespaces: [
    {
      namespace: 'AWS/ECS',
      period: 60,
      publicationDelay: 180,
      metrics,
      dimensions: ['ClusterName', 'ServiceName'],
      grain: [['ClusterName', 'ServiceName']],
      otherSets: [['ClusterName']],
      associations: [
        { resourceType: 'ecs:cluster', arn: /:cluster\/(?<ClusterName>[^/]+)$/ },
        // ARNs of before 2018 lack the cluster; their metrics are taken as the cluster's.
        { resourceType: 'ecs:service', arn: /:service\/(?<ClusterName>[^/]+)\/(?<ServiceName>[^/]+)$/ },
      ],
    },
    containerInsights,
  ],
  resources: [clusters, ecsServices],
})
