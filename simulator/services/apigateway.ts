// The simulated API Gateway, of both versions: REST APIs, and HTTP and WebSocket APIs, each with its stages.
import type { RestApi, Stage as RestStage } from '@aws-sdk/client-api-gateway'
import type { Api, Stage } from '@aws-sdk/client-apigatewayv2'
import { AwsError, type Call, type Operation, type SimulatedService } from '../contract.ts'
import { partitionOfArn } from '../partitions.ts'
import type { World } from '../world/world.ts'
import { listing, thingsOf } from './listed.ts'

/** What the world keeps of a stage: it names no API by itself. */
export interface StageOf<S> {
  api: string
  stage: S
}

/** The action is the HTTP method, on the path that is asked (Service Authorization Reference, API Gateway Management). */
const get = (path: (input: Record<string, unknown>) => string) => (input: object, call: Call) => [
  {
    action: 'apigateway:GET',
    resource: `arn:${partitionOfArn(call.caller.arn)}:apigateway:${call.region}::${path({ ...input })}`,
  },
]

/** All stages of one API in one answer. */
function stages<A extends object, S extends object>(
  world: World,
  rule: { kind: string; path: string; id: string; idOf: (api: A) => string | undefined; member: string },
): Operation {
  return {
    requires: get(input => `/${rule.path}/${input[rule.id]}/stages`),
    answer(input: Record<string, unknown>, call) {
      const id = input[rule.id]
      if (!thingsOf<A>(world, call, rule.kind).some(api => rule.idOf(api) === id))
        throw new AwsError('NotFoundException', 'Invalid API identifier specified', 404)
      const found = thingsOf<StageOf<S>>(world, call, `${rule.kind}/stages`).filter(({ api }) => api === id)
      return { [rule.member]: found.map(({ stage }) => stage) }
    },
  }
}

export function simulatedApiGateway(world: World): SimulatedService {
  return {
    signingName: 'apigateway',
    client: '@aws-sdk/client-api-gateway',
    protocol: 'restJson1',
    operations: {
      GetRestApis: listing<RestApi>(world, {
        action: 'apigateway:GET',
        requires: get(() => '/restapis'),
        kind: 'apigateway:restapis',
        member: 'items',
        token: { input: 'position', output: 'position' },
        limit: 'limit',
        size: 25,
        most: 500,
        badToken: 'BadRequestException',
      }),
      GetStages: stages<RestApi, RestStage>(world, {
        kind: 'apigateway:restapis',
        path: 'restapis',
        id: 'restApiId',
        idOf: api => api.id,
        member: 'item',
      }),
    },
  }
}

export function simulatedApiGatewayV2(world: World): SimulatedService {
  return {
    signingName: 'apigateway',
    owns: ({ path }) => path.startsWith('/v2/'),
    client: '@aws-sdk/client-apigatewayv2',
    protocol: 'restJson1',
    operations: {
      GetApis: listing<Api>(world, {
        action: 'apigateway:GET',
        requires: get(() => '/apis'),
        kind: 'apigateway:apis',
        member: 'Items',
        limit: 'MaxResults',
        size: 100,
        most: 500,
        badToken: 'BadRequestException',
      }),
      GetStages: stages<Api, Stage>(world, {
        kind: 'apigateway:apis',
        path: 'apis',
        id: 'ApiId',
        idOf: api => api.ApiId,
        member: 'Items',
      }),
    },
  }
}
