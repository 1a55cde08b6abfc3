// A collector in a process of its own that is about to erase: it says so, and takes as long as it is let live.
import { createAwsAccess } from '../../src/aws/create-access.ts'
import { createCollector } from '../../src/collect/index.ts'
import { movableClock, systemClock } from '../../src/core/clock.ts'
import { systemRandom } from '../../src/core/random.ts'
import { openSqliteSettings } from '../../src/store/settings/sqlite.ts'
import { openTelemetry } from '../../src/store/telemetry/index.ts'
import { quietLog } from './collecting.ts'
import type { ChildOptions } from './collecting-child.ts'

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
    async eraseAccount(organisation, accountId) {
      process.stdout.write('erasing\n')
      await telemetry.eraseAccount(organisation, accountId)
      await systemClock.sleep(60_000)
    },
  },
  ...{ aws, clock, random: systemRandom, log: quietLog, isCollectable: () => true },
  cadence: { rest: options.rest },
  limits: { leaseTtl: 300 },
})
await collector.run(new AbortController().signal)
