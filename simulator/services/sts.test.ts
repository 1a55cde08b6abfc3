import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type AssumeRoleCommandOutput,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/core/random.ts'
import { customerAccountId, ownAccountId, startTestServer, type TestServer, trustPolicy } from '../test-server.ts'

const admins = 'arn:aws:iam::aws:policy/AdministratorAccess'
const arn = (name: string, account = customerAccountId) => `arn:aws:iam::${account}:role/${name}`
const allow = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
/** Denies whoever does not come as the SRE team's alice. */
const denyOthers = JSON.stringify({
  Version: '2012-10-17',
  Statement: ['aws:PrincipalTag/team', 'aws:SourceIdentity'].map((key, index) => ({
    Effect: 'Deny',
    Action: 'iam:*',
    Resource: '*',
    Condition: { StringNotEquals: { [key]: ['sre', 'alice'][index] } },
  })),
})
let server: TestServer

async function makeRole(name: string, trust: string, options: { path?: string; hours?: number; account?: 'own' } = {}) {
  const own = Object.values(server.iam.account(ownAccountId)?.users.admin?.accessKeys ?? [])[0]
  const iam = new IAMClient(server.options(options.account === 'own' && own ? own : server.admin))
  await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: trust,
      MaxSessionDuration: (options.hours ?? 1) * 3600,
      ...(options.path === undefined ? {} : { Path: options.path }),
    }),
  )
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: admins }))
}

function credentialsOf({ Credentials }: Pick<AssumeRoleCommandOutput, 'Credentials'>) {
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
}

function assume(
  input: Partial<AssumeRoleCommandInput>,
  credentials: Parameters<TestServer['options']>[0] = server.collector,
) {
  const whole = { RoleArn: arn('Reader'), RoleSessionName: 'heycloud-verify', ExternalId: 'the-id', ...input }
  return new STSClient(server.options(credentials, 'eu-west-1')).send(new AssumeRoleCommand(whole))
}

beforeAll(async () => {
  server = await startTestServer()
  await makeRole('Reader', trustPolicy('the-id'))
  await makeRole('Long', trustPolicy('the-id'), { hours: 12 })
  await makeRole('InPath', trustPolicy('the-id'), { path: '/team/monitoring/' })
  await makeRole('Collector', trustPolicy(), { account: 'own', hours: 12 })
})
afterAll(() => server.close())

describe('AssumeRole', () => {
  const refusal = (role: string) => ({
    name: 'AccessDenied',
    message: `User: arn:aws:iam::${ownAccountId}:user/heycloud is not authorized to perform: sts:AssumeRole on resource: ${role}`,
    $metadata: { httpStatusCode: 403 },
  })

  it('gives credentials that speak for the session', async () => {
    const output = await assume({})
    expect(output.AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${customerAccountId}:assumed-role/Reader/heycloud-verify`)
    expect(output.Credentials?.Expiration?.getTime()).toBeGreaterThan(server.wallClock.now() + 3_590_000)
    const identity = await new STSClient(server.options(credentialsOf(output))).send(new GetCallerIdentityCommand({}))
    expect(identity.Arn).toBe(output.AssumedRoleUser?.Arn)
    expect(identity.UserId).toBe(output.AssumedRoleUser?.AssumedRoleId)
  })

  it.each([
    ['a wrong external ID', { ExternalId: 'the-iD' }, 'Reader'],
    ['a role that does not exist', { RoleArn: arn('Nobody') }, 'Nobody'],
    ['the name in another case', { RoleArn: arn('reader') }, 'reader'],
    ['a missing path', { RoleArn: arn('InPath') }, 'InPath'],
  ])('refuses %s without saying why', async (_name, input, role) => {
    await expect(assume(input)).rejects.toMatchObject(refusal(arn(role)))
  })

  it('refuses a missing external ID without saying why', async () => {
    const client = new STSClient(server.options(server.collector))
    const bare = new AssumeRoleCommand({ RoleArn: arn('Reader'), RoleSessionName: 'heycloud-verify' })
    await expect(client.send(bare)).rejects.toMatchObject(refusal(arn('Reader')))
  })

  it('assumes a role by its path and drops it from the session', async () => {
    const output = await assume({ RoleArn: arn('team/monitoring/InPath') })
    expect(output.AssumedRoleUser?.Arn).toContain(':assumed-role/InPath/')
  })

  it.each([
    ['a short session name', { RoleSessionName: 'x' }, 'Member must have length greater than or equal to 2'],
    [
      'a session name with a blank',
      { RoleSessionName: 'x y' },
      'Member must satisfy regular expression pattern: [\\w+=,.@-]*',
    ],
    ['a short external ID', { ExternalId: 'x' }, "at 'externalId' failed to satisfy constraint"],
    ['an external ID with a blank', { ExternalId: 'x y' }, "at 'externalId' failed to satisfy constraint"],
    ['a short duration', { DurationSeconds: 899 }, 'Member must have value greater than or equal to 900'],
    ['a long duration', { DurationSeconds: 43_201 }, 'Member must have value less than or equal to 43200'],
    ['an ARN that is none', { RoleArn: 'arn:aws:iam::123:role/NoAccountHere' }, 'is invalid'],
    ['more than the role allows', { DurationSeconds: 7200 }, 'exceeds the MaxSessionDuration set for this role'],
    ['a long policy', { Policy: JSON.stringify({ x: 'x'.repeat(2048) }) }, 'length less than or equal to 2048'],
  ])('says what is invalid: %s', async (_name, input, message) => {
    await expect(assume(input)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(message),
    })
  })

  it('gives long sessions, but an hour at most to a role that chains', async () => {
    await expect(assume({ RoleArn: arn('Long'), DurationSeconds: 43_200 })).resolves.toBeDefined()
    const own = credentialsOf(await assume({ RoleArn: arn('Collector', ownAccountId) }))
    await expect(assume({ RoleArn: arn('Long'), DurationSeconds: 3600 }, own)).resolves.toBeDefined()
    await expect(assume({ RoleArn: arn('Long'), DurationSeconds: 3601 }, own)).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    })
  })

  it('names the cause within one account', async () => {
    const collector = { RoleArn: arn('Collector', ownAccountId) }
    server.iam.change(ownAccountId, draft => {
      draft.serviceControlPolicies = [
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"sts:AssumeRole","Resource":"*"}]}',
      ]
    })
    const refused = assume(collector)
    await expect(refused).rejects.toThrow('with an explicit deny in a service control policy')
    server.iam.change(ownAccountId, draft => {
      draft.serviceControlPolicies = []
    })
  })
})

describe('session tags and source identity', () => {
  const both = JSON.parse(trustPolicy('the-id'))
  both.Statement[0].Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']
  const Tags = [{ Key: 'team', Value: 'sre' }]

  it('need their own actions in the trust policy', async () => {
    await expect(assume({ Tags })).rejects.toThrow('is not authorized to perform: sts:TagSession on resource')
    await expect(assume({ SourceIdentity: 'alice' })).rejects.toThrow('perform: sts:SetSourceIdentity on resource')
  })

  it('need them on the caller too, and then go with the session', async () => {
    await makeRole('Tagged', JSON.stringify(both))
    const input = { RoleArn: arn('Tagged'), Tags, SourceIdentity: 'alice' }
    await expect(assume(input)).rejects.toThrow('sts:SetSourceIdentity')
    server.iam.change(ownAccountId, draft => {
      const user = draft.users.heycloud
      if (user) user.inline.more = allow('sts:*')
    })
    const output = await assume(input)
    expect(output.SourceIdentity).toBe('alice')
    server.iam.change(customerAccountId, draft => {
      const role = draft.roles.tagged
      if (role) role.inline.deny = denyOthers
    })
    const roles = new IAMClient(server.options(credentialsOf(output))).send(new ListRolesCommand({}))
    await expect(roles).resolves.toBeDefined()
    const untagged = await assume({ RoleArn: arn('Tagged') })
    const refused = new IAMClient(server.options(credentialsOf(untagged))).send(new ListRolesCommand({}))
    await expect(refused).rejects.toThrow('with an explicit deny in an identity-based policy')
  })
})

describe('session policies', () => {
  const listRoles = async (input: Partial<AssumeRoleCommandInput>) =>
    new IAMClient(server.options(credentialsOf(await assume(input)))).send(new ListRolesCommand({}))

  it('narrow the session, and are named as the cause', async () => {
    await expect(listRoles({ Policy: allow('iam:*') })).resolves.toBeDefined()
    await expect(listRoles({ Policy: allow('cloudwatch:*') })).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/ because no session policy allows the iam:ListRoles action$/),
    })
  })

  it('may be managed policies', async () => {
    const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/SecurityAudit' }]
    await expect(listRoles({ PolicyArns })).resolves.toBeDefined()
    const missing = [{ arn: `arn:aws:iam::${customerAccountId}:policy/None` }]
    await expect(assume({ PolicyArns: missing })).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' })
  })

  it('report their packed size, and are refused beyond it', async () => {
    expect((await assume({ Policy: allow('iam:*') })).PackedPolicySize).toBeGreaterThan(0)
    expect((await assume({})).PackedPolicySize).toBeUndefined()
    const random = seededRandom(5)
    const Action = Array.from(
      { length: 40 },
      () => `s3:${Buffer.from(random.hex(24), 'hex').toString('base64').replace(/\W/g, 'x')}`,
    )
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] })
    expect(Policy.length).toBeLessThanOrEqual(2048)
    await expect(assume({ Policy })).rejects.toMatchObject({ name: 'PackedPolicyTooLargeException' })
  })

  it('have to be well formed', async () => {
    await expect(assume({ Policy: '{"Version":"2012-10-17"}' })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    })
  })
})

describe('multi-factor codes', () => {
  const serial = `arn:aws:iam::${ownAccountId}:mfa/heycloud`
  const mfaTrust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ownAccountId}:root` },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ],
  })

  it('open a role that asks for one', async () => {
    await makeRole('Mfa', mfaTrust)
    await expect(assume({ RoleArn: arn('Mfa') })).rejects.toMatchObject({ name: 'AccessDenied' })
    const shown = { RoleArn: arn('Mfa'), SerialNumber: serial, TokenCode: '123456' }
    await expect(assume(shown)).resolves.toBeDefined()
    await expect(assume({ ...shown, TokenCode: '12345x' })).rejects.toThrow('MultiFactorAuthentication failed')
  })

  it('stay with a session token', async () => {
    const client = new STSClient(server.options(server.collector))
    const plain = credentialsOf(await client.send(new GetSessionTokenCommand({})))
    const shown = credentialsOf(
      await client.send(new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: '123456' })),
    )
    await expect(assume({ RoleArn: arn('Mfa') }, plain)).rejects.toMatchObject({ name: 'AccessDenied' })
    await expect(assume({ RoleArn: arn('Mfa') }, shown)).resolves.toBeDefined()
  })
})
