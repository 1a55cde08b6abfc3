// A collector in a process of its own, for tests that kill it: collects until it is killed, and says on stdout what is durable.
import { createAwsAccess } from '../../src/aws/create-access.ts'
import { createCollector } from '../../src/collect/index.ts'
import { movableClock, systemClock } from '../../src/core/clock.ts'
import { systemRandom } from '../../src/core/random.ts'
import { openSqliteSettings } from '../../src/store/settings/sqlite.ts'
import { openTelemetry } from '../../src/store/telemetry/index.ts'

/** What the parent gives as JSON in the first argument. `now` is the clock's start, epoch ms. */
export interface ChildOptions {
  directory: string
  endpoint: string
  credentials: { accessKeyId: string; secretAccessKey: string }
  now: number
  /** How often everything is read, ms. */
  rest: number
}

/** One line for each acknowledged write: the number of its points, and the sum of their times. */
const say = (what: object) => process.stdout.write(`${JSON.stringify(what)}\n`)

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions
const clock = movableClock(options.now)
const settings = await openSqliteSettings({ file: `${options.directory}/settings.sqlite` })
const telemetry = await openTelemetry({ directory: `${options.directory}/telemetry`, clock })
const aws = createAwsAccess({
  config: { region: 'us-east-1', endpointUrl: options.endpoint, env: {}, credentials: options.credentials },
  clock: systemClock,
  random: systemRandom,
})
const collector = createCollector({
  settings,
  telemetry: {
    ...telemetry,
    async saveSamples(samples) {
      await telemetry.saveSamples(samples)
      say({ stored: samples.map(({ id, ts }) => [id, ts]) })
    },
  },
  aws,
  clock,
  random: systemRandom,
  log: {
    debug() {},
    info() {},
    warn() {},
    error: (fields: object) => say({ error: String(Object.values(fields)[0]) }),
  },
  isCollectable: () => true,
  cadence: { rest: options.rest },
  limits: { leaseTtl: 300, chunk: 400, calls: 2 },
})
say({ ready: true })
await collector.run(new AbortController().signal)
