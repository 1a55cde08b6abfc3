// Attacks by one tenant on another, and on what HeyCloud assumes for it: what the attacker does, and what must hold.

import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { usesRole } from '../src/core/account.ts'
import { HOUR } from '../src/core/clock.ts'
import { nothingCalled } from '../src/core/coverage.ts'
import { systemRandom } from '../src/core/random.ts'
import { createSetupLink } from '../src/server/auth/bootstrap.ts'
import { goodTrust, makeRole, organisation, prod, setOwnPolicy } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws'
const accounts = `${root}/accounts`
const staging = '444455556666'
type Headers = Record<string, string>
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'HEAD'

const logged: string[] = []
let serving: Serving
/** The victim's administrator, and the attacker's, of another organisation of the same installation. */
let victim: Headers
let mallory: Headers

beforeAll(async () => {
  serving = await startServing({ log: pino({ level: 'debug' }, { write: line => logged.push(line) }) })
  await serving.settings.organisations.ensure('mallory', 'Mallory', serving.clock.now())
  victim = await serving.keys('admin')
  mallory = await serving.keys('admin', 'mallory')
})
afterAll(() => serving.close())
afterEach(async () => {
  for (const { organisation: owner, id } of await serving.settings.accounts.listAll())
    await serving.delegation.accounts.delete({ organisation: owner, name: 'test' }, id)
})

async function call(headers: Headers, method: Method, url: string, payload?: object) {
  const reply = await serving.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  const isJson = String(reply.headers['content-type']).includes('json') && reply.body !== ''
  return { status: reply.statusCode, headers: reply.headers, text: reply.body, body: isJson ? reply.json() : undefined }
}
const body = (attributes: object = {}) => ({
  data: {
    type: 'account',
    attributes: {
      aws_account_id: prod,
      aws_partition: 'aws',
      auth_config: { role_name: 'HeyCloudRole' },
      ...attributes,
    },
  },
})
async function connect(headers: Headers, attributes: object = {}) {
  const { status, text, body: saved } = await call(headers, 'POST', accounts, body(attributes))
  expect(status, text).toBe(200)
  return saved.data as { id: string; attributes: { auth_config: { role_name: string; external_id: string } } }
}
const issue = async (headers: Headers): Promise<string> =>
  (await call(headers, 'POST', `${root}/generate_new_external_id`)).body.data.id
const actions = async (org: string) => (await serving.settings.audit.list(org, 1_000)).map(({ action }) => action)

describe('another organisation', () => {
  it('finds nothing of an account by its id, whatever it asks', async () => {
    const { id, attributes } = await connect(victim, { account_name: 'the victim' })
    try {
      const before = await serving.settings.accounts.get(organisation, id)
      for (const [method, url] of [
        ['GET', ''],
        ['PATCH', ''],
        ['DELETE', ''],
        ['GET', '/status'],
        ['HEAD', '/status'],
        ['POST', '/verify'],
      ] as const) {
        const payload = method === 'PATCH' ? body({ account_name: 'mine' }) : undefined
        const reply = await call(mallory, method, `${accounts}/${id}${url}`, payload)
        expect([method, url, reply.status]).toEqual([method, url, 404])
        expect(reply.text).not.toContain('the victim')
        expect(reply.text).not.toContain(attributes.auth_config.external_id)
      }
      expect(await serving.settings.accounts.get(organisation, id)).toEqual(before)
      for (const url of [accounts, `${accounts}?aws_account_id=${prod}`, `${root}/coverage`, `${root}/cost`]) {
        const reply = await call(mallory, 'GET', url)
        expect(reply.status).toBe(200)
        expect(reply.text, url).not.toContain(prod)
      }
      expect(await actions('mallory')).not.toContain('account.verify')
    } finally {
      await call(victim, 'DELETE', `${accounts}/${id}`)
    }
  })

  it('finds no point, name, tag, resource or alarm', async () => {
    const { telemetry, clock } = serving
    const scope = { organisation, accountId: prod, region: 'eu-west-1' }
    const arn = `arn:aws:ec2:eu-west-1:${prod}:instance/i-0victim`
    const seconds = Math.floor(clock.now() / 60_000) * 60
    const series = { ...scope, namespace: 'Secret', metric: 'M', dimensions: {}, statistic: 'Average' }
    await telemetry.saveSeries([
      { ...series, id: 900_001, name: 'secret.metric', unit: 'Count', tags: ['env:victim'], resource: arn },
    ])
    await telemetry.saveSamples([
      { name: 'secret.metric', id: 900_001, ts: seconds - 600, period: 60, value: 42, weight: 60 },
    ])
    const thing = { arn, type: 'ec2:instance', name: 'victim', tags: {}, labels: {}, attributes: {} }
    await telemetry.saveResources({ ...scope, types: [thing.type] }, [{ ...scope, ...thing }], seconds)
    const where = `from=${seconds - 3_600}&to=${seconds}`
    const search = encodeURIComponent(`' OR 1=1 OR '`)
    const urls = [
      `/api/v1/query?${where}&query=${encodeURIComponent('avg:secret.metric{*} by {env}')}`,
      `/api/v1/query?${where}&query=${encodeURIComponent('avg:secret.metric{*} + avg:secret.metric{!env:none}')}`,
      '/api/v2/metrics',
      '/api/v2/metrics/secret.metric/all-tags',
      '/api/v2/metrics/*/all-tags',
      '/api/v1/metrics?from=0',
      `${root}/resources`,
      `${root}/resources?filter[aws_account_id]=${prod}`,
      `${root}/resources?filter[search]=${search}`,
      `${root}/resources?filter[search]=${encodeURIComponent("\\' OR 1=1 -- ")}`,
      `${root}/resource_counts`,
      `${root}/alarms`,
    ]
    for (const url of urls) {
      const reply = await call(mallory, 'GET', url)
      expect([url, reply.status]).toEqual([url, 200])
      expect(reply.text, url).not.toContain('victim')
      expect(reply.text, url).not.toContain(prod)
    }
    expect((await call(victim, 'GET', String(urls[0]))).text).toContain('env:victim')
    expect((await call(victim, 'GET', `${root}/resources?filter[search]=i-0victim`)).text).toContain(arn)
    expect((await call(victim, 'GET', `${root}/resources?filter[search]=${search}`)).body.data).toEqual([])
    expect((await call(mallory, 'GET', '/api/v1/metrics/secret.metric')).status).toBe(404)
  })

  it('is told of an external ID of ours what it is told of one that never was', async () => {
    const never = 'f'.repeat(32)
    const draft = await issue(victim)
    const page = (await call(victim, 'GET', `${root}/setup`)).body.data.attributes.external_id
    const { id, attributes } = await connect(victim)
    const bound = attributes.auth_config.external_id
    await call(victim, 'DELETE', `${accounts}/${id}`)
    const told = async (external_id: string) => {
      const auth_config = { role_name: 'HeyCloudRole', external_id }
      const { status, body: reply } = await call(
        mallory,
        'POST',
        accounts,
        body({ aws_account_id: staging, auth_config }),
      )
      return { status, reply }
    }
    const answer = await told(never)
    expect(answer.status).toBe(400)
    for (const value of [draft, page, bound]) expect(await told(value)).toEqual(answer)
    expect(await serving.settings.accounts.list('mallory')).toEqual([])
  })

  it('cannot put an external ID of ours, one that expired, or one that was used, into its own account', async () => {
    const theirs = await connect(mallory, { aws_account_id: staging })
    const stale = await issue(mallory)
    serving.clock.advance(48 * HOUR)
    const ours = await issue(victim)
    const first = theirs.attributes.auth_config.external_id
    const second = await issue(mallory)
    const patch = (external_id: string) =>
      call(
        mallory,
        'PATCH',
        `${accounts}/${theirs.id}`,
        body({
          aws_account_id: staging,
          auth_config: { role_name: 'HeyCloudRole', external_id },
        }),
      )
    for (const bad of [ours, stale, 'f'.repeat(32), ` ${second}`, second.toUpperCase().replace(/^\d/, 'A'), '', '*']) {
      const { status, body: reply } = await patch(bad)
      expect([bad, status, reply.errors[0].detail]).toEqual([bad, 400, 'invalid External ID'])
    }
    expect((await patch(second)).status).toBe(200)
    expect((await patch(first)).body.errors[0].detail).toBe('invalid External ID')
    const kept = await serving.settings.accounts.get('mallory', theirs.id)
    expect(kept).toMatchObject({ externalId: second })
    await call(mallory, 'DELETE', `${accounts}/${theirs.id}`)
  })

  it('keeps nobody out by entering a number: each has its own row and ID, and learns nothing of the other', async () => {
    const replies = await Promise.all(
      [victim, mallory, victim, mallory].map(who => call(who, 'POST', accounts, body())),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409])
    const all = await serving.settings.accounts.listAll()
    expect(all.map(one => [one.organisation, one.accountId, one.state])).toEqual([
      ['acme', prod, 'pending'],
      ['mallory', prod, 'pending'],
    ])
    for (const row of all.filter(usesRole))
      expect(await serving.settings.externalIds.get(row.externalId)).toMatchObject({
        ...{ state: 'bound', organisation: row.organisation, accountConfigId: row.id },
      })
    expect(new Set(all.filter(usesRole).map(({ externalId }) => externalId)).size).toBe(2)
    const [ours, theirs] = all
    const told = await call(mallory, 'POST', accounts, body())
    expect(told.text).toContain(theirs?.id)
    expect(told.text).not.toContain(ours?.id)
  })

  it('cannot be reached by the sessions of ours: a role that trusts our external ID refuses theirs', async () => {
    const value = await issue(victim)
    await makeRole(serving, { name: 'VictimRole', trust: goodTrust(serving, value) })
    const theirs = await connect(mallory, { auth_config: { role_name: 'VictimRole' } })
    await serving.delegation.verification.tick()
    const status = (await call(mallory, 'GET', `${accounts}/${theirs.id}/status`)).body.data.attributes
    expect(status.problem.code).toBe('not_authorized_to_assume')
    expect(JSON.stringify(status)).not.toContain(value)
    const row = await serving.settings.accounts.get('mallory', theirs.id)
    expect(row && (await serving.delegation.verification.isCollectable(row))).toBe(false)
    await call(mallory, 'DELETE', `${accounts}/${theirs.id}`)
  })
})

describe('a target that is not what it says', () => {
  const refusals: [attack: string, attributes: object, field: string][] = [
    ['HeyCloud’s own account', { aws_account_id: '060482727757' }, 'aws_account_id'],
    ['full-width digits', { aws_account_id: '１１１１２２２２３３３３' }, 'aws_account_id'],
    ['Arabic digits', { aws_account_id: '١١١١٢٢٢٢٣٣٣٣' }, 'aws_account_id'],
    ['a line break after the digits', { aws_account_id: `${prod}\n` }, 'aws_account_id'],
    ['13 digits', { aws_account_id: `${prod}3` }, 'aws_account_id'],
    [
      'an ARN of another partition',
      { auth_config: { role_name: `arn:aws-cn:iam::${prod}:role/X` } },
      'auth_config.role_name',
    ],
    ['another partition', { aws_partition: 'aws-us-gov' }, 'aws_partition'],
    ['a partition with more in it', { aws_partition: 'aws:iam::999999999999:role/X#' }, 'aws_partition'],
    ['a Cyrillic letter', { auth_config: { role_name: 'HeyСloud' } }, 'auth_config.role_name'],
    ['a zero-width space', { auth_config: { role_name: 'Hey\u200bCloud' } }, 'auth_config.role_name'],
    ['a line break', { auth_config: { role_name: 'HeyCloud\nRole' } }, 'auth_config.role_name'],
    ['a shell’s quote', { auth_config: { role_name: "a'; curl evil.test; '" } }, 'auth_config.role_name'],
    ['a quote in the path', { auth_config: { role_name: "te'am/Role" } }, 'auth_config.role_name'],
    ['a path of dots and empty parts', { auth_config: { role_name: '..//Role' } }, 'auth_config.role_name'],
    ['a wildcard', { auth_config: { role_name: '*' } }, 'auth_config.role_name'],
    ...[
      'evil.test',
      'us-east-1.evil.test',
      'us-east-1@evil.test',
      'us-east-1#',
      'us-east-1/',
      'us-east-1\n',
      'US-EAST-1',
      '',
      'cn-north-1',
      'ｕs-east-1',
    ].map((region): [string, object, string] => [
      `the region ${JSON.stringify(region)}`,
      { aws_regions: { include_only: ['eu-west-1', region] } },
      'aws_regions.include_only',
    ]),
    [
      'an endpoint in the groups',
      { aws_regions: { include_all: true, endpoint: 'http://169.254.169.254' } },
      'aws_regions',
    ],
    ['a name with a control character', { account_name: 'prod\u0000\u001b[2J' }, 'account_name'],
    ['a name without end', { account_name: 'x'.repeat(101) }, 'account_name'],
  ]
  it.each(refusals)('%s is refused by its field', async (_, attributes, field) => {
    const { status, body: reply } = await call(victim, 'POST', accounts, body(attributes))
    expect([status, Object.keys(reply.errors[0].meta ?? {})]).toEqual([400, [field]])
    expect(await serving.settings.accounts.listAll()).toEqual([])
  })

  it('never becomes HeyCloud’s own account by a change afterwards', async () => {
    const { id } = await connect(victim)
    const { status, body: reply } = await call(
      victim,
      'PATCH',
      `${accounts}/${id}`,
      body({ aws_account_id: '060482727757' }),
    )
    expect([status, reply.errors[0].code]).toEqual([400, 'own_account_refused'])
    await call(victim, 'DELETE', `${accounts}/${id}`)
  })

  it('never becomes another account once it was read, not even by way of another role', async () => {
    const { id } = await connect(victim)
    await serving.settings.accounts.note(organisation, id, { state: 'connected' })
    await serving.settings.coverage.put([
      {
        ...nothingCalled,
        ...{
          organisation,
          accountConfigId: id,
          region: 'eu-west-1',
          kind: 'metrics',
          namespace: 'AWS/EC2',
          state: 'seen',
        },
        ...{ lastAttempt: 1, lastSuccess: 1, newestPoint: 1, items: 1, points: 7, action: null, reason: '' },
      },
    ])
    const auth_config = { role_name: 'Another' }
    expect((await call(victim, 'PATCH', `${accounts}/${id}`, body({ auth_config }))).body.data.attributes.status).toBe(
      'pending',
    )
    const moved = await call(victim, 'PATCH', `${accounts}/${id}`, body({ aws_account_id: staging, auth_config }))
    expect([moved.status, Object.keys(moved.body.errors[0].meta)]).toEqual([400, ['aws_account_id']])
  })

  it.each([
    '%22',
    '%22%22',
    '..%2f..%2fetc',
    '%00',
    "'%20OR%20'1'%3D'1",
    '%22%0d%0aset-cookie:%20a=b%22',
    '１',
    'x'.repeat(200),
  ])('the id %s finds nothing and breaks nothing', async id => {
    for (const [method, end] of [
      ['GET', ''],
      ['GET', '/status'],
      ['POST', '/verify'],
      ['DELETE', ''],
      ['PATCH', ''],
    ] as const) {
      const reply = await call(victim, method, `${accounts}/${id}${end}`, method === 'PATCH' ? body() : undefined)
      expect([400, 404, 414], `${method} ${id}${end}: ${reply.text}`).toContain(reply.status)
      expect(reply.headers['set-cookie']).toBeUndefined()
    }
  })

  it('reaches no other host by any field: all that leaves goes to the configured endpoint', async () => {
    const { id } = await connect(victim, {
      account_name: 'http://169.254.169.254/',
      account_tags: ['endpoint:http://169.254.169.254/'],
      endpoint: 'http://169.254.169.254/',
      aws_endpoint_url: 'http://169.254.169.254/',
      metrics_config: {
        endpoint: 'http://169.254.169.254/',
        namespace_filters: { include_only: ['http://169.254.169.254/'] },
      },
    })
    const row = await serving.settings.accounts.get(organisation, id)
    expect(Object.keys(row ?? {})).not.toContain('endpoint')
    expect(JSON.stringify(row?.settings.metrics_config)).not.toContain('"endpoint"')
    await call(victim, 'DELETE', `${accounts}/${id}`)
  })
})

describe('what is written down', () => {
  it('names who did it, for every change, and holds no secret', async () => {
    const { id } = await connect(victim)
    await call(victim, 'PATCH', `${accounts}/${id}`, body({ account_name: 'renamed' }))
    await call(victim, 'POST', `${accounts}/${id}/verify`)
    await call(victim, 'POST', `${root}/setup/external_id`)
    await call(victim, 'DELETE', `${accounts}/${id}`)
    const entries = await serving.settings.audit.list(organisation, 1_000)
    const recent = entries.slice(0, 6)
    expect(recent.map(({ action }) => action)).toEqual([
      'account.delete',
      'external_id.regenerate',
      'account.verify',
      'account.update',
      'account.create',
      'external_id.generate',
    ])
    expect(new Set(recent.map(({ actor }) => actor))).toEqual(new Set(['key:test']))
    for (const secret of Object.values(victim)) expect(JSON.stringify(entries)).not.toContain(secret)
  })

  it('in the log holds no key, token, cookie, password or credential, and no line of the attacker’s making', async () => {
    setOwnPolicy(serving)
    const link = await createSetupLink({ ...serving, random: systemRandom }, 'http://localhost')
    const token = new URL(link).searchParams.get('token') ?? ''
    const password = 'correct horse battery staple'
    const made = await serving.app.inject({
      method: 'POST',
      url: '/api/v2/heycloud/setup',
      payload: { token, email: 'log@acme.test', password },
    })
    const cookie = made.cookies[0]?.value ?? 'none'
    const { id } = await connect(victim, { account_name: 'name' })
    await serving.delegation.verification.tick()
    // What fails inside is logged whole: the store is made to fail under requests that carry every kind of secret.
    const { resources } = serving.telemetry
    serving.telemetry.resources = () => Promise.reject(new Error('the store broke'))
    const forged = '\n{"level":60,"msg":"forged"}'
    for (const headers of [
      victim,
      { cookie: `heycloud_session=${cookie}` },
      { authorization: `Bearer ${victim['dd-application-key']}` },
    ]) {
      const reply = await call(headers, 'GET', `${root}/resources?filter[search]=${encodeURIComponent(forged)}`)
      expect([reply.status, reply.text.includes('the store broke')]).toEqual([500, false])
    }
    serving.telemetry.resources = resources
    await call(victim, 'DELETE', `${accounts}/${id}`)
    const { secretAccessKey } = serving.simulator.heycloud
    const all = logged.join('')
    expect(all).toContain('the store broke')
    for (const line of logged) expect(() => JSON.parse(line)).not.toThrow()
    expect(logged.filter(line => JSON.parse(line).msg === 'forged')).toEqual([])
    for (const secret of [...Object.values(victim), token, cookie, password, secretAccessKey])
      expect(all).not.toContain(secret)
  })
})
