import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateRoleCommand, GetPolicyVersionCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated } from '../../../test/support/simulated.ts'
import { trustPolicy } from '../../test-server.ts'

let world: Simulated
let cfn: CloudFormationClient
let iam: IAMClient
beforeAll(async () => {
  world = await simulated()
  cfn = world.client(CloudFormationClient)
  iam = world.client(IAMClient)
})
afterAll(() => world.simulator.close())

const trust = JSON.parse(trustPolicy('the-id'))
const allow = (...Action: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

interface Choices {
  roleName?: string
  actions?: string[]
  roleProperties?: object
  withoutPolicy?: boolean
}

const template = ({ roleName, actions = ['ec2:DescribeRegions'], roleProperties = {}, withoutPolicy }: Choices = {}) =>
  JSON.stringify({
    Description: 'A role and its policy',
    Parameters: {
      Secret: { Type: 'String', NoEcho: true, Default: 'hush' },
      Plain: { Type: 'String', Default: 'plain' },
    },
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          ...(roleName === undefined ? {} : { RoleName: roleName }),
          AssumeRolePolicyDocument: trust,
          ...(withoutPolicy ? {} : { ManagedPolicyArns: [{ Ref: 'Policy' }] }),
          ...roleProperties,
        },
      },
      ...(withoutPolicy
        ? {}
        : { Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: allow(...actions) } } }),
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] }, Description: 'Whose it is' } },
  })

const named: CreateStackCommandInput['Capabilities'] = ['CAPABILITY_NAMED_IAM']

async function create(StackName: string, choices: Choices = {}, over: Partial<CreateStackCommandInput> = {}) {
  await cfn.send(new CreateStackCommand({ StackName, TemplateBody: template(choices), Capabilities: named, ...over }))
  return stackOf(StackName)
}
async function stackOf(StackName: string) {
  return (await cfn.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]
}
async function reasons(StackName: string) {
  const { StackEvents = [] } = await cfn.send(new DescribeStackEventsCommand({ StackName }))
  return StackEvents.filter(event => event.ResourceStatus?.endsWith('_FAILED')).map(event => event.ResourceStatusReason)
}
const role = async (RoleName: string) => (await iam.send(new GetRoleCommand({ RoleName }))).Role

describe('a stack', () => {
  it('makes what its template says, and tells of it', async () => {
    const stack = await create('Made', { roleName: 'MadeRole' }, { Tags: [{ Key: 'team', Value: 'sre' }] })
    const arn = `arn:aws:iam::${prod}:role/MadeRole`
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Description: 'A role and its policy',
      Outputs: [{ OutputKey: 'Arn', OutputValue: arn, Description: 'Whose it is' }],
    })
    expect(stack?.Parameters).toContainEqual({ ParameterKey: 'Secret', ParameterValue: '****' })
    expect(stack?.StackId).toMatch(new RegExp(`^arn:aws:cloudformation:us-east-1:${prod}:stack/Made/[0-9a-f-]{36}$`))
    expect((await role('MadeRole'))?.Tags).toEqual([{ Key: 'team', Value: 'sre' }])
    const { StackResourceSummaries } = await cfn.send(new ListStackResourcesCommand({ StackName: 'Made' }))
    const policy = StackResourceSummaries?.find(({ LogicalResourceId }) => LogicalResourceId === 'Policy')
    expect(policy?.PhysicalResourceId).toMatch(new RegExp(`^arn:aws:iam::${prod}:policy/Made-Policy-[A-Z0-9]{12}$`))
    const owner = await cfn.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'MadeRole' }))
    expect(owner.StackResources?.[0]?.StackName).toBe('Made')
    const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 'Made' }))
    expect(
      StackEvents?.map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`),
    ).toEqual([
      'Made CREATE_COMPLETE',
      'Role CREATE_COMPLETE',
      'Role CREATE_IN_PROGRESS',
      'Role CREATE_IN_PROGRESS',
      'Policy CREATE_COMPLETE',
      'Policy CREATE_IN_PROGRESS',
      'Policy CREATE_IN_PROGRESS',
      'Made CREATE_IN_PROGRESS',
    ])
  })

  it('gives its template back as it was sent', async () => {
    const { TemplateBody } = await cfn.send(new GetTemplateCommand({ StackName: 'Made' }))
    expect(TemplateBody).toBe(template({ roleName: 'MadeRole' }))
    const summary = await cfn.send(new GetTemplateSummaryCommand({ StackName: 'Made' }))
    expect(summary).toMatchObject({
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      ResourceTypes: ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy'],
    })
    expect(summary.Parameters?.map(({ ParameterKey }) => ParameterKey)).toEqual(['Secret', 'Plain'])
  })

  it.each([
    [{ Capabilities: [] }, 'InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_NAMED_IAM]'],
    [{ StackName: 'Made' }, 'AlreadyExistsException', 'Stack [Made] already exists'],
    [{ StackName: '1st' }, 'ValidationError', "Value '1st' at 'stackName' failed to satisfy constraint"],
    [{ TemplateBody: undefined }, 'ValidationError', 'Either Template URL or Template Body must be specified.'],
    [{ Parameters: [{ ParameterKey: 'Odd' }] }, 'ValidationError', 'Parameters: [Odd] do not exist in the template'],
    [{ RoleARN: `arn:aws:iam::${prod}:role/x-service-role` }, 'ValidationError', 'no service roles'],
  ])('is refused with %j', async (over, name, message) => {
    const input = {
      StackName: 'Refused',
      TemplateBody: template({ roleName: 'Refused' }),
      Capabilities: named,
      ...over,
    }
    await expect(cfn.send(new CreateStackCommand(input))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    })
    await expect(stackOf('Refused')).rejects.toThrow('Stack with id Refused does not exist')
  })

  it('with a generated name needs the weaker capability alone', async () => {
    const stack = await create('Unnamed', {}, { Capabilities: ['CAPABILITY_IAM'] })
    expect(stack?.Outputs?.[0]?.OutputValue).toMatch(/role\/Unnamed-Role-[A-Z0-9]{12}$/)
  })
})

describe('a failure', () => {
  it('rolls back what was made, and leaves alone what was there before', async () => {
    await iam.send(new CreateRoleCommand({ RoleName: 'Present', AssumeRolePolicyDocument: JSON.stringify(trust) }))
    expect(await create('Clash', { roleName: 'Present' })).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await reasons('Clash')).toEqual([
      expect.stringContaining('Role with name Present already exists. (Service: Iam, Status Code: 409'),
    ])
    expect(await role('Present')).toBeDefined()
    expect(Object.keys(world.simulator.iam.account(prod)?.policies ?? {}).join()).not.toContain('Clash-')
    const again = new UpdateStackCommand({ StackName: 'Clash', TemplateBody: template(), Capabilities: named })
    await expect(cfn.send(again)).rejects.toThrow('is in ROLLBACK_COMPLETE state and can not be updated.')
    await cfn.send(new DeleteStackCommand({ StackName: 'Clash' }))
    await expect(stackOf('Clash')).rejects.toThrow('does not exist')
  })

  it('takes away a role that was made by half', async () => {
    const odd = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit', 'arn:aws:iam::aws:policy/Nobody'] }
    const stack = await create('Half', { roleName: 'Half', withoutPolicy: true, roleProperties: odd })
    expect(stack?.StackStatus).toBe('ROLLBACK_COMPLETE')
    await expect(role('Half')).rejects.toThrow('cannot be found')
  })

  it('is named for a property that the type does not have', async () => {
    await create('Odd', { roleName: 'OddRole', roleProperties: { RolName: 'x' } })
    expect(await reasons('Odd')).toEqual([expect.stringContaining('extraneous key [RolName] is not permitted')])
  })

  it('stays for a look where no rollback is wanted', async () => {
    const odd = { MaxSessionDuration: 60 }
    const stack = await create('Kept', { roleName: 'Kept', roleProperties: odd }, { OnFailure: 'DO_NOTHING' })
    expect(stack).toMatchObject({ StackStatus: 'CREATE_FAILED' })
    expect((await cfn.send(new ListStackResourcesCommand({ StackName: 'Kept' }))).StackResourceSummaries).toHaveLength(
      1,
    )
  })

  it('comes of the caller’s own permissions', async () => {
    world.simulator.iam.change(prod, draft => {
      const admin = draft.users.admin
      if (admin)
        admin.inline.noRoles = JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: 'iam:CreateRole', Resource: '*' }],
        })
    })
    expect(await create('Denied', { roleName: 'Denied' })).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await reasons('Denied')).toEqual([
      expect.stringMatching(/is not authorized to perform: iam:CreateRole .*HandlerErrorCode: AccessDenied/),
    ])
    world.simulator.iam.change(prod, draft => {
      delete draft.users.admin?.inline.noRoles
    })
  })
})

describe('an update', () => {
  const update = (StackName: string, choices: Choices) =>
    cfn.send(new UpdateStackCommand({ StackName, TemplateBody: template(choices), Capabilities: named }))
  const documentOf = async (StackName: string) => {
    const { StackResources } = await cfn.send(
      new DescribeStackResourcesCommand({ StackName, LogicalResourceId: 'Policy' }),
    )
    const PolicyArn = StackResources?.[0]?.PhysicalResourceId
    const versions = world.simulator.iam.account(prod)?.policies[PolicyArn ?? '']
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: versions?.defaultVersion }),
    )
    return decodeURIComponent(PolicyVersion?.Document ?? '')
  }

  it('changes in place, more often than IAM keeps versions', async () => {
    await create('Changing', { roleName: 'Changing' })
    const { RoleId } = (await role('Changing')) ?? {}
    for (const action of ['a:B', 'a:C', 'a:D', 'a:E', 'a:F', 'a:G'])
      await update('Changing', { roleName: 'Changing', actions: [action] })
    expect(await documentOf('Changing')).toContain('a:G')
    expect(await stackOf('Changing')).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
    expect((await role('Changing'))?.RoleId).toBe(RoleId)
    await expect(update('Changing', { roleName: 'Changing', actions: ['a:G'] })).rejects.toThrow(
      'No updates are to be performed.',
    )
  })

  it('deletes what the template no longer has', async () => {
    await update('Changing', { roleName: 'Changing', withoutPolicy: true })
    const { StackResourceSummaries } = await cfn.send(new ListStackResourcesCommand({ StackName: 'Changing' }))
    expect(StackResourceSummaries?.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['Role'])
    expect(Object.keys(world.simulator.iam.account(prod)?.policies ?? {}).join()).not.toContain('Changing-Policy')
  })

  it('replaces a role whose name changes, but not one whose path alone does', async () => {
    await update('Changing', { roleName: 'Changed' })
    await expect(role('Changing')).rejects.toThrow('cannot be found')
    await update('Changing', { roleName: 'Changed', roleProperties: { Path: '/team/' } })
    expect((await stackOf('Changing'))?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await reasons('Changing')).toEqual([expect.stringContaining('Rename Changed and update the stack again.')])
  })

  it('that fails is taken back', async () => {
    await create('Back', { roleName: 'Back', actions: ['a:Before'] })
    await update('Back', { roleName: 'Back', actions: ['a:After'], roleProperties: { MaxSessionDuration: 1 } })
    expect(await stackOf('Back')).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
    expect(await documentOf('Back')).toContain('a:Before')
  })
})

describe('a change set', () => {
  const set = (StackName: string, kind: 'CREATE' | 'UPDATE', choices: Choices) =>
    cfn.send(
      new CreateChangeSetCommand({
        ...{ StackName, ChangeSetName: `${kind}-${choices.actions?.[0]?.slice(2) ?? 'same'}`, ChangeSetType: kind },
        ...{ TemplateBody: template({ roleName: StackName, ...choices }), Capabilities: named },
      }),
    )

  it('says what would change, and does it when it is told to', async () => {
    const { Id: ChangeSetName } = await set('Reviewed', 'CREATE', {})
    expect((await stackOf('Reviewed'))?.StackStatus).toBe('REVIEW_IN_PROGRESS')
    const described = await cfn.send(new DescribeChangeSetCommand({ ChangeSetName }))
    expect(described).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' })
    expect(
      described.Changes?.map(({ ResourceChange }) => `${ResourceChange?.Action} ${ResourceChange?.LogicalResourceId}`),
    ).toEqual(['Add Policy', 'Add Role'])
    await expect(role('Reviewed')).rejects.toThrow('cannot be found')
    await cfn.send(new ExecuteChangeSetCommand({ ChangeSetName }))
    expect((await stackOf('Reviewed'))?.StackStatus).toBe('CREATE_COMPLETE')
    await expect(cfn.send(new DescribeChangeSetCommand({ ChangeSetName }))).rejects.toMatchObject({
      name: 'ChangeSetNotFoundException',
    })
  })

  it('that holds no change has failed, and cannot be carried out', async () => {
    const { Id: ChangeSetName } = await set('Reviewed', 'UPDATE', {})
    expect(await cfn.send(new DescribeChangeSetCommand({ ChangeSetName }))).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringContaining("didn't contain changes"),
    })
    await expect(cfn.send(new ExecuteChangeSetCommand({ ChangeSetName }))).rejects.toMatchObject({
      name: 'InvalidChangeSetStatusException',
    })
  })

  it('of an update changes only what differs', async () => {
    const { Id: ChangeSetName } = await set('Reviewed', 'UPDATE', { actions: ['a:More'] })
    const { Changes } = await cfn.send(new DescribeChangeSetCommand({ ChangeSetName }))
    expect(Changes?.map(({ ResourceChange }) => ResourceChange)).toMatchObject([
      { Action: 'Modify', LogicalResourceId: 'Policy', Replacement: 'False' },
    ])
    await cfn.send(new ExecuteChangeSetCommand({ ChangeSetName }))
    expect((await stackOf('Reviewed'))?.StackStatus).toBe('UPDATE_COMPLETE')
  })
})

it('deletes a stack with all that it made, and remembers that there was one', async () => {
  await create('Gone', { roleName: 'Gone' })
  await cfn.send(new DeleteStackCommand({ StackName: 'Gone' }))
  await expect(role('Gone')).rejects.toThrow('cannot be found')
  await cfn.send(new DeleteStackCommand({ StackName: 'Gone' }))
  const { StackSummaries } = await cfn.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))
  expect(StackSummaries?.map(({ StackName }) => StackName)).toContain('Gone')
})

it('validates a template, and sees no other region’s stacks', async () => {
  const valid = await cfn.send(new ValidateTemplateCommand({ TemplateBody: template() }))
  expect(valid).toMatchObject({ Capabilities: ['CAPABILITY_IAM'], Description: 'A role and its policy' })
  const odd = template().replace('AWS::IAM::ManagedPolicy', 'AWS::IAM::Managed')
  await expect(cfn.send(new ValidateTemplateCommand({ TemplateBody: odd }))).rejects.toThrow(
    'Unrecognized resource types: [AWS::IAM::Managed]',
  )
  const elsewhere = world.client(CloudFormationClient, { region: 'eu-west-1' })
  expect((await elsewhere.send(new DescribeStacksCommand({}))).Stacks).toEqual([])
})

it('is there again after a restart', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-stacks-'))
  const stateFile = join(directory, 'simulator.json')
  const made = new CreateStackCommand({
    StackName: 'Kept',
    TemplateBody: template({ roleName: 'Kept' }),
    Capabilities: named,
  })
  const first = await simulated({ stateFile })
  await first.client(CloudFormationClient).send(made)
  await first.simulator.close()
  const second = await simulated({ stateFile })
  const again = second.client(CloudFormationClient)
  await again.send(new DeleteStackCommand({ StackName: 'Kept' }))
  expect(second.simulator.iam.account(prod)?.roles.kept).toBeUndefined()
  await second.simulator.close()
  rmSync(directory, { recursive: true })
})
