// Wires the floors: stores, AWS, delegation, collector and server become one running HeyCloud.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import type { AwsAccess } from '../aws/access.ts'
import { createAwsAccess } from '../aws/create-access.ts'
import { type Collector, createCollector } from '../collect/index.ts'
import type { Clock } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { Random } from '../core/random.ts'
import { createDelegation, type Delegation } from '../delegation/index.ts'
import { sessionPolicies } from '../delegation/policies/policies.ts'
import { buildServer } from '../server/app.ts'
import { bootstrap, revokeReplacedPair } from '../server/auth/bootstrap.ts'
import type { ServerDependencies } from '../server/dependencies.ts'
import { actionsOf } from '../services/index.ts'
import type { Telemetry } from '../store/ports.ts'
import { keyFileName, secretKeys } from '../store/secret-keys.ts'
import { openPostgresSettings } from '../store/settings/postgres.ts'
import { openSqliteSettings } from '../store/settings/sqlite.ts'
import type { Settings } from '../store/settings-ports.ts'
import { openTelemetry } from '../store/telemetry/index.ts'
import type { Config } from './config.ts'
import { version } from './version.ts'

const dataDirectory = (config: Config): string => {
  mkdirSync(config.dataDirectory, { recursive: true, mode: 0o700 })
  return config.dataDirectory
}

export const keyFileOf = (config: Config): string => join(config.dataDirectory, keyFileName)

export async function openSettings(config: Config, log?: Logger): Promise<Settings> {
  const keys = secretKeys(config.secretKeys, keyFileOf(config))
  const settings = config.databaseUrl
    ? await openPostgresSettings({
        url: config.databaseUrl,
        keys,
        onConnectionError: error => log?.warn({ reason: error.message }, 'a connection to Postgres broke'),
      })
    : await openSqliteSettings({ file: join(dataDirectory(config), 'settings.sqlite'), keys })
  await settings.migrate()
  return settings
}

/** Secrets under older keys are moved to the present one. What no key opens stops its own account, and nothing else. */
async function startSettings(config: Config, log: Logger): Promise<Settings> {
  const settings = await openSettings(config, log)
  try {
    const rewrapped = await settings.secrets.rewrap()
    if (rewrapped > 0) log.info({ secrets: rewrapped }, 'encrypted stored secrets anew, under the present key')
    const unreadable = await settings.secrets.unreadable()
    if (unreadable.length > 0) log.error({ accounts: unreadable }, 'no known key opens the secrets of these accounts')
  } catch (error) {
    if (!(error instanceof HeyCloudError) || error.code !== 'secrets_unreadable') throw error
    log.error({ reason: error.detail }, 'stored secrets cannot be decrypted')
  }
  return settings
}

export async function openTelemetryStore(config: Config, clock: Clock): Promise<Telemetry> {
  const telemetry = await openTelemetry(
    config.clickhouseUrl
      ? { url: config.clickhouseUrl, clock }
      : { directory: join(dataDirectory(config), 'telemetry'), clock },
  )
  await telemetry.migrate()
  return telemetry
}

export interface AwsParts {
  config: Config
  clock: Clock
  random: Random
  log?: Logger
  /** Where the secrets of access keys lie. */
  secrets?: Pick<Settings['secrets'], 'get'>
}

export const openAws = ({ config, clock, random, log, secrets }: AwsParts): AwsAccess =>
  createAwsAccess({
    config: {
      region: config.awsRegion,
      env: process.env,
      ...(config.awsEndpointUrl ? { endpointUrl: config.awsEndpointUrl } : {}),
      sessionPolicies: sessionPolicies(actionsOf),
    },
    clock,
    random,
    ...(log ? { log } : {}),
    ...(secrets ? { secretOf: name => secrets.get(name) } : {}),
  })

export interface HeyCloud {
  url: string
  settings: Settings
  telemetry: Telemetry
  delegation: Delegation
  collector: Collector
  /** Stops taking requests, lets the collector finish what it stores, closes the stores. */
  close(): Promise<void>
}

export interface AssembleOptions {
  config: Config
  clock: Clock
  random: Random
  simulated?: ServerDependencies['simulated']
  log?: Logger
}

/** Starts what `config.roles` names. `url` is empty where the web role is not among them. */
export async function assemble({ config, clock, random, simulated, log }: AssembleOptions): Promise<HeyCloud> {
  const logger = log ?? pino({ level: config.logLevel })
  const [settings, telemetry] = await Promise.all([startSettings(config, logger), openTelemetryStore(config, clock)])
  await bootstrap({ settings, clock, random }, config)
  if (config.roles.includes('web')) await revokeReplacedPair({ settings, clock, random }, config)
  const aws = openAws({ config, clock, random, log: logger, secrets: settings.secrets })
  const delegation = createDelegation({
    settings,
    aws,
    clock,
    random,
    log: logger,
    configuredAccountId: config.awsAccountId,
    allowOwnAccount: config.allowOwnAccount,
    onConnected: () => collector.wake(),
  })
  const collector = createCollector({
    settings,
    telemetry,
    aws,
    clock,
    random,
    log: logger,
    isCollectable: account => delegation.verification.isCollectable(account),
    onDenied: denial => {
      delegation.verification
        .reportDenied(denial)
        .catch(error => logger.error({ err: error }, 'a refusal was not recorded'))
    },
  })

  const stop = new AbortController()
  const workers = [collector, delegation.verification, delegation.organizations]
  const work = config.roles.includes('collector') ? workers.map(worker => worker.run(stop.signal)) : []

  let url = ''
  let closeServer = async () => {}
  if (config.roles.includes('web')) {
    const app = await buildServer({
      settings,
      telemetry,
      aws,
      delegation,
      collector,
      clock,
      random,
      log: logger,
      version,
      configuredAccountId: config.awsAccountId,
      templateUrl: config.templateUrl,
      trustedProxies: config.trustedProxies,
      simulated,
    })
    url = await app.listen({ host: config.host, port: config.port })
    closeServer = () => app.close()
  }
  return {
    url,
    settings,
    telemetry,
    delegation,
    collector,
    async close() {
      await closeServer()
      stop.abort()
      await Promise.all(work)
      aws.close()
      await Promise.all([telemetry.close(), settings.close()])
    },
  }
}
