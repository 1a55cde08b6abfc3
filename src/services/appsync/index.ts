// AWS AppSync: GraphQL APIs.
import type { GraphqlApi } from '@aws-sdk/client-appsync'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, related, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

const apiFacts = (api: GraphqlApi, arn: string): ResourceFacts => ({
  arn,
  name: api.name ?? arn,
  tags: api.tags ?? {},
  labels: labelRecord({ name: api.name, 'api-type': api.apiType }),
  attributes: describe(api, ['name', 'apiId', 'apiType', 'authenticationType', 'uris', 'visibility', 'xrayEnabled']),
  ...related(['uses', api.wafWebAclArn, api.logConfig?.cloudWatchLogsRoleArn, api.mergedApiExecutionRoleArn]),
})

const apis: ResourceDefinition = {
  type: 'appsync:apis',
  title: 'AppSync APIs',
  actions: [
    {
      action: 'appsync:ListGraphqlApis',
      why: 'Lists GraphQL APIs with their tags and addresses. No key or schema is read.',
    },
  ],
  scope: 'regional',
  partitions: ['aws', 'aws-cn'],
  labels: ['name', 'api-type'],
  async *list(context) {
    const { AppSyncClient, paginateListGraphqlApis } = await import('@aws-sdk/client-appsync')
    for await (const page of paginateListGraphqlApis({ client: context.client(AppSyncClient), pageSize: 25 }, {}))
      yield withArn(page.graphqlApis, 'arn', apiFacts)
  },
}

export const appSync = defineService({
  id: 'appsync',
  title: 'AWS AppSync',
  namespaces,
  resources: [apis],
})
