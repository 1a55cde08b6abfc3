// What AWS/Athena publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each, perRequest } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/Athena',
    period: 60,
    publicationDelay: 180,
    metrics: [
      counter('ProcessedBytes', 'Bytes'),
      ...each(
        perRequest,
        'Milliseconds',
        `
          EngineExecutionTime QueryPlanningTime QueryQueueTime ServiceProcessingTime TotalExecutionTime
        `,
      ),
    ],
    dimensions: ['QueryState', 'QueryType', 'WorkGroup'],
    grain: [],
    associations: [{ resourceType: 'athena:workgroup', arn: /:workgroup\/(?<WorkGroup>[^/]+)$/ }],
  },
]
