// `heycloud doctor` as an operator runs it: a table and JSON, right about what works and what does not, and silent about secrets.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import type { KeyAccount } from '../src/core/account.ts'
import { systemClock } from '../src/core/clock.ts'
import { freshVerification } from '../src/delegation/verification/state.ts'
import { secretKeys } from '../src/store/secret-keys.ts'
import { openSqliteSettings } from '../src/store/settings/sqlite.ts'
import { accountOf, organisation } from './support/collecting.ts'
import { type Authority, createAuthority, startProxy, startTlsFront } from './support/tls.ts'

const program = fileURLToPath(new URL('../bin/heycloud.mjs', import.meta.url))
let directory: string
let authority: Authority
let simulator: Simulator
let front: Awaited<ReturnType<typeof startTlsFront>>
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'heycloud-doctor-'))
  authority = await createAuthority()
  simulator = await startSimulator({ seed: 3, clock: systemClock })
  front = await startTlsFront(authority, simulator.endpoint)
})
afterAll(async () => {
  await front.close()
  await simulator.close()
  authority.remove()
  rmSync(directory, { recursive: true, force: true })
})

interface Finding {
  name: string
  setting: string
  state: string
  detail: string
  advice: string | null
}

async function doctor(env: Record<string, string>, ...options: string[]) {
  const all = {
    ...{ PATH: process.env.PATH ?? '', HOME: directory, HEYCLOUD_DATA_DIR: directory },
    ...{ AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'us-east-1' },
    ...env,
  }
  // Not spawnSync: the simulated AWS answers from this very process.
  return new Promise<{ status: number; stdout: string; stderr: string }>(resolve => {
    const child = execFile(process.execPath, [program, 'doctor', ...options], { env: all }, (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}
const keys = () => ({
  AWS_ACCESS_KEY_ID: simulator.heycloud.accessKeyId,
  AWS_SECRET_ACCESS_KEY: simulator.heycloud.secretAccessKey,
})
const findingsOf = (stdout: string) => (JSON.parse(stdout) as { ok: boolean; findings: Finding[] }).findings

function govAccount(id: string): KeyAccount {
  const { accountId, settings, createdAt, modifiedAt } = accountOf('777788889999', {}, id)
  return {
    ...{ id, organisation, partition: 'aws-us-gov', accountId, accessKeyId: 'AKIAGOVCLOUDTEST0001', secretId: id },
    ...{ name: null, alias: null, settings, state: 'connected', createdAt, modifiedAt },
    ...{ pausedAt: null, nextExternalId: null, secretLastFour: null, joinedBy: null },
  }
}

describe('heycloud doctor', () => {
  it('is content where everything works, and aligns what it says', async () => {
    const { status, stdout } = await doctor({ ...keys(), AWS_ENDPOINT_URL: simulator.endpoint })
    expect(stdout).toMatch(/^ok +AWS identity +arn:aws:iam::060482727757:user\/heycloud +From environment; /m)
    expect(stdout).toMatch(/^- +proxy +none +Connections go directly\.$/m)
    expect(stdout).toMatch(/^ok +clock +[+-]?\d s/m)
    expect(status).toBe(0)
    const columns = stdout
      .split('\n')
      .flatMap(line => /^(?:ok|-) .{4}(?:proxy|clock|private CA) +/.exec(line)?.[0].length ?? [])
    expect(new Set(columns).size).toBe(1)
  })

  it('trusts NODE_EXTRA_CA_CERTS and AWS_CA_BUNDLE both, each for its own server', async () => {
    const other = await createAuthority('Acme Second CA')
    const second = await startTlsFront(other, simulator.endpoint)
    const env = { ...keys(), AWS_ENDPOINT_URL: front.url, AWS_ENDPOINT_URL_STS: second.url }
    const both = await doctor({ ...env, NODE_EXTRA_CA_CERTS: authority.file, AWS_CA_BUNDLE: other.file }, '--json')
    const one = await doctor({ ...env, NODE_EXTRA_CA_CERTS: authority.file }, '--json')
    await second.close()
    other.remove()
    expect(findingsOf(both.stdout).filter(({ state }) => state === 'fails')).toEqual([])
    expect(both.status).toBe(0)
    expect(one.status).toBe(1)
    const failing = findingsOf(one.stdout).filter(({ state }) => state === 'fails')
    expect(failing.map(({ name }) => name)).toEqual(['AWS identity', 'private CA', 'endpoint STS', 'STS of aws'])
    expect(failing[1]?.advice).toContain('AWS_CA_BUNDLE')
    expect(findingsOf(one.stdout).find(({ name }) => name === 'us-east-1')?.state).toBe('works')
  })

  it('says what fails and what to do, and shows no secret', async () => {
    const proxy = await startProxy(front.port, { credentials: 'right:right' })
    const env = { ...keys(), AWS_CA_BUNDLE: authority.file, HTTPS_PROXY: `http://heycloud:hunter2@${proxy.host}` }
    const table = await doctor(env)
    const json = await doctor(env, '--json')
    await proxy.close()
    expect([table.status, json.status]).toEqual([1, 1])
    expect(table.stdout).toMatch(/^FAIL +proxy +http:\/\/127\.0\.0\.1:\d+ \(with credentials\) .*407/m)
    expect(table.stdout).toMatch(/^ +→ Check HTTPS_PROXY/m)
    const found = findingsOf(json.stdout).find(({ name }) => name === 'proxy')
    expect(found).toMatchObject({ state: 'fails', advice: expect.stringContaining('docs/guides/egress.md') })
    for (const { stdout, stderr } of [table, json])
      expect(stdout + stderr).not.toMatch(new RegExp(`hunter2|${simulator.heycloud.secretAccessKey.slice(0, 12)}`))
  })

  it('lists every source of credentials when none has any', async () => {
    const { status, stdout } = await doctor({ AWS_ENDPOINT_URL: simulator.endpoint }, '--json')
    expect(status).toBe(1)
    const findings = findingsOf(stdout)
    expect(findings.find(({ name }) => name === 'AWS identity')).toMatchObject({
      ...{ state: 'fails', detail: 'No source of credentials has any.' },
      advice: expect.stringContaining('docs/guides/iam-own-identity.md'),
    })
    for (const name of ['environment', 'shared configuration', 'web identity', 'container', 'instance profile'])
      expect(findings.find(finding => finding.name === name)?.state, name).toBe('not used')
    expect(findings.filter(({ state }) => state === 'fails').map(({ name }) => name)).toEqual(['AWS identity'])
  })

  it('looks at the regions and partitions of connected accounts', async () => {
    const data = mkdtempSync(join(tmpdir(), 'heycloud-doctor-'))
    const settings = await openSqliteSettings({
      file: join(data, 'settings.sqlite'),
      keys: secretKeys([], join(data, 'secret.key')),
    })
    await settings.migrate()
    await settings.organisations.ensure(organisation, 'Acme', 0)
    const role = accountOf('111122223333', { aws_regions: { include_only: ['eu-west-1'] } }, 'one')
    for (const account of [role, govAccount('two')]) await settings.accounts.insert(account)
    const verified = (regions: string[]) => ({ ...freshVerification(0, 'connected'), regions })
    await settings.verifications.put('one', verified(['eu-west-1', 'us-west-2']))
    await settings.verifications.put('two', verified(['us-gov-east-1']))
    await settings.close()
    const proxy = await startProxy(front.port)
    const env = {
      ...keys(),
      AWS_CA_BUNDLE: authority.file,
      HTTPS_PROXY: `http://${proxy.host}`,
      HEYCLOUD_DATA_DIR: data,
    }
    const { status, stdout } = await doctor(env, '--json')
    await proxy.close()
    rmSync(data, { recursive: true, force: true })
    const findings = findingsOf(stdout)
    expect(findings.find(({ name }) => name === 'Settings store')?.detail).toBe('1 organisation(s), 2 account(s).')
    expect(findings.filter(({ state }) => state === 'fails')).toEqual([])
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['STS of aws', 'STS of aws-us-gov', 'us-east-1', 'eu-west-1', 'us-gov-east-1']),
    )
    expect(findings.some(({ name }) => name === 'us-west-2')).toBe(false)
    expect(proxy.hosts).toEqual(
      expect.arrayContaining(['sts.us-gov-west-1.amazonaws.com', 'monitoring.us-gov-east-1.amazonaws.com']),
    )
    expect(status).toBe(0)
  })

  it('refuses a bad variable of AWS by name, without its secrets and without a stack', async () => {
    const { status, stderr } = await doctor({ HTTPS_PROXY: 'socks5://user:hunter2@proxy:1080' })
    expect(status).toBe(1)
    expect(stderr).toContain('HTTPS_PROXY: a proxy is a URL that begins with http')
    expect(stderr).not.toMatch(/hunter2|\n\s+at /)
  })
})
