import {
  ActivateOrganizationsAccessCommand,
  CloudFormationClient,
  CreateStackInstancesCommand,
  type CreateStackInstancesCommandInput,
  CreateStackSetCommand,
  type CreateStackSetCommandInput,
  DeleteStackInstancesCommand,
  DeleteStackSetCommand,
  DescribeStackSetCommand,
  DescribeStackSetOperationCommand,
  ListStackInstancesCommand,
  ListStackSetOperationResultsCommand,
  UpdateStackSetCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated, staging } from '../../../test/support/simulated.ts'
import { trustPolicy } from '../../test-server.ts'
import { stackSetsPrincipal } from './stack-set-hands.ts'

let world: Simulated
let cfn: CloudFormationClient
let organizations: OrganizationsClient
let units: Record<string, string>
const members = 15
const region = 'us-east-1'

const nested = async (ParentId: string): Promise<[string, string][]> => {
  const { OrganizationalUnits = [] } = await organizations.send(
    new ListOrganizationalUnitsForParentCommand({ ParentId }),
  )
  const below = await Promise.all(OrganizationalUnits.map(({ Id = '' }) => nested(Id)))
  return [...OrganizationalUnits.map(({ Name = '', Id = '' }): [string, string] => [Name, Id]), ...below.flat()]
}

beforeAll(async () => {
  world = await simulated({ organization: { members } })
  cfn = world.client(CloudFormationClient)
  organizations = world.client(OrganizationsClient)
  const { Roots } = await organizations.send(new ListRootsCommand({}))
  const root = Roots?.[0]?.Id ?? ''
  units = { ...Object.fromEntries(await nested(root)), root }
})
afterAll(() => world.simulator.close())

const template = (description: string, RoleName = 'Shared') =>
  JSON.stringify({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName, Description: description, AssumeRolePolicyDocument: JSON.parse(trustPolicy('the-id')) },
      },
    },
  })

const serviceManaged: Partial<CreateStackSetCommandInput> = {
  PermissionModel: 'SERVICE_MANAGED',
  AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
}

const createSet = (StackSetName: string, over: Partial<CreateStackSetCommandInput> = {}, as = cfn) =>
  as.send(
    new CreateStackSetCommand({
      StackSetName,
      TemplateBody: template('first', StackSetName),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ...over,
    }),
  )

async function createInstances(StackSetName: string, over: Partial<CreateStackInstancesCommandInput>, as = cfn) {
  const { OperationId } = await as.send(new CreateStackInstancesCommand({ StackSetName, Regions: [region], ...over }))
  const { StackSetOperation } = await as.send(
    new DescribeStackSetOperationCommand({ StackSetName, OperationId, CallAs: over.CallAs }),
  )
  return StackSetOperation
}
const inUnits = (...names: string[]) => ({
  DeploymentTargets: { OrganizationalUnitIds: names.map(name => units[name] ?? '') },
})

async function instances(StackSetName: string) {
  const { Summaries = [] } = await cfn.send(new ListStackInstancesCommand({ StackSetName }))
  return Summaries
}
const accountsOf = async (name: string) => (await instances(name)).map(({ Account }) => Account ?? '').sort()
const roleIn = (accountId: string, name: string) => world.simulator.iam.account(accountId)?.roles[name.toLowerCase()]
const under = (name: string) =>
  Object.values(world.simulator.iam.organizations.of(prod)?.members ?? {})
    .filter(({ parentId }) => parentId === units[name])
    .map(({ accountId }) => accountId)

describe('a StackSet with service-managed permissions', () => {
  it('needs trusted access, the management account, and a word on automatic deployment', async () => {
    await expect(createSet('Early', serviceManaged)).rejects.toThrow('You must enable organizations access')
    await cfn.send(new ActivateOrganizationsAccessCommand({}))
    await expect(createSet('Early', { PermissionModel: 'SERVICE_MANAGED' })).rejects.toThrow('AutoDeployment')
    const member = world.client(CloudFormationClient, { account: staging })
    await expect(createSet('Early', serviceManaged, member)).rejects.toThrow('You must be the management account')
  })

  it('goes to the accounts of its units, those of units within them included', async () => {
    await createSet('Shared', serviceManaged)
    expect(await createInstances('Shared', inUnits('Production'))).toMatchObject({
      Status: 'SUCCEEDED',
      Action: 'CREATE',
    })
    const expected = [...under('Payments'), ...under('Search')].sort()
    expect(expected).toHaveLength(6)
    expect(await accountsOf('Shared')).toEqual(expected)
    for (const id of expected) expect(roleIn(id, 'Shared')?.arn).toBe(`arn:aws:iam::${id}:role/Shared`)
    const [first] = await instances('Shared')
    expect(first).toMatchObject({ Status: 'CURRENT', StackInstanceStatus: { DetailedStatus: 'SUCCEEDED' } })
    expect(first?.StackId).toContain(':stack/StackSet-Shared-')
  })

  it('follows accounts that come and go by itself', async () => {
    const [AccountId = ''] = under('Sandbox')
    const move = (from: string, to: string) =>
      organizations.send(
        new MoveAccountCommand({ AccountId, SourceParentId: units[from], DestinationParentId: units[to] }),
      )
    await move('Sandbox', 'Search')
    expect(await accountsOf('Shared')).toContain(AccountId)
    expect(roleIn(AccountId, 'Shared')).toBeDefined()
    await move('Search', 'Sandbox')
    expect(await accountsOf('Shared')).not.toContain(AccountId)
    expect(roleIn(AccountId, 'Shared')).toBeUndefined()
  })

  it('updates every instance', async () => {
    const update = new UpdateStackSetCommand({
      StackSetName: 'Shared',
      TemplateBody: template('second'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    })
    await cfn.send(update)
    for (const id of await accountsOf('Shared')) expect(roleIn(id, 'Shared')?.description).toBe('second')
  })

  it.each([
    ['INTERSECTION', 1],
    ['DIFFERENCE', 2],
    ['UNION', 3],
  ] as const)('with the filter %s goes to %d accounts', async (AccountFilterType, count) => {
    const [listed = ''] = under('Security')
    await createSet(`By-${AccountFilterType}`, serviceManaged)
    const targets = { OrganizationalUnitIds: [units.Security ?? ''], Accounts: [listed], AccountFilterType }
    await createInstances(`By-${AccountFilterType}`, { DeploymentTargets: targets })
    expect(await instances(`By-${AccountFilterType}`)).toHaveLength(count)
  })

  it('stops at a failure unless it may go on, and names the service control policy', async () => {
    const [, victim = ''] = under('Security')
    const { Policy } = await organizations.send(
      new CreatePolicyCommand({
        Name: 'NoRoles',
        Description: 'No roles',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateRole","Resource":"*"}]}',
      }),
    )
    await organizations.send(new AttachPolicyCommand({ PolicyId: Policy?.PolicySummary?.Id, TargetId: victim }))
    await createSet('Strict', serviceManaged)
    const operation = await createInstances('Strict', inUnits('Security'))
    expect(operation).toMatchObject({ Status: 'FAILED', StatusDetails: { FailedStackInstancesCount: 1 } })
    const results = async (StackSetName: string, OperationId: string | undefined) => {
      const command = new ListStackSetOperationResultsCommand({ StackSetName, OperationId })
      return (await cfn.send(command)).Summaries ?? []
    }
    expect((await results('Strict', operation?.OperationId)).map(({ Status }) => Status)).toEqual([
      'SUCCEEDED',
      'FAILED',
      'CANCELLED',
    ])
    await createSet('Patient', serviceManaged)
    const again = await createInstances('Patient', {
      ...inUnits('Security'),
      OperationPreferences: { FailureTolerancePercentage: 100 },
    })
    const patient = await results('Patient', again?.OperationId)
    expect(patient.map(({ Status }) => Status)).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED'])
    expect(patient[1]?.StatusReason).toContain('with an explicit deny in a service control policy')
  })

  it('is deleted when it is empty, and takes its stacks along unless they are to stay', async () => {
    const remove = new DeleteStackSetCommand({ StackSetName: 'Shared' })
    await expect(cfn.send(remove)).rejects.toMatchObject({ name: 'StackSetNotEmptyException' })
    const [kept = ''] = under('Search')
    const [gone = ''] = under('Payments')
    const take = (name: string, RetainStacks: boolean) =>
      cfn.send(
        new DeleteStackInstancesCommand({
          ...{ StackSetName: 'Shared', Regions: [region], RetainStacks },
          DeploymentTargets: { OrganizationalUnitIds: [units[name] ?? ''] },
        }),
      )
    await take('Search', true)
    await take('Production', false)
    expect(roleIn(kept, 'Shared')).toBeDefined()
    expect(roleIn(gone, 'Shared')).toBeUndefined()
    await cfn.send(remove)
    await expect(cfn.send(new DescribeStackSetCommand({ StackSetName: 'Shared' }))).rejects.toMatchObject({
      name: 'StackSetNotFoundException',
    })
  })

  it('works at once, although changes of IAM take their time', async () => {
    const slow = await simulated({ organization: { members: 5 }, iamPropagationMs: 60_000 })
    const client = slow.client(CloudFormationClient)
    await client.send(new ActivateOrganizationsAccessCommand({}))
    await createSet('Slow', serviceManaged, client)
    expect(await createInstances('Slow', inUnits('Search'), client)).toMatchObject({ Status: 'SUCCEEDED' })
    await slow.simulator.close()
  })

  it('may be operated by a delegated administrator', async () => {
    const ServicePrincipal = stackSetsPrincipal
    await organizations.send(new RegisterDelegatedAdministratorCommand({ AccountId: staging, ServicePrincipal }))
    const delegate = world.client(CloudFormationClient, { account: staging })
    const CallAs = 'DELEGATED_ADMIN'
    await createSet('Delegated', { ...serviceManaged, CallAs }, delegate)
    const operation = await createInstances('Delegated', { ...inUnits('Payments'), CallAs }, delegate)
    expect(operation?.Status).toBe('SUCCEEDED')
    expect(await accountsOf('Delegated')).toEqual(under('Payments'))
  })
})

describe('a StackSet with self-managed permissions', () => {
  const assumableBy = (principal: object) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
    })
  const all = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })
  const makeRole = async (account: string, RoleName: string, trust: string) => {
    const iam = world.client(IAMClient, { account })
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument: all }))
  }

  it('works by a role in each account, and says where there is none', async () => {
    await makeRole(
      prod,
      'AWSCloudFormationStackSetAdministrationRole',
      assumableBy({ Service: 'cloudformation.amazonaws.com' }),
    )
    await createSet('Own')
    const deploy = () => createInstances('Own', { Accounts: [staging] })
    expect(await deploy()).toMatchObject({ Status: 'FAILED' })
    expect((await instances('Own'))[0]).toMatchObject({
      Status: 'OUTDATED',
      StatusReason: `Account ${staging} should have 'AWSCloudFormationStackSetExecutionRole' role with trust relationship to Role 'AWSCloudFormationStackSetAdministrationRole'.`,
    })
    await makeRole(staging, 'AWSCloudFormationStackSetExecutionRole', assumableBy({ AWS: prod }))
    expect(await deploy()).toMatchObject({ Status: 'SUCCEEDED' })
    expect(roleIn(staging, 'Own')).toBeDefined()
  })
})
