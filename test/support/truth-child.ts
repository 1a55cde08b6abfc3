// A collector in a process of its own that collects when it is told to, for tests that kill it in the middle.
import { createAwsAccess } from '../../src/aws/create-access.ts'
import { createCollector } from '../../src/collect/index.ts'
import { movableClock, systemClock } from '../../src/core/clock.ts'
import { systemRandom } from '../../src/core/random.ts'
import { openSqliteSettings } from '../../src/store/settings/sqlite.ts'
import { openTelemetry } from '../../src/store/telemetry/index.ts'

/** As JSON in the first argument. */
export interface TruthChildOptions {
  directory: string
  endpoint: string
  credentials: { accessKeyId: string; secretAccessKey: string }
}

/** What the parent asks: one round of collection with the clock at `now`, epoch ms. */
export interface Round {
  now: number
}

const options = JSON.parse(process.argv[2] ?? '{}') as TruthChildOptions
const clock = movableClock(0)
const settings = await openSqliteSettings({ file: `${options.directory}/settings.sqlite` })
const telemetry = await openTelemetry({ directory: `${options.directory}/telemetry`, clock })
const aws = createAwsAccess({
  config: {
    region: 'us-east-1',
    endpointUrl: options.endpoint,
    env: {},
    credentials: options.credentials,
    maxAttempts: 2,
  },
  clock: systemClock,
  random: systemRandom,
})
const silent = { debug() {}, info() {}, warn() {}, error() {} }
const collector = createCollector({
  ...{ settings, telemetry, aws, clock, random: systemRandom, log: silent },
  isCollectable: () => true,
  // A killed one's leases run out by the world's clock, which moves by minutes.
  limits: { leaseTtl: 30_000, chunk: 2_000, retryPauses: [5] },
})

process.on('message', async ({ now }: Round) => {
  clock.advance(now - clock.now())
  await collector
    .collectOnce(undefined, { kinds: ['tags', 'metrics', 'rest'] })
    .then(() => process.send?.({ done: true }))
    .catch(error => process.send?.({ error: String(error) }))
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
