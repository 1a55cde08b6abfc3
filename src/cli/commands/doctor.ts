// `heycloud doctor`: checks what HeyCloud stands on, one line each, and says what to do where something is wrong.
import { Command } from 'commander'
import { systemClock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { systemRandom } from '../../core/random.ts'
import { openAws, openSettings, openTelemetryStore } from '../assemble.ts'
import { type Config, readConfig } from '../config.ts'

interface Finding {
  name: string
  ok: boolean
  detail: string
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function attempt(name: string, check: () => Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: await check() }
  } catch (error) {
    // A store that a running HeyCloud holds is as it should be; how it fares, that HeyCloud says at /readyz.
    const inUse = error instanceof HeyCloudError && error.code === 'data_directory_locked'
    return inUse
      ? { name, ok: true, detail: `${error.detail.split('. ')[0]}; its /readyz says how it fares` }
      : { name, ok: false, detail: inWords(error) }
  }
}

async function identity(config: Config): Promise<Finding[]> {
  const aws = openAws({ config, clock: systemClock, random: systemRandom })
  try {
    const found = await aws.identity({ fresh: true })
    if (found.state === 'seen') {
      const { arn, source, endpoint, milliseconds, clockSkew } = found.value
      const skew = Math.abs(clockSkew) > 60_000 ? `; the clock is ${Math.round(clockSkew / 1000)} s off` : ''
      return [
        { name: 'AWS identity', ok: true, detail: `${arn} from ${source}; ${endpoint} in ${milliseconds} ms${skew}` },
      ]
    }
    const sources = (await aws.credentialSources()).map(source => ({
      name: `  ${source.source}`,
      ok: source.found,
      detail: source.detail,
    }))
    return [{ name: 'AWS identity', ok: false, detail: found.message }, ...sources]
  } finally {
    aws.close()
  }
}

export const doctorCommand = (): Command =>
  new Command('doctor').description('Check what HeyCloud stands on').action(async () => {
    const config = readConfig(process.env)
    const findings: Finding[] = [
      { name: 'Node.js', ok: true, detail: process.versions.node },
      await attempt('Settings store', async () => {
        const settings = await openSettings(config)
        const organisations = await settings.organisations.list()
        await settings.close()
        return `${config.databaseUrl ? 'Postgres' : `SQLite in ${config.dataDirectory}`}, ${organisations.length} organisation(s)`
      }),
      await attempt('Telemetry store', async () => {
        const telemetry = await openTelemetryStore(config, systemClock)
        await telemetry.resourceCounts('')
        await telemetry.close()
        return config.clickhouseUrl ? 'ClickHouse' : `chDB in ${config.dataDirectory}`
      }),
      ...(await identity(config)),
    ]
    for (const { name, ok, detail } of findings) process.stdout.write(`${ok ? 'ok  ' : 'FAIL'}  ${name}: ${detail}\n`)
    process.exitCode = findings.every(finding => finding.ok) ? 0 : 1
  })
