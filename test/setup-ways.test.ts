// Every way to connect, carried out against the simulated AWS as far as this program can by itself, and then verified by HeyCloud.
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { GetPolicyVersionCommand, GetRoleCommand, ListAttachedRolePoliciesCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { defaultFeatures, type Feature, features } from '../src/core/define.ts'
import { managedPolicyLimit, policySize } from '../src/delegation/policies/document.ts'
import { createPolicies } from '../src/delegation/policies/policies.ts'
import { cloudFormationTemplate, templateLimit } from '../src/delegation/setup/cloudformation.ts'
import { defaultChoices } from '../src/delegation/setup/values.ts'
import { describeWays } from '../src/delegation/setup/ways.ts'
import type { SetupWays } from '../src/server/schema/setup-ways.ts'
import { actionsOf } from '../src/services/index.ts'
import { prod, save, startDelegating, waitFor } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws/setup'

let world: Serving
let headers: Record<string, string>
let cfn: CloudFormationClient
beforeAll(async () => {
  world = await startServing({ templateUrl: 'https://bucket.s3.eu-west-1.amazonaws.com/heycloud-integration.yaml' })
  headers = await world.keys()
  const credentials = world.simulator.accounts.find(({ accountId }) => accountId === prod)
  if (!credentials) throw new Error('there is no account to connect')
  cfn = new CloudFormationClient({ region: 'us-east-1', endpoint: world.simulator.endpoint, credentials })
})
afterAll(async () => {
  cfn.destroy()
  await world.close()
})

const get = (path: string) => world.app.inject({ url: `${root}${path}`, headers })
const ways = async (query = ''): Promise<SetupWays> => {
  const reply = await get(`/ways${query}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json().data.attributes
}

const inputOf = ({ cloudformation }: SetupWays, StackName: string) => ({
  StackName,
  TemplateBody: cloudformation.template,
  Capabilities: ['CAPABILITY_NAMED_IAM' as const],
  Parameters: cloudformation.parameters.map(({ name, value }) => ({ ParameterKey: name, ParameterValue: value })),
})

async function stackOf(StackName: string) {
  const stack = (await cfn.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]
  const { StackEvents = [] } = await cfn.send(new DescribeStackEventsCommand({ StackName }))
  const reasons = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'))
  return {
    status: stack?.StackStatus,
    reasons: reasons.map(({ ResourceStatusReason }) => ResourceStatusReason),
    outputs: Object.fromEntries(
      stack?.Outputs?.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]) ?? [],
    ),
  }
}

/** What HeyCloud's policies on a role grant, and the ARNs of all that are attached. */
async function grantsOf(RoleName: string) {
  const iam = world.admin(prod)
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))
  const arns = AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn)
  const own = arns.filter(arn => !arn.includes(':iam::aws:'))
  const documents = await Promise.all(
    own.map(async PolicyArn => {
      const VersionId = world.simulator.iam.account(prod)?.policies[PolicyArn]?.defaultVersion ?? 'v1'
      const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))
      return decodeURIComponent(PolicyVersion?.Document ?? '')
    }),
  )
  for (const document of documents) expect(policySize(document)).toBeLessThanOrEqual(managedPolicyLimit)
  const actions = documents.flatMap(text => JSON.parse(text).Statement).flatMap(({ Action }) => Action as string[])
  return { arns, actions: [...new Set(actions)].sort() }
}

const matches = (pattern: string, action: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(action)

describe('the CloudFormation template', () => {
  it('is one for everybody, without a key, and small enough to be sent by itself', async () => {
    const reply = await world.app.inject({ url: `${root}/cloudformation.yaml` })
    expect(reply.headers['content-type']).toBe('application/yaml; charset=utf-8')
    expect(reply.headers['content-disposition']).toContain('heycloud-integration.yaml')
    expect(reply.body).toBe((await ways()).cloudformation.template)
    expect(Buffer.byteLength(reply.body)).toBeLessThan(templateLimit)
    // CloudFormation shows everything else as a question mark.
    expect(reply.body).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('has a switch for each feature, and is given a value for each parameter', async () => {
    const { template, parameters } = (await ways('?features=metrics,event_bus')).cloudformation
    const declared = parse(template).Parameters
    expect(parameters.map(({ name }) => name).sort()).toEqual(Object.keys(declared).sort())
    expect(Object.keys(declared).filter(name => name.startsWith('Feature'))).toHaveLength(features.length - 1)
    const on = parameters.filter(({ name, value }) => name.startsWith('Feature') && value === 'true')
    expect(on.map(({ name }) => name)).toEqual(['FeatureMetrics', 'FeatureEventBus'])
  })

  it('makes a role that connects, and says which template made it', async () => {
    const chosen = await ways()
    await cfn.send(new CreateStackCommand(inputOf(chosen, 'HeyCloudIntegration')))
    const { status, reasons, outputs } = await stackOf('HeyCloudIntegration')
    expect({ status, reasons }).toEqual({ status: 'CREATE_COMPLETE', reasons: [] })
    expect(outputs).toEqual({
      RoleArn: `arn:aws:iam::${prod}:role/HeyCloudIntegrationRole`,
      ExternalId: chosen.external_id,
      Version: expect.stringMatching(/^[0-9a-f]{8}$/),
    })
    const verification = await waitFor(world, await save(world, 'HeyCloudIntegrationRole'), 0)
    expect(verification).toMatchObject({ state: 'connected', missingActions: [], trustFaults: [] })
  })

  it.each([
    ['wildcard', [['metrics'], [...defaultFeatures], [...features]]],
    ['strict', [['metrics'], [...defaultFeatures], [...features]]],
  ] as [string, Feature[][]][])('grants in its %s form what the features call', async (form, sets) => {
    for (const [index, set] of sets.entries()) {
      const name = `${form}${index}`
      const chosen = await ways(`?role_name=team/${name}&features=${set.join()}&form=${form}&security_audit=true`)
      await cfn.send(new CreateStackCommand(inputOf(chosen, name)))
      expect(await stackOf(name)).toMatchObject({ status: 'CREATE_COMPLETE', reasons: [] })
      const { arns, actions } = await grantsOf(name)
      expect(arns).toContain('arn:aws:iam::aws:policy/SecurityAudit')
      const called = createPolicies(actionsOf).actions(['account', ...set])
      if (form === 'strict') expect(actions).toEqual(called)
      else
        for (const action of called)
          expect(
            actions.some(one => matches(one, action)),
            action,
          ).toBe(true)
    }
  })

  it('takes a feature away again, a second external ID in, and HeyCloud’s own role alone', async () => {
    const before = await ways('?role_name=Changing&features=metrics,resources,event_bus')
    await cfn.send(new CreateStackCommand(inputOf(before, 'Changing')))
    expect((await grantsOf('Changing')).actions).toContain('events:CreateEventBus')
    const input = inputOf(await ways('?role_name=Changing&features=metrics&own_role_only=true'), 'Changing')
    const next = input.Parameters.find(({ ParameterKey }) => ParameterKey === 'NextExternalId')
    Object.assign(next ?? {}, { ParameterValue: 'f'.repeat(32) })
    await cfn.send(new UpdateStackCommand(input))
    expect(await stackOf('Changing')).toMatchObject({ status: 'UPDATE_COMPLETE', reasons: [] })
    const { actions } = await grantsOf('Changing')
    expect(actions).toEqual(createPolicies(actionsOf).actions(['account', 'metrics']))
    const { Role } = await world.admin(prod).send(new GetRoleCommand({ RoleName: 'Changing' }))
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).Statement[0].Condition).toEqual({
      StringEquals: { 'sts:ExternalId': [before.external_id, 'f'.repeat(32)] },
      ArnEquals: { 'aws:PrincipalArn': [`arn:aws:iam::${world.simulator.heycloud.accountId}:user/heycloud`] },
    })
  })

  it.each([
    ['ExternalId', 'mine', 'Parameter ExternalId failed to satisfy constraint: must be the 32 characters'],
    ['TrustedAccountId', '1111-2222-3333', 'must be 12 digits, without dashes'],
    ['RoleName', 'two words', 'must be 1 to 64 of'],
    ['RolePath', 'team', 'must begin and end with /'],
    ['FeatureMetrics', 'yes', 'must be one of AllowedValues'],
  ])('refuses a %s of %s in words', async (name, value, words) => {
    const input = inputOf(await ways(), 'Refused')
    Object.assign(input.Parameters.find(({ ParameterKey }) => ParameterKey === name) ?? {}, { ParameterValue: value })
    await expect(cfn.send(new CreateStackCommand(input))).rejects.toThrow(words)
  })

  it('is split where a registry holds more than one policy can, and refuses what no role can', async () => {
    const holding = (count: number) => (wanted: readonly Feature[]) => [
      ...actionsOf(wanted.filter(feature => feature !== 'resources')),
      ...(wanted.includes('resources') ? Array.from({ length: count }, (_, index) => index) : []).map(index => ({
        action: `ec2:GetSomethingThatIsNumbered${index}`,
        feature: 'resources' as const,
        why: '',
      })),
    ]
    const { Resources } = parse(await cloudFormationTemplate(holding(400)))
    expect(Object.keys(Resources)).toEqual([
      'HeyCloudIntegrationPolicy',
      'HeyCloudIntegrationPolicy2',
      'HeyCloudIntegrationPolicy3',
      'HeyCloudIntegrationPolicy4',
      'HeyCloudWritePolicy',
      'HeyCloudIntegrationRole',
    ])
    expect(Resources.HeyCloudIntegrationPolicy2.Condition).toBe('WithResources')
    await expect(cloudFormationTemplate(holding(2_000))).rejects.toThrow('a role takes fewer than')
  })
})

describe('GET /setup/ways', () => {
  it('opens the console with every value filled in, where the operator keeps the template on S3', async () => {
    const { quick_create_url, parameters } = (await ways('?own_role_only=true')).cloudformation
    const [page, query] = (quick_create_url ?? '').split('#/stacks/create/review?')
    expect(page).toBe('https://console.aws.amazon.com/cloudformation/home?region=us-east-1')
    const given = new URLSearchParams(query)
    expect(given.get('templateURL')).toBe('https://bucket.s3.eu-west-1.amazonaws.com/heycloud-integration.yaml')
    for (const { name, value } of parameters) expect(given.get(`param_${name}`) ?? '', name).toBe(value)
  })

  it.each([
    ['?features=metric', 'features', 'is none of account, metrics'],
    ['?role_name=two%20words', 'role_name', 'a space or other white space'],
    ['?accounts=1111-2222-3333', 'accounts', '12 digits without dashes'],
  ])('names the field of %s', async (query, field, fault) => {
    const reply = await get(`/ways${query}`)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors[0].meta[field]).toContain(fault)
  })

  it('is for editors', async () => {
    expect((await world.app.inject({ url: `${root}/ways` })).statusCode).toBe(403)
    const viewer = await world.keys('viewer')
    expect((await world.app.inject({ url: `${root}/ways`, headers: viewer })).statusCode).toBe(403)
  })

  it('makes nothing up while HeyCloud has no identity', async () => {
    const bare = await startDelegating({ aws: { credentials: null } })
    const choices = { ...defaultChoices, ownRoleOnly: false, accountIds: [] }
    const deps = { aws: bare.aws, ...bare.delegation, actionsOf, ownUrl: 'http://heycloud.test/' }
    await expect(describeWays('acme', deps, choices)).rejects.toMatchObject({ code: 'no_credentials' })
    await bare.close()
  })
})

describe('the demo’s button', () => {
  const press = (body: object) =>
    world.app.inject({
      ...{ method: 'POST', url: `${root}/simulate`, headers },
      payload: { role_name: 'Demo', policy_name: 'P', way: 'cloudformation', aws_account_id: '444455556666', ...body },
    })

  it('makes the stack in a simulated account', async () => {
    const { external_id } = await ways()
    const reply = await press({ external_id })
    expect(reply.json().data.attributes).toEqual({
      role_arn: 'arn:aws:iam::444455556666:role/Demo',
      calls: ['cloudformation:CreateStack HeyCloudIntegration', 'cloudformation:DescribeStacks HeyCloudIntegration'],
    })
    const again = await press({ external_id })
    expect(again.statusCode).toBe(400)
    expect(again.json().errors[0].detail).toContain('Stack [HeyCloudIntegration] already exists')
    const misnamed = await press({ external_id, role_name: 'two words' })
    expect(misnamed.json().errors[0].meta.role_name).toContain('white space')
  })
})
