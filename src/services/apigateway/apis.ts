// API Gateway's APIs and their stages. Stages are listed per API, for AWS lists them in no other way.
import type { RestApi } from '@aws-sdk/client-api-gateway'
import type { Api, GetApisCommandOutput } from '@aws-sdk/client-apigatewayv2'
import type { ReadContext, ResourceDefinition } from '../../core/define.ts'
import { describe, labelRecord, related } from '../facts.ts'

/**
 * AWS names the HTTP method as the IAM action. Where the policy allows it on everything, it allows to read API keys too;
 * HeyCloud asks for APIs and stages alone.
 */
const read = {
  action: 'apigateway:GET',
  why: 'Lists REST, HTTP and WebSocket APIs and their stages. HeyCloud reads no API key, no stage variable and no integration.',
}

const arnOf = ({ partition, region }: ReadContext, path: string): string =>
  `arn:${partition}:apigateway:${region}::${path}`

/**
 * The dimension ApiName of a REST API: "API Gateway removes non-ASCII characters from the ApiName dimension … If the API name
 * contains no ASCII characters, the API ID is used" (API Gateway Developer Guide, "Dimensions for metrics").
 */
const dimensionName = (name: string | undefined, id: string): string =>
  [...(name ?? '')].filter(letter => letter.charCodeAt(0) < 0x80).join('') || id

type Known<T> = T & { id: string }

async function* restApisOf(context: ReadContext): AsyncIterable<Known<RestApi>[]> {
  const { APIGatewayClient, paginateGetRestApis } = await import('@aws-sdk/client-api-gateway')
  for await (const page of paginateGetRestApis({ client: context.client(APIGatewayClient), pageSize: 500 }, {})) {
    yield (page.items ?? []).flatMap(api => (api.id ? [{ ...api, id: api.id }] : []))
  }
}

async function* httpApisOf(context: ReadContext): AsyncIterable<Known<Api>[]> {
  const { ApiGatewayV2Client, GetApisCommand } = await import('@aws-sdk/client-apigatewayv2')
  const client = context.client(ApiGatewayV2Client)
  let token: string | undefined
  do {
    const input = { MaxResults: '500', ...(token && { NextToken: token }) }
    const page: GetApisCommandOutput = await client.send(new GetApisCommand(input))
    yield (page.Items ?? []).flatMap(api => (api.ApiId ? [{ ...api, id: api.ApiId }] : []))
    token = page.NextToken
  } while (token)
}

export const restApis: ResourceDefinition = {
  type: 'apigateway:restapis',
  title: 'REST APIs',
  actions: [read],
  scope: 'regional',
  labels: ['apiname', 'apiid', 'endpoint-type'],
  async *list(context) {
    for await (const page of restApisOf(context)) {
      yield page.map(api => ({
        arn: arnOf(context, `/restapis/${api.id}`),
        name: api.name ?? api.id,
        tags: { ...api.tags },
        labels: labelRecord({
          apiname: dimensionName(api.name, api.id),
          apiid: api.id,
          'endpoint-type': api.endpointConfiguration?.types?.[0]?.toLowerCase(),
        }),
        attributes: describe(api, [
          'id',
          'name',
          'description',
          'createdDate',
          'version',
          'apiKeySource',
          'endpointConfiguration',
          'disableExecuteApiEndpoint',
          'apiStatus',
        ]),
      }))
    }
  },
}

export const httpApis: ResourceDefinition = {
  type: 'apigateway:apis',
  title: 'HTTP and WebSocket APIs',
  actions: [read],
  scope: 'regional',
  labels: ['apiname', 'apiid', 'protocol'],
  async *list(context) {
    for await (const page of httpApisOf(context)) {
      yield page.map(api => ({
        arn: arnOf(context, `/apis/${api.id}`),
        name: api.Name ?? api.id,
        tags: { ...api.Tags },
        labels: labelRecord({ apiname: api.Name, apiid: api.id, protocol: api.ProtocolType?.toLowerCase() }),
        attributes: describe(api, [
          'ApiId',
          'Name',
          'Description',
          'ProtocolType',
          'ApiEndpoint',
          'CreatedDate',
          'Version',
          'DisableExecuteApiEndpoint',
          'IpAddressType',
        ]),
      }))
    }
  },
}

export const restStages: ResourceDefinition = {
  type: 'apigateway:restapis/stages',
  title: 'Stages of REST APIs',
  actions: [read],
  scope: 'regional',
  labels: ['apiname', 'apiid'],
  async *list(context) {
    const { APIGatewayClient, GetStagesCommand } = await import('@aws-sdk/client-api-gateway')
    const client = context.client(APIGatewayClient)
    for await (const page of restApisOf(context)) {
      for (const api of page) {
        const { item = [] } = await client.send(new GetStagesCommand({ restApiId: api.id }))
        yield item.map(stage => ({
          arn: arnOf(context, `/restapis/${api.id}/stages/${stage.stageName}`),
          name: `${api.name}/${stage.stageName}`,
          tags: { ...stage.tags },
          labels: labelRecord({ apiname: dimensionName(api.name, api.id), apiid: api.id }),
          attributes: describe(stage, [
            'stageName',
            'description',
            'deploymentId',
            'cacheClusterEnabled',
            'cacheClusterSize',
            'tracingEnabled',
            'createdDate',
            'lastUpdatedDate',
          ]),
          ...related(['part of', arnOf(context, `/restapis/${api.id}`)], ['uses', stage.webAclArn]),
        }))
      }
    }
  },
}

export const httpStages: ResourceDefinition = {
  type: 'apigateway:apis/stages',
  title: 'Stages of HTTP and WebSocket APIs',
  actions: [read],
  scope: 'regional',
  labels: ['apiname', 'apiid'],
  async *list(context) {
    const { ApiGatewayV2Client, GetStagesCommand } = await import('@aws-sdk/client-apigatewayv2')
    const client = context.client(ApiGatewayV2Client)
    for await (const page of httpApisOf(context)) {
      for (const api of page) {
        // An API has ten stages at most unless AWS raised the quota: one page.
        const { Items = [] } = await client.send(new GetStagesCommand({ ApiId: api.id, MaxResults: '500' }))
        yield Items.map(stage => ({
          arn: arnOf(context, `/apis/${api.id}/stages/${stage.StageName}`),
          name: `${api.Name}/${stage.StageName}`,
          tags: { ...stage.Tags },
          labels: labelRecord({ apiname: api.Name, apiid: api.id }),
          attributes: describe(stage, [
            'StageName',
            'Description',
            'DeploymentId',
            'AutoDeploy',
            'CreatedDate',
            'LastUpdatedDate',
          ]),
          ...related(['part of', arnOf(context, `/apis/${api.id}`)]),
        }))
      }
    }
  },
}
