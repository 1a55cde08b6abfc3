// AWS WAF: web ACLs of the region, and those of CloudFront, which AWS keeps in the partition's first region.
import type { WebACLSummary } from '@aws-sdk/client-wafv2'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, pagesOf, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

const listAcls = { action: 'wafv2:ListWebACLs', why: 'Lists web ACLs by name. No request that they saw is read.' }

const aclFacts = (acl: WebACLSummary, arn: string): ResourceFacts => ({
  arn,
  name: acl.Name ?? arn,
  tags: {},
  labels: {},
  attributes: describe(acl, ['Name', 'Id', 'Description']),
})

async function* aclsOf(context: ReadContext, Scope: 'REGIONAL' | 'CLOUDFRONT'): AsyncIterable<ResourceFacts[]> {
  const { ListWebACLsCommand, WAFV2Client } = await import('@aws-sdk/client-wafv2')
  const client = context.client(WAFV2Client)
  const ask = (NextMarker?: string) => client.send(new ListWebACLsCommand({ Scope, Limit: 100, NextMarker }))
  // AWS gives a marker with the last page too, and an empty page after it.
  const next = ({ NextMarker, WebACLs = [] }: { NextMarker?: string | undefined; WebACLs?: unknown[] | undefined }) =>
    WebACLs.length > 0 ? NextMarker : undefined
  for await (const page of pagesOf(ask, next)) yield withArn(page.WebACLs, 'ARN', aclFacts)
}

const regionalAcls: ResourceDefinition = {
  type: 'wafv2:regional/webacl',
  title: 'Web ACLs',
  actions: [listAcls],
  scope: 'regional',
  list: context => aclsOf(context, 'REGIONAL'),
}

const cloudFrontAcls: ResourceDefinition = {
  type: 'wafv2:global/webacl',
  title: 'Web ACLs of CloudFront',
  actions: [listAcls],
  scope: 'global',
  partitions: ['aws'],
  list: context => aclsOf(context, 'CLOUDFRONT'),
}

export const wafv2 = defineService({
  id: 'wafv2',
  title: 'AWS WAF',
  namespaces,
  resources: [regionalAcls, cloudFrontAcls],
})
