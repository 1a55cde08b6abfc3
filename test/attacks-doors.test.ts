// Attacks on the doors and by weight: strangers, other sites, viewers, and requests made to exhaust or to break.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nothingCalled } from '../src/core/coverage.ts'
import { systemRandom } from '../src/core/random.ts'
import { createSetupLink } from '../src/server/auth/bootstrap.ts'
import { organisation, prod } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws'
const accounts = `${root}/accounts`
const session = '/api/v2/heycloud/session'
const setup = '/api/v2/heycloud/setup'
const template = `${root}/setup/cloudformation.yaml`
const password = 'correct horse battery staple'
type Headers = Record<string, string>

let serving: Serving
let editor: Headers
beforeAll(async () => {
  serving = await startServing({ simulated: false })
  editor = await serving.keys('editor')
})
afterAll(() => serving.close())

const inject = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  headers: Headers = {},
  payload?: object | string,
) => serving.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
const newToken = async () => {
  const link = await createSetupLink({ ...serving, random: systemRandom }, 'http://localhost')
  return new URL(link).searchParams.get('token') ?? ''
}
const account = (attributes: object = {}) => ({
  data: {
    type: 'account',
    attributes: { aws_account_id: prod, aws_partition: 'aws', auth_config: { role_name: 'R' }, ...attributes },
  },
})

/** What was version 1 of the public API says to everybody that it is gone, and does nothing. */
const isGone = (path: string, status: number): boolean => path.startsWith('/api/v1/integration/aws') && status === 410

describe('a stranger', () => {
  it('is refused every route but the few that are public, and told the same whatever is behind it', async () => {
    const document = (await inject('GET', '/api/openapi.json')).json()
    const open: string[] = []
    for (const [path, methods] of Object.entries<object>(document.paths))
      for (const method of Object.keys(methods)) {
        const url = path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')
        const reply = await inject(method.toUpperCase() as 'GET', url, { 'content-type': 'application/json' })
        if (!isGone(path, reply.statusCode) && reply.statusCode !== 403) open.push(`${method} ${path}`)
      }
    expect(open.sort()).toEqual([
      `get ${root}/iam_permissions`,
      `get ${root}/iam_permissions/resource_collection`,
      `get ${root}/iam_permissions/standard`,
      `get ${template}`,
      `post ${session}`,
      `post ${setup}`,
    ])
  })

  it('learns no AWS account from what HeyCloud says about itself', async () => {
    const { status } = { status: await inject('POST', accounts, editor, account()) }
    expect(status.statusCode).toBe(200)
    const row = { organisation, accountConfigId: status.json().data.id, region: 'eu-west-1', kind: 'metrics' as const }
    await serving.settings.coverage.put([
      {
        ...nothingCalled,
        ...row,
        namespace: 'AWS/EC2',
        state: 'seen',
        lastAttempt: 1,
        lastSuccess: 1,
        newestPoint: 1,
        items: 1,
        points: 7,
        action: null,
        reason: '',
      },
    ])
    for (const url of ['/metrics', '/healthz', '/readyz', '/api/openapi.json', template, '/']) {
      const reply = await inject('GET', url)
      expect(reply.body, url).not.toContain(prod)
      expect(reply.body, url).not.toContain('eu-west-1')
      expect(reply.body, url).not.toContain(status.json().data.attributes.auth_config.external_id)
    }
    const own = await inject('GET', '/metrics', editor)
    expect(own.body).toContain(`heycloud_points_stored{account="${prod}",region="eu-west-1"} 7`)
    await serving.settings.organisations.ensure('mallory', 'Mallory', 0)
    const theirs = await inject('GET', '/metrics', await serving.keys('admin', 'mallory'))
    expect([theirs.statusCode, theirs.body.includes(prod)]).toEqual([200, false])
    // Two scrapes at once count nothing twice.
    const both = await Promise.all([inject('GET', '/metrics', editor), inject('GET', '/metrics', editor)])
    for (const { body } of both) expect(body).toContain(`account="${prod}",region="eu-west-1"} 7\n`)
    await inject('DELETE', `${accounts}/${status.json().data.id}`, editor)
  })

  it('cannot tell by the set-up page which addresses have an account', async () => {
    await inject('POST', setup, {}, { token: await newToken(), email: 'ada@acme.test', password })
    const ask = async (email: string) => {
      const reply = await inject('POST', setup, {}, { token: 'f'.repeat(48), email, password })
      return { status: reply.statusCode, errors: reply.json().errors }
    }
    expect(await ask('ada@acme.test')).toEqual(await ask('nobody@acme.test'))
    expect((await ask('ada@acme.test')).errors[0].code).toBe('setup_link_spent')
  })

  it('does not spend the link by an address that is taken', async () => {
    const token = await newToken()
    const taken = await inject('POST', setup, {}, { token, email: 'ada@acme.test', password })
    expect([taken.statusCode, Object.keys(taken.json().errors[0].meta)]).toEqual([400, ['email']])
    expect((await inject('POST', setup, {}, { token, email: 'new@acme.test', password })).statusCode).toBe(200)
  })

  it('is answered in one shape, however broken the address is', async () => {
    for (const url of [
      '/%E0%A4%A',
      '/api/v1/%zz',
      '/api/v2/integration/aws/accounts/%E0%A4%A',
      '/api/v2/nothing',
      '/a%5cb',
    ]) {
      const reply = await inject('GET', url)
      expect([400, 403, 404], url).toContain(reply.statusCode)
      expect(Object.keys(reply.json().errors[0]), url).toEqual(
        expect.arrayContaining(['status', 'title', 'detail', 'code']),
      )
      expect(reply.body, url).not.toContain('FST_')
    }
  })

  it('reads no file beside the pages', async () => {
    for (const url of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/%2e%2e/package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/..\\..\\package.json',
      '/%00',
    ]) {
      const reply = await inject('GET', url)
      expect(reply.body, url).not.toContain('"dependencies"')
    }
  })
})

describe('another site', () => {
  it('signs nobody in: the request is refused before the password is looked at', async () => {
    for (const foreign of [{ origin: 'https://evil.test' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
      const reply = await inject('POST', session, foreign as unknown as Headers, { email: 'ada@acme.test', password })
      expect([reply.statusCode, reply.json().errors[0].code, reply.cookies]).toEqual([403, 'cross_origin', []])
    }
  })

  it('gets no cross-origin leave to read', async () => {
    const reply = await inject('GET', accounts, { ...editor, origin: 'https://evil.test' })
    expect(Object.keys(reply.headers).filter(name => name.startsWith('access-control'))).toEqual([])
    const asked = await serving.app.inject({
      method: 'OPTIONS',
      url: accounts,
      headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' },
    })
    expect(asked.statusCode).toBe(404)
  })

  it('sends no form: bodies that a form can make are no JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const reply = await inject(
        'POST',
        session,
        { 'content-type': type },
        JSON.stringify({ email: 'ada@acme.test', password }),
      )
      expect([400, 415], type).toContain(reply.statusCode)
    }
  })
})

describe('a session', () => {
  it('is always a new one: a cookie that was planted is worth nothing, before and after', async () => {
    const planted = { cookie: `heycloud_session=${'a'.repeat(64)}` }
    expect((await inject('GET', accounts, planted)).statusCode).toBe(403)
    const reply = await inject('POST', session, planted, { email: 'ada@acme.test', password })
    expect(reply.cookies[0]?.value).not.toBe('a'.repeat(64))
    expect((await inject('GET', accounts, planted)).statusCode).toBe(403)
  })

  it('and what it reads are not for caches to keep', async () => {
    expect((await inject('GET', accounts, editor)).headers['cache-control']).toBe('no-store')
  })

  it('of a viewer, and a viewer’s keys, change nothing at all', async () => {
    const viewer = await serving.keys('viewer')
    const document = (await inject('GET', '/api/openapi.json')).json()
    const [allowed, refused]: [string[], string[]] = [[], []]
    for (const [path, methods] of Object.entries<object>(document.paths))
      for (const method of Object.keys(methods).filter(name => name !== 'get' && name !== 'head')) {
        const url = path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')
        const reply = await inject(method.toUpperCase() as 'POST', url, viewer)
        if (reply.statusCode === 403) refused.push(`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
        else if (!isGone(path, reply.statusCode)) allowed.push(`${method} ${path}`)
      }
    const written = await serving.settings.audit.list(organisation, 1_000)
    const forbidden = written.filter(
      ({ action, detail }) => action.endsWith('.refused') && detail.reason === 'forbidden',
    )
    expect(forbidden.map(({ detail }) => detail.request)).toEqual(expect.arrayContaining(refused))
    expect(refused.length).toBeGreaterThan(20)
    // Linting and previews read; leaving is everybody's; the other two ask for no one.
    expect(allowed.sort()).toEqual([
      `delete ${session}`,
      `post ${session}`,
      `post ${setup}`,
      `post ${accounts}/{id}/metric_name_filter_preview`,
      `post ${root}/trust_policy/lint`,
    ])
    expect((await inject('GET', `${root}/setup`, viewer)).statusCode).toBe(403)
  })
})

describe('a body', () => {
  const json = (text: string) => inject('POST', accounts, { ...editor, 'content-type': 'application/json' }, text)

  it('that reaches for the prototype is refused, and pollutes nothing', async () => {
    const attributes = JSON.stringify(account().data.attributes).slice(1, -1)
    for (const poison of [
      `"__proto__":{"polluted":true}`,
      `"constructor":{"prototype":{"polluted":true}}`,
      `"metrics_config":{"__proto__":{"polluted":true}}`,
      `"metrics_config":{"tag_filters":[{"__proto__":{"polluted":true}}]}`,
    ])
      expect((await json(`{"data":{"type":"account","attributes":{${attributes},${poison}}}}`)).statusCode).toBe(400)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('that is huge, deep, broken or of another shape is refused in words', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const cases: [text: string, status: number][] = [
      [`{"data":"${'x'.repeat(1_100_000)}"}`, 413],
      [deep, 400],
      [`{"data":{"type":"account","attributes":{"metrics_config":${deep.slice(0, 100_000)}`, 400],
      [
        JSON.stringify(
          account({ metrics_config: { namespace_filters: JSON.parse(`${'['.repeat(3_000)}${']'.repeat(3_000)}`) } }),
        ),
        400,
      ],
      ['{"data":', 400],
      ['null', 400],
      ['[]', 400],
      ['"\\ud800"', 400],
      [JSON.stringify(account({ auth_config: { role_name: 'x/'.repeat(100_000) } })), 400],
      [JSON.stringify(account({ account_tags: [{ toString: 1 }] })), 400],
    ]
    for (const [text, status] of cases) {
      const reply = await json(text)
      expect([text.slice(0, 60), reply.statusCode]).toEqual([text.slice(0, 60), status])
      expect(reply.json().errors).toHaveLength(1)
    }
  })
})

describe('a trust policy that is pasted', () => {
  const lint = (text: string, more: object = {}) =>
    inject('POST', `${root}/trust_policy/lint`, editor, { text, ...more })
  const statement = (inner: string) => `{"Statement":[${inner}]}`
  const nest = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`

  it.each([
    ['nested lists', statement(nest(9_000))],
    ['a nested principal', statement(`{"Effect":"Allow","Principal":{"AWS":${nest(9_000)}}}`)],
    ['a nested condition', statement(`{"Condition":{"StringEquals":{"sts:ExternalId":${nest(9_000)}}}}`)],
    ['a nested unknown element', statement(`{"X":${nest(9_000)}}`)],
    ['nested objects', statement(`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`)],
    [
      'objects that cannot be text',
      statement(
        '{"Effect":{"toString":1,"valueOf":1},"Principal":{"AWS":[{"toString":1}]},"Action":{"toString":null}}',
      ),
    ],
    [
      'names of the prototype',
      statement('{"Effect":"Allow","Principal":{"__proto__":"x"},"Condition":{"__proto__":{"polluted":"true"}}}'),
    ],
    ['strings within strings', Array.from({ length: 9 }).reduce<string>(text => JSON.stringify(text), '{}')],
    ['a broken escape', '%7b%ff%22'],
    ['a thousand statements', statement(Array(900).fill('{"Effect":"Deny"}').join())],
    [
      'an ARN of slashes',
      JSON.stringify({
        Role: { Arn: `arn:aws:iam::${prod}:role${'/'.repeat(15_000)}\n`, AssumeRolePolicyDocument: { Statement: [] } },
      }),
    ],
    [
      'an ID of asterisks',
      statement(
        `{"Effect":"Allow","Principal":{"AWS":"*"},"Condition":{"StringLike":{"sts:ExternalId":"${'*a'.repeat(8_000)}"}}}`,
      ),
    ],
  ])('with %s is answered in words', async (_, text) => {
    const reply = await lint(text, { external_id: 'f'.repeat(32), aws_account_id: prod, role_name: 'R' })
    expect([reply.statusCode, reply.body.slice(0, 300)]).toEqual([200, expect.stringContaining('trust_policy_lint')])
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })

  it('with markup comes back as the text that it was, and as JSON that no browser renders', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const reply = await lint(statement(JSON.stringify({ Effect: 'Allow', Principal: { AWS: evil } })))
    expect(reply.headers['content-type']).toContain('application/vnd.api+json')
    expect(reply.headers['x-content-type-options']).toBe('nosniff')
    expect(JSON.stringify(reply.json().data.attributes.faults)).toContain(evil)
  })

  it('of more than a policy’s length is refused', async () => {
    expect((await lint(' '.repeat(20_001))).statusCode).toBe(400)
    expect((await lint('{}', { role_name: 'x'.repeat(900_000) })).statusCode).toBe(400)
  })
})

describe('a query made to exhaust', () => {
  const ask = (query: string, from = 1_763_000_000, to = 1_763_003_600) =>
    inject('GET', `/api/v1/query?from=${from}&to=${to}&query=${encodeURIComponent(query)}`, editor)
  const names = (n: number, join: string) => Array.from({ length: n }, (_, i) => `m${i.toString(36)}{*}`).join(join)

  beforeAll(async () => {
    await serving.telemetry.saveSeries([
      {
        id: 1,
        organisation,
        accountId: prod,
        region: 'eu-west-1',
        namespace: 'N',
        metric: 'M',
        dimensions: {},
        statistic: 'Sum',
        name: 'm',
        unit: '',
        tags: ['a:b'],
        resource: '',
      },
    ])
  })

  it.each([
    ['1,900 brackets', `${'('.repeat(1_900)}m{*}${')'.repeat(1_900)}`],
    ['1,900 brackets in the scope', `m{${'('.repeat(1_900)}a:b${')'.repeat(1_900)}}`],
    ['3,900 minus signs', `${'-'.repeat(3_900)}m{*}`],
    ['3,900 negations', `m{${'!'.repeat(3_900)}a:b}`],
    ['alternating and and or', `m{${'(a:b,(a:c OR '.repeat(250)}a:d${'))'.repeat(250)}}`],
    ['500 queries', names(500, ',')],
    ['500 operands', names(500, '+')],
    ['700 functions', `${'abs('.repeat(700)}m{*}${')'.repeat(700)}`],
    ['an IN of 1,200 values', `m{a IN (${Array.from({ length: 1_200 }, (_, i) => i.toString(36)).join(',')})}`],
    ['1,200 tags', `m{${Array.from({ length: 800 }, (_, i) => `a:${i.toString(36)}`).join(',')}}`],
    ['1,000 keys', `m{*} by {${Array.from({ length: 1_000 }, (_, i) => `k${i.toString(36)}`).join(',')}}`],
    ['a value of asterisks', `m{a:${'*a'.repeat(1_900)}}`],
    ['a rollup of one second', 'm{*}.rollup(sum, 1)'],
    ['a rollup of ages', 'm{*}.rollup(sum, 99999999999999999999)'],
    ['quotes and comments', `m{a:b';--,c:/*,d:\\'}`],
    ['a NUL', 'm{a:\u0000}'],
    ['400 unclosed quotes', `top(${`'x`.repeat(400)}`],
  ])('by %s is answered or refused in words, never a fault', async (_, query) => {
    const reply = await ask(query)
    expect([reply.statusCode, reply.body.slice(0, 200)]).toEqual([
      expect.toSatisfy(code => code === 200 || code === 400),
      expect.any(String),
    ])
  })

  it('by many queries at once is refused before the store is asked', async () => {
    for (const join of [',', '+']) {
      const reply = await ask(names(51, join))
      expect([reply.statusCode, reply.json().errors[0].code]).toEqual([400, 'query_syntax'])
      expect((await ask(names(50, join))).statusCode).toBe(200)
    }
  })

  it.each([
    ['9e99', '1'],
    ['-1', '1'],
    ['0', '9007199254740993'],
    ['NaN', 'Infinity'],
    ['0', '99999999999'],
    ['1e9', '1.5e9'],
  ])('from %s to %s is refused', async (from, to) => {
    const reply = await inject('GET', `/api/v1/query?from=${from}&to=${to}&query=m{*}`, editor)
    expect(reply.statusCode).toBe(400)
  })

  it.each(['%00', '%ff', '%ed%a0%80', "'", '\\', '%5c%27', '*', '%25', '__proto__', 'x'.repeat(301)])(
    'by the name %s finds nothing and breaks nothing',
    async name => {
      for (const url of [
        `/api/v1/metrics/${name}`,
        `/api/v2/metrics/${name}/all-tags`,
        `/api/v2/metrics?filter[prefix]=${name}`,
        `/api/v1/dashboard/${name}`,
        `${root}/resources?filter[search]=${name}`,
        `${accounts}?aws_account_id=${name}`,
      ])
        expect([200, 400, 404, 414], `${url}`).toContain((await inject('GET', url, editor)).statusCode)
    },
  )
})
