// A program for tests: writes points to chDB without end, says which are acknowledged, and waits to be killed.
//
// node crashing-writer.ts <directory> <first point's time>: prints the number of each acknowledged point on a line of its own.
import { openTelemetry } from '../index.ts'
import { sample, series } from './fixtures.ts'

const [, , directory = '', start = ''] = process.argv
const telemetry = await openTelemetry({ directory })
await telemetry.migrate()
const one = series({ id: 1, name: 'aws.crash' })
await telemetry.saveSeries([one])
for (let n = 0; ; n++) {
  // Every point twice, as a collector reads it; and now and then a rollup of all that is closed.
  const point = sample(one, Number(start) + n * 300, n)
  await Promise.all([telemetry.saveSamples([point]), telemetry.saveSamples([point])])
  process.stdout.write(`${n}\n`)
  if (n % 20 === 19) await telemetry.rollUp(Number(start) + n * 300)
}
