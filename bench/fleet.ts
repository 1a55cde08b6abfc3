// Many accounts at once: how long one round of all of them takes, and how much memory HeyCloud holds, on cores shared with the simulated AWS.
import { DAY, MINUTE } from '../src/core/clock.ts'
import { oneStatistic, startCollecting, total, type Work } from './collecting.ts'
import type { BenchOptions } from './index.ts'
import type { BenchTable } from './table.ts'

const accounts = 100
const regions = 3
const metricsPerRegion = 5_000
const liveRounds = 2
const cadenceSeconds = 300

const number = (value: number): string => Math.round(value).toLocaleString('en')
const mebibytes = (bytes: number): string => number(bytes / 2 ** 20)

interface Measured {
  what: string
  rounds: number
  work: Work
  /** Bytes: held after it. */
  resident: number
}

const row = (metrics: number, { what, rounds, work, resident }: Measured): string[] => {
  const per = (value: number) => (value / metrics / rounds) * 1e5
  return [
    what,
    (work.seconds / rounds).toFixed(1),
    `${((work.seconds / rounds / cadenceSeconds) * 100).toFixed(0)} %`,
    number((metrics * rounds) / work.seconds),
    per(work.cpuSeconds).toFixed(2),
    per(work.simulatorCpuSeconds).toFixed(2),
    number(per(work.calls)),
    per(work.charge).toFixed(2),
    number(work.datapoints / rounds),
    mebibytes(resident),
  ]
}

/** `scale` 1 is 100 accounts of 3 regions with 5,000 metrics each; a smaller one has fewer accounts. */
export async function fleetBenchmark({ scale }: BenchOptions): Promise<BenchTable> {
  const chosen = Math.max(1, Math.round(accounts * scale))
  const metrics = chosen * regions * metricsPerRegion
  const collecting = await startCollecting({
    profile: { accounts: chosen, regions, metricsPerRegion, every: 5 },
    ...{ quotas: true, latencyMs: 20, services: oneStatistic },
  })
  const measured: Measured[] = []
  const measure = async (what: string, rounds: number, run: () => Promise<Work>) => {
    const works: Work[] = []
    for (let i = 0; i < rounds; i++) works.push(await run())
    measured.push({ what, rounds, work: total(works), resident: process.memoryUsage.rss() })
  }
  const { step, watch } = collecting
  try {
    await measure('tags and resources', 1, () =>
      step(collector => collector.collectOnce(undefined, { kinds: ['tags', 'resources'] })),
    )
    const read = () => step(collector => collector.collectOnce(undefined, { kinds: ['metrics'], history: false }))
    await measure('first of everything: listed, 3 hours', 1, read)
    await watch({ kind: 'everything' }, (liveRounds + 1.5) * 5 * MINUTE)
    await measure('first of what is watched: all', 1, read)
    await measure('live, all watched', liveRounds, read)
    await watch({ kind: 'tag', key: 'team', value: 'team-0' }, DAY)
    await measure('first of what is watched: a tenth', 1, read)
    await measure('live, a tenth watched', liveRounds, read)
    return {
      title: `Collection: ${number(metrics)} metrics of ${chosen} accounts in ${regions} regions, one statistic every 5 minutes`,
      columns: [
        ...['what', 's a round', 'of 300 s', 'metrics/s', 'CPU-s/100k', 'AWS CPU-s/100k'],
        ...['calls/100k', '$/100k', 'points a round', 'MiB held'],
      ],
      rows: measured.map(one => row(metrics, one)),
      notes: [
        `Peak memory of HeyCloud, its embedded store and this benchmark: ${mebibytes(process.resourceUsage().maxRSS * 1_024)} MiB.`,
        'The simulated AWS is a process of its own on the same cores: 20 ms to each call, and AWS’s quotas on.',
        'CPU: processor time of the collector, with the SDK, the store, its merges and its syncs; of the simulated AWS apart.',
        'Limit: one call for 500 metrics, and 5,000 metrics of a region in ten calls; AWS’s quotas would allow it within a second.',
      ],
    }
  } finally {
    await collecting.close()
  }
}
