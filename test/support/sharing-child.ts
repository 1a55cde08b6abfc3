// A collector in a process of its own, on the Postgres and the ClickHouse that it shares with others; says which leases it holds.
import { createAwsAccess } from '../../src/aws/create-access.ts'
import { createCollector } from '../../src/collect/index.ts'
import { HOUR, SECOND, systemClock } from '../../src/core/clock.ts'
import { systemRandom } from '../../src/core/random.ts'
import { fileKeys } from '../../src/store/secret-keys.ts'
import { openPostgresSettings } from '../../src/store/settings/postgres.ts'
import { openTelemetry } from '../../src/store/telemetry/index.ts'

/** As JSON in the first argument. */
export interface SharingChildOptions {
  databaseUrl: string
  clickhouseUrl: string
  endpoint: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  leaseTtl: number
}

/** Said of each lease that it has taken, and before it is given back. */
export interface Held {
  lease: string
  held: boolean
  at: number
}

const options = JSON.parse(process.argv[2] ?? '{}') as SharingChildOptions
const clock = systemClock
const settings = await openPostgresSettings({ url: options.databaseUrl, keys: fileKeys('/none') })
const telemetry = await openTelemetry({ url: options.clickhouseUrl, clock })
const aws = createAwsAccess({
  config: { region: 'us-east-1', endpointUrl: options.endpoint, env: {}, credentials: options.credentials },
  clock,
  random: systemRandom,
})
const say = (what: Held | { ready: true }) => process.send?.(what)
const held = new Set<string>()
const collector = createCollector({
  settings: {
    ...settings,
    leases: {
      ...settings.leases,
      async acquire(name, holder, now, ttl) {
        const taken = await settings.leases.acquire(name, holder, now, ttl)
        if (taken && !held.has(name)) {
          held.add(name)
          say({ lease: name, held: true, at: clock.now() })
        }
        return taken
      },
      async release(name, holder) {
        held.delete(name)
        say({ lease: name, held: false, at: clock.now() })
        await settings.leases.release(name, holder)
      },
    },
  },
  telemetry,
  aws,
  clock,
  random: systemRandom,
  log: { debug() {}, info() {}, warn() {}, error() {} },
  isCollectable: () => true,
  cadence: { tags: 2 * SECOND, resources: HOUR, alarms: HOUR },
  limits: { leaseTtl: options.leaseTtl },
})
process.on('disconnect', () => process.exit(0))
say({ ready: true })
await collector.run(new AbortController().signal)
