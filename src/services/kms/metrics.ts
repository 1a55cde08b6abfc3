// What AWS/KMS publishes.
import type { NamespaceDefinition } from '../../core/define.ts'
import { gauge } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/KMS',
    period: 60,
    publicationDelay: 180,
    metrics: [gauge('SecondsUntilKeyMaterialExpiration', 'Seconds')],
    dimensions: ['KeyId'],
    grain: [['KeyId']],
    associations: [{ resourceType: 'kms:key', arn: /:key\/(?<KeyId>[^/]+)$/ }],
  },
]
