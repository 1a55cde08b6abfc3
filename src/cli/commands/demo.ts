// `heycloud demo`: the simulated AWS and HeyCloud together; one account is connected, a second waits to be.
import { Command } from 'commander'
import { systemClock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { systemRandom } from '../../core/random.ts'
import { createSetupLink, defaultOrganisation } from '../../server/auth/bootstrap.ts'
import { assemble } from '../assemble.ts'
import { type Config, readConfig } from '../config.ts'
import { connectSimulated } from '../demo/connect.ts'
import { type DemoFile, demoKeys, writeDemoFile } from '../demo/file.ts'
import { startSimulatorProcess } from '../demo/simulator-process.ts'
import { untilStopped } from '../stop.ts'
import { ensureWebBuilt } from './web.ts'

/** The account that is connected from the start; the other is for the guide. */
const connectedAccount = 'prod'

/** What an operator's shell may hold for the real AWS, and would lead away from the simulated one. */
const operatorsOwn = [
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
]

/** HeyCloud's own identity in the simulated AWS reaches the SDK as any operator's would: by the environment. */
function enterSimulatedAws(endpoint: string, key: { accessKeyId: string; secretAccessKey: string }): void {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  for (const name of operatorsOwn) delete process.env[name]
}

async function startDemo(config: Config): Promise<() => Promise<void>> {
  const [simulator] = await Promise.all([startSimulatorProcess(config), ensureWebBuilt()])
  enterSimulatedAws(simulator.endpoint, simulator.own)
  const keys = demoKeys(config.dataDirectory, systemRandom)
  const accounts = simulator.customers
  const heycloud = await assemble({
    config: { ...config, ...keys, awsEndpointUrl: simulator.endpoint, awsRegion: 'us-east-1' },
    clock: systemClock,
    random: systemRandom,
    simulated: { endpoint: simulator.endpoint, region: 'us-east-1', accounts },
  })
  const account = accounts.find(candidate => candidate.name === connectedAccount)
  if (!account) throw new Error(`the simulated AWS has no account ${connectedAccount}`)
  await connectSimulated(heycloud, account, {
    organisation: defaultOrganisation,
    endpoint: simulator.endpoint,
    region: 'us-east-1',
    trustedAccountId: simulator.own.id,
  })

  const connected = new Set((await heycloud.settings.accounts.list(defaultOrganisation)).map(found => found.accountId))
  const file: DemoFile = {
    url: heycloud.url,
    ...keys,
    simulator: {
      endpoint: simulator.endpoint,
      region: 'us-east-1',
      accounts: accounts.map(found => ({ ...found, connected: connected.has(found.id) })),
    },
  }
  writeDemoFile(config.dataDirectory, file)
  const link = await createSetupLink(
    { settings: heycloud.settings, clock: systemClock, random: systemRandom },
    heycloud.url,
  )
  process.stdout.write(
    `\nHeyCloud is at ${heycloud.url}, watching a simulated AWS at ${simulator.endpoint}.\n` +
      `Sign in (the link works once):\n\n  ${link}\n\nStop with Ctrl-C. Data is in ${config.dataDirectory}.\n`,
  )
  return async () => {
    await heycloud.close()
    await simulator.close()
  }
}

export const demoCommand = (): Command =>
  new Command('demo')
    .description('Start HeyCloud with a simulated AWS; nothing is asked of the real one')
    .action(async () => {
      const config = readConfig({ HEYCLOUD_LOG_LEVEL: 'warn', ...process.env }, { dataDirectory: './data/demo' })
      if (config.databaseUrl || config.clickhouseUrl)
        throw new HeyCloudError(
          'configuration',
          'the demo keeps its own data: unset DATABASE_URL and CLICKHOUSE_URL, or use serve.',
        )
      const close = await startDemo({ ...config, roles: ['web', 'collector', 'ingest'] })
      await untilStopped()
      await close()
    })
