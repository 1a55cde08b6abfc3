// What stands in the way when nothing else does: the codec alone, and the store alone, on the machine that the figures are of.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeCbor, encodeCbor } from '../src/aws/cbor.ts'
import { DAY, SECOND, systemClock } from '../src/core/clock.ts'
import { openTelemetry } from '../src/store/telemetry/index.ts'

const queries = 500
const calls = 400
const batches = 20
const batchRows = 16_000

/** A full call and its answer, of so many points a metric. */
function call(points: number): { request: object; answer: Uint8Array } {
  const start = Math.floor(systemClock.now() / DAY) * DAY
  const each = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i))
  const metric = (i: number) => ({
    ...{ Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' },
    Dimensions: [{ Name: 'InstanceId', Value: `i-0${i.toString(16).padStart(16, '0')}` }],
  })
  return {
    request: {
      MetricDataQueries: each(queries, i => ({
        Id: `q${i}`,
        MetricStat: { Metric: metric(i), Period: 300, Stat: 'Average' },
      })),
      ...{ StartTime: new Date(start), EndTime: new Date(start + points * 300 * SECOND), MaxDatapoints: 100_800 },
    },
    answer: encodeCbor({
      MetricDataResults: each(queries, i => ({
        ...{ Id: `q${i}`, Label: 'CPUUtilization', StatusCode: 'Complete' },
        Timestamps: each(points, t => new Date(start + t * 300 * SECOND)),
        Values: each(points, t => (i + 1) / (t + 3)),
      })),
    }),
  }
}

const cpuSeconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}

/** Metrics per second of processor time that requests are written for and answers read of, at three points each. */
export function codecAlone(): number {
  const { request, answer } = call(3)
  const run = () => {
    for (let n = 0; n < calls; n++) {
      encodeCbor(request)
      decodeCbor(answer)
    }
  }
  run()
  const before = process.cpuUsage()
  run()
  return (queries * calls) / cpuSeconds(before)
}

/** Points a second that the store takes, durable, and the same per second of processor time. */
export async function storeAlone(): Promise<{ perSecond: number; perCpuSecond: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-bench-limit-'))
  const telemetry = await openTelemetry({ directory, clock: systemClock })
  try {
    await telemetry.migrate()
    const start = Math.floor(systemClock.now() / DAY) * (DAY / SECOND)
    const batchOf = (batch: number) =>
      Array.from({ length: batchRows }, (_, i) => ({
        ...{ name: `aws.bench.metric_${i % 20}`, id: i + 1, ts: start + batch * 300, period: 300, weight: 300 },
        value: (i + 1) / (batch + 3),
      }))
    const before = process.cpuUsage()
    const began = performance.now()
    for (let batch = 0; batch < batches; batch++) await telemetry.saveSamples(batchOf(batch))
    const seconds = (performance.now() - began) / SECOND
    const rows = batches * batchRows
    return { perSecond: rows / seconds, perCpuSecond: rows / cpuSeconds(before) }
  } finally {
    await telemetry.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
