// What AWS/GlobalAccelerator publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, gauge, reserve } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/GlobalAccelerator',
    period: 60,
    publicationDelay: 180,
    metrics: [
      ...each(counter, 'Bytes', 'ProcessedBytesIn ProcessedBytesOut'),
      counter('NewFlowCount', 'Count'),
      gauge('UnhealthyEndpointCount', 'Count'),
      reserve('HealthyEndpointCount', 'Count'),
    ],
    dimensions: [
      'Accelerator',
      'Listener',
      'EndpointGroup',
      'SourceRegion',
      'DestinationEdge',
      'TransportProtocol',
      'AcceleratorIPAddress',
    ],
    grain: [['Accelerator']],
    otherSets: [
      ['Accelerator', 'Listener'],
      ['Accelerator', 'Listener', 'EndpointGroup'],
    ],
    associations: [
      { resourceType: 'globalaccelerator:accelerator', arn: /:accelerator\/(?<Accelerator>[^/]+)$/ },
      {
        resourceType: 'globalaccelerator:accelerator',
        arn: /:accelerator\/(?<Accelerator>[^/]+)\/listener\/(?<Listener>[^/]+)$/,
      },
      {
        resourceType: 'globalaccelerator:accelerator',
        arn: /:accelerator\/(?<Accelerator>[^/]+)\/listener\/(?<Listener>[^/]+)\/endpoint-group\/(?<EndpointGroup>[^/]+)$/,
      },
    ],
  },
]
