// A whole collection for tests: the simulated AWS over HTTP, the real SDK, SQLite and chDB on disk, and a connected account.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { startSimulator } from '../../simulator/index.ts'
import { type Series as SimulatedSeries, truth } from '../../simulator/world/series.ts'
import { parseStatistic } from '../../simulator/world/statistic.ts'
import type { AwsConfig } from '../../src/aws/config.ts'
import { createAwsAccess } from '../../src/aws/create-access.ts'
import type { SecretOf } from '../../src/aws/keys.ts'
import { type CollectDependencies, createCollector, type Denial } from '../../src/collect/index.ts'
import type { AwsAccount, RoleAccount } from '../../src/core/account.ts'
import { accountSettingsSchema } from '../../src/core/account-settings.ts'
import { MINUTE, movableClock, SECOND, systemClock } from '../../src/core/clock.ts'
import type { SeriesIdentity } from '../../src/core/metric.ts'
import { seededRandom } from '../../src/core/random.ts'
import { sessionPolicies } from '../../src/delegation/policies/policies.ts'
import { actionsOf } from '../../src/services/index.ts'
import { openSqliteSettings } from '../../src/store/settings/sqlite.ts'
import { openTelemetry } from '../../src/store/telemetry/index.ts'

export const organisation = 'acme'
export const externalId = '00112233445566778899aabbccddeeff'
export const roleName = 'HeyCloudIntegrationRole'
/** A Wednesday, shortly after noon. */
export const worldStart = Date.UTC(2026, 10, 18, 12, 7, 31)

/** A cadence for all that is not about watching: everything is read as often as what is watched. */
export const alike = { rest: 5 * MINUTE }

export const quietLog = { debug() {}, info() {}, warn() {}, error() {} }

/** Everything that collection asks for, short of the settings: all namespaces, alarms too. */
export const wholeSettings = {
  account_tags: ['owner:sre'],
  metrics_config: {
    collect_cloudwatch_alarms: true,
    collect_custom_metrics: true,
    namespace_filters: { exclude_only: [] },
  },
}

export function accountOf(
  accountId: string,
  settings: object = wholeSettings,
  id = `config-${accountId}`,
): RoleAccount {
  return {
    id,
    organisation,
    partition: 'aws',
    accountId,
    roleName,
    rolePath: '/',
    externalId,
    name: null,
    alias: null,
    settings: accountSettingsSchema.parse(settings),
    state: 'connected',
    pausedAt: null,
    nextExternalId: null,
    secretLastFour: null,
    joinedBy: null,
    createdAt: worldStart,
    modifiedAt: worldStart,
  }
}

type Simulator = Awaited<ReturnType<typeof startSimulator>>

/** Makes the role that trusts HeyCloud's own account with the external ID; `policies` are documents, else it may read all. */
export async function grantRole(simulator: Simulator, accountId: string, policies?: readonly string[]): Promise<void> {
  const admin = simulator.accounts.find(one => one.accountId === accountId)
  if (!admin) throw new Error(`There is no simulated account ${accountId}`)
  const iam = new IAMClient({ region: 'us-east-1', endpoint: simulator.endpoint, credentials: admin })
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${simulator.heycloud.accountId}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  }
  await iam.send(new CreateRoleCommand({ RoleName: roleName, AssumeRolePolicyDocument: JSON.stringify(trust) }))
  if (!policies) {
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn }))
  }
  for (const [i, PolicyDocument] of (policies ?? []).entries())
    await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: `part-${i}`, PolicyDocument }))
  iam.destroy()
}

/** Adds an inline policy to the role, or replaces it. */
export async function putRolePolicy(simulator: Simulator, accountId: string, name: string, document: object) {
  const admin = simulator.accounts.find(one => one.accountId === accountId)
  if (!admin) throw new Error(`There is no simulated account ${accountId}`)
  const iam = new IAMClient({ region: 'us-east-1', endpoint: simulator.endpoint, credentials: admin })
  const PolicyDocument = JSON.stringify(document)
  await iam.send(new PutRolePolicyCommand({ RoleName: roleName, PolicyName: name, PolicyDocument }))
  iam.destroy()
}

export interface CollectingOptions {
  /** Accounts to connect; the simulated `prod` unless given. */
  accounts?: AwsAccount[]
  /** Accounts of access keys, made beside them when the simulated AWS runs; `secretOf` reads their secrets. */
  withKeys?: (simulator: Simulator) => Promise<AwsAccount[]>
  secretOf?: SecretOf
  policies?: readonly string[]
  collector?: Partial<CollectDependencies>
  /** Puts something between HeyCloud and the simulated AWS: gives the endpoint to ask instead of this. */
  behind?: (endpoint: string) => Promise<string>
  /** Over the configuration of src/aws, and whether its clock is the one that is moved: then sessions grow old with it. */
  aws?: Partial<AwsConfig> & { moved?: boolean }
}

/** A directory of this test's own, and how to remove it. */
export function temporaryDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-collect-'))
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

/** Starts all of it in a directory of its own. `close` removes the directory. */
export async function startCollecting(options: CollectingOptions = {}) {
  const { accounts, policies, withKeys, secretOf, collector: over = {} } = options
  const { moved = false, ...awsConfig } = options.aws ?? {}
  const { directory, remove } = temporaryDirectory()
  const clock = movableClock(worldStart)
  const random = seededRandom(1)
  const simulator = await startSimulator({ seed: 1, clock, random })
  const connected = accounts ?? [accountOf('111122223333')]
  for (const { accountId } of connected) await grantRole(simulator, accountId, policies)
  const settings = await openSqliteSettings({ file: join(directory, 'settings.sqlite') })
  await settings.migrate()
  await settings.organisations.ensure(organisation, 'Acme', worldStart)
  const keyed = (await withKeys?.(simulator)) ?? []
  for (const account of [...connected, ...keyed]) await settings.accounts.insert(account)
  const telemetry = await openTelemetry({ directory: join(directory, 'telemetry'), clock })
  await telemetry.migrate()
  const aws = createAwsAccess({
    config: {
      region: 'us-east-1',
      endpointUrl: (await options.behind?.(simulator.endpoint)) ?? simulator.endpoint,
      env: {},
      credentials: simulator.heycloud,
      // Each purpose's session is narrowed as in the program.
      sessionPolicies: sessionPolicies(actionsOf),
      ...awsConfig,
    },
    // Signatures and the expiry of credentials follow the wall clock, also where the world's clock is moved.
    clock: moved ? clock : systemClock,
    random,
    ...(secretOf ? { secretOf } : {}),
  })
  const denials: Denial[] = []
  const collector = createCollector({
    settings,
    telemetry,
    aws,
    clock,
    random,
    log: quietLog,
    isCollectable: () => true,
    onDenied: denial => denials.push(denial),
    ...over,
    cadence: { ...alike, ...over.cadence },
    limits: { retryPauses: [20, 50], ...over.limits },
  })
  return {
    ...{ directory, clock, random, simulator, settings, telemetry, aws, collector, denials },
    coverage: (accountConfigId?: string) => settings.coverage.list(organisation, accountConfigId),
    async close() {
      aws.close()
      await simulator.close()
      await telemetry.close()
      await settings.close()
      remove()
    },
  }
}
/** The simulated metric behind a stored series. */
export function simulatedSeries({ simulator }: Pick<Collecting, 'simulator'>, series: SeriesIdentity): SimulatedSeries {
  const dimensions = Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value }))
  const region = simulator.world.region(series.accountId, series.region)
  const found = region?.metrics.find(series.namespace, series.metric, dimensions)
  if (!found || !('model' in found)) throw new Error(`${series.metric} is not of the world`)
  return found
}

/** What CloudWatch's datapoints of a series are once settled; times in epoch seconds, `to` exclusive. */
export function trueValues(
  collecting: Pick<Collecting, 'simulator'>,
  series: SeriesIdentity,
  period: number,
  from: number,
  to: number,
): Map<number, number> {
  const statistic = parseStatistic(series.statistic)
  if (!statistic) throw new Error(`${series.statistic} is no statistic`)
  const points = truth(simulatedSeries(collecting, series), statistic, period, from * SECOND, to * SECOND)
  return new Map(points.map(({ at, value }) => [at / SECOND, value]))
}

export type Collecting = Awaited<ReturnType<typeof startCollecting>>
