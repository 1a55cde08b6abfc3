// A collector over a simulated AWS of any size, and what its work costs both of them: the ground of the collection benchmarks.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoadProfile } from '../simulator/world/world.ts'
import { createAwsAccess } from '../src/aws/create-access.ts'
import { type Collector, createCollector } from '../src/collect/index.ts'
import { createRules } from '../src/collect/metrics/rules.ts'
import { accountSettingsSchema } from '../src/core/account-settings.ts'
import { DAY, MINUTE, movableClock, SECOND, systemClock } from '../src/core/clock.ts'
import type { MetricDefinition, ServiceDefinition } from '../src/core/define.ts'
import type { TagFilter } from '../src/core/question.ts'
import { systemRandom } from '../src/core/random.ts'
import { services } from '../src/services/index.ts'
import { openSqliteSettings } from '../src/store/settings/sqlite.ts'
import type { Watch } from '../src/store/settings-ports.ts'
import { openTelemetry } from '../src/store/telemetry/index.ts'
import type { Asked, Counted, Ready, SimulatorProcessOptions } from './collect-simulator.ts'

const organisation = 'bench'
export const roleName = 'HeyCloudIntegrationRole'
export const externalId = '0'.repeat(32)
const home = 'us-east-1'

/** What the processes did between two moments. */
export interface Work {
  seconds: number
  /** Of the collector, with the SDK, the store, its merges and its syncs. */
  cpuSeconds: number
  simulatorCpuSeconds: number
  calls: number
  throttled: number
  datapoints: number
  charge: number
}

export interface CollectingOptions {
  profile: LoadProfile
  quotas: boolean
  latencyMs: number
  services: readonly ServiceDefinition[]
  /** Where the world's clock begins, epoch ms; ten o'clock of today's date unless given: the hour that follows crosses no day. */
  now?: number
}

export interface Collecting extends Pick<Ready, 'endpoint' | 'credentials' | 'accountIds'> {
  /** Moves both clocks by five minutes and runs the work. */
  step(work: (collector: Collector) => Promise<void>): Promise<Work>
  /** What both processes have done since they were started, and since then. */
  standing(): Promise<Work>
  since(before: Work): Promise<Work>
  /** Has every metric's series with these tags watched for so long, ms. */
  watch(filter: TagFilter, lasts: number): Promise<void>
  /** How many series have been stored, and how many of their points of the last six hours. */
  stored(): Promise<{ series: number; points: number }>
  close(): Promise<void>
}

/** The registry with one statistic of each metric, every five minutes: the load by which AWS's quota of calls is met. */
export const oneStatistic: ServiceDefinition[] = services.map(service => ({
  ...service,
  namespaces: service.namespaces.map(namespace => ({
    ...namespace,
    ...{ period: 300, publicationDelay: 120 },
    metrics: namespace.metrics.map(({ name, unit, statistics: [first] }): MetricDefinition => {
      return { name, unit, statistics: [first] }
    }),
  })),
}))

const add = (a: Work, b: Work, sign: 1 | -1): Work => ({
  seconds: a.seconds + sign * b.seconds,
  cpuSeconds: a.cpuSeconds + sign * b.cpuSeconds,
  simulatorCpuSeconds: a.simulatorCpuSeconds + sign * b.simulatorCpuSeconds,
  calls: a.calls + sign * b.calls,
  throttled: a.throttled + sign * b.throttled,
  datapoints: a.datapoints + sign * b.datapoints,
  charge: a.charge + sign * b.charge,
})

export const total = (works: readonly Work[]): Work =>
  works.reduce((sum, work) => add(sum, work, 1), {
    ...{ seconds: 0, cpuSeconds: 0, simulatorCpuSeconds: 0, calls: 0, throttled: 0, datapoints: 0, charge: 0 },
  })

async function startSimulated(options: SimulatorProcessOptions): Promise<{ child: ChildProcess; ready: Ready }> {
  const file = fileURLToPath(new URL('./collect-simulator.ts', import.meta.url))
  const child = fork(file, [JSON.stringify(options)])
  const [ready] = (await once(child, 'message')) as [Ready]
  return { child, ready }
}

async function ask(child: ChildProcess, asked: Asked): Promise<Counted> {
  child.send(asked)
  const [counted] = (await once(child, 'message')) as [Counted]
  return counted
}

async function standing(child: ChildProcess): Promise<Work> {
  const { cpuSeconds: simulatorCpuSeconds, calls, throttled, datapoints, charge } = await ask(child, { advance: 0 })
  const { user, system } = process.cpuUsage()
  const seconds = performance.now() / SECOND
  return { seconds, cpuSeconds: (user + system) / 1e6, simulatorCpuSeconds, calls, throttled, datapoints, charge }
}

async function openCollector(
  directory: string,
  ready: Ready,
  start: number,
  definitions: readonly ServiceDefinition[],
) {
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
    config: { region: home, endpointUrl: ready.endpoint, env: {}, credentials: ready.credentials },
    clock: systemClock,
    random: systemRandom,
  })
  const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => console.error(fields) }
  const collector = createCollector({
    ...{ settings, telemetry, aws, clock, random: systemRandom, log },
    services: definitions,
    isCollectable: () => true,
  })
  const close = async () => {
    aws.close()
    await telemetry.close()
    await settings.close()
  }
  return { clock, collector, settings, telemetry, close }
}

/** By every name that a metric may have. */
function watchesOf(
  definitions: readonly ServiceDefinition[],
  filter: TagFilter,
  since: number,
  until: number,
): Watch[] {
  const rules = createRules(definitions, accountSettingsSchema.parse({}).metrics_config)
  return definitions
    .flatMap(({ namespaces }) => namespaces)
    .flatMap(({ namespace, metrics }) =>
      metrics.flatMap(({ name }) => rules.rule(namespace, name)?.wanted.slice(0, 1) ?? []),
    )
    .map(({ name }) => ({ organisation, metric: name, filter, source: 'dashboard', since, until }))
}

export async function startCollecting(options: CollectingOptions): Promise<Collecting> {
  const { profile, quotas, latencyMs } = options
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-bench-'))
  const now = options.now ?? Math.floor(systemClock.now() / DAY) * DAY + 600 * MINUTE
  const { child, ready } = await startSimulated({ now, profile, quotas, latencyMs, roleName, externalId })
  const opened = await openCollector(directory, ready, now, options.services)
  const since = async (before: Work) => add(await standing(child), before, -1)
  return {
    ...ready,
    since,
    standing: () => standing(child),
    async step(work) {
      opened.clock.advance(5 * MINUTE)
      await ask(child, { advance: 5 * MINUTE })
      const before = await standing(child)
      await work(opened.collector)
      return since(before)
    },
    async watch(filter, lasts) {
      const at = opened.clock.now()
      await opened.settings.watches.put(watchesOf(options.services, filter, at, at + lasts))
    },
    async stored() {
      const names = await opened.telemetry.metricNames(organisation, {})
      const interval = 300
      const to = Math.floor(opened.clock.now() / SECOND)
      let points = 0
      for (const { name: metric } of names) {
        const answer = await opened.telemetry.ask({
          ...{ organisation, metric, timeAggregator: 'count', spaceAggregator: 'sum', groupBy: [] },
          ...{ filter: { kind: 'everything' }, from: to - 6 * 3_600, to, interval },
        })
        for (const { values } of answer.series) for (const value of values) points += value ?? 0
      }
      return { series: names.reduce((sum, { series }) => sum + series, 0), points }
    },
    async close() {
      child.disconnect()
      await opened.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
