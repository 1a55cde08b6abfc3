// Stored secrets as an operator meets them: a key that is missing, one that is replaced, and what the log and the files show.
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { assemble } from '../src/cli/assemble.ts'
import { readConfig } from '../src/cli/config.ts'
import { systemClock } from '../src/core/clock.ts'
import { systemRandom } from '../src/core/random.ts'
import type { Settings } from '../src/store/settings-ports.ts'
import { organisation } from './support/delegating.ts'
import { startServing } from './support/serving.ts'

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const [one, two] = ['1'.repeat(32), '2'.repeat(32)]
const program = fileURLToPath(new URL('../bin/heycloud.mjs', import.meta.url))

let directory: string
let logged: Record<string, unknown>[]
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'heycloud-stored-'))
  logged = []
})
afterEach(() => rmSync(directory, { recursive: true }))

const env = (key?: string) => ({
  // The role that does nothing: a start is a start.
  ...{ HEYCLOUD_DATA_DIR: directory, HEYCLOUD_ROLES: 'ingest' },
  ...(key ? { HEYCLOUD_SECRET_KEY: key } : {}),
})

/** A start of HeyCloud under these keys. */
async function started<T>(key: string | undefined, work: (settings: Settings) => Promise<T>): Promise<T> {
  const log = pino({ level: 'debug' }, { write: line => void logged.push(JSON.parse(line)) })
  const heycloud = await assemble({ config: readConfig(env(key)), clock: systemClock, random: systemRandom, log })
  try {
    return await work(heycloud.settings)
  } finally {
    await heycloud.close()
  }
}

const rotate = (key?: string) =>
  new Promise<{ code: unknown; out: string; said: string }>(resolve => {
    const options = { env: { PATH: process.env.PATH, ...env(key) } }
    execFile(process.execPath, [program, 'keys', 'rotate-secret'], options, (error, out, said) =>
      resolve({ code: error?.code ?? 0, out, said }),
    )
  })

const keyFile = () => readFileSync(join(directory, 'secret.key'), 'utf8')

describe('stored secrets', () => {
  it('move to a new key at the start, which says how many', async () => {
    await started(one, ({ secrets }) => secrets.put('cfg-1', secret))
    expect(logged).toEqual([])
    await started(`${two},${one}`, async ({ secrets }) => expect(await secrets.get('cfg-1')).toBe(secret))
    expect(logged).toMatchObject([{ level: 30, secrets: 1 }])
    await started(two, async ({ secrets }) => expect(await secrets.get('cfg-1')).toBe(secret))
  })

  it('do not keep HeyCloud from starting when their key is lost, or may be read by others', async () => {
    await started(undefined, ({ secrets }) => secrets.put('cfg-1', secret))
    chmodSync(join(directory, 'secret.key'), 0o644)
    await started(undefined, ({ secrets }) =>
      expect(secrets.get('cfg-1')).rejects.toMatchObject({
        code: 'secrets_unreadable',
        detail: expect.stringContaining('chmod 600'),
      }),
    )
    rmSync(join(directory, 'secret.key'))
    await started(two, async settings => {
      await expect(settings.secrets.get('cfg-1')).rejects.toMatchObject({ code: 'secrets_unreadable' })
      expect(await settings.accounts.listAll()).toEqual([])
    })
    expect(logged).toMatchObject([
      { level: 50, reason: expect.stringContaining('chmod 600') },
      { level: 50, accounts: ['cfg-1'] },
    ])
    expect(JSON.stringify(logged)).not.toContain(secret)
  })

  it('get a new key file by a command, which leaves the old key nowhere', async () => {
    await started(undefined, ({ secrets }) => secrets.put('cfg-1', secret))
    const old = keyFile()
    const rotated = await rotate()
    expect([rotated.code, rotated.out]).toEqual([0, expect.stringContaining('Stored secrets: 1')])
    expect(keyFile()).toMatch(/^[0-9a-f]{64}\n$/)
    expect(keyFile()).not.toBe(old)
    expect((statSync(join(directory, 'secret.key')).mode & 0o777).toString(8)).toBe('600')
    await started(undefined, async ({ secrets }) => expect(await secrets.get('cfg-1')).toBe(secret))
    expect(logged).toEqual([])
    for (const shown of [rotated.out, rotated.said, ...filesOf(directory)])
      for (const hidden of [secret, old.trim()]) expect(shown).not.toContain(hidden)
    expect(rotated.out).not.toContain(keyFile().trim())
  })

  it('are told how to get a new key where the environment holds it', async () => {
    const refused = await rotate(one)
    expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('HEYCLOUD_SECRET_KEY=<new>,<old>')])
    expect(refused.said).not.toContain(one)
  })
})

describe('an access key that is entered', () => {
  it('shows its secret in no reply, no log, no audit entry and no file, whatever becomes of it', async () => {
    const log = pino({ level: 'trace' }, { write: line => void logged.push(JSON.parse(line)) })
    const serving = await startServing({ log })
    const errors = vi.spyOn(process.stderr, 'write')
    try {
      const gov = serving.simulator.furtherAccounts.find(one => one.partition === 'aws-us-gov')
      if (!gov) throw new Error('There is no simulated account in GovCloud')
      const headers = await serving.keys('admin')
      const shown: string[] = []
      const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, attributes?: object) => {
        const url = `/api/v2/integration/aws/accounts${path}`
        const payload = attributes ? { data: { type: 'account', attributes } } : undefined
        const reply = await serving.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
        shown.push(reply.body, JSON.stringify(reply.headers))
        return reply.body === '' ? undefined : reply.json()
      }
      const entered = (secretAccessKey: string) => ({
        ...{ aws_account_id: gov.accountId, aws_partition: 'aws-us-gov' },
        auth_config: { access_key_id: gov.accessKeyId, secret_access_key: secretAccessKey },
      })
      const wrong = `${'w'.repeat(36)}RONG`
      const right = gov.secretAccessKey
      await call('POST', '', { ...entered(right), aws_partition: 'aws' })
      const id = (await call('POST', '', entered(wrong))).data.id
      await serving.delegation.verification.tick()
      await call('POST', '', entered(right))
      await call('PATCH', `/${id}`, entered(right))
      await serving.delegation.verification.tick()
      await serving.collector.collectOnce(id, { kinds: ['tags'] })
      const attributes = (await call('GET', `/${id}`)).data.attributes
      expect(attributes.auth_config).toEqual({ access_key_id: gov.accessKeyId })
      expect(await serving.settings.secrets.get(id)).toBe(right)
      const read = () => [
        ...[...shown, JSON.stringify(logged), JSON.stringify(serving.errors), JSON.stringify(errors.mock.calls)],
        ...filesOf(serving.directory),
      ]
      const audit = await serving.settings.audit.list(organisation, 1_000)
      expect(audit.length).toBeGreaterThan(1)
      // What is looked for would be found: the key's id, which is no secret, is.
      expect(read().some(text => text.includes(gov.accessKeyId))).toBe(true)
      for (const hidden of [right, wrong])
        for (const text of [...read(), JSON.stringify(audit)]) expect(text).not.toContain(hidden)
      await call('DELETE', `/${id}`)
      expect(await serving.settings.secrets.get(id)).toBeUndefined()
      for (const text of read()) expect(text).not.toContain(right)
    } finally {
      errors.mockRestore()
      await serving.close()
    }
  }, 60_000)
})

const filesOf = (path: string): string[] =>
  readdirSync(path, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
