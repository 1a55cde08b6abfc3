// The rest of the public API: what is unstable in its clients, what is gone, keys, limits, and a document that names it all.
import { client, v1, v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endpointWords } from '../src/server/endpoint-words.ts'
import { prod } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

let serving: Serving
let url: string
let keys: { 'dd-api-key': string; 'dd-application-key': string }
let configuration: ReturnType<typeof client.createConfiguration>

beforeAll(async () => {
  serving = await startServing()
  url = await serving.app.listen({ host: '127.0.0.1', port: 0 })
  keys = await serving.keys('editor')
  configuration = configured({ apiKeyAuth: keys['dd-api-key'], appKeyAuth: keys['dd-application-key'] })
})
afterAll(() => serving.close())

const configured = (authMethods: object) =>
  client.createConfiguration({ baseServer: new client.BaseServerConfiguration(url, {}), authMethods })

const v1Root = '/api/v1/integration/aws'
const gone: [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, successor: string][] = [
  ['GET', '', 'GET /api/v2/integration/aws/accounts'],
  ['POST', '', 'POST /api/v2/integration/aws/accounts'],
  ['PUT', '', 'PATCH /api/v2/integration/aws/accounts/{aws_account_config_id}'],
  ['DELETE', '', 'DELETE /api/v2/integration/aws/accounts/{aws_account_config_id}'],
  ['GET', '/available_namespace_rules', 'GET /api/v2/integration/aws/available_namespaces'],
  ['GET', '/filtering', 'GET /api/v2/integration/aws/accounts/'],
  ['POST', '/filtering', 'metrics_config.tag_filters'],
  ['DELETE', '/filtering', 'metrics_config.tag_filters'],
  ['PUT', '/generate_new_external_id', 'POST /api/v2/integration/aws/generate_new_external_id'],
  ['GET', '/logs', 'GET /api/v2/integration/aws/accounts/'],
  ['POST', '/logs', 'logs_config.lambda_forwarder.lambdas'],
  ['DELETE', '/logs', 'logs_config.lambda_forwarder.lambdas'],
  ['GET', '/logs/services', 'GET /api/v2/integration/aws/logs/services'],
  ['POST', '/logs/services', 'logs_config.lambda_forwarder.sources'],
  ['POST', '/logs/check_async', 'logs_config.lambda_forwarder.lambdas'],
  ['POST', '/logs/services_async', 'logs_config.lambda_forwarder.sources'],
  ['GET', '/event_bridge', 'GET /api/v2/integration/aws/event_bridge'],
  ['POST', '/event_bridge', 'POST /api/v2/integration/aws/event_bridge'],
  ['DELETE', '/event_bridge', 'DELETE /api/v2/integration/aws/event_bridge'],
]

describe('version 1', () => {
  it.each(gone)(
    '%s /api/v1/integration/aws%s is gone, and names what is there instead',
    async (method, path, successor) => {
      const sent = method === 'GET' ? {} : { payload: { account_id: prod } }
      const reply = await serving.app.inject({ method, url: `${v1Root}${path}`, headers: keys, ...sent })
      expect(reply.statusCode).toBe(410)
      expect(reply.headers['content-type']).toContain('application/vnd.api+json')
      const [error] = reply.json().errors
      expect(error).toMatchObject({ status: '410', title: 'Gone', code: 'gone' })
      expect(error.detail).toContain(successor)
    },
  )

  it('says so to its own client, and to whoever has no key any more', async () => {
    const api = new v1.AWSIntegrationApi(configuration)
    await expect(api.listAWSAccounts()).rejects.toMatchObject({ code: 410, body: expect.stringContaining('/api/v2/') })
    const reply = await serving.app.inject({ method: 'GET', url: v1Root })
    expect(reply.statusCode).toBe(410)
  })

  it('is what the document of the API calls deprecated', async () => {
    const { paths } = (await serving.app.inject({ method: 'GET', url: '/api/openapi.json' })).json()
    for (const [method, path] of gone)
      expect(paths[`${v1Root}${path}`][method.toLowerCase()], path).toMatchObject({ deprecated: true })
  })
})

describe('witness: datadog-api-client, keys and lists', () => {
  it('validates both keys, and an API key alone', async () => {
    expect((await new v2.KeyManagementApi(configuration).validateAPIKey()).status).toBe('ok')
    expect((await new v1.AuthenticationApi(configured({ apiKeyAuth: keys['dd-api-key'] })).validate()).valid).toBe(true)
    const wrong = configured({ apiKeyAuth: 'x'.repeat(32), appKeyAuth: 'y'.repeat(40) })
    await expect(new v2.KeyManagementApi(wrong).validateAPIKey()).rejects.toMatchObject({ code: 403 })
  })

  it('reads the log services', async () => {
    const { data } = await new v2.AWSLogsIntegrationApi(configuration).listAWSLogsServices()
    expect(data?.attributes?.logsServices).toContain('lambda-edge')
  })
})

describe('limits', () => {
  it('say how long to wait in the words that the clients read', async () => {
    const guess = () =>
      serving.app.inject({
        method: 'POST',
        url: '/api/v2/heycloud/setup',
        payload: { token: 'guessed', password: 'p'.repeat(12) },
      })
    let reply = await guess()
    for (let tries = 0; tries < 12 && reply.statusCode !== 429; tries += 1) reply = await guess()
    expect(reply.statusCode).toBe(429)
    const seconds = Number(reply.headers['x-ratelimit-reset'])
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
    expect(reply.headers).toMatchObject({ 'retry-after': String(seconds), 'x-ratelimit-limit': expect.anything() })
    expect(reply.json().errors[0]).toMatchObject({ status: '429', code: 'too_many_requests' })
  })
})

describe('the document of the API', () => {
  const methods = ['get', 'post', 'put', 'patch', 'delete']
  let operations: { endpoint: string; summary: unknown }[]
  beforeAll(async () => {
    const { paths } = (await serving.app.inject({ method: 'GET', url: '/api/openapi.json' })).json()
    operations = Object.entries<Record<string, { summary?: unknown }>>(paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([method]) => methods.includes(method))
        .map(([method, { summary }]) => ({
          endpoint: `${method.toUpperCase()} ${path.replaceAll(/\{([^}]+)\}/g, ':$1')}`,
          summary,
        })),
    )
  })

  it('says of every endpoint what it does', () => {
    expect(operations.filter(({ summary }) => !summary).map(({ endpoint }) => endpoint)).toEqual([])
  })

  it('says which settings are stored only', async () => {
    const { paths } = (await serving.app.inject({ method: 'GET', url: '/api/openapi.json' })).json()
    const { schema } = paths['/api/v2/integration/aws/accounts/{id}'].get.responses['200'].content['application/json']
    const { logs_config, traces_config, metrics_config } = schema.properties.data.properties.attributes.properties
    for (const described of [logs_config, traces_config, metrics_config.properties.automute_enabled])
      expect(described.description).toContain('Stored and returned only')
  })

  it('speaks of none that is not there', () => {
    const there = new Set(operations.map(({ endpoint }) => endpoint))
    expect([...endpointWords.keys()].filter(endpoint => !there.has(endpoint))).toEqual([])
  })
})
