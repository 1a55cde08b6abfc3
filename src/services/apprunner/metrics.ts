// What AWS/AppRunner publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, perRequest } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/AppRunner',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(counter, 'Count', '2xxStatusResponses 4xxStatusResponses 5xxStatusResponses Requests'),
      gauge('ActiveInstances', 'Count'),
      ...each(gauge, 'Percent', 'CPUUtilization MemoryUtilization'),
      perRequest('RequestLatency', 'Milliseconds'),
    ],
    dimensions: ['Instance', 'ServiceID', 'ServiceName'],
    grain: [],
    associations: [{ resourceType: 'apprunner:service', arn: /:service\/(?<ServiceName>[^/]+)\/(?<ServiceID>[^/]+)$/ }],
  },
]
