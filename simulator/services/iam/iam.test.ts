import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateAccountAliasCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListInstanceProfilesForRoleCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { customerAccountId, startTestServer, trustPolicy } from '../../test-server.ts'

const server = await startTestServer()
const iam = new IAMClient(server.options(server.admin))
const document = (Action: string | string[] = 'ec2:Describe*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
const RoleName = 'Reader'
const audit = 'arn:aws:iam::aws:policy/SecurityAudit'
const createRole = (more: object = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustPolicy('id'), ...more }))
const createPolicy = (PolicyName = 'Mine', PolicyDocument = document()) =>
  iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))

beforeEach(() => {
  server.iam.change(customerAccountId, draft => {
    draft.roles = {}
    draft.policies = {}
    draft.serviceControlPolicies = []
    draft.users = Object.fromEntries(Object.entries(draft.users).filter(([name]) => name === 'admin'))
    delete draft.alias
  })
})
afterAll(() => server.close())

describe('roles', () => {
  it('are made with path, tags and description, and read back', async () => {
    const Tags = [{ Key: 'team', Value: 'sre' }]
    await createRole({ Path: '/team/', Tags, Description: 'reads', MaxSessionDuration: 7200 })
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }))
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${customerAccountId}:role/team/Reader`,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Tags,
      Description: 'reads',
      MaxSessionDuration: 7200,
    })
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(trustPolicy('id'))
    const listed = await iam.send(new ListRolesCommand({ PathPrefix: '/team/' }))
    expect(listed.Roles?.map(role => role.Tags)).toEqual([undefined])
  })

  it('have names that are unique without regard to case', async () => {
    await createRole()
    await expect(createRole({ RoleName: 'READER' })).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name READER already exists.',
      $metadata: { httpStatusCode: 409 },
    })
    await expect(iam.send(new GetRoleCommand({ RoleName: 'READER' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name READER cannot be found.',
      $metadata: { httpStatusCode: 404 },
    })
  })

  it.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['a resource', trustPolicy('id').replace('"Action"', '"Resource":"*","Action"'), 'Has prohibited field Resource'],
    [
      'another service',
      trustPolicy('id').replace('sts:AssumeRole', 's3:GetObject'),
      'only specify STS AssumeRole actions',
    ],
    ['no principal', trustPolicy('id').replace('Principal', 'X'), 'Syntax errors in policy.'],
    ['a bad operator', trustPolicy('id').replace('StringEquals', 'StringIs'), 'Invalid Condition type : StringIs'],
    [
      'a bad ARN',
      trustPolicy('id', { AWS: 'arn:aws:iam::1:root' }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::1:root"',
    ],
    [
      'a role that does not exist',
      trustPolicy('id', { AWS: 'arn:aws:iam::060482727757:role/None' }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::060482727757:role/None"',
    ],
  ])('refuse a trust policy with %s', async (_name, AssumeRolePolicyDocument, message) => {
    await expect(createRole({ AssumeRolePolicyDocument })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: expect.stringContaining(message),
    })
  })

  it.each([
    ['a long name', { RoleName: 'x'.repeat(65) }, 'length less than or equal to 64'],
    ['a blank in the name', { RoleName: 'a b' }, 'The specified value for roleName is invalid'],
    ['a path without slashes', { Path: 'team' }, 'The specified value for path is invalid'],
    ['a long session', { MaxSessionDuration: 43_201 }, "at 'maxSessionDuration'"],
  ])('refuse %s', async (_name, more, message) => {
    await expect(createRole(more)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(message),
    })
  })

  it('limit the size of the trust policy, white space apart', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `external-id-number-${index}-padded-to-length`)
    const long = trustPolicy('id').replace('"id"', JSON.stringify(ids))
    await expect(createRole({ AssumeRolePolicyDocument: long })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for ACLSizePerRole: 2048',
    })
    const spaced = trustPolicy('id').replace('{', `{${' '.repeat(3000)}`)
    await expect(createRole({ AssumeRolePolicyDocument: spaced })).resolves.toBeDefined()
  })

  it('are changed, tagged and deleted', async () => {
    await createRole()
    await iam.send(new UpdateRoleCommand({ RoleName, Description: 'new', MaxSessionDuration: 3600 }))
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trustPolicy('other') }))
    await iam.send(
      new TagRoleCommand({
        RoleName,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      }),
    )
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['a'] }))
    expect((await iam.send(new ListRoleTagsCommand({ RoleName }))).Tags).toEqual([{ Key: 'b', Value: '2' }])
    expect((await iam.send(new GetRoleCommand({ RoleName }))).Role?.Description).toBe('new')
    expect((await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName }))).InstanceProfiles).toEqual([])
    await iam.send(new DeleteRoleCommand({ RoleName }))
    expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([])
  })

  it('are listed in pages', async () => {
    for (const name of ['c', 'a', 'b']) await createRole({ RoleName: name })
    const first = await iam.send(new ListRolesCommand({ MaxItems: 2 }))
    expect([first.Roles?.map(role => role.RoleName), first.IsTruncated]).toEqual([['a', 'b'], true])
    const second = await iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }))
    expect([second.Roles?.map(role => role.RoleName), second.IsTruncated]).toEqual([['c'], false])
    await expect(iam.send(new ListRolesCommand({ Marker: 'x' }))).rejects.toMatchObject({ name: 'ValidationError' })
  })
})

describe('policies of a role', () => {
  it('are put inline, attached, listed and taken away', async () => {
    await createRole()
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: document() }))
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: audit }))
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['inline'])
    const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'inline' }))
    expect(decodeURIComponent(inline.PolicyDocument ?? '')).toBe(document())
    expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toEqual([
      { PolicyName: 'SecurityAudit', PolicyArn: audit },
    ])
    await expect(iam.send(new DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
    })
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'inline' }))
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: audit }))
    await expect(iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: audit }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
    await iam.send(new DeleteRoleCommand({ RoleName }))
  })

  it('keep to the limits', async () => {
    await createRole()
    const long = document(Array.from({ length: 400 }, (_, index) => `ec2:DescribeSomething${index}`))
    await expect(
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'long', PolicyDocument: long })),
    ).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role Reader',
    })
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([])
    for (let index = 0; index < 11; index += 1) await createPolicy(`P${index}`)
    const attach = (index: number) =>
      iam.send(
        new AttachRolePolicyCommand({ RoleName, PolicyArn: `arn:aws:iam::${customerAccountId}:policy/P${index}` }),
      )
    for (let index = 0; index < 10; index += 1) await attach(index)
    await expect(attach(10)).rejects.toMatchObject({ message: 'Cannot exceed quota for PoliciesPerRole: 10' })
    await expect(attach(11)).rejects.toMatchObject({ name: 'NoSuchEntityException' })
  })
})

describe('managed policies', () => {
  it('are made, versioned and deleted', async () => {
    const { Policy } = await createPolicy()
    const PolicyArn = Policy?.Arn ?? ''
    await createRole()
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }))
    expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount).toBe(1)
    const entities = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }))
    expect(entities.PolicyRoles?.map(role => role.RoleName)).toEqual([RoleName])
    const version = { PolicyArn, PolicyDocument: document('s3:List*'), SetAsDefault: true }
    for (let index = 0; index < 4; index += 1) await iam.send(new CreatePolicyVersionCommand(version))
    await expect(iam.send(new CreatePolicyVersionCommand(version))).rejects.toMatchObject({
      name: 'LimitExceededException',
    })
    const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))
    expect(Versions?.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion])[0]).toEqual(['v5', true])
    const shown = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v5' }))
    expect(decodeURIComponent(shown.PolicyVersion?.Document ?? '')).toBe(document('s3:List*'))
    await expect(iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
    })
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
    })
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }))
    for (const VersionId of ['v1', 'v2', 'v3', 'v4'])
      await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }))
    await iam.send(new DeletePolicyCommand({ PolicyArn }))
    expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toEqual([])
  })

  it('keep to 6,144 characters, white space apart', async () => {
    const actions = Array.from({ length: 240 }, (_, index) => `ec2:DescribeSomething${index}`)
    await expect(createPolicy('Long', document(actions))).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for PolicySize: 6144',
    })
    const spaced = document().replace('{', `{${' '.repeat(7000)}`)
    await expect(createPolicy('Spaced', spaced)).resolves.toBeDefined()
  })

  it.each([
    ['a principal', document().replace('"Action"', '"Principal":"*","Action"'), 'should not specify a principal'],
    ['no resource', document().replace(',"Resource":"*"', ''), 'Policy statement must contain resources.'],
    ['no action', document().replace('"Action":"ec2:Describe*",', ''), 'Policy statement must contain actions.'],
    ['a bare action', document('Describe'), 'must be prefaced by a vendor'],
    [
      'a resource that is no ARN',
      document().replace('"Resource":"*"', '"Resource":"bucket"'),
      'must be in ARN format or "*".',
    ],
  ])('refuse %s', async (_name, text, message) => {
    await expect(createPolicy('Bad', text)).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message: expect.stringContaining(message),
    })
  })

  it("include AWS's SecurityAudit, which nobody can change", async () => {
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: audit }))
    expect(Policy).toMatchObject({ DefaultVersionId: 'v92', PolicyName: 'SecurityAudit' })
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: audit, VersionId: 'v92' }))
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toContain('cloudtrail:LookupEvents')
    await expect(iam.send(new DeletePolicyCommand({ PolicyArn: audit }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    })
  })
})

describe('users and the account', () => {
  it('have keys, two at most', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'bob', Path: '/x/' }))
    await expect(iam.send(new CreateUserCommand({ UserName: 'Bob' }))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
    })
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'bob' }))
    expect(AccessKey?.AccessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
    const bob = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
    const refused = new IAMClient(server.options(bob)).send(new GetUserCommand({}))
    await expect(refused).rejects.toThrow(
      `User: arn:aws:iam::${customerAccountId}:user/x/bob is not authorized to perform: iam:GetUser on resource: arn:aws:iam::${customerAccountId}:user/x/bob because no identity-based policy allows the iam:GetUser action`,
    )
    await iam.send(new CreateAccessKeyCommand({ UserName: 'bob' }))
    await expect(iam.send(new CreateAccessKeyCommand({ UserName: 'bob' }))).rejects.toMatchObject({
      name: 'LimitExceededException',
    })
    expect((await iam.send(new ListUsersCommand({}))).Users?.map(user => user.UserName)).toEqual(['admin', 'bob'])
    expect((await iam.send(new GetUserCommand({}))).User?.UserName).toBe('admin')
  })

  it('have an alias and a summary', async () => {
    expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([])
    await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'acme-prod' }))
    expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['acme-prod'])
    await expect(iam.send(new CreateAccountAliasCommand({ AccountAlias: 'Acme' }))).rejects.toMatchObject({
      name: 'ValidationError',
    })
    await createRole()
    expect((await iam.send(new GetAccountSummaryCommand({}))).SummaryMap).toMatchObject({ Roles: 1, Users: 1 })
  })
})
