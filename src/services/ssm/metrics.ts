// What AWS/SSM-RunCommand publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { counter, each } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/SSM-RunCommand',
    period: 60,
    publicationDelay: 180,
    metrics: [...each(counter, 'Count', 'CommandsDeliveryTimedOut CommandsFailed CommandsSucceeded')],
    dimensions: [],
    grain: [[]],
    associations: [],
  },
]
