// Who gets in: sessions, the one-time link, key pairs, roles, and what a stranger or another site is told.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY } from '../src/core/clock.ts'
import { systemRandom } from '../src/core/random.ts'
import { bootstrap, createSetupLink, defaultOrganisation } from '../src/server/auth/bootstrap.ts'
import { hashPassword, hashToken } from '../src/server/auth/secrets.ts'
import { type Serving, startServing } from './support/serving.ts'

const session = '/api/v2/heycloud/session'
const setup = '/api/v2/heycloud/setup'
const accounts = '/api/v2/integration/aws/accounts'
const password = 'correct horse battery'

let serving: Serving
beforeAll(async () => {
  serving = await startServing({ simulated: false })
  await bootstrap(
    { ...serving, random: systemRandom },
    { apiKey: 'bootstrap-api-key-1', appKey: 'bootstrap-app-key-1' },
  )
})
afterAll(() => serving.close())

const newToken = async () => {
  const link = await createSetupLink({ ...serving, random: systemRandom }, 'http://localhost')
  return new URL(link).searchParams.get('token') ?? ''
}
const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  serving.app.inject({ method: 'POST', url, payload, headers })
const cookieOf = (reply: Awaited<ReturnType<typeof post>>) => {
  const set = reply.cookies.find(cookie => cookie.name === 'heycloud_session')
  return { set, header: { cookie: `heycloud_session=${set?.value}` } }
}

describe('the one-time link', () => {
  it('makes an administrator, whose cookie is out of the reach of scripts and other sites', async () => {
    const reply = await post(setup, { token: await newToken(), email: 'Ada@acme.test', password })
    expect(reply.statusCode).toBe(200)
    expect(reply.json().data.attributes).toMatchObject({ email: 'ada@acme.test', role: 'admin', demo: false })
    const { set, header } = cookieOf(reply)
    expect(set).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    const here = await serving.app.inject({ url: session, headers: header })
    expect(here.json().data.attributes.email).toBe('ada@acme.test')
  })

  it('works once, for a day', async () => {
    const token = await newToken()
    expect((await post(setup, { token, email: 'bob@acme.test', password })).statusCode).toBe(200)
    const again = await post(setup, { token, email: 'eve@acme.test', password })
    expect(again.statusCode).toBe(403)
    expect(again.json().errors[0].code).toBe('setup_link_spent')
    // Said before an address and a password are asked for.
    expect((await post(setup, { token })).json().errors[0].code).toBe('setup_link_spent')
    const old = await newToken()
    serving.clock.advance(DAY + 1)
    expect((await post(setup, { token: old, email: 'eve@acme.test', password })).statusCode).toBe(403)
  })

  it('asks for a password of 12 characters and names the field', async () => {
    const reply = await post(setup, { token: await newToken(), email: 'carol@acme.test', password: 'short' })
    expect(reply.statusCode).toBe(400)
    expect(Object.keys(reply.json().errors[0].meta)).toEqual(['password'])
  })
})

describe('a session', () => {
  it('begins with the right password alone, and says the same of a wrong one and of a stranger', async () => {
    const user = {
      id: 'u1',
      organisation: defaultOrganisation,
      email: 'dan@acme.test',
      role: 'viewer' as const,
      createdAt: 0,
    }
    await serving.settings.people.insert(user, await hashPassword(password, systemRandom))
    const right = await post(session, { email: 'dan@acme.test', password })
    const wrong = await post(session, { email: 'dan@acme.test', password: 'wrong password' })
    const stranger = await post(session, { email: 'nobody@acme.test', password })
    expect(right.statusCode).toBe(200)
    expect([wrong.statusCode, wrong.json().errors]).toEqual([stranger.statusCode, stranger.json().errors])
    expect(wrong.json().errors[0].code).toBe('bad_credentials')
  })

  it('ends when signed out, and after its time', async () => {
    const { header } = cookieOf(await post(session, { email: 'ada@acme.test', password }))
    const headers = { ...header, 'sec-fetch-site': 'same-origin' }
    expect((await serving.app.inject({ method: 'DELETE', url: session, headers })).statusCode).toBe(204)
    expect((await serving.app.inject({ url: session, headers })).statusCode).toBe(403)
    const second = cookieOf(await post(session, { email: 'ada@acme.test', password })).header
    serving.clock.advance(15 * DAY)
    expect((await serving.app.inject({ url: session, headers: second })).json().errors[0].code).toBe('not_signed_in')
  })

  it('changes nothing at the request of another site', async () => {
    const { header } = cookieOf(await post(session, { email: 'ada@acme.test', password }))
    const url = '/api/v2/integration/aws/setup/external_id'
    for (const foreign of [
      { origin: 'https://evil.test' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      {},
    ]) {
      const reply = await serving.app.inject({
        method: 'POST',
        url,
        headers: { ...header, ...foreign } as Record<string, string>,
      })
      expect([reply.statusCode, reply.json().errors[0].code], JSON.stringify(foreign)).toEqual([403, 'cross_origin'])
    }
    const own = await serving.app.inject({
      method: 'POST',
      url,
      headers: { ...header, host: 'localhost:8420', origin: 'http://localhost:8420' },
    })
    expect(own.statusCode).toBe(200)
  })

  it('lets a viewer look and not change', async () => {
    const { header } = cookieOf(await post(session, { email: 'dan@acme.test', password }))
    expect((await serving.app.inject({ url: accounts, headers: header })).statusCode).toBe(200)
    const headers = { ...header, 'sec-fetch-site': 'same-origin' }
    const refused = await serving.app.inject({ method: 'POST', url: accounts, headers, payload: { data: {} } })
    expect([refused.statusCode, refused.json().errors[0].code]).toEqual([403, 'forbidden'])
  })

  it('is not guessed at: the eleventh password in a minute from one address is not tried', async () => {
    const tries = { email: 'mallory@acme.test', password: 'guess guess guess' }
    const at = (remoteAddress: string) =>
      serving.app.inject({ method: 'POST', url: session, payload: tries, remoteAddress })
    const codes: number[] = []
    for (let i = 0; i < 11; i++) codes.push((await at('203.0.113.9')).statusCode)
    expect(codes).toEqual([...Array(10).fill(403), 429])
    expect((await at('203.0.113.10')).statusCode).toBe(403)
  })
})

describe('keys', () => {
  const pair = { 'dd-api-key': 'bootstrap-api-key-1', 'dd-application-key': 'bootstrap-app-key-1' }
  const get = (url: string, headers: Record<string, string>) => serving.app.inject({ url, headers })

  it('open the API as a pair under either name, or as a bearer', async () => {
    expect((await get(accounts, pair)).statusCode).toBe(200)
    const own = { 'hc-api-key': pair['dd-api-key'], 'hc-application-key': pair['dd-application-key'] }
    expect((await get(accounts, own)).statusCode).toBe(200)
    expect((await get(accounts, { authorization: `Bearer ${pair['dd-application-key']}` })).statusCode).toBe(200)
  })

  it('do not open it alone, crossed, unknown, or of two organisations', async () => {
    await serving.settings.organisations.ensure('other', 'Other', 0)
    const other = await serving.keys('admin', 'other')
    for (const headers of [
      { 'dd-api-key': pair['dd-api-key'] },
      { 'dd-application-key': pair['dd-application-key'] },
      { 'dd-api-key': pair['dd-application-key'], 'dd-application-key': pair['dd-api-key'] },
      { authorization: `Bearer ${pair['dd-api-key']}` },
      { ...pair, 'dd-api-key': 'unknown-api-key-123' },
      { ...pair, 'dd-application-key': other['dd-application-key'] },
    ]) {
      expect((await get(accounts, headers)).statusCode, JSON.stringify(headers)).toBe(403)
    }
  })

  it('are validated by the API key alone, as clients ask', async () => {
    expect((await get('/api/v1/validate', { 'dd-api-key': pair['dd-api-key'] })).json()).toEqual({ valid: true })
    const refused = await get('/api/v1/validate', {})
    expect([refused.statusCode, refused.json().errors[0].title]).toEqual([403, 'API key required'])
  })

  it('are kept as hashes', async () => {
    const stored = await serving.settings.keys.list(defaultOrganisation)
    expect(stored).toHaveLength(2)
    expect(JSON.stringify(stored)).not.toContain(pair['dd-api-key'])
    expect(await serving.settings.keys.byHash(hashToken(pair['dd-api-key']))).toMatchObject({
      kind: 'api',
      lastFour: 'ey-1',
    })
  })
})

describe('pages and documents', () => {
  it('come with a policy that runs no foreign script, and without asking who is there', async () => {
    for (const url of ['/healthz', '/readyz', '/metrics', '/api/openapi.json', '/api/docs/'])
      expect((await serving.app.inject({ url })).statusCode, url).toBe(200)
    const { headers } = await serving.app.inject({ url: '/healthz' })
    expect(headers['content-security-policy']).toContain("default-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  })

  it('list every route that the API has, with its keys', async () => {
    const document = (await serving.app.inject({ url: '/api/openapi.json' })).json()
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining([accounts, '/api/v1/query', '/api/v1/validate']))
    expect(Object.keys(document.components.securitySchemes)).toEqual(['apiKey', 'applicationKey', 'bearer'])
  })

  it('answer an address that does not exist in words', async () => {
    const reply = await serving.app.inject({ url: '/api/v2/nothing' })
    expect([reply.statusCode, reply.json().errors[0].detail]).toEqual([404, 'There is nothing at GET /api/v2/nothing.'])
  })
})
