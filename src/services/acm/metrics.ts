// What AWS/CertificateManager publishes.
import { HOUR, SECOND } from '../../core/clock.ts'
import type { NamespaceDefinition } from '../../core/define.ts'
import { reserve } from '../kinds.ts'

export const namespaces: NamespaceDefinition[] = [
  {
    namespace: 'AWS/CertificateManager',
    period: (12 * HOUR) / SECOND,
    publicationDelay: 3600,
    metrics: [reserve('DaysToExpiry', 'None')],
    dimensions: ['CertificateArn'],
    grain: [['CertificateArn']],
    associations: [{ resourceType: 'acm:certificate', arn: /^(?<CertificateArn>.+)$/ }],
  },
]
