// How fast one collector reads one account and region into a store on disk, beside what AWS's quotas allow.
import { DAY } from '../src/core/clock.ts'
import { services } from '../src/services/index.ts'
import {
  type Collecting,
  type CollectingOptions,
  oneStatistic,
  startCollecting,
  total,
  type Work,
} from './collecting.ts'
import type { BenchOptions } from './index.ts'
import { codecAlone, storeAlone } from './limits.ts'
import type { BenchTable } from './table.ts'

/** Live rounds of five minutes up to the full hour: the one after it reaches back over the hour for late points. */
const rounds = 9
/** AWS's default quotas of one account and region (CloudWatch service quotas): calls, and datapoints of recent and of older windows. */
const quota = { metrics: 50 * 500, recent: 180_000, older: 396_000 }

const number = (value: number): string => Math.round(value).toLocaleString('en')

const row = (what: string, metrics: number, work: Work, limit: number): string[] => [
  what,
  number(metrics / work.seconds),
  number(limit),
  `${((metrics / work.seconds / limit) * 100).toFixed(0)} %`,
  number(metrics / work.cpuSeconds),
  number(work.datapoints / work.seconds),
  ((work.cpuSeconds / metrics) * 1e5).toFixed(2),
  ((work.simulatorCpuSeconds / metrics) * 1e5).toFixed(2),
  ((work.calls / metrics) * 1e5).toFixed(0),
  ((work.charge / metrics) * 1e5).toFixed(2),
]

/** Metrics a second that both quotas together allow, when each call is asked for so many points a metric. */
const allowed = (pointsPerMetric: number, points: number): number => Math.min(quota.metrics, points / pointsPerMetric)

async function readings({ step, watch }: Collecting, metrics: number, statistics: 'one' | 'all'): Promise<string[][]> {
  const metricsOnce = () => step(collector => collector.collectOnce(undefined, { kinds: ['metrics'], history: false }))
  await step(collector => collector.collectOnce(undefined, { kinds: ['tags', 'resources'] }))
  const first = await metricsOnce()
  await watch({ kind: 'everything' }, DAY)
  await metricsOnce()
  const live: Work[] = []
  for (let i = 0; i < rounds; i++) live.push(await metricsOnce())
  const hourly = await metricsOnce()
  const limits =
    statistics === 'one'
      ? [allowed(37, quota.older), allowed(3, quota.recent), allowed(13, quota.recent)]
      : [first, total(live), hourly].map(({ datapoints }, i) =>
          Math.min(
            quota.metrics,
            (i === 0 ? quota.older : quota.recent) / (datapoints / (metrics * (i === 1 ? rounds : 1))),
          ),
        )
  return [
    row(`${statistics}: first, listed, 3 hours`, metrics, first, limits[0] ?? 0),
    row(`${statistics}: live, all watched, ${rounds} rounds`, metrics * rounds, total(live), limits[1] ?? 0),
    row(`${statistics}: after the hour, listed again`, metrics, hourly, limits[2] ?? 0),
  ]
}

/** `scale` 1 is 100,000 metrics in one account and region; with all statistics it is a tenth of them. */
export async function collectBenchmark({ scale }: BenchOptions): Promise<BenchTable> {
  const metrics = Math.round(100_000 * scale)
  const loads: [number, 'one' | 'all', CollectingOptions][] = [
    [metrics, 'one', { profile: profileOf(metrics, 5), quotas: true, latencyMs: 20, services: oneStatistic }],
    [metrics / 10, 'all', { profile: profileOf(metrics / 10, 1), quotas: true, latencyMs: 20, services }],
  ]
  const rows: string[][] = []
  for (const [count, statistics, options] of loads) {
    const collecting = await startCollecting(options)
    try {
      rows.push(...(await readings(collecting, count, statistics)))
    } finally {
      await collecting.close()
    }
  }
  const store = await storeAlone()
  return {
    title: `Collection: ${number(metrics)} metrics with one statistic every 5 minutes, ${number(metrics / 10)} with all every minute`,
    columns: [
      ...['statistics: what', 'metrics/s', 'quota', 'reached', 'metrics/CPU-s', 'points/s'],
      ...['CPU-s/100k', 'AWS CPU-s/100k', 'calls/100k', '$/100k'],
    ],
    rows,
    notes: [
      `Peak memory of the collector: ${number(process.resourceUsage().maxRSS / 1_024)} MiB, the store within.`,
      'One account and region of the simulated AWS, in a process of its own: 20 ms to each call, and AWS’s quotas on.',
      'Quota: 50 calls a second of 500 queries, and 180,000 datapoints a second (396,000 where the window is older than 3 hours).',
      `The codec alone: ${number(codecAlone())} metrics a CPU-second, asked for and answered with three points each.`,
      `The store alone: ${number(store.perSecond)} points a second, durable; ${number(store.perCpuSecond)} a CPU-second.`,
      'CPU: processor time of the collector, with the SDK, the store, its merges and its syncs; of the simulated AWS apart.',
    ],
  }
}

const profileOf = (metricsPerRegion: number, every: 1 | 5) => ({ accounts: 1, regions: 1, metricsPerRegion, every })
