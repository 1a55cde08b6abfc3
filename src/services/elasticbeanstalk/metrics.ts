// What AWS/ElasticBeanstalk publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, reserve } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/ElasticBeanstalk',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(
        counter,
        'Count',
        `
          ApplicationRequests2xx ApplicationRequests3xx ApplicationRequests4xx ApplicationRequests5xx
          ApplicationRequestsTotal
        `,
      ),
      ...each(
        gauge,
        'Count',
        `
          InstancesDegraded InstancesInfo InstancesNoData InstancesPending InstancesSevere InstancesUnknown
          InstancesWarning
        `,
      ),
      ...each(gauge, 'None', 'EnvironmentHealth InstanceHealth LoadAverage1min LoadAverage5min'),
      ...each(gauge, 'Percent', 'CPUIowait CPUIrq CPUNice CPUSoftirq CPUSystem CPUUser RootFilesystemUtil'),
      ...each(
        gauge,
        'Seconds',
        `
          ApplicationLatencyP10 ApplicationLatencyP50 ApplicationLatencyP75 ApplicationLatencyP85
          ApplicationLatencyP90 ApplicationLatencyP95 ApplicationLatencyP99 ApplicationLatencyP99.9
        `,
      ),
      reserve('InstancesOk', 'Count'),
      reserve('CPUIdle', 'Percent'),
    ],
    dimensions: ['EnvironmentName', 'InstanceId'],
    grain: [],
    associations: [
      { resourceType: 'elasticbeanstalk:environment', arn: /:environment\/[^/]+\/(?<EnvironmentName>[^/]+)$/ },
    ],
  },
]
