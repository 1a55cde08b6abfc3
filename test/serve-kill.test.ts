// HeyCloud as an operator runs it, killed while people use it: what was answered with success is there afterwards.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../simulator/index.ts'
import { systemClock } from '../src/core/clock.ts'
import { seededRandom } from '../src/core/random.ts'

const program = fileURLToPath(new URL('../bin/heycloud.mjs', import.meta.url))
const keys = { 'DD-API-KEY': 'kill-test-api-key-0001', 'DD-APPLICATION-KEY': 'kill-test-app-key-0001' }
const root = '/api/v2/integration/aws'
const kills = 6

let directory: string
let simulator: Simulator
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'heycloud-kill-'))
  simulator = await startSimulator({ seed: 3, clock: systemClock })
})
afterAll(async () => {
  await simulator.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Starts `heycloud serve` and resolves with its URL; the process is the caller's to kill. */
function serve(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [program, 'serve'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      HEYCLOUD_DATA_DIR: directory,
      HEYCLOUD_PORT: '0',
      HEYCLOUD_LOG_LEVEL: 'error',
      HEYCLOUD_API_KEY: keys['DD-API-KEY'],
      HEYCLOUD_APP_KEY: keys['DD-APPLICATION-KEY'],
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: simulator.heycloud.accessKeyId,
      AWS_SECRET_ACCESS_KEY: simulator.heycloud.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
  })
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', chunk => {
      said += String(chunk)
      const url = /HeyCloud is at (\S+)/.exec(said)?.[1]
      if (url) resolve({ child, url })
    })
    child.once('exit', code => reject(new Error(`serve ended with ${code}: ${said}`)))
  })
}

const kill = (child: ChildProcess): Promise<unknown> => {
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  return ended
}

interface Reply {
  data: { attributes: { external_id: string } }
  errors: { code: string }[]
}
interface AccountList {
  data: { attributes: { aws_account_id: string; auth_config: { external_id: string } } }[]
}

async function call<Body = Reply>(url: string, method: string, body?: object): Promise<{ status: number; body: Body }> {
  const reply = await fetch(url, {
    method,
    headers: { ...keys, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: reply.status, body: (await reply.json()) as Body }
}

interface Saved {
  accountId: string
  externalId: string
}

/** Asks for external IDs and saves accounts with them until the connection breaks; `acknowledged` holds what was answered. */
async function use(url: string, firstAccount: number, acknowledged: Saved[], issued: string[]): Promise<void> {
  for (let number = firstAccount; ; number++) {
    const made = await call(`${url}${root}/generate_new_external_id`, 'POST')
    expect(made.status).toBe(200)
    const externalId = made.body.data.attributes.external_id
    issued.push(externalId)
    const accountId = String(number)
    const attributes = {
      aws_account_id: accountId,
      aws_partition: 'aws',
      auth_config: { role_name: 'HeyCloudIntegrationRole', external_id: externalId },
    }
    const saved = await call(`${url}${root}/accounts`, 'POST', { data: { type: 'account', attributes } })
    expect(saved.status).toBe(200)
    acknowledged.push({ accountId, externalId })
  }
}

it('loses no account and no external ID that it acknowledged, however often it is killed', {
  timeout: 180_000,
}, async () => {
  const random = seededRandom(11)
  const acknowledged: Saved[] = []
  const issued: string[] = []
  for (let round = 0; round < kills; round++) {
    const { child, url } = await serve()
    // Each round has numbers of its own: the last request of a round may have been saved without being answered.
    const using = use(url, 200_000_000_000 + round * 1_000_000, acknowledged, issued).catch((error: unknown) => error)
    await systemClock.sleep(150 + random.next() * 600)
    await kill(child)
    // Only the broken connection may have ended it, not an answer that was wrong.
    expect(String(await using)).toMatch(/fetch failed|terminated|other side closed|ECONNRE/)
  }
  expect(acknowledged.length).toBeGreaterThan(kills)
  expect(new Set(issued).size).toBe(issued.length)

  const { child, url } = await serve()
  try {
    const { body } = await call<AccountList>(`${url}${root}/accounts`, 'GET')
    const found = new Map(
      body.data.map(({ attributes }) => [attributes.aws_account_id, attributes.auth_config.external_id]),
    )
    expect(acknowledged.filter(({ accountId, externalId }) => found.get(accountId) !== externalId)).toEqual([])
    // An ID that is bound stays bound: nobody gets a second account with it.
    const again = await call(`${url}${root}/accounts`, 'POST', {
      data: {
        type: 'account',
        attributes: {
          aws_account_id: '999999999999',
          aws_partition: 'aws',
          auth_config: { role_name: 'Other', external_id: acknowledged[0]?.externalId },
        },
      },
    })
    expect([again.status, again.body.errors[0]?.code]).toEqual([400, 'invalid_external_id'])
  } finally {
    await kill(child)
  }
})
