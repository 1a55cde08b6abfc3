// The public Terraform provider's requests, replayed in its order: what it reads back must be what it sent, or its next plan is not empty.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { prod } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws'
const accounts = `${root}/accounts`
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
type Attributes = Record<string, unknown>

let serving: Serving
let headers: Record<string, string>
beforeAll(async () => {
  serving = await startServing()
  headers = await serving.keys('editor')
})
afterAll(() => serving.close())

/** As the provider's Go client sends it. */
async function send(method: Method, url: string, payload?: object, auth = headers) {
  const reply = await serving.app.inject({
    method,
    url,
    headers: {
      ...auth,
      accept: method === 'DELETE' && !payload ? '*/*' : 'application/json',
      'user-agent':
        'terraform-provider-datadog/dev (terraform 1.11.4) datadog-api-client-go/2.64.0 (go go1.26; os linux; arch amd64)',
      ...(payload ? { 'content-type': 'application/json' } : {}),
    },
    ...(payload ? { payload: `${JSON.stringify(payload)}\n` } : {}),
  })
  return { status: reply.statusCode, type: reply.headers['content-type'], body: reply.body ? reply.json() : undefined }
}

/** The provider writes its state's id with quotes around it. */
const quoted = (id: string): string => `${accounts}/%22${id}%22`

/** The Go client takes exactly one branch of a choice; none or several make it refuse the reply. */
function branch(value: unknown, ...keys: string[]): Attributes {
  expect(value).toBeTypeOf('object')
  const choice = value as Attributes
  expect(keys.filter(key => key in choice)).toHaveLength(1)
  return choice
}

/** What the provider keeps of a reply, as `updateState` does. */
function stateOf({ attributes }: { attributes: Attributes }) {
  const { account_tags, aws_account_id, aws_partition, aws_regions, logs_config, resources_config } = attributes
  const { metrics_config, traces_config, auth_config } = attributes as Record<string, Attributes>
  const { role_name, external_id, access_key_id } = branch(auth_config, 'role_name', 'access_key_id')
  const names = metrics_config?.metric_name_filters as Attributes[]
  return {
    ...{ aws_account_id, aws_partition, logs_config, resources_config },
    account_tags: account_tags ?? [],
    auth_config: access_key_id === undefined ? { role_name, external_id } : { access_key_id },
    aws_regions: branch(aws_regions, 'include_all', 'include_only'),
    metrics_config: {
      ...metrics_config,
      namespace_filters: branch(metrics_config?.namespace_filters, 'include_only', 'exclude_only'),
      metric_name_filters: names.map(filter => branch(filter, 'include_only', 'exclude_only')),
    },
    traces_config: { xray_services: branch(traces_config?.xray_services, 'include_all', 'include_only') },
  }
}

/** Every group is sent always, with the defaults of the provider's schema. */
const planned = (over: Attributes = {}): Attributes => ({
  account_tags: [],
  auth_config: { role_name: 'HeyCloudIntegrationRole' },
  aws_account_id: prod,
  aws_partition: 'aws',
  aws_regions: { include_all: true },
  logs_config: { lambda_forwarder: { lambdas: [], sources: [], log_source_config: { tag_filters: [] } } },
  metrics_config: metrics(),
  resources_config: { cloud_security_posture_management_collection: false, extended_collection: true },
  traces_config: { xray_services: { include_only: [] } },
  ...over,
})
const metrics = (over: Attributes = {}): Attributes => ({
  automute_enabled: true,
  collect_cloudwatch_alarms: false,
  collect_custom_metrics: false,
  enabled: true,
  metric_name_filters: [],
  namespace_filters: { exclude_only: ['AWS/SQS', 'AWS/ElasticMapReduce', 'AWS/Usage'] },
  tag_filters: [],
  ...over,
})
const body = (attributes: Attributes) => ({ data: { attributes, type: 'account' } })

/** Everything changed from its default, lists in an order of their own; as in the provider's acceptance test. */
const everything = planned({
  account_tags: ['!test-update', '*', 'env:prod'],
  auth_config: { role_name: 'team/Other_Role' },
  aws_regions: { include_only: ['us-east-1', 'ap-southeast-2', 'eu-west-1'] },
  logs_config: {
    lambda_forwarder: {
      lambdas: ['arn:aws:lambda:us-east-1:123456789123:function:test-fn'],
      sources: ['s3', 'lambda', 'cloudtrail'],
      log_source_config: {
        tag_filters: [
          { source: 'lambda', tags: ['tag3', 'tag4'] },
          { source: 'cloudtrail', tags: ['tag5', 'tag6'] },
        ],
      },
    },
  },
  metrics_config: metrics({
    automute_enabled: false,
    collect_cloudwatch_alarms: true,
    collect_custom_metrics: true,
    enabled: false,
    metric_name_filters: [
      { namespace: 'AWS/RDS', exclude_only: ['aws.rds.aurora*', 'aws.rds.cpu*'] },
      { namespace: 'AWS/EC2', include_only: ['aws.ec2.network_in'] },
    ],
    namespace_filters: { include_only: ['AWS/SQS', 'AWS/EC2', 'AWS/ApplicationELB', 'AWS/Brand/New'] },
    tag_filters: [
      { namespace: 'AWS/Lambda', tags: [] },
      { namespace: 'AWS/EC2', tags: ['tag2', 'tag1', '!x:*'] },
    ],
  }),
  resources_config: { cloud_security_posture_management_collection: true, extended_collection: true },
  traces_config: { xray_services: { include_all: true } },
})

/** Applies as the provider does; resolves with what it keeps. */
async function created(attributes: Attributes) {
  const reply = await send('POST', accounts, body(attributes))
  expect(reply, JSON.stringify(reply.body)).toMatchObject({
    status: 200,
    type: expect.stringContaining('vnd.api+json'),
  })
  return { id: reply.body.data.id as string, state: stateOf(reply.body.data) }
}

/** A refresh, then a plan: every attribute as it was sent, and the external ID as it was returned. */
async function expectEmptyPlan(id: string, sent: Attributes, state: object) {
  const read = await send('GET', quoted(id))
  expect(read.status).toBe(200)
  expect(stateOf(read.body.data)).toEqual(state)
  const { auth_config, ...rest } = stateOf(read.body.data)
  const { auth_config: auth, ...attributes } = sent
  expect(rest).toEqual(attributes)
  expect(auth_config).toMatchObject(auth as object)
}

afterEach(async () => {
  const { body: list } = await send('GET', accounts)
  for (const { id } of list.data) await send('DELETE', quoted(id))
})

describe('datadog_integration_aws_account', () => {
  it.each([
    ['its defaults', planned()],
    ['everything else', everything],
    [
      'no region and no service',
      planned({ aws_regions: { include_all: false }, traces_config: { xray_services: { include_all: false } } }),
    ],
    [
      'empty lists',
      planned({
        aws_regions: { include_only: [] },
        metrics_config: metrics({ namespace_filters: { include_only: [] } }),
      }),
    ],
  ])('is created with %s, and the second plan is empty', async (_, sent) => {
    const { id, state } = await created(sent)
    await expectEmptyPlan(id, sent, state)
  })

  it('is updated there and back, with the external ID from its state', async () => {
    const { id, state } = await created(planned())
    for (const wanted of [everything, planned({ account_tags: ['!test-update-2', '*'] })]) {
      const { external_id } = state.auth_config
      const sent = { ...wanted, auth_config: { ...(wanted.auth_config as object), external_id } }
      const reply = await send('PATCH', quoted(id), body(sent))
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
      await expectEmptyPlan(id, sent, stateOf(reply.body.data))
    }
  })

  it('is imported by its id', async () => {
    const { id, state } = await created(everything)
    const read = await send('GET', quoted(id))
    expect(stateOf(read.body.data)).toEqual(state)
    expect(read.body.data.id).toBe(id)
  })

  it('leaves the state when it is gone, and is deleted once or twice', async () => {
    const { id } = await created(planned())
    expect(await send('DELETE', quoted(id))).toEqual({ status: 204, type: undefined, body: undefined })
    for (const method of ['GET', 'DELETE', 'PATCH'] as const) {
      const reply = await send(method, quoted(id), method === 'PATCH' ? body(planned()) : undefined)
      expect(reply).toMatchObject({ status: 404, body: { errors: [{ status: '404', title: 'Account not found' }] } })
    }
  })

  it('keeps the secret of an access key to itself', async () => {
    const keys = {
      access_key_id: 'AKIAIOSFODNN7EXAMPLE',
      secret_access_key: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    }
    const sent = planned({ aws_partition: 'aws-us-gov', auth_config: keys })
    const { id, state } = await created(sent)
    expect(state.auth_config).toEqual({ access_key_id: keys.access_key_id })
    await expectEmptyPlan(id, { ...sent, auth_config: { access_key_id: keys.access_key_id } }, state)
    const refused = await send('PATCH', quoted(id), body(planned({ aws_partition: 'aws-us-gov' })))
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ title: 'Generic Error' }] } })
  })
})

describe('datadog_integration_aws_external_id', () => {
  it('makes one that the account is then created with, and that its data source reads', async () => {
    const made = await send('POST', `${root}/generate_new_external_id`)
    const value = made.body.data.attributes.external_id
    expect(made.body).toEqual({ data: { id: value, type: 'external_id', attributes: { external_id: value } } })
    const sent = planned({ auth_config: { role_name: 'HeyCloudIntegrationRole', external_id: value } })
    const { id, state } = await created(sent)
    await expectEmptyPlan(id, sent, state)
    const read = await send('GET', `${accounts}?aws_account_id=${prod}`)
    expect(read.body.data).toHaveLength(1)
    expect(stateOf(read.body.data[0]).auth_config.external_id).toBe(value)
    expect((await send('GET', `${accounts}?aws_account_id=000000000000`)).body).toEqual({ data: [] })
  })

  it('is refused when it is not one of ours', async () => {
    const sent = planned({ auth_config: { role_name: 'HeyCloudIntegrationRole', external_id: 'f'.repeat(32) } })
    expect(await send('POST', accounts, body(sent))).toMatchObject({
      status: 400,
      body: { errors: [{ status: '400', title: 'Bad Request', detail: 'invalid External ID' }] },
    })
  })
})

describe('datadog_integration_aws_event_bridge', () => {
  const attributes = { account_id: prod, region: 'us-east-1', event_generator_name: 'alerts', create_event_bus: false }
  const event = (over: object) => ({ data: { attributes: over, type: 'event_bridge' } })

  it('is found again by its full name, and deleted by it', async () => {
    await created(planned())
    const made = await send('POST', `${root}/event_bridge`, event(attributes))
    expect(made.status, JSON.stringify(made.body)).toBe(200)
    const { event_source_name: name, has_bus, region, status } = made.body.data.attributes
    expect({ has_bus, region, status }).toEqual({ has_bus: false, region: 'us-east-1', status: 'created' })
    const { accounts: rows } = (await send('GET', `${root}/event_bridge`)).body.data.attributes
    const hubs = rows.find((row: { account_id: string }) => row.account_id === prod).event_hubs
    expect(hubs).toMatchObject([{ name, region }])
    const { create_event_bus: _, ...place } = attributes
    const gone = await send('DELETE', `${root}/event_bridge`, event({ ...place, event_generator_name: name }))
    expect(gone).toMatchObject({ status: 200, body: { data: { attributes: { status: 'empty' } } } })
  })
})

describe('datadog_integration_aws_account_ccm_config', () => {
  const config = {
    bucket_name: 'billing',
    bucket_region: 'us-east-1',
    report_name: 'cost-and-usage-report',
    report_prefix: 'reports',
    report_type: 'CUR2.0',
  }
  const ccm = (over: object = {}) => ({
    data: { attributes: { ccm_config: { data_export_configs: [{ ...config, ...over }] } }, type: 'ccm_config' },
  })

  it('is created, read, changed and deleted, and is gone with its account', async () => {
    const { id } = await created(planned())
    const url = `${accounts}/${id}/ccm_config`
    const made = await send('POST', url, ccm())
    expect(made, JSON.stringify(made.body)).toMatchObject({ status: 200, body: { data: { id, type: 'ccm_config' } } })
    expect((await send('GET', url)).body.data.attributes.data_export_configs).toEqual([config])
    expect((await send('POST', url, ccm())).status).toBe(409)
    const changed = await send('PATCH', url, ccm({ report_prefix: 'other' }))
    expect(changed.body.data.attributes.data_export_configs).toEqual([{ ...config, report_prefix: 'other' }])
    expect(await send('DELETE', url)).toMatchObject({ status: 204, body: undefined })
    expect((await send('GET', url)).status).toBe(404)
    await send('DELETE', quoted(id))
    expect((await send('DELETE', url)).status).toBe(404)
  })
})

describe('data sources', () => {
  it.each([
    ['iam_permissions', 'permissions', 'permissions'],
    ['iam_permissions/standard', 'permissions', 'permissions'],
    ['iam_permissions/resource_collection', 'permissions', 'permissions'],
    ['available_namespaces', 'namespaces', 'namespaces'],
    ['logs/services', 'logs_services', 'logs_services'],
  ])('%s are lists of texts', async (path, type, attribute) => {
    const { status, body: reply } = await send('GET', `${root}/${path}`)
    expect(status).toBe(200)
    expect(reply.data).toMatchObject({ id: type, type })
    expect(Object.keys(reply.data.attributes)).toEqual([attribute])
    const list: unknown[] = reply.data.attributes[attribute]
    expect(list.length).toBeGreaterThan(3)
    expect(list.filter(one => typeof one !== 'string')).toEqual([])
  })

  it('name the log services in the recorded order', async () => {
    expect((await send('GET', `${root}/logs/services`)).body.data.attributes.logs_services.join(' ')).toBe(
      'apigw-access-logs apigw-execution-logs cloudfront cloudtrail elb elbv2 lambda lambda-edge redshift s3 ssm states waf',
    )
  })
})

describe('the provider’s start', () => {
  it('validates an API key, and a bearer token, which it sends in two places', async () => {
    const { 'dd-api-key': api, 'dd-application-key': app } = headers as {
      'dd-api-key': string
      'dd-application-key': string
    }
    expect(await send('GET', '/api/v1/validate', undefined, { 'dd-api-key': api })).toMatchObject({
      status: 200,
      body: { valid: true },
    })
    const bearer = { authorization: `Bearer ${app}`, 'dd-application-key': app }
    expect(await send('GET', '/api/v2/validate_keys', undefined, bearer)).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    })
    expect((await send('GET', accounts, undefined, { authorization: `Bearer ${app}` })).status).toBe(200)
    const wrong = { authorization: 'Bearer nonsense', 'dd-application-key': 'nonsense' }
    expect((await send('GET', '/api/v2/validate_keys', undefined, wrong)).status).toBe(403)
  })
})
