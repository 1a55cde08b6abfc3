// Cost exports through the public API's own client: kept as sent, and checked with the simulated AWS under exactly the declared actions.
import { client, logger, v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AwsAccount } from '../src/core/account.ts'
import { actionsOf } from '../src/services/index.ts'
import { actor, goodTrust, makeRole, organisation, prod, save, waitFor } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws'
const declared = actionsOf(['cost_management']).map(({ action }) => action)

let serving: Serving
let api: v2.AWSIntegrationApi
let keys: Record<string, string>
let account: AwsAccount

beforeAll(async () => {
  // It warns of each unstable operation each time.
  logger.setLevel('error')
  serving = await startServing()
  const url = await serving.app.listen({ host: '127.0.0.1', port: 0 })
  keys = await serving.keys('editor')
  const configuration = client.createConfiguration({
    baseServer: new client.BaseServerConfiguration(url, {}),
    authMethods: { apiKeyAuth: keys['dd-api-key'] ?? '', appKeyAuth: keys['dd-application-key'] ?? '' },
  })
  for (const name of ['create', 'get', 'update', 'delete'])
    configuration.unstableOperations[`v2.${name}AWSAccountCCMConfig`] = true
  configuration.unstableOperations['v2.validateAWSCCMConfig'] = true
  api = new v2.AWSIntegrationApi(configuration)
  account = await save(serving, 'CostRole', { features: { cost_management: true } })
  const externalId = 'externalId' in account ? account.externalId : ''
  await makeRole(serving, { name: 'CostRole', trust: goodTrust(serving, externalId), policies: [] })
  allow(declared)
  expect(['connected', 'degraded']).toContain((await waitFor(serving, account, 60_000)).state)
}, 60_000)
afterAll(() => serving.close())
beforeEach(() => {
  serving.simulator.faults.clear()
  allow(declared)
})

/** Leaves the role with these actions and no others. */
function allow(actions: readonly string[]): void {
  serving.simulator.iam.change(prod, draft => {
    const role = draft.roles.costrole
    if (!role) throw new Error('There is no role')
    const Statement = { Effect: 'Allow', Action: actions, Resource: '*' }
    role.inline = { cost: JSON.stringify({ Version: '2012-10-17', Statement }) }
  })
}

const report = (over: Partial<v2.DataExportConfig> = {}): v2.DataExportConfig => ({
  bucketName: 'acme-prod-billing',
  bucketRegion: 'us-east-1',
  reportName: 'acme-cur2',
  reportPrefix: 'cost',
  reportType: 'CUR2.0',
  ...over,
})
const config = (...dataExportConfigs: v2.DataExportConfig[]): v2.AWSCcmConfigRequest => ({
  data: { type: 'ccm_config', attributes: { ccmConfig: { dataExportConfigs } } },
})
const id = () => ({ awsAccountConfigId: account.id })

async function validate(over: Partial<v2.AWSCcmConfigValidationRequestAttributes> = {}) {
  const { reportType: _, ...place } = report()
  const reply = await api.validateAWSCCMConfig({
    body: { data: { type: 'ccm_config_validation', attributes: { accountId: prod, ...place, ...over } } },
  })
  expect(reply._unparsed, 'every code is one of the client’s').toBeUndefined()
  expect(reply.data.attributes.accountId).toBe(over.accountId ?? prod)
  return reply.data.attributes.issues
}
const codes = async (over: Partial<v2.AWSCcmConfigValidationRequestAttributes> = {}) =>
  (await validate(over)).map(({ code }) => code)

describe('a cost configuration', () => {
  it('is stored, returned as sent, replaced and deleted', async () => {
    await expect(api.getAWSAccountCCMConfig(id())).rejects.toMatchObject({ code: 404 })
    const body = config(report(), report({ reportName: 'other', reportPrefix: '' }))
    const created = await api.createAWSAccountCCMConfig({ ...id(), body })
    expect(created.data).toMatchObject({ id: account.id, type: 'ccm_config' })
    expect(created.data.attributes?.dataExportConfigs).toMatchObject([
      report(),
      report({ reportName: 'other', reportPrefix: '' }),
    ])
    await expect(api.createAWSAccountCCMConfig({ ...id(), body })).rejects.toMatchObject({
      code: 409,
      body: {
        errors: [
          {
            status: '409',
            title: 'Account already exists',
            detail: 'CCM config already exists for this account',
          },
        ],
      },
    })
    const next = report({ bucketName: 'acme.billing-2', bucketRegion: 'eu-west-1' })
    await api.updateAWSAccountCCMConfig({ ...id(), body: config(next) })
    expect((await api.getAWSAccountCCMConfig(id())).data.attributes?.dataExportConfigs).toMatchObject([next])
    const quoted = await serving.app.inject({
      method: 'GET',
      url: `${root}/accounts/%22${account.id}%22/ccm_config`,
      headers: keys,
    })
    expect(quoted.json()).toEqual({
      data: {
        id: account.id,
        type: 'ccm_config',
        attributes: {
          data_export_configs: [
            {
              bucket_name: 'acme.billing-2',
              bucket_region: 'eu-west-1',
              report_name: 'acme-cur2',
              report_prefix: 'cost',
              report_type: 'CUR2.0',
            },
          ],
        },
      },
    })
    expect(quoted.headers['content-type']).toContain('application/vnd.api+json')
    expect(await api.deleteAWSAccountCCMConfig(id())).toBeUndefined()
    for (const gone of [
      api.getAWSAccountCCMConfig(id()),
      api.updateAWSAccountCCMConfig({ ...id(), body }),
      api.deleteAWSAccountCCMConfig(id()),
    ])
      await expect(gone).rejects.toMatchObject({ code: 404 })
    const actions = (await serving.settings.audit.list(organisation, 20)).map(({ action }) => action)
    for (const verb of ['create', 'create.refused', 'update', 'update.refused', 'delete', 'delete.refused'])
      expect(actions).toContain(`cost_exports.${verb}`)
  })

  it('says what keeps its exports from being checked', async () => {
    await serving.delegation.accounts.update(actor, account.id, { features: { cost_management: false } })
    const reply = await api.createAWSAccountCCMConfig({ ...id(), body: config(report()) })
    expect(reply.additionalProperties?.meta).toEqual({
      warnings: { 'features.cost_management': expect.stringContaining('is off') },
    })
    allow([])
    const [first] = await validate()
    expect(first?.description).toContain('set features.cost_management to true')
    await serving.delegation.accounts.update(actor, account.id, { features: { cost_management: true } })
    await api.deleteAWSAccountCCMConfig(id())
  })

  it.each([
    ['a bucket that is an ARN', { bucketName: 'arn:aws:s3:us-east-1:999988887777:accesspoint/theirs' }, 'bucket_name'],
    ['a bucket that is an address', { bucketName: '169.254.169.254' }, 'bucket_name'],
    ['a bucket with capitals', { bucketName: 'Billing' }, 'bucket_name'],
    ['a region that is a host', { bucketRegion: 'evil.example.com/#' }, 'bucket_region'],
    ['a region of another partition', { bucketRegion: 'cn-north-1' }, 'bucket_region'],
    ['another kind of report', { reportType: 'FOCUS' }, 'report_type'],
    ['a name that AWS has not', { reportName: 'a b' }, 'report_name'],
    ['a prefix that hides what follows', { reportPrefix: 'cost\u202e' }, 'report_prefix'],
  ])('is refused with %s, the field named', async (_, over, field) => {
    const [one] = [report(over)]
    const payload = {
      data: {
        type: 'ccm_config',
        attributes: {
          ccm_config: {
            data_export_configs: [
              {
                bucket_name: one.bucketName,
                bucket_region: one.bucketRegion,
                report_name: one.reportName,
                report_prefix: one.reportPrefix,
                report_type: one.reportType,
              },
            ],
          },
        },
      },
    }
    const url = `${root}/accounts/${account.id}/ccm_config`
    const reply = await serving.app.inject({ method: 'POST', url, headers: keys, payload })
    expect(reply.statusCode).toBe(400)
    expect(Object.keys(reply.json().errors[0].meta)).toEqual([`ccm_config.data_export_configs.0.${field}`])
    const { reportType, ...place } = over as Partial<v2.DataExportConfig>
    if (!reportType) await expect(validate(place)).rejects.toMatchObject({ code: 400 })
  })

  it('is of one organisation', async () => {
    await api.createAWSAccountCCMConfig({ ...id(), body: config(report()) })
    await serving.settings.organisations.ensure('globex', 'Globex', serving.clock.now())
    const stranger = await serving.keys('admin', 'globex')
    const url = `${root}/accounts/${account.id}/ccm_config`
    for (const method of ['GET', 'DELETE'] as const) {
      const reply = await serving.app.inject({ method, url, headers: stranger })
      expect(reply.statusCode).toBe(404)
      expect(reply.json().errors[0]).toMatchObject({
        title: 'Account not found',
        detail: 'AWS account with provided id is not integrated',
      })
    }
    const attributes = { account_id: prod, bucket_name: 'bucket', bucket_region: 'us-east-1', report_name: 'x' }
    const payload = { data: { type: 'ccm_config_validation', attributes } }
    const asked = await serving.app.inject({
      method: 'POST',
      url: `${root}/validate_ccm_config`,
      headers: stranger,
      payload,
    })
    expect(asked.statusCode).toBe(400)
    const viewer = await serving.keys('viewer')
    expect((await serving.app.inject({ method: 'DELETE', url, headers: viewer })).statusCode).toBe(403)
    await api.deleteAWSAccountCCMConfig(id())
  })

  it('answers 400 to an id that is none, and to an empty list', async () => {
    await expect(api.getAWSAccountCCMConfig({ awsAccountConfigId: 'nonsense' })).rejects.toMatchObject({ code: 400 })
    await expect(api.createAWSAccountCCMConfig({ ...id(), body: config() })).rejects.toMatchObject({ code: 400 })
  })
})

describe('under exactly the declared actions', () => {
  it('a good export has no issue, every action is called, and none is refused', async () => {
    serving.simulator.ledger.reset()
    expect(await validate()).toEqual([])
    const { reportPrefix: _, reportType: __, ...place } = report()
    const body: v2.AWSCcmConfigValidationRequest = {
      data: { type: 'ccm_config_validation', attributes: { accountId: prod, ...place } },
    }
    expect((await api.validateAWSCCMConfig({ body })).data.attributes.issues, 'no prefix was said').toEqual([])
    const calls = serving.simulator.ledger.entries().filter(({ accountId }) => accountId === prod)
    expect(calls.filter(({ denied }) => denied > 0)).toEqual([])
    expect(calls.map(({ operation }) => operation).sort()).toEqual([
      'GetBucketLocation',
      'GetExport',
      'ListExports',
      'ListObjectsV2',
    ])
  })

  it.each([
    ['bcm-data-exports:ListExports', 'EXPORT_LIST_PERMISSION_MISSING'],
    ['bcm-data-exports:GetExport', 'EXPORT_GET_PERMISSION_MISSING'],
    ['s3:GetBucketLocation', 'S3_GET_PERMISSION_MISSING'],
    ['s3:ListBucket', 'S3_LIST_PERMISSION_MISSING'],
  ])('without %s there is %s and nothing else', async (action, code) => {
    allow(declared.filter(other => other !== action))
    expect(await validate()).toMatchObject([{ code, description: expect.stringContaining(`Allow ${action}`) }])
  })

  it('declares nothing else, but for AWS’s own figures of what is spent', () => {
    expect(declared.filter(action => !action.startsWith('ce:'))).toHaveLength(4)
  })
})

describe('an export that is not as it should be', () => {
  it.each([
    ['acme-cur2-daily', 'TIME_GRANULARITY_INVALID'],
    ['acme-cur2-csv', 'FILE_FORMAT_INVALID'],
    ['acme-cur2-overwritten', 'OVERWRITE_MODE_INVALID'],
    ['acme-cur2-without-resources', 'INCLUDE_RESOURCES_DISABLED'],
    ['acme-cur2-broken', 'EXPORT_STATUS_UNHEALTHY'],
    ['acme-cur2-one-account', 'QUERY_STATEMENT_INVALID'],
    ['acme-nothing', 'EXPORT_NOT_FOUND'],
  ])('%s: %s', async (reportName, code) => {
    expect(await codes({ reportName })).toEqual([code])
  })

  it('is not in another region, bucket or account', async () => {
    expect(await codes({ bucketRegion: 'eu-west-1' })).toEqual(['S3_BUCKET_REGION_MISMATCH'])
    allow(declared.filter(action => action !== 's3:GetBucketLocation'))
    expect(await codes({ bucketRegion: 'eu-west-1' })).toEqual([
      'S3_GET_PERMISSION_MISSING',
      'S3_BUCKET_REGION_MISMATCH',
    ])
    const nowhere = { bucketName: 'acme-nowhere' }
    expect(await codes(nowhere)).toEqual(['S3_GET_PERMISSION_MISSING', 'S3_BUCKET_NOT_ACCESSIBLE', 'EXPORT_NOT_FOUND'])
    allow(declared)
    expect(await codes(nowhere)).toEqual(['S3_BUCKET_NOT_ACCESSIBLE', 'EXPORT_NOT_FOUND'])
    expect(await codes({ bucketName: 'acme-staging-uploads' })).toEqual([
      'S3_BUCKET_NOT_ACCESSIBLE',
      'EXPORT_NOT_FOUND',
    ])
    expect(await codes({ reportPrefix: 'elsewhere' })).toEqual(['EXPORT_NOT_FOUND'])
  })
})

describe('a role that cannot be used', () => {
  const state = (now: AwsAccount['state']) => serving.settings.accounts.note(organisation, account.id, { state: now })

  it('is CREDENTIAL_ERROR: refused by AWS, or not proven safe and so not even tried', async () => {
    serving.aws.forget(prod)
    serving.simulator.faults.add({
      service: 'sts',
      operation: 'AssumeRole',
      kind: { error: 'AccessDenied', message: 'User: x is not authorized to perform: sts:AssumeRole', status: 403 },
    })
    expect(await codes()).toEqual(['CREDENTIAL_ERROR'])
    serving.simulator.faults.clear()
    serving.aws.forget(prod)
    await state('blocked')
    serving.simulator.ledger.reset()
    expect(await validate()).toMatchObject([
      { code: 'CREDENTIAL_ERROR', description: expect.stringContaining('blocked') },
    ])
    expect(serving.simulator.ledger.entries()).toEqual([])
    await state('connected')
  })

  it('answers 429 and 503 where AWS gives no answer that tells', async () => {
    const fault = (error: string, status: number) =>
      serving.simulator.faults.add({
        service: 's3',
        operation: 'ListObjectsV2',
        kind: { error, message: 'Please reduce your request rate.', status },
      })
    fault('SlowDown', 503)
    await expect(validate()).rejects.toMatchObject({ code: 429, body: { errors: [{ code: 'throttled' }] } })
    serving.simulator.faults.clear()
    fault('InternalError', 500)
    await expect(validate()).rejects.toMatchObject({
      code: 503,
      body: { errors: [{ status: '503', detail: expect.stringContaining('ListObjectsV2') }] },
    })
  }, 60_000)

  it('names an account that is not connected', async () => {
    await expect(validate({ accountId: '999988887777' })).rejects.toMatchObject({
      code: 400,
      body: { errors: [{ meta: { account_id: expect.any(String) } }] },
    })
  })
})
