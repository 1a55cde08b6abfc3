// What AWS/SecretsManager publishes.
import { HOUR, SECOND } from '../../core/clock.ts'
import type { NamespaceDefinition } from '../../core/define.ts'
import { level } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/SecretsManager',
    period: HOUR / SECOND,
    publicationDelay: 3600,
    metrics: [level('ResourceCount', 'Count')],
    dimensions: ['Class', 'Resource', 'Service', 'Type'],
    grain: [],
    associations: [],
  },
]
