// The public API's own client for TypeScript, unmodified, against a listening server.
import { client, v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

let serving: Serving
let api: v2.AWSIntegrationApi

beforeAll(async () => {
  serving = await startServing()
  const url = await serving.app.listen({ host: '127.0.0.1', port: 0 })
  const keys = await serving.keys('editor')
  const configuration = client.createConfiguration({
    baseServer: new client.BaseServerConfiguration(url, {}),
    authMethods: { apiKeyAuth: keys['dd-api-key'], appKeyAuth: keys['dd-application-key'] },
  })
  api = new v2.AWSIntegrationApi(configuration)
})
afterAll(() => serving.close())

const body = (attributes: Partial<v2.AWSAccountCreateRequestAttributes> = {}): v2.AWSAccountCreateRequest => ({
  data: {
    type: 'account',
    attributes: { awsAccountId: prod, awsPartition: 'aws', authConfig: { roleName: 'HeyCloudRole' }, ...attributes },
  },
})

describe('witness: datadog-api-client', () => {
  it('creates, reads, lists, changes and deletes an account', async () => {
    const { data: id } = await api.createNewAWSExternalID()
    const externalId = id?.attributes?.externalId ?? ''
    const created = await api.createAWSAccount({
      body: body({
        authConfig: { roleName: 'HeyCloudRole', externalId },
        accountTags: ['env:prod'],
        awsRegions: { includeOnly: ['us-east-1'] },
        metricsConfig: {
          namespaceFilters: { includeOnly: ['AWS/EC2'] },
          metricNameFilters: [{ namespace: 'AWS/EC2', includeOnly: ['aws.ec2.*'] }],
          tagFilters: [{ namespace: 'AWS/EC2', tags: ['env:prod'] }],
        },
      }),
    })
    const configId = created.data?.id ?? ''
    expect(created.data?.attributes).toMatchObject({
      authConfig: { roleName: 'HeyCloudRole', externalId },
      awsRegions: { includeOnly: ['us-east-1'] },
      createdAt: expect.any(Date),
    })
    expect(created._unparsed).toBeUndefined()
    const read = await api.getAWSAccount({ awsAccountConfigId: configId })
    expect(read.data?.attributes?.metricsConfig?.tagFilters).toMatchObject([
      { namespace: 'AWS/EC2', tags: ['env:prod'] },
    ])
    expect((await api.listAWSAccounts({ awsAccountId: prod })).data?.map(({ id: found }) => found)).toEqual([configId])
    const changed = await api.updateAWSAccount({
      awsAccountConfigId: configId,
      body: { data: { type: 'account', attributes: { awsAccountId: prod, accountTags: ['env:stage'] } } },
    })
    expect(changed.data?.attributes).toMatchObject({
      accountTags: ['env:stage'],
      awsRegions: { includeOnly: ['us-east-1'] },
    })
    expect(await api.deleteAWSAccount({ awsAccountConfigId: configId })).toBeUndefined()
    await expect(api.getAWSAccount({ awsAccountConfigId: configId })).rejects.toMatchObject({ code: 404 })
  })

  it('reads an account with an access key as keys, and as nothing else', async () => {
    const accessKeyId = 'AKIAIOSFODNN7EXAMPLE'
    const keys = { accessKeyId, secretAccessKey: 'x'.repeat(40) }
    const created = await api.createAWSAccount({ body: body({ awsPartition: 'aws-us-gov', authConfig: keys }) })
    expect(created.data?.attributes?.authConfig).toMatchObject({
      ...{ accessKeyId, secretAccessKey: undefined },
    })
    const awsAccountConfigId = created.data?.id ?? ''
    const changed = await api.updateAWSAccount({
      awsAccountConfigId,
      body: { data: { type: 'account', attributes: { awsAccountId: prod, authConfig: { accessKeyId } } } },
    })
    expect([created._unparsed, changed._unparsed]).toEqual([undefined, undefined])
    expect(created.data?.attributes?.authConfig).not.toHaveProperty('_unparsed')
    await api.deleteAWSAccount({ awsAccountConfigId })
  })

  it('reads errors with their bodies', async () => {
    const created = await api.createAWSAccount({ body: body() })
    await expect(api.createAWSAccount({ body: body() })).rejects.toMatchObject({
      code: 409,
      body: { errors: [{ status: '409', detail: 'AWS account with provided id already exists' }] },
    })
    await api.deleteAWSAccount({ awsAccountConfigId: created.data?.id ?? '' })
    await expect(api.getAWSAccount({ awsAccountConfigId: 'nonsense' })).rejects.toMatchObject({ code: 400 })
  })

  it('reads permissions and namespaces', async () => {
    const permissions = await api.getAWSIntegrationIAMPermissions()
    expect(permissions.data?.attributes?.permissions).toContain('tag:GetResources')
    expect((await api.getAWSIntegrationIAMPermissionsStandard()).data?.attributes?.permissions.length).toBeGreaterThan(
      3,
    )
    expect((await api.getAWSIntegrationIAMPermissionsResourceCollection()).data?.attributes?.permissions).toContain(
      'ec2:DescribeInstances',
    )
    expect((await api.listAWSNamespaces()).data?.attributes?.namespaces).toContain('AWS/RDS')
  })
})
