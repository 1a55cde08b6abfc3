// The way out: proxies, private CAs, FIPS, dual-stack and interface endpoints, each against servers of our own in front of the simulated AWS.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import type { EgressCheck } from '../src/aws/access.ts'
import { createAwsAccess } from '../src/aws/create-access.ts'
import type { KeyTarget } from '../src/core/account.ts'
import { MINUTE, type MovableClock, movableClock, systemClock } from '../src/core/clock.ts'
import { systemRandom } from '../src/core/random.ts'
import { type Authority, createAuthority, startProxy, startTlsFront } from './support/tls.ts'

let authority: Authority
let simulator: Simulator
let wallClock: MovableClock
let front: Awaited<ReturnType<typeof startTlsFront>>
beforeAll(async () => {
  authority = await createAuthority()
  wallClock = movableClock()
  simulator = await startSimulator({ seed: 7, clock: systemClock, wallClock })
  front = await startTlsFront(authority, simulator.endpoint)
})
afterAll(async () => {
  await front.close()
  await simulator.close()
  authority.remove()
})

const ends: (() => unknown)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const end of ends.splice(0)) await end()
})

const proxy = async (options: Parameters<typeof startProxy>[1] = {}) => {
  const started = await startProxy(front.port, options)
  ends.push(started.close)
  return started
}

/** The SDK reads its own variables from the process; ours are read from where the program hands them in: here the same. */
function access(env: Record<string, string>, region = 'eu-west-1') {
  const all: Record<string, string> = { AWS_CONFIG_FILE: '/nonexistent', ...env }
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value)
  const { accessKeyId, secretAccessKey } = simulator.heycloud
  const credentials = { accessKeyId, secretAccessKey }
  const made = createAwsAccess({
    config: { region, env: all, credentials, maxAttempts: 1 },
    clock: systemClock,
    random: systemRandom,
    secretOf: async () => gov().secretAccessKey,
  })
  ends.push(() => made.close())
  return made
}
const gov = () => {
  const [account] = simulator.furtherAccounts
  if (!account) throw new Error('there is no account in GovCloud')
  return account
}
/** An administrator's key, which reads everything there is. */
const govTarget = (): KeyTarget => ({
  partition: 'aws-us-gov',
  accountId: gov().accountId,
  accessKeyId: gov().accessKeyId,
  secretId: 'gov',
})
const trusting = () => ({ AWS_CA_BUNDLE: authority.file })
const row = (rows: EgressCheck[], what: string) => rows.find(check => check.what === what)

describe('a proxy', () => {
  it('is tunnelled through by every client, and said to work', async () => {
    const { host, hosts } = await proxy()
    const aws = access({ ...trusting(), HTTPS_PROXY: `http://${host}` })
    expect(await aws.identity()).toMatchObject({ state: 'seen', value: { endpoint: 'sts.eu-west-1.amazonaws.com' } })
    const metrics = aws.session(govTarget(), 'metrics').client(CloudWatchClient, 'us-gov-west-1')
    expect((await metrics.send(new ListMetricsCommand({}))).Metrics?.length).toBeGreaterThan(0)
    expect(hosts).toEqual(['sts.eu-west-1.amazonaws.com', 'monitoring.us-gov-west-1.amazonaws.com'])
    const rows = await aws.egress()
    expect(row(rows, 'proxy')).toMatchObject({ setting: `http://${host}`, state: 'works' })
    expect(rows.filter(({ state }) => state === 'fails')).toEqual([])
  })

  it('is shown the credentials of its URL, which nothing else shows', async () => {
    const { host, hosts } = await proxy({ credentials: 'heycloud:p4ss@word' })
    const right = access({ ...trusting(), HTTPS_PROXY: `http://heycloud:p4ss%40word@${host}` })
    expect(await right.identity()).toMatchObject({ state: 'seen' })
    const rows = await right.egress()
    expect(row(rows, 'proxy')).toMatchObject({ setting: `http://${host} (with credentials)`, state: 'works' })
    const wrong = access({ ...trusting(), HTTPS_PROXY: `http://heycloud:wr0ng@${host}` })
    const identity = await wrong.identity()
    expect(identity).toMatchObject({ state: 'failed', code: 'Unreachable', transient: false })
    expect(JSON.stringify(identity)).toContain('407')
    expect(JSON.stringify(identity)).toContain('the proxy wants a user and a password')
    const failing = await wrong.egress()
    expect(row(failing, 'proxy')).toMatchObject({ state: 'fails', detail: expect.stringContaining('407') })
    expect(JSON.stringify([rows, identity, failing])).not.toMatch(/p4ss|wr0ng/)
    expect(hosts.length).toBeGreaterThan(1)
  })

  it('that lets one host not through is told from a network that is down', async () => {
    const refuse = (host: string) => (host.startsWith('tagging.') ? 403 : undefined)
    const { host } = await proxy({ refuse })
    const rows = await access({ ...trusting(), HTTPS_PROXY: `http://${host}` }).egress()
    expect(row(rows, 'proxy')?.state).toBe('works')
    expect(row(rows, 'eu-west-1')).toMatchObject({
      state: 'fails',
      detail: expect.stringMatching(/^tagging\.eu-west-1\.amazonaws\.com: .*403.*does not let this host through/),
    })
  })

  it('that does not answer is named', async () => {
    const rows = await access({ ...trusting(), HTTPS_PROXY: 'http://127.0.0.1:9' }).egress()
    expect(row(rows, 'proxy')).toMatchObject({
      ...{ setting: 'http://127.0.0.1:9', state: 'fails' },
      detail: expect.stringContaining('ECONNREFUSED 127.0.0.1:9'),
    })
  })

  it.each(['socks5://proxy:1080', 'proxy:3128', 'not a url'])('%s is refused at the start', value => {
    expect(() => access({ HTTPS_PROXY: value })).toThrow(/HTTPS_PROXY: a proxy is a URL that begins with http/)
  })

  it.each([
    ['localhost', true],
    ['.localhost', true],
    ['*', true],
    ['other.example, LOCALHOST', true],
    ['other.example', false],
    ['host', false],
    ['10.0.0.0/8', false],
  ])('is gone past by NO_PROXY=%s: %s', async (NO_PROXY, past) => {
    const { host, hosts } = await proxy()
    const env = { ...trusting(), AWS_ENDPOINT_URL: `https://localhost:${front.port}`, NO_PROXY }
    const aws = access({ ...env, HTTPS_PROXY: `http://${host}` })
    expect((await aws.identity()).state).toBe('seen')
    expect(hosts.length === 0).toBe(past)
    const rows = await aws.egress()
    expect(row(rows, 'proxy')?.state).toBe(past ? 'not used' : 'works')
    expect(row(rows, 'NO_PROXY')?.detail).toContain(
      NO_PROXY.includes('/') ? 'matches 10.0.0.0/8 with nothing' : 'asked directly',
    )
  })

  it('is the way of web identities too', async () => {
    const { host, hosts } = await proxy()
    const token = join(authority.directory, 'token')
    writeFileSync(token, 'a-token')
    const env = {
      ...{ ...trusting(), HTTPS_PROXY: `http://${host}`, AWS_EC2_METADATA_DISABLED: 'true' },
      ...{ AWS_WEB_IDENTITY_TOKEN_FILE: token, AWS_ROLE_ARN: 'arn:aws:iam::060482727757:role/HeyCloud' },
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    }
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
    const aws = createAwsAccess({ config: { region: 'eu-west-1', env }, clock: systemClock, random: systemRandom })
    ends.push(() => aws.close())
    await aws.identity()
    expect(hosts).toContain('sts.eu-west-1.amazonaws.com')
  })
})

describe('a private CA', () => {
  const env = () => ({ AWS_ENDPOINT_URL: front.url })

  it('is refused until it is trusted, and the refusal says how', async () => {
    const identity = await access(env()).identity()
    expect(identity).toMatchObject({ state: 'failed', code: 'Unreachable', transient: false })
    expect(JSON.stringify(identity)).toContain('a private CA needs AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS')
  })

  it('is trusted by AWS_CA_BUNDLE', async () => {
    const aws = access({ ...env(), ...trusting() })
    expect((await aws.identity()).state).toBe('seen')
    expect(row(await aws.egress(), 'private CA')).toEqual({
      ...{ what: 'private CA', setting: `AWS_CA_BUNDLE=${authority.file}`, state: 'works' },
      detail: '1 certificate trusted beside Node.js’s own.',
    })
  })

  it('that is another says so', async () => {
    const other = await createAuthority()
    ends.push(other.remove)
    const rows = await access({ ...env(), AWS_CA_BUNDLE: other.file }).egress()
    expect(row(rows, 'private CA')).toMatchObject({ state: 'fails', detail: expect.stringContaining('TLS: ') })
  })

  it.each([
    ['a missing file', undefined, /AWS_CA_BUNDLE: the file \S+ cannot be read \(ENOENT\)/],
    ['a file of another kind', 'MIIB', /AWS_CA_BUNDLE: \S+ holds no certificate in PEM form/],
    [
      'a broken certificate',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
      /AWS_CA_BUNDLE: certificate 1 of 1 in \S+ cannot be read/,
    ],
  ])('in %s is an error at the start', (_name, content, message) => {
    const file = join(authority.directory, `bundle-${content?.length ?? 0}.pem`)
    if (content !== undefined) writeFileSync(file, content)
    expect(() => access({ ...env(), AWS_CA_BUNDLE: file })).toThrow(message)
  })
})

describe('endpoints of services', () => {
  const vpce = (service: string, region = 'eu-west-1') => `vpce-1a2b.${service}.${region}.vpce.amazonaws.com`

  it('are asked each for its own, the common one for the rest, and none where they are to be ignored', async () => {
    const { host, hosts } = await proxy()
    const env = {
      ...{ ...trusting(), HTTPS_PROXY: `http://${host}` },
      AWS_ENDPOINT_URL_STS: `https://${vpce('sts')}`,
      AWS_ENDPOINT_URL_CLOUDWATCH: `https://${vpce('monitoring', 'us-gov-west-1')}`,
      AWS_ENDPOINT_URL_NEPTUNE: 'https://neptune.example',
    }
    const read = async (aws: ReturnType<typeof access>) => {
      await aws.identity()
      const session = aws.session(govTarget(), 'metrics')
      await session.client(CloudWatchClient, 'us-gov-west-1').send(new ListMetricsCommand({}))
      return hosts.splice(0)
    }
    const aws = access(env)
    expect(await read(aws)).toEqual([vpce('sts'), vpce('monitoring', 'us-gov-west-1')])
    const rows = await aws.egress([{ partition: 'aws-us-gov', regions: ['us-gov-west-1'] }])
    expect(row(rows, 'endpoint STS')).toMatchObject({ setting: `https://${vpce('sts')}`, state: 'works' })
    expect(row(rows, 'endpoint CLOUDWATCH')).toMatchObject({ state: 'works' })
    expect(row(rows, 'endpoint NEPTUNE')).toMatchObject({ state: 'not used' })
    hosts.length = 0
    expect(await read(access({ ...env, AWS_ENDPOINT_URL: front.url }))).toHaveLength(2)
    vi.unstubAllEnvs()
    const common = { ...trusting(), HTTPS_PROXY: `http://${host}`, AWS_ENDPOINT_URL: `https://${vpce('sts')}` }
    expect(new Set(await read(access(common)))).toEqual(new Set([vpce('sts')]))
    expect(await read(access({ ...common, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }))).toEqual([
      'sts.eu-west-1.amazonaws.com',
      'monitoring.us-gov-west-1.amazonaws.com',
    ])
  })

  it('that nothing answers at are named', async () => {
    const rows = await access({
      AWS_ENDPOINT_URL_STS: 'https://127.0.0.1:9',
      AWS_ENDPOINT_URL: front.url,
      ...trusting(),
    }).egress()
    expect(row(rows, 'endpoint STS')).toMatchObject({ state: 'fails', detail: expect.stringContaining('ECONNREFUSED') })
    expect(row(rows, 'endpoint of all services')).toMatchObject({ state: 'works' })
  })

  it('name buckets in front of AWS’s own host names, and in the path of any other', async () => {
    const { host, hosts } = await proxy()
    const list = (url: string) => {
      const aws = access({ ...trusting(), HTTPS_PROXY: `http://${host}`, AWS_ENDPOINT_URL_S3: url }, 'us-east-1')
      const s3 = aws.session({ ...govTarget() }, 'cost-management').client(S3Client, 'us-gov-west-1')
      return s3.send(new ListObjectsV2Command({ Bucket: 'acme-gov-uploads' }))
    }
    await list(`https://bucket.${vpce('s3', 'us-gov-west-1')}`).catch(() => undefined)
    expect(hosts).toEqual([`acme-gov-uploads.bucket.${vpce('s3', 'us-gov-west-1')}`])
    expect((await list(`https://localhost:${front.port}`)).Name).toBe('acme-gov-uploads')
    expect(hosts.slice(1)).toEqual([`localhost:${front.port}`])
  })
})

describe('FIPS and dual-stack', () => {
  /** What is asked for with these variables, in order of their names. */
  async function hostsOf(region: string, variables: Record<string, string>) {
    const { host, hosts } = await proxy()
    const rows = await access({ ...trusting(), HTTPS_PROXY: `http://${host}`, ...variables }, region).egress()
    return { hosts: [...new Set(hosts)].sort(), rows }
  }
  const fips = { AWS_USE_FIPS_ENDPOINT: 'true' }
  const dual = { AWS_USE_DUALSTACK_ENDPOINT: 'true' }

  it.each([
    [
      'us-east-1',
      fips,
      'sts-fips.us-east-1.amazonaws.com monitoring-fips.us-east-1.amazonaws.com iam-fips.amazonaws.com s3-fips.us-east-1.amazonaws.com',
    ],
    [
      'us-gov-west-1',
      fips,
      'sts.us-gov-west-1.amazonaws.com monitoring.us-gov-west-1.amazonaws.com iam.us-gov.amazonaws.com lambda-fips.us-gov-west-1.amazonaws.com',
    ],
    [
      'eu-west-1',
      dual,
      'sts.eu-west-1.api.aws monitoring.eu-west-1.api.aws iam.global.api.aws s3.dualstack.eu-west-1.amazonaws.com',
    ],
    [
      'us-gov-west-1',
      { ...fips, ...dual },
      'sts-fips.us-gov-west-1.api.aws monitoring.us-gov-west-1.api.aws s3-fips.dualstack.us-gov-west-1.amazonaws.com',
    ],
    [
      'cn-north-1',
      {},
      'sts.cn-north-1.amazonaws.com.cn iam.cn-north-1.amazonaws.com.cn monitoring.cn-north-1.amazonaws.com.cn',
    ],
  ])('ask in %s with %j the right hosts', async (region, variables, expected) => {
    const { hosts, rows } = await hostsOf(region, variables)
    expect(hosts).toEqual(expect.arrayContaining(expected.split(' ')))
    expect(hosts.filter(host => !/amazonaws\.com(\.cn)?$|api\.aws$/.test(host))).toEqual([])
    expect(row(rows, region)).toMatchObject({ setting: '11 hosts', state: 'works' })
    const first = 'AWS_USE_FIPS_ENDPOINT' in variables ? 'FIPS endpoints' : 'dual-stack endpoints'
    if (Object.keys(variables).length > 0) expect(row(rows, first)).toMatchObject({ setting: 'on', state: 'works' })
  })

  it('say which services have no FIPS endpoint where, and that they cannot be read', async () => {
    // As a proxy answers that cannot resolve the name.
    const refuse = (host: string) => (/-fips\.eu-/.test(host) ? 503 : undefined)
    const { host } = await proxy({ refuse })
    const rows = await access({ ...trusting(), HTTPS_PROXY: `http://${host}`, ...fips }, 'us-east-1').egress([
      { partition: 'aws', regions: ['eu-west-1'] },
    ])
    const found = row(rows, 'FIPS endpoints')
    expect(found).toMatchObject({ setting: 'on', state: 'works' })
    expect(found?.detail).toMatch(
      / AWS lists no FIPS endpoint for eu-west-1: CloudWatch, .*; us-east-1: Resource Groups Tagging API\.$/,
    )
    expect(row(rows, 'us-east-1')?.state).toBe('works')
    expect(row(rows, 'eu-west-1')).toMatchObject({
      state: 'fails',
      detail: expect.stringMatching(/^monitoring-fips\.eu-west-1\.amazonaws\.com, tagging-fips\.[^:]*: .*503/),
    })
    const china = await access({ ...trusting(), HTTPS_PROXY: `http://${host}`, ...fips }, 'cn-north-1').egress()
    expect(row(china, 'cn-north-1')?.detail).toContain('S3: Partition does not support FIPS')
  })
})

describe('the clock', () => {
  it('that is off is said, and by how much', async () => {
    wallClock.advance(10 * MINUTE)
    const rows = await access({ ...trusting(), AWS_ENDPOINT_URL: front.url }).egress()
    wallClock.advance(-10 * MINUTE)
    expect(row(rows, 'clock')).toMatchObject({ setting: expect.stringMatching(/^\+(599|600|601) s$/), state: 'fails' })
    const right = await access({ ...trusting(), AWS_ENDPOINT_URL: front.url }).egress()
    expect(row(right, 'clock')?.state).toBe('works')
  })
})
