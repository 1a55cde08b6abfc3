// AWS Certificate Manager: certificates.
import type { CertificateSummary } from '@aws-sdk/client-acm'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

/** Without a choice AWS lists certificates with RSA keys of up to 2,048 bits alone (API reference, ListCertificates, Filters). */
const keyTypes = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
] as const

function certificateFacts(certificate: CertificateSummary, arn: string): ResourceFacts {
  return {
    arn,
    name: certificate.DomainName ?? arn,
    tags: {},
    labels: labelRecord({ domain: certificate.DomainName, type: certificate.Type }),
    attributes: describe(certificate, [
      'DomainName',
      'SubjectAlternativeNameSummaries',
      'Status',
      'Type',
      'KeyAlgorithm',
      'InUse',
      'NotBefore',
      'NotAfter',
      'IssuedAt',
      'ImportedAt',
      'RenewalEligibility',
    ]),
  }
}

const certificates: ResourceDefinition = {
  type: 'acm:certificate',
  title: 'ACM certificates',
  actions: [
    {
      action: 'acm:ListCertificates',
      why: 'Lists certificates with their domains and when they end. No private key is read.',
    },
  ],
  scope: 'regional',
  labels: ['domain', 'type'],
  async *list(context) {
    const { ACMClient, paginateListCertificates } = await import('@aws-sdk/client-acm')
    const client = context.client(ACMClient)
    const input = { Includes: { keyTypes: [...keyTypes] } }
    for await (const page of paginateListCertificates({ client, pageSize: 1000 }, input))
      yield withArn(page.CertificateSummaryList, 'CertificateArn', certificateFacts)
  },
}

export const acm = defineService({
  id: 'acm',
  title: 'AWS Certificate Manager',
  namespaces,
  resources: [certificates],
})
