// The simulated AppSync: GraphQL APIs, with their tags.
import type { GraphqlApi } from '@aws-sdk/client-appsync'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here } from './here.ts'
import { listing } from './listed.ts'

export function simulatedAppSync(world: World): SimulatedService {
  return {
    signingName: 'appsync',
    client: '@aws-sdk/client-appsync',
    protocol: 'restJson1',
    operations: {
      ListGraphqlApis: listing<GraphqlApi & { arn: string }>(world, {
        action: 'appsync:ListGraphqlApis',
        kind: 'appsync:apis',
        member: 'graphqlApis',
        token: { input: 'nextToken', output: 'nextToken' },
        limit: 'maxResults',
        size: 10,
        most: 25,
        badToken: 'BadRequestException',
        shown: (api, call) => ({ ...api, tags: here(world, call).state.tags.get(api.arn) }),
      }),
    },
  }
}
