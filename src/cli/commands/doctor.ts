// `heycloud doctor`: what HeyCloud stands on and how it gets out to AWS, a line each: what works, what fails and what to do.
import { Command } from 'commander'
import type { AwsAccess, EgressPlace } from '../../aws/access.ts'
import { regionWanted } from '../../collect/inventory/regions.ts'
import type { Partition } from '../../core/account.ts'
import { systemClock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { systemRandom } from '../../core/random.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { openAws, openSettings, openTelemetryStore } from '../assemble.ts'
import { type Config, readConfig } from '../config.ts'
import { adviceFor, type Finding, printFindings } from '../findings.ts'

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A store that a running HeyCloud holds is as it should be; how it fares, that HeyCloud says at /readyz. */
function storeFault(name: string, setting: string, error: unknown): Finding {
  const inUse = error instanceof HeyCloudError && error.code === 'data_directory_locked'
  if (!inUse) return { name, setting, state: 'fails', detail: inWords(error) }
  const detail = `${error.detail.split('. ')[0]}; its /readyz says how it fares.`
  return { name, setting, state: 'works', detail }
}

/** The regions that are read of connected accounts, by partition. */
async function placesOf(settings: Settings): Promise<EgressPlace[]> {
  const regions = new Map<Partition, Set<string>>()
  for (const account of await settings.accounts.listAll()) {
    const found = regions.get(account.partition) ?? new Set()
    const enabled = (await settings.verifications.get(account.id))?.regions ?? []
    for (const region of enabled) if (regionWanted(account, region)) found.add(region)
    regions.set(account.partition, found)
  }
  return [...regions].map(([partition, found]) => ({ partition, regions: [...found] }))
}

async function settingsStore(config: Config): Promise<{ finding: Finding; places: EgressPlace[] }> {
  const [name, setting] = ['Settings store', config.databaseUrl ? 'Postgres' : `SQLite in ${config.dataDirectory}`]
  try {
    const settings = await openSettings(config)
    try {
      const organisations = await settings.organisations.list()
      const accounts = await settings.accounts.listAll()
      const detail = `${organisations.length} organisation(s), ${accounts.length} account(s).`
      return { finding: { name, setting, state: 'works', detail }, places: await placesOf(settings) }
    } finally {
      await settings.close()
    }
  } catch (error) {
    const finding = storeFault(name, setting, error)
    const unseen = ' The regions of its accounts are not looked at.'
    return { finding: { ...finding, detail: finding.detail + unseen }, places: [] }
  }
}

async function telemetryStore(config: Config): Promise<Finding> {
  const [name, setting] = ['Telemetry store', config.clickhouseUrl ? 'ClickHouse' : `chDB in ${config.dataDirectory}`]
  try {
    const telemetry = await openTelemetryStore(config, systemClock)
    await telemetry.resourceCounts('')
    await telemetry.close()
    return { name, setting, state: 'works', detail: '' }
  } catch (error) {
    return storeFault(name, setting, error)
  }
}

async function identity(aws: AwsAccess): Promise<Finding[]> {
  const found = await aws.identity({ fresh: true })
  const sources = (await aws.credentialSources()).map(
    ({ source, found: has, detail }): Finding => ({
      name: `  ${source}`,
      setting: has ? 'credentials' : 'none',
      state: has ? 'works' : 'not used',
      detail,
    }),
  )
  if (found.state !== 'seen') {
    const none = found.state === 'failed' && found.code === 'NoCredentials'
    const detail = none ? 'No source of credentials has any.' : found.message
    return [{ name: 'AWS identity', setting: 'none', state: 'fails', detail }, ...sources]
  }
  const { arn, source, endpoint, milliseconds } = found.value
  const detail = `From ${source}; ${endpoint} in ${milliseconds} ms.`
  return [{ name: 'AWS identity', setting: arn, state: 'works', detail }, ...sources]
}

async function examine(config: Config): Promise<Finding[]> {
  const [{ finding, places }, telemetry] = await Promise.all([settingsStore(config), telemetryStore(config)])
  const aws = openAws({ config, clock: systemClock, random: systemRandom })
  try {
    const [own, egress] = await Promise.all([identity(aws), aws.egress(places)])
    return [
      { name: 'Node.js', setting: process.versions.node, state: 'works', detail: '' },
      finding,
      telemetry,
      ...own,
      ...egress.map(({ what, ...rest }) => ({ name: what, ...rest })),
    ]
  } finally {
    aws.close()
  }
}

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description('Check what HeyCloud stands on and how it reaches AWS')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const findings = await examine(readConfig(process.env))
      const ok = findings.every(({ state }) => state !== 'fails')
      if (options.json) {
        const advised = findings.map(finding => ({ ...finding, name: finding.name.trim(), advice: adviceFor(finding) }))
        process.stdout.write(`${JSON.stringify({ ok, findings: advised }, null, 2)}\n`)
      } else process.stdout.write(printFindings(findings))
      process.exitCode = ok ? 0 : 1
    })
