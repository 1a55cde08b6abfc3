// HeyCloud whole, as `serve` starts it, over a simulated AWS: what a browser is pointed at. Its clock can be moved.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { IAMClient } from '@aws-sdk/client-iam'
import { pino } from 'pino'
import { type Simulator, startSimulator } from '../../../simulator/index.ts'
import { assemble, type HeyCloud } from '../../../src/cli/assemble.ts'
import { ensureWebBuilt } from '../../../src/cli/commands/web.ts'
import { readConfig } from '../../../src/cli/config.ts'
import { type MovableClock, movableClock } from '../../../src/core/clock.ts'
import { systemRandom } from '../../../src/core/random.ts'
import { createSetupLink } from '../../../src/server/auth/bootstrap.ts'

/** What HeyCloud logged, for whoever looks into a failed test. */
const logFile = fileURLToPath(new URL('../../../test-results/heycloud.log', import.meta.url))

export const prod = '111122223333'
export const staging = '444455556666'

export interface RunningApp {
  url: string
  /** One-time link that makes the first administrator. */
  link: string
  clock: MovableClock
  simulator: Simulator
  heycloud: HeyCloud
  /** IAM of a customer's account, with its administrator's keys. */
  iam(accountId: string): IAMClient
  /** Lets this much of HeyCloud's time pass, and does what falls due. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

const credentialVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/** The SDK finds HeyCloud's credentials in the environment, as an operator would give them; or finds none. */
function enterAws(simulator: Simulator, credentials: boolean | Record<string, string>): void {
  for (const name of credentialVariables) delete process.env[name]
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_CONFIG_FILE: '/nonexistent',
  })
  const { accessKeyId, secretAccessKey } = simulator.heycloud
  if (typeof credentials === 'object') Object.assign(process.env, credentials)
  else if (credentials)
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey })
}

interface AppOptions {
  /** HeyCloud's own keys in the environment unless false; or other variables that lead to credentials. */
  credentials?: boolean | Record<string, string>
  /** With the button that makes the role in a simulated account. */
  demo?: boolean
}

export async function startApp(options: AppOptions = {}): Promise<RunningApp> {
  await ensureWebBuilt()
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-e2e-'))
  const clock = movableClock()
  const simulator = await startSimulator({ seed: 7, clock })
  enterAws(simulator, options.credentials ?? true)
  const config = {
    ...readConfig({ HEYCLOUD_PORT: '0' }, { dataDirectory: directory }),
    awsEndpointUrl: simulator.endpoint,
  }
  const accounts = simulator.accounts.map(({ accountId, ...rest }) => ({ ...rest, id: accountId }))
  const heycloud = await assemble({
    config,
    clock,
    random: systemRandom,
    log: pino({ level: 'warn' }, pino.destination({ dest: logFile, mkdir: true })),
    ...(options.demo ? { simulated: { endpoint: simulator.endpoint, region: 'us-east-1', accounts } } : {}),
  })
  const { settings, url } = heycloud
  return {
    url,
    link: await createSetupLink({ settings, clock, random: systemRandom }, url),
    clock,
    simulator,
    heycloud,
    iam(accountId) {
      const keys = simulator.accounts.find(account => account.accountId === accountId)
      if (!keys) throw new Error(`There is no simulated account ${accountId}`)
      return new IAMClient({ region: 'us-east-1', endpoint: simulator.endpoint, credentials: keys })
    },
    async pass(ms) {
      clock.advance(ms)
      await heycloud.delegation.verification.tick()
    },
    async close() {
      await heycloud.close()
      await simulator.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
