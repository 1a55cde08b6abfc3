// Who comes in, behind a proxy and without one: what headers are believed, what hangs on them, and which links are good.
import { afterEach, describe, expect, it } from 'vitest'
import { systemRandom } from '../src/core/random.ts'
import { createSetupLink, defaultOrganisation } from '../src/server/auth/bootstrap.ts'
import { hashPassword } from '../src/server/auth/secrets.ts'
import { organisation } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const session = '/api/v2/heycloud/session'
const password = 'correct horse battery staple'
const proxy = '10.0.0.5'

let serving: Serving
afterEach(() => serving.close())
async function start(trustedProxies?: string[]) {
  serving = await startServing({ simulated: false, ...(trustedProxies ? { trustedProxies } : {}) })
  const user = { id: 'u1', organisation, email: 'ada@acme.test', role: 'admin' as const, createdAt: 0 }
  await serving.settings.people.insert(user, await hashPassword(password, systemRandom))
}
const signIn = (
  remoteAddress: string,
  headers: Record<string, string> = {},
  payload: object = { email: 'ada@acme.test', password },
) => serving.app.inject({ method: 'POST', url: session, remoteAddress, headers, payload })
/** An address that is none is refused before the password costs anything, and counts as a guess all the same. */
const guess = async (remoteAddress: string, headers: Record<string, string> = {}) =>
  (await signIn(remoteAddress, headers, { email: 'no address', password })).statusCode

describe('a thousand guessers', () => {
  it('are turned away at the door, and the next one who comes is let in', async () => {
    await start()
    const all = await Promise.all(Array.from({ length: 30 }, (_, n) => signIn(`203.0.113.${n}`)))
    const codes = all.map(({ statusCode }) => statusCode)
    expect([...new Set(codes)].sort()).toEqual([200, 429])
    expect(codes.filter(code => code === 200).length).toBeLessThan(12)
    expect(all.find(({ statusCode }) => statusCode === 429)?.json().errors[0].code).toBe('too_many_requests')
    expect((await signIn('198.51.100.1')).statusCode).toBe(200)
  })
})

describe('without a proxy', () => {
  it('no guesser gets more guesses by naming other addresses, or by having a network of them', async () => {
    await start()
    for (let n = 0; n < 10; n++) expect(await guess('203.0.113.9', { 'x-forwarded-for': `198.51.100.${n}` })).toBe(400)
    expect(await guess('203.0.113.9', { 'x-forwarded-for': '198.51.100.77' })).toBe(429)
    for (let n = 0; n < 10; n++) expect(await guess(`2001:db8:1:2::${n}`)).toBe(400)
    expect(await guess('2001:db8:1:2:ffff::1')).toBe(429)
    expect(await guess('2001:db8:1:3::1')).toBe(400)
  })

  it('a header makes no connection secure, and no foreign page our own', async () => {
    await start()
    const reply = await signIn('203.0.113.9', { 'x-forwarded-proto': 'https' })
    expect([reply.statusCode, reply.cookies[0]?.secure]).toEqual([200, undefined])
    const evil = { host: 'heycloud.test', origin: 'https://evil.test', 'x-forwarded-host': 'evil.test' }
    expect((await signIn('203.0.113.10', evil)).json().errors[0].code).toBe('cross_origin')
  })
})

describe('the links that make the first administrator', () => {
  it('are all void once one of them did, and what it made is written down', async () => {
    serving = await startServing({ simulated: false })
    const links = [1, 2, 3].map(() => createSetupLink({ ...serving, random: systemRandom }, 'http://localhost'))
    const tokens = (await Promise.all(links)).map(link => new URL(link).searchParams.get('token'))
    const use = (token: string | null | undefined, email: string) =>
      serving.app.inject({ method: 'POST', url: '/api/v2/heycloud/setup', payload: { token, email, password } })
    expect((await use(tokens[1], 'first@acme.test')).statusCode).toBe(200)
    for (const token of tokens)
      expect((await use(token, 'second@acme.test')).json().errors[0].code).toBe('setup_link_spent')
    const entries = await serving.settings.audit.list(defaultOrganisation, 10)
    expect(entries.map(({ action }) => action)).toEqual(['session.create', 'user.create'])
    const later = new URL(await createSetupLink({ ...serving, random: systemRandom }, 'http://localhost'))
    expect((await use(later.searchParams.get('token'), 'second@acme.test')).statusCode).toBe(200)
  })
})

describe('behind a proxy that is trusted', () => {
  it('each visitor has guesses of his own, and one cannot use up another’s', async () => {
    await start(['10.0.0.0/24'])
    for (let n = 0; n < 11; n++) await guess(proxy, { 'x-forwarded-for': '198.51.100.1' })
    expect(await guess(proxy, { 'x-forwarded-for': '198.51.100.1' })).toBe(429)
    expect(await guess(proxy, { 'x-forwarded-for': '198.51.100.2' })).toBe(400)
    // What the visitor wrote himself stands left of what the proxy added, and is not believed.
    expect(await guess(proxy, { 'x-forwarded-for': '198.51.100.99, 198.51.100.1' })).toBe(429)
  })

  it('the cookie is for TLS alone, and the origin is compared with the name that the visitor used', async () => {
    await start([proxy])
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'heycloud.test', host: '127.0.0.1:8420' }
    const reply = await signIn(proxy, { ...forwarded, origin: 'https://heycloud.test' })
    expect([reply.statusCode, reply.cookies[0]?.secure, reply.cookies[0]?.httpOnly]).toEqual([200, true, true])
    expect((await signIn(proxy, { ...forwarded, origin: 'https://evil.test' })).statusCode).toBe(403)
    const untrusted = await signIn('10.0.0.6', { ...forwarded, origin: 'https://heycloud.test' })
    expect(untrusted.json().errors[0].code).toBe('cross_origin')
  })
})
