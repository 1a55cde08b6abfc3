// API keys by HTTP: made once, shown once, revoked at once, for administrators of their own organisation alone.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MINUTE } from '../src/core/clock.ts'
import { systemRandom } from '../src/core/random.ts'
import { bootstrap, defaultOrganisation, revokeReplacedPair } from '../src/server/auth/bootstrap.ts'
import { keysReply, madeKeysReply } from '../src/server/schema/keys.ts'
import { openSqliteSettings } from '../src/store/settings/sqlite.ts'
import { organisation } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const keys = '/api/v2/heycloud/keys'
const accounts = '/api/v2/integration/aws/accounts'
type Headers = Record<string, string>

let serving: Serving
let admin: Headers
beforeAll(async () => {
  serving = await startServing({ simulated: false })
  admin = await serving.keys('admin')
})
afterAll(() => serving.close())

const call = (method: 'GET' | 'POST' | 'DELETE', url: string, headers: Headers, payload?: object) =>
  serving.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
async function make(name: string, role?: string) {
  const reply = await call('POST', keys, admin, { name, ...(role ? { role } : {}) })
  expect(reply.statusCode, reply.body).toBe(200)
  const [api, app] = madeKeysReply.parse(reply.json()).data
  if (!api || !app) throw new Error('a pair was expected')
  return { api, app, headers: { 'dd-api-key': api.attributes.key, 'dd-application-key': app.attributes.key } }
}

describe('keys over the API', () => {
  it('are made as a pair that opens what its role may, and shown once', async () => {
    const { api, app, headers } = await make(' terraform ', 'editor')
    expect([api.attributes.kind, app.attributes.kind]).toEqual(['api', 'app'])
    expect(api.attributes.name).toBe('terraform')
    expect((await call('GET', accounts, headers)).statusCode).toBe(200)
    expect((await call('GET', keys, headers)).json().errors[0].code).toBe('forbidden')
    const listed = await call('GET', keys, admin)
    expect(keysReply.parse(listed.json()).data.map(({ id }) => id)).toEqual(expect.arrayContaining([api.id, app.id]))
    for (const secret of Object.values(headers)) expect(listed.body).not.toContain(secret)
  })

  it('are a viewer’s unless asked otherwise', async () => {
    const { api, headers } = await make('grafana')
    expect(api.attributes.role).toBe('viewer')
    expect((await call('POST', accounts, headers, {})).json().errors[0].code).toBe('forbidden')
  })

  it('tell to the minute when they were used', async () => {
    const { app, headers } = await make('clocked')
    const used = async () =>
      keysReply.parse((await call('GET', keys, admin)).json()).data.find(({ id }) => id === app.id)?.attributes
        .last_used_at
    expect(await used()).toBeNull()
    await call('GET', accounts, headers)
    const first = await used()
    expect(first).toBeGreaterThan(0)
    await call('GET', accounts, headers)
    expect(await used()).toBe(first)
    serving.clock.advance(MINUTE)
    await call('GET', accounts, headers)
    expect(await used()).toBeGreaterThanOrEqual(Number(first) + MINUTE)
  })

  it('open nothing once they are revoked, each by itself', async () => {
    const { app, headers } = await make('leaked', 'admin')
    expect((await call('DELETE', `${keys}/${app.id}`, admin)).statusCode).toBe(204)
    expect((await call('GET', accounts, headers)).statusCode).toBe(403)
    expect((await call('GET', accounts, { authorization: `Bearer ${headers['dd-application-key']}` })).statusCode).toBe(
      403,
    )
    expect((await call('DELETE', `${keys}/${app.id}`, admin)).json().errors[0].code).toBe('not_found')
  })

  it('of another organisation are neither seen nor revoked', async () => {
    await serving.settings.organisations.ensure('other', 'Other', 0)
    const other = await serving.keys('admin', 'other')
    const { app, headers } = await make('ours')
    expect((await call('GET', keys, other)).body).not.toContain(app.id)
    expect((await call('DELETE', `${keys}/${app.id}`, other)).statusCode).toBe(404)
    expect((await call('GET', accounts, headers)).statusCode).toBe(200)
  })

  it.each([
    ['', 'viewer'],
    ['   ', 'viewer'],
    ['bootstrap', 'admin'],
    ['a\u001b[2Jb', 'viewer'],
    ['x'.repeat(101), 'viewer'],
    ['fine', 'owner'],
  ])('with the name %j and the role %s are refused', async (name, role) => {
    expect((await call('POST', keys, admin, { name, role })).json().errors[0].code).toBe('bad_request')
  })

  it('are for administrators, and for nobody by cookie from another site', async () => {
    for (const role of ['viewer', 'editor'] as const) {
      const headers = await serving.keys(role)
      for (const [method, url] of [
        ['GET', keys],
        ['POST', keys],
        ['DELETE', `${keys}/x`],
      ] as const)
        expect((await call(method, url, headers, method === 'POST' ? { name: 'n' } : undefined)).statusCode).toBe(403)
    }
  })

  it('are audited, without their secrets', async () => {
    const { api, headers } = await make('audited')
    await call('DELETE', `${keys}/${api.id}`, admin)
    const entries = (await serving.settings.audit.list(organisation, 100)).filter(
      ({ detail }) => detail.name === 'audited',
    )
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['key.delete', 'key:test'],
      ['key.create', 'key:test'],
      ['key.create', 'key:test'],
    ])
    for (const secret of Object.values(headers)) expect(JSON.stringify(entries)).not.toContain(secret)
  })
})

describe('the command', () => {
  const program = fileURLToPath(new URL('../bin/heycloud.mjs', import.meta.url))
  const run = (directory: string, ...args: string[]) =>
    new Promise<{ code: unknown; out: string; said: string }>(resolve => {
      const env = { PATH: process.env.PATH, HEYCLOUD_DATA_DIR: directory }
      execFile(process.execPath, [program, 'keys', ...args], { env }, (error, out, said) =>
        resolve({ code: error?.code ?? 0, out, said }),
      )
    })

  it('makes keys while HeyCloud rests, and says what to do while it runs', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'heycloud-keys-'))
    try {
      const made = await run(directory, 'create', 'ci', '--role', 'editor')
      expect(made.out).toMatch(/^DD-API-KEY: hc_api_[0-9a-f]{40}\nDD-APPLICATION-KEY: hc_app_[0-9a-f]{40}\n$/)
      expect(await run(directory, 'create', 'ci', '--role', 'owner')).toMatchObject({ code: 1, out: '' })
      expect((await run(directory, 'create', 'bootstrap')).said).toContain('HEYCLOUD_API_KEY')
      const running = await openSqliteSettings({ file: join(directory, 'settings.sqlite') })
      const refused = await run(directory, 'list')
      await running.close()
      expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('DELETE /api/v2/heycloud/keys')])
      expect((await run(directory, 'list')).out).toContain('editor  ci\n')
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  })
})

describe('the operator’s pair', () => {
  it('ends when it is replaced in the environment, and when it is taken out', async () => {
    const deps = { ...serving, random: systemRandom }
    const start = async (pair: { apiKey?: string; appKey?: string }) => {
      await bootstrap(deps, pair)
      await revokeReplacedPair(deps, pair)
    }
    const opens = async (apiKey: string, appKey: string) =>
      (await call('GET', accounts, { 'dd-api-key': apiKey, 'dd-application-key': appKey })).statusCode === 200
    const first = { apiKey: 'first-api-key-0001', appKey: 'first-app-key-0001' }
    const second = { apiKey: 'second-api-key-0001', appKey: 'second-app-key-0001' }
    await start(first)
    await start(first)
    expect(await opens(first.apiKey, first.appKey)).toBe(true)
    await start(second)
    expect([await opens(first.apiKey, first.appKey), await opens(second.apiKey, second.appKey)]).toEqual([false, true])
    await start({})
    expect(await opens(second.apiKey, second.appKey)).toBe(false)
    expect(await serving.settings.keys.list(defaultOrganisation)).toEqual([])
  })
})
