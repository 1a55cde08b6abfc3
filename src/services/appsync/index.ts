// AWS AppSync: GraphQL APIs.
import { defineService } from '../../core/define.ts'

export const appSync = defineService({
  id: 'appsync',
  title: 'AWS AppSync',
  namespaces: [],
  resources: [],
})
