// A second opinion on CloudWatch's wire: the same calls to moto, which others wrote, must read the same.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type MetricDatum,
  PutMetricDataCommand,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MovableClock, movableClock, systemClock } from '../../src/core/clock.ts'
import { type Simulated, simulated } from '../support/simulated.ts'

const present = spawnSync('python3', ['-c', 'import moto.server, flask']).status === 0

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })

async function startMoto(): Promise<{ process: ChildProcess; endpoint: string }> {
  const port = await freePort()
  const process = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const endpoint = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 100; tries++) {
    const answered = await fetch(endpoint).then(
      () => true,
      // Not listening yet.
      () => false,
    )
    if (answered) return { process, endpoint }
    await systemClock.sleep(200)
  }
  process.kill()
  throw new Error('moto did not start in 20 s')
}

/** Two metrics with a point a minute for half an hour, one of them in values with counts, and many of one point. */
function data(newest: number): MetricDatum[] {
  const Dimensions = [
    { Name: 'Host', Value: 'a' },
    { Name: 'Disk', Value: 'sda' },
  ]
  const minutes = Array.from({ length: 30 }, (_, i) => new Date(newest - i * 60_000))
  return [
    ...minutes.map((Timestamp, i) => ({
      MetricName: 'Load',
      Dimensions,
      Timestamp,
      Value: (i * 37) % 11,
      Unit: 'Count' as const,
    })),
    ...minutes.map((Timestamp, i) => ({
      MetricName: 'Latency',
      Dimensions,
      Timestamp,
      Values: [1 + i, 2.5, 40],
      Counts: [3, 2, 1],
      Unit: 'Milliseconds' as const,
    })),
    ...Array.from({ length: 1100 }, (_, i) => ({
      MetricName: `M${i}`,
      Dimensions: [{ Name: 'Host', Value: `h${i % 7}` }],
      Timestamp: new Date(newest),
      Value: i,
    })),
  ]
}

describe.skipIf(!present)('witness: moto', () => {
  const clock: MovableClock = movableClock()
  let aws: Simulated
  let moto: Awaited<ReturnType<typeof startMoto>> | undefined
  let ours: CloudWatchClient
  let theirs: CloudWatchClient
  const newest = Math.floor(clock.now() / 3_600_000) * 3_600_000 - 60_000
  beforeAll(async () => {
    aws = await simulated({ clock })
    moto = await startMoto()
    ours = aws.client(CloudWatchClient)
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' }
    // moto cannot read compressed bodies.
    theirs = new CloudWatchClient({
      region: 'us-east-1',
      endpoint: moto.endpoint,
      credentials,
      disableRequestCompression: true,
    })
    const all = data(newest)
    for (const client of [ours, theirs]) {
      for (let i = 0; i < all.length; i += 500) {
        await client.send(new PutMetricDataCommand({ Namespace: 'Witness', MetricData: all.slice(i, i + 500) }))
      }
    }
    // Ours shows new metrics only after a while.
    clock.advance(180_000)
  })
  afterAll(async () => {
    moto?.process.kill()
    await aws?.simulator.close()
  })

  it('lists the same metrics, 500 to a page', async () => {
    const pages = async (client: CloudWatchClient) => {
      const sizes: number[] = []
      const names: string[] = []
      for await (const page of paginateListMetrics({ client }, { Namespace: 'Witness' })) {
        sizes.push(page.Metrics?.length ?? 0)
        names.push(...(page.Metrics ?? []).map(m => `${m.Namespace} ${m.MetricName} ${JSON.stringify(m.Dimensions)}`))
      }
      return { sizes, names }
    }
    const [own, other] = [await pages(ours), await pages(theirs)]
    // moto names a metric once for every point that was put; AWS and we name it once.
    expect(own.names.sort()).toEqual([...new Set(other.names)].sort())
    expect(own.sizes).toEqual([500, 500, 102])
    expect(other.sizes.slice(0, 2)).toEqual([500, 500])
  })

  it.each([60, 300])('gives the same datapoints at %d s', async period => {
    const read = async (client: CloudWatchClient) => {
      const queries = ['Load', 'Latency'].flatMap(MetricName =>
        ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'].map(Stat => ({
          Id: `${MetricName.toLowerCase()}_${Stat.toLowerCase()}`,
          MetricStat: {
            Metric: {
              Namespace: 'Witness',
              MetricName,
              Dimensions: [
                { Name: 'Host', Value: 'a' },
                { Name: 'Disk', Value: 'sda' },
              ],
            },
            Period: period,
            Stat,
          },
        })),
      )
      const { MetricDataResults } = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: queries,
          StartTime: new Date(newest + 60_000 - 30 * 60_000),
          EndTime: new Date(newest + 60_000),
          ScanBy: 'TimestampAscending',
        }),
      )
      return MetricDataResults?.map(({ Id, Timestamps, Values, StatusCode }) => ({
        Id,
        StatusCode,
        Timestamps,
        Values: Values?.map(v => Number(v.toPrecision(12))),
      }))
    }
    const got = await read(ours)
    expect(got).toEqual(await read(theirs))
    expect(got?.[0]?.Values).toHaveLength(1800 / period)
  })
})
