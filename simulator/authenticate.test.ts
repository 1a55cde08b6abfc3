import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient, ListRolesCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR } from '../src/core/clock.ts'
import type { Operation, SimulatedService } from './contract.ts'
import {
  customerAccountId,
  startTestServer,
  type TestCredentials,
  type TestServer,
  trustPolicy,
} from './test-server.ts'
import { parseAmzDate, parseAuthorization } from './wire/sigv4.ts'

const empty: Operation = { requires: () => [], answer: () => ({}) }
const services: SimulatedService[] = [
  {
    signingName: 'monitoring',
    client: '@aws-sdk/client-cloudwatch',
    protocol: 'awsJson1_0',
    target: 'GraniteServiceVersion20100801',
    operations: { ListMetrics: empty },
  },
  {
    signingName: 'ec2',
    client: '@aws-sdk/client-ec2',
    protocol: 'ec2Query',
    operations: { DescribeInstances: empty },
  },
  {
    signingName: 'lambda',
    client: '@aws-sdk/client-lambda',
    protocol: 'restJson1',
    operations: { ListFunctions: empty },
  },
  { signingName: 's3', client: '@aws-sdk/client-s3', protocol: 'restXml', operations: { ListBuckets: empty } },
]

let server: TestServer
let session: TestCredentials

beforeAll(async () => {
  server = await startTestServer({ services })
  server.iam.change(customerAccountId, draft => {
    draft.roles.reader = {
      name: 'Reader',
      path: '/',
      id: server.iam.newId('AROA'),
      arn: `arn:aws:iam::${customerAccountId}:role/Reader`,
      createdAt: 0,
      trust: trustPolicy('ext'),
      principalIds: {},
      maxSessionDuration: 3600,
      attached: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      inline: {},
      tags: {},
    }
  })
  const sts = new STSClient(server.options(server.collector))
  const assume = { RoleArn: `arn:aws:iam::${customerAccountId}:role/Reader`, RoleSessionName: 'abc', ExternalId: 'ext' }
  const { Credentials } = await sts.send(new AssumeRoleCommand(assume))
  session = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
})
afterAll(() => server.close())

/** One read call in each protocol. */
const calls: Record<string, (credentials: TestCredentials, region?: string) => Promise<unknown>> = {
  json: (credentials, region) =>
    new CloudWatchClient(server.options(credentials, region)).send(new ListMetricsCommand({})),
  query: (credentials, region) =>
    new STSClient(server.options(credentials, region)).send(new GetCallerIdentityCommand({})),
  ec2: (credentials, region) =>
    new EC2Client(server.options(credentials, region)).send(new DescribeInstancesCommand({})),
  restJson: (credentials, region) =>
    new LambdaClient(server.options(credentials, region)).send(new ListFunctionsCommand({})),
  s3: (credentials, region) =>
    new S3Client({ ...server.options(credentials, region), forcePathStyle: true }).send(new ListBucketsCommand({})),
}

/** What each protocol calls the fault: code and HTTP status. */
const expected = {
  unknown: {
    json: ['UnrecognizedClientException', 400],
    query: ['InvalidClientTokenId', 403],
    ec2: ['AuthFailure', 401],
    restJson: ['UnrecognizedClientException', 403],
    s3: ['InvalidAccessKeyId', 403],
  },
  signature: {
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    ec2: ['AuthFailure', 401],
    restJson: ['InvalidSignatureException', 403],
    s3: ['SignatureDoesNotMatch', 403],
  },
  expired: {
    json: ['ExpiredTokenException', 400],
    query: ['ExpiredToken', 403],
    ec2: ['RequestExpired', 400],
    restJson: ['ExpiredTokenException', 403],
    s3: ['ExpiredToken', 400],
  },
  skew: {
    json: ['InvalidSignatureException', 400],
    query: ['SignatureDoesNotMatch', 403],
    ec2: ['RequestExpired', 400],
    restJson: ['InvalidSignatureException', 403],
    s3: ['RequestTimeTooSkewed', 403],
  },
} as const

type Protocol = keyof (typeof expected)['unknown']
const protocolNames = Object.keys(expected.unknown) as Protocol[]

async function faultOf(answer: Promise<unknown>): Promise<unknown[]> {
  return answer.then(
    () => ['answered'],
    error => [error.name, error.$metadata?.httpStatusCode],
  )
}

describe.each(protocolNames)('credentials over %s', protocol => {
  const call = calls[protocol] as (credentials: TestCredentials, region?: string) => Promise<unknown>

  it('admits a key and a session', async () => {
    expect(await faultOf(call(server.admin))).toEqual(['answered'])
    expect(await faultOf(call(session))).toEqual(['answered'])
  })

  it('refuses an unknown key', async () => {
    const unknown = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' }
    expect(await faultOf(call(unknown))).toEqual(expected.unknown[protocol])
  })

  it('refuses a wrong secret', async () => {
    expect(await faultOf(call({ ...server.admin, secretAccessKey: 'x' }))).toEqual(expected.signature[protocol])
  })

  it('refuses a session without its token, with another, and with a mended one', async () => {
    const { accessKeyId, secretAccessKey, sessionToken = '' } = session
    expect(await faultOf(call({ accessKeyId, secretAccessKey }))).toEqual(expected.unknown[protocol])
    expect(await faultOf(call({ ...session, sessionToken: 'x' }))).toEqual(expected.unknown[protocol])
    const body = JSON.parse(Buffer.from(sessionToken.split('.')[0] ?? '', 'base64url').toString('utf8'))
    const longer = Buffer.from(JSON.stringify({ ...body, expiresAt: body.expiresAt + HOUR })).toString('base64url')
    const mended = `${longer}.${sessionToken.split('.')[1]}`
    expect(await faultOf(call({ ...session, sessionToken: mended }))).toEqual(expected.unknown[protocol])
  })

  it('refuses a session that has expired and admits one until then', async () => {
    server.wallClock.advance(61 * 60_000)
    const expired = await faultOf(call(session))
    server.wallClock.advance(-61 * 60_000)
    expect(expired).toEqual(expected.expired[protocol])
  })

  it('refuses a signature of another time', async () => {
    for (const minutes of [16, -16]) {
      server.wallClock.advance(minutes * 60_000)
      const skewed = await faultOf(call(server.admin))
      server.wallClock.advance(-minutes * 60_000)
      expect(skewed).toEqual(expected.skew[protocol])
    }
  })

  it('does not know its credentials in a region that is not enabled', async () => {
    const isGlobal = protocol === 's3'
    const fault = await faultOf(call(server.admin, 'eu-south-1'))
    expect(fault).toEqual(isGlobal ? expected.unknown.s3 : expected.unknown[protocol])
  })
})

describe('signatures', () => {
  it('lets the SDK set its clock by the Date header', async () => {
    server.wallClock.advance(2 * HOUR)
    const client = new STSClient({ ...server.options(server.admin), maxAttempts: 2 })
    const identity = await client.send(new GetCallerIdentityCommand({}))
    server.wallClock.advance(-2 * HOUR)
    expect(identity.Account).toBe(customerAccountId)
  })

  it('wants IAM signed for us-east-1', async () => {
    const client = new IAMClient({ ...server.options(server.admin), region: 'eu-west-1' })
    await expect(client.send(new ListRolesCommand({}))).rejects.toMatchObject({
      message: expect.stringContaining('Credential should be scoped to a valid region'),
    })
  })

  it('refuses a body that was changed on the way', async () => {
    const client = new STSClient(server.options(server.admin))
    client.middlewareStack.add(
      next => args => {
        const request = args.request as { body: string; headers: Record<string, string> }
        request.body = request.body.replace('GetCallerIdentity', 'GetCallerIdentitY')
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidAction' })
    client.middlewareStack.add(
      next => args => {
        const request = args.request as { body: string; headers: Record<string, string> }
        request.body = 'Action=GetCallerIdentity&Version=2011-06-15&X=1'
        request.headers['content-length'] = String(request.body.length)
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' })
  })

  it('refuses a request without a signature', async () => {
    const body = 'Action=GetCallerIdentity&Version=2011-06-15'
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const reply = await fetch(server.endpoint, { method: 'POST', headers, body })
    expect(reply.status).toBe(403)
    expect(await reply.text()).toContain('<Code>MissingAuthenticationToken</Code>')
  })

  it('refuses a key that was made inactive', async () => {
    const iam = new IAMClient(server.options(server.admin))
    const other = server.iam.change(customerAccountId, draft => {
      const key = { accessKeyId: 'AKIAOTHER', secretAccessKey: 's', status: 'Active' as const, createdAt: 0 }
      draft.users.admin?.accessKeys.push(key)
      return key
    })
    expect(await faultOf(calls.query?.(other) ?? Promise.resolve())).toEqual(['answered'])
    const change = { UserName: 'admin', AccessKeyId: other.accessKeyId, Status: 'Inactive' as const }
    await iam.send(new UpdateAccessKeyCommand(change))
    expect(await faultOf(calls.query?.(other) ?? Promise.resolve())).toEqual(expected.unknown.query)
  })

  it('reads only what is well formed', () => {
    const good =
      'AWS4-HMAC-SHA256 Credential=AKIA/20261123/us-east-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature='
    expect(parseAuthorization(good + 'a'.repeat(64))?.signedHeaders).toEqual(['host', 'x-amz-date'])
    for (const bad of [
      undefined,
      '',
      good,
      `${good}zz`,
      'Bearer x',
      good.replace('aws4_request', 'x') + 'a'.repeat(64),
    ])
      expect(parseAuthorization(bad)).toBeUndefined()
    expect(parseAmzDate('20261123T123456Z')).toBe(Date.UTC(2026, 10, 23, 12, 34, 56))
    expect(parseAmzDate('2026-11-23T12:34:56Z')).toBeUndefined()
  })
})
