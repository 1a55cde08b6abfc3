// The simulated Certificate Manager: certificates, of which only common ones are listed unless others are asked for.
import type { CertificateSummary } from '@aws-sdk/client-acm'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

/** "Default filtering returns only RSA_1024 and RSA_2048 certificates" (API reference, Filters). */
const common: readonly string[] = ['RSA_1024', 'RSA_2048']

export function simulatedAcm(world: World): SimulatedService {
  return {
    signingName: 'acm',
    client: '@aws-sdk/client-acm',
    protocol: 'awsJson1_1',
    target: 'CertificateManager',
    operations: {
      ListCertificates: listing<CertificateSummary>(world, {
        action: 'acm:ListCertificates',
        kind: 'acm:certificate',
        member: 'CertificateSummaryList',
        limit: 'MaxItems',
        size: 1000,
        badToken: 'ValidationException',
        where: (certificate, input) => {
          const { keyTypes = common } = (input.Includes ?? {}) as { keyTypes?: string[] }
          return keyTypes.includes(certificate.KeyAlgorithm ?? '')
        },
      }),
    },
  }
}
