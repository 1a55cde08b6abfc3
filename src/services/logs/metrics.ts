// What AWS/Logs publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { countedBy, counter, each, gauge } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/Logs',
    period: 60,
    publicationDelay: 180,
    metrics: [
      counter('IncomingBytes', 'Bytes'),
      gauge('IncomingLogEvents', 'None'),
      ...countedBy(
        [['DestinationType', 'FilterName', 'LogGroupName']],
        [
          counter('ForwardedBytes', 'Bytes'),
          ...each(gauge, 'None', 'DeliveryErrors DeliveryThrottling ForwardedLogEvents'),
        ],
      ),
    ],
    dimensions: ['DestinationType', 'FilterName', 'LogGroupName'],
    grain: [['LogGroupName']],
    associations: [{ resourceType: 'logs:log-group', arn: /:log-group:(?<LogGroupName>[^:]+)(?::\*)?$/ }],
  },
]
