// How fast one collector reads from AWS into a store on disk: metrics and points a second, per core, with AWS's calls and charge.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createAwsAccess } from '../src/aws/create-access.ts'
import { createCollector } from '../src/collect/index.ts'
import { accountSettingsSchema } from '../src/core/account-settings.ts'
import { DAY, MINUTE, movableClock, SECOND, systemClock } from '../src/core/clock.ts'
import { systemRandom } from '../src/core/random.ts'
import { openSqliteSettings } from '../src/store/settings/sqlite.ts'
import { openTelemetry } from '../src/store/telemetry/index.ts'
import type { Ready, SimulatorProcessOptions } from './collect-simulator.ts'
import type { BenchTable } from './table.ts'

const organisation = 'bench'
const roleName = 'HeyCloudIntegrationRole'
const externalId = '0'.repeat(32)
/** Rounds of five minutes after the first reading: an hour, because once an hour the window reaches back for late points. */
const rounds = 12
const metrics = 10_000

interface Counted {
  calls: number
  queries: number
  datapoints: number
  charge: number
}

interface Measured extends Counted {
  what: string
  seconds: number
  cpuSeconds: number
  metrics: number
}

async function startSimulated(options: SimulatorProcessOptions): Promise<{ child: ChildProcess; ready: Ready }> {
  const file = fileURLToPath(new URL('./collect-simulator.ts', import.meta.url))
  const child = fork(file, [JSON.stringify(options)])
  const [ready] = (await once(child, 'message')) as [Ready]
  return { child, ready }
}

/** Moves the simulated world's clock, and gives what its ledger has counted so far. */
async function ask(child: ChildProcess, advance = 0): Promise<Counted> {
  child.send({ advance })
  const [counted] = (await once(child, 'message')) as [Counted]
  return counted
}

async function openCollector(directory: string, ready: Ready, start: number) {
  const clock = movableClock(start)
  const settings = await openSqliteSettings({ file: join(directory, 'settings.sqlite') })
  await settings.migrate()
  await settings.organisations.ensure(organisation, 'Bench', start)
  for (const accountId of ready.accountIds) {
    await settings.accounts.insert({
      ...{ organisation, partition: 'aws', accountId, roleName, rolePath: '/', externalId, name: null, alias: null },
      id: `config-${accountId}`,
      settings: accountSettingsSchema.parse({}),
      state: 'connected',
      ...{ pausedAt: null, nextExternalId: null, secretLastFour: null, joinedBy: null },
      // Old enough for its lists to be renewed hourly, as most are.
      createdAt: start - 30 * DAY,
      modifiedAt: start,
    })
  }
  const telemetry = await openTelemetry({ directory: join(directory, 'telemetry'), clock })
  await telemetry.migrate()
  const aws = createAwsAccess({
    config: { region: 'us-east-1', endpointUrl: ready.endpoint, env: {}, credentials: ready.credentials },
    clock: systemClock,
    random: systemRandom,
  })
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => console.error(fields) }
  const collector = createCollector({
    ...{ settings, telemetry, aws, clock, random: systemRandom, log },
    isCollectable: () => true,
  })
  const close = async () => {
    aws.close()
    await telemetry.close()
    await settings.close()
  }
  return { clock, collector, settings, close }
}

const less = (a: Counted, b: Counted): Counted => ({
  calls: a.calls - b.calls,
  queries: a.queries - b.queries,
  datapoints: a.datapoints - b.datapoints,
  charge: a.charge - b.charge,
})

/** Runs the work, and measures this process and what AWS was asked meanwhile. */
async function measure(what: string, child: ChildProcess, work: () => Promise<number>): Promise<Measured> {
  const before = await ask(child)
  const began = performance.now()
  const cpu = process.cpuUsage()
  const read = await work()
  const { user, system } = process.cpuUsage(cpu)
  const seconds = (performance.now() - began) / SECOND
  return { what, seconds, cpuSeconds: (user + system) / 1e6, metrics: read, ...less(await ask(child), before) }
}

const round = (value: number): string => Math.round(value).toLocaleString('en')

const row = ({ what, metrics: read, datapoints, seconds, cpuSeconds, calls, charge }: Measured) => [
  what,
  round(read),
  seconds.toFixed(2),
  round(read / seconds),
  round(read / cpuSeconds),
  round(datapoints / seconds),
  round(datapoints / cpuSeconds),
  ((calls / read) * 1_000).toFixed(2),
  ((charge / read) * 1_000).toFixed(4),
]

/** `scale` 1 is 10,000 metrics in one account and region. */
export async function collectBenchmark({ scale }: { scale: number }): Promise<BenchTable> {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-bench-'))
  const start = Math.floor(systemClock.now() / DAY) * DAY + 600 * MINUTE
  const metricsPerRegion = Math.round(metrics * scale)
  const world = { accounts: 1, regions: 1, metricsPerRegion, quotas: false, now: start, roleName, externalId }
  const { child, ready } = await startSimulated(world)
  const opened = await openCollector(directory, ready, start)
  try {
    const { collector, clock } = opened
    const read = async (times: number) => {
      for (let i = 0; i < times; i++) {
        clock.advance(5 * MINUTE)
        await ask(child, 5 * MINUTE)
        await collector.collectOnce(undefined, { kinds: ['metrics'] })
      }
      return metricsPerRegion * times
    }
    await collector.collectOnce(undefined, { kinds: ['tags', 'resources'] })
    const measured = [
      await measure('first reading, 3 hours, listed and described', child, () => read(1)),
      await measure(`live, ${rounds} rounds of 5 minutes`, child, () => read(rounds)),
    ]
    return {
      title: `Collection: ${round(metricsPerRegion)} metrics of one account and region, from simulated AWS to disk`,
      columns: ['what', 'metrics', 's', 'metrics/s', 'per core', 'points/s', 'per core', 'calls/1,000', '$/1,000'],
      rows: measured.map(row),
      notes: [
        `Peak memory of the collector: ${Math.round(process.resourceUsage().maxRSS / 1_024)} MiB, the store within.`,
        'Per core: by the processor time of the collector, with the SDK, the store, its merges and its syncs.',
        'The simulated AWS runs in a process of its own, beside it, without quotas; its answers are what AWS would send.',
        'A metric is read with all its statistics; points are counted by statistic, SampleCount included.',
      ],
    }
  } finally {
    child.disconnect()
    await opened.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
