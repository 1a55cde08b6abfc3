// The demo's simulated AWS, in a process of its own, so that it does not share HeyCloud's core.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { SimulatedAccount } from '../../server/dependencies.ts'
import type { Config } from '../config.ts'

const program = fileURLToPath(new URL('../../../bin/heycloud.mjs', import.meta.url))
/** How long the simulated IAM takes to let a change be seen: long enough to meet it, short enough to wait for. */
const propagationMs = 3_000
const ownAccountName = 'heycloud'

export interface SimulatorProcess {
  endpoint: string
  /** The key that HeyCloud itself runs with. */
  own: SimulatedAccount
  customers: SimulatedAccount[]
  close(): Promise<void>
}

/** Resolves when it listens; rejects with its last words if it ends before. */
export async function startSimulatorProcess(config: Config): Promise<SimulatorProcess> {
  mkdirSync(config.dataDirectory, { recursive: true, mode: 0o700 })
  const child = spawn(
    process.execPath,
    [
      program,
      'simulate',
      '--json',
      `--port=${config.simulatorPort}`,
      `--state=${join(config.dataDirectory, 'simulator.json')}`,
      `--propagation=${propagationMs}`,
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  let lastWords = ''
  child.stderr.on('data', (chunk: Buffer) => {
    lastWords = `${lastWords}${chunk.toString()}`.slice(-2_000)
    process.stderr.write(chunk)
  })
  const line = await Promise.race([
    new Promise<string>(resolve => createInterface(child.stdout).once('line', resolve)),
    ended.then(() => {
      throw new Error(`the simulated AWS did not start: ${lastWords.trim()}`)
    }),
  ])
  const ready = JSON.parse(line) as {
    endpoint: string
    accounts: (Omit<SimulatedAccount, 'id'> & { accountId: string })[]
  }
  const { endpoint } = ready
  const accounts = ready.accounts.map(({ accountId, name, accessKeyId, secretAccessKey }) => ({
    id: accountId,
    name,
    accessKeyId,
    secretAccessKey,
  }))
  const own = accounts.find(account => account.name === ownAccountName)
  if (!own) throw new Error('the simulated AWS has no account for HeyCloud itself')
  return {
    endpoint,
    own,
    customers: accounts.filter(account => account !== own),
    async close() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
