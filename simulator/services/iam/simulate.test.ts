// SimulatePrincipalPolicy over HTTP: what is decided, by which statement, and by which kind of policy.
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { statementSpans } from '../../iam/positions.ts'
import { customerAccountId, startTestServer, trustPolicy } from '../../test-server.ts'

const server = await startTestServer()
const iam = new IAMClient(server.options(server.admin))
const RoleName = 'Reader'
const PolicySourceArn = `arn:aws:iam::${customerAccountId}:role/Reader`
const audit = 'arn:aws:iam::aws:policy/SecurityAudit'

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (Action: string | string[]) => ({ Effect: 'Allow', Action, Resource: '*' })
const deny = (Action: string | string[]) => ({ Effect: 'Deny', Action, Resource: '*' })

const results = async (ActionNames: string[], more: object = {}) => {
  const output = await iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames, ...more }))
  return output.EvaluationResults ?? []
}
const decisions = async (ActionNames: string[], more: object = {}) =>
  (await results(ActionNames, more)).map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision])
const createRole = () => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy('id') }))
const putInline = (PolicyName: string, PolicyDocument: string) =>
  iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }))
const control = (...documents: string[]) =>
  server.iam.change(customerAccountId, draft => {
    draft.serviceControlPolicies = documents
  })

beforeEach(() => {
  server.iam.change(customerAccountId, draft => {
    draft.roles = {}
    draft.policies = {}
    draft.serviceControlPolicies = []
    draft.users = Object.fromEntries(Object.entries(draft.users).filter(([name]) => name === 'admin'))
  })
})
afterAll(() => server.close())

describe('SimulatePrincipalPolicy', () => {
  it('tells allowed from denied, one page at a time', async () => {
    await createRole()
    await putInline('p', document(allow(['ec2:Describe*', 's3:*']), deny('s3:Delete*')))
    expect(await decisions(['ec2:DescribeInstances', 'ec2:RunInstances', 's3:DeleteBucket'])).toEqual([
      ['ec2:DescribeInstances', 'allowed'],
      ['ec2:RunInstances', 'implicitDeny'],
      ['s3:DeleteBucket', 'explicitDeny'],
    ])
    expect(await decisions(['ec2:DescribeInstances', 'ec2:RunInstances'], { MaxItems: 1 })).toHaveLength(1)
  })

  it('answers for a user as for a role', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'reader', Path: '/team/' }))
    const PolicyDocument = document(allow('cloudwatch:ListMetrics'))
    await iam.send(new PutUserPolicyCommand({ UserName: 'reader', PolicyName: 'metrics', PolicyDocument }))
    const arn = `arn:aws:iam::${customerAccountId}:user/team/reader`
    const [first, second] = await results(['cloudwatch:ListMetrics', 'tag:GetResources'], { PolicySourceArn: arn })
    expect(first?.EvalDecision).toBe('allowed')
    expect(first?.MatchedStatements).toMatchObject([{ SourcePolicyId: 'user_reader_metrics' }])
    expect([second?.EvalDecision, second?.MatchedStatements ?? []]).toEqual(['implicitDeny', []])
  })

  it('names the statement that decided, and of a deny that one alone', async () => {
    await createRole()
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'Wide', PolicyDocument: document(allow('ec2:*')) }),
    )
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: Policy?.Arn }))
    const inline = JSON.stringify(JSON.parse(document(allow('ec2:Describe*'), deny('ec2:Delete*'))), null, 2)
    await putInline('narrow', inline)
    const [allowed, denied] = await results(['ec2:DescribeVolumes', 'ec2:DeleteVolume'])
    expect(allowed?.MatchedStatements?.map(({ SourcePolicyId }) => SourcePolicyId)).toEqual([
      'Wide',
      'role_Reader_narrow',
    ])
    expect(denied?.MatchedStatements).toEqual([
      {
        SourcePolicyId: 'role_Reader_narrow',
        SourcePolicyType: 'IAM Policy',
        StartPosition: { Line: 8, Column: 7 },
        EndPosition: { Line: 13, Column: 6 },
      },
    ])
  })

  it('says of boundary and organization each for itself whether they allow', async () => {
    await createRole()
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: audit }))
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: audit }))
    control(document(allow(['ec2:*', 'iam:Simulate*'])))
    const found = await results(['ec2:DescribeInstances', 'iam:GetRole', 'ec2:RunInstances'])
    expect(
      found.map(one => [
        one.EvalDecision,
        one.OrganizationsDecisionDetail?.AllowedByOrganizations,
        one.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
      ]),
    ).toEqual([
      ['allowed', true, true],
      ['implicitDeny', false, true],
      ['implicitDeny', true, false],
    ])
  })

  it("tells an explicit deny of the organization's from an allowance that is missing", async () => {
    await createRole()
    await putInline('all', document(allow('*')))
    control(document(allow('*'), deny('tag:*')))
    const [denied, allowed] = await results(['tag:GetResources', 'ec2:DescribeVolumes'])
    expect(denied).toMatchObject({
      EvalDecision: 'explicitDeny',
      OrganizationsDecisionDetail: { AllowedByOrganizations: false },
    })
    expect(denied?.MatchedStatements ?? []).toEqual([])
    expect(allowed).toMatchObject({
      EvalDecision: 'allowed',
      OrganizationsDecisionDetail: { AllowedByOrganizations: true },
    })
    control(document(allow(['ec2:*', 'iam:*'])))
    expect((await results(['tag:GetResources']))[0]).toMatchObject({
      EvalDecision: 'implicitDeny',
      OrganizationsDecisionDetail: { AllowedByOrganizations: false },
    })
  })

  it('leaves the details out where no such policy applies', async () => {
    await createRole()
    const [found] = await results(['ec2:DescribeVolumes'])
    expect(found).not.toHaveProperty('OrganizationsDecisionDetail')
    expect(found).not.toHaveProperty('PermissionsBoundaryDecisionDetail')
  })

  it('refuses unknown entities and malformed names', async () => {
    await expect(results(['ec2:DescribeInstances'])).rejects.toMatchObject({ name: 'NoSuchEntityException' })
    await createRole()
    await expect(results(['DescribeInstances'])).rejects.toMatchObject({ name: 'InvalidInputException' })
  })
})

describe('positions of statements', () => {
  it.each([
    [
      'a list in one line',
      '{"Version":"2012-10-17","Statement":[{"a":1},{"b":"]"}]}',
      [
        [38, 45],
        [46, 55],
      ],
    ],
    ['a single statement', '{"Statement":{"a":{"Statement":[1]}}}', [[14, 37]]],
    ['a key of the same name further in', '{"Id":"\\"Statement\\":[","Statement":[{"a":1}]}', [[38, 45]]],
  ])('are found in %s', (_name, text, columns) => {
    expect(statementSpans(text).map(span => [span.StartPosition.Column, span.EndPosition.Column])).toEqual(columns)
  })
})
