// The telemetry store on its own: bytes per sample, rows per second, and the time of typical questions.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../src/core/clock.ts'
import type { Sample, Series } from '../src/core/metric.ts'
import type { Question } from '../src/core/question.ts'
import { seededRandom } from '../src/core/random.ts'
import type { Telemetry } from '../src/store/ports.ts'
import { type Engine, openEmbedded } from '../src/store/telemetry/engine.ts'
import { openTelemetry } from '../src/store/telemetry/index.ts'
import { tables } from '../src/store/telemetry/schema.ts'
import type { BenchOptions } from './index.ts'
import type { BenchTable } from './table.ts'

const period = 300
const ticks = 288
const metrics = 10
const organisation = 'bench'
/** Noon, so that the points lie in two daily partitions. */
const start = Math.floor(Date.UTC(2026, 10, 22, 12) / 1_000)
const repeats = 5

const metricOf = (n: number) => `aws.bench.metric_${n % metrics}`

function makeSeries(count: number): Series[] {
  return Array.from({ length: count }, (_, n) => {
    const resource = Math.floor(n / metrics)
    return {
      organisation,
      accountId: String(100_000_000_000 + (resource % 5)),
      region: ['eu-west-1', 'us-east-1', 'ap-south-1'][resource % 3] ?? '',
      namespace: 'AWS/Bench',
      metric: `Metric${n % metrics}`,
      statistic: 'Average',
      dimensions: { Id: `r-${resource}` },
      name: metricOf(n),
      id: n + 1,
      unit: 'Count',
      tags: [`account:${resource % 5}`, `env:e${resource % 6}`, `id:r-${resource}`, `team:t${resource % 20}`],
      resource: `arn:aws:bench:::r-${resource}`,
    }
  })
}

/** Arriving time-major, as collected: a third constant, a third integers, a fifth of two decimals, the rest full precision. */
function* makeTicks(series: Series[]): Generator<Sample[]> {
  const random = seededRandom(1)
  for (let tick = 0; tick < ticks; tick++)
    yield series.map(({ name, id }) => {
      const kind = id % 10
      const noise = random.next()
      const value =
        kind < 3 ? 1 : kind < 6 ? Math.floor(noise * 1_000) : kind < 8 ? Math.round(noise * 1e4) / 100 : noise
      return { name, id, ts: start + tick * period, period, value, weight: period }
    })
}

async function milliseconds(run: () => Promise<unknown>): Promise<string> {
  const times: number[] = []
  for (let n = 0; n < repeats; n++) {
    const began = performance.now()
    await run()
    times.push(performance.now() - began)
  }
  times.sort((a, b) => a - b)
  return `${times[0]?.toFixed(0)} .. ${times.at(-1)?.toFixed(0)} ms`
}

const question = (over: Partial<Question>): Question => ({
  organisation,
  metric: metricOf(0),
  timeAggregator: 'avg',
  spaceAggregator: 'avg',
  filter: { kind: 'everything' },
  groupBy: ['env'],
  from: start,
  to: start + 86_400,
  interval: period,
  ...over,
})

/** Rolling up every metric by (id, 5 minutes), with the duplicates removed in two ways, or left in. */
const dedupes: [string, string][] = [
  ['plain, duplicates left in (wrong)', `SELECT name, id, ts, value, weight FROM ${tables.samples}`],
  ['FINAL', `SELECT name, id, ts, value, weight FROM ${tables.samples} FINAL`],
  [
    'argMax by (id, ts, period)',
    `SELECT name, id, ts, argMax(value, written) AS value, argMax(weight, written) AS weight
     FROM ${tables.samples} GROUP BY name, id, ts, period`,
  ],
]
const dedupeSql = (source: string, across: boolean) => `
  SELECT name, id, toStartOfInterval(ts, INTERVAL 5 MINUTE) AS t, sum(value * weight) / sum(weight) AS v
  FROM (${source}) GROUP BY name, id, t
  FORMAT Null SETTINGS do_not_merge_across_partitions_select_final = ${across ? 0 : 1}`

async function deduplication(engine: Engine): Promise<BenchTable['rows']> {
  const rows: BenchTable['rows'] = []
  for (const [what, source] of dedupes) {
    rows.push([`${what}, all points`, await milliseconds(() => engine.command(dedupeSql(source, false)))])
    if (what === 'FINAL')
      rows.push([
        `${what} across partitions, all points`,
        await milliseconds(() => engine.command(dedupeSql(source, true))),
      ])
  }
  return rows
}

async function load(telemetry: Telemetry, series: Series[]): Promise<BenchTable['rows']> {
  const began = performance.now()
  await telemetry.saveSeries(series)
  const seriesMs = performance.now() - began
  let rows = 0
  let spent = 0
  for (const tick of makeTicks(series)) {
    const sent = performance.now()
    await telemetry.saveSamples(tick)
    spent += performance.now() - sent
    rows += tick.length
  }
  return [
    ['series saved', `${series.length} in ${seriesMs.toFixed(0)} ms`],
    ['samples saved, durable', `${rows} at ${((rows / spent) * 1_000).toFixed(0)} rows/s`],
  ]
}

async function size(engine: Engine): Promise<BenchTable['rows']> {
  await engine.command(`OPTIMIZE TABLE ${tables.samples} FINAL`)
  const columns = await engine.query<{ column: string; bytes: string }>(
    `SELECT column, sum(column_data_compressed_bytes) AS bytes FROM system.parts_columns
     WHERE active AND database = 'heycloud' AND table = 'samples' GROUP BY column ORDER BY column`,
  )
  const rows = await engine.query<{ rows: string }>(`SELECT count() AS rows FROM ${tables.samples}`)
  const count = Number(rows[0]?.rows ?? 1)
  const of = (bytes: number) => (bytes / count).toFixed(2)
  const total = columns.reduce((sum, column) => sum + Number(column.bytes), 0)
  const detail = columns.map(column => `${column.column} ${of(Number(column.bytes))}`).join(', ')
  return [['bytes a sample, merged', `${of(total)} (${detail})`]]
}

async function questions(telemetry: Telemetry): Promise<BenchTable['rows']> {
  const asked: [string, Partial<Question>][] = [
    ['one series, 24 h of 5 min', { filter: { kind: 'tag', key: 'id', value: 'r-7' }, groupBy: ['id'] }],
    ['one metric by env, 24 h of 5 min', {}],
    ['one metric, tag with a wildcard, 24 h of 5 min', { filter: { kind: 'tag', key: 'team', value: 't1*' } }],
    ['one metric by env, 24 h of 1 h', { interval: 3_600 }],
  ]
  const rows: BenchTable['rows'] = []
  for (const [what, over] of asked) rows.push([what, await milliseconds(() => telemetry.ask(question(over)))])
  return rows
}

/** 1,048,320 samples at scale 1, half of them stored twice as a collector's overlapping windows do. */
export async function storeBenchmark({ scale }: BenchOptions): Promise<BenchTable> {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-bench-store-'))
  const telemetry = await openTelemetry({ directory, clock: systemClock })
  const engine = await openEmbedded(directory, 1)
  try {
    await telemetry.migrate()
    const series = makeSeries(Math.round(364 * scale) * metrics)
    const rows = await load(telemetry, series)
    let tick = 0
    for (const again of makeTicks(series)) if (tick++ % 2 === 0) await telemetry.saveSamples(again)
    rows.push(...(await deduplication(engine)))
    rows.push(...(await questions(telemetry)))
    const began = performance.now()
    const hours = await telemetry.rollUp(start + 86_400)
    rows.push(['rolling up', `${hours} hours in ${(performance.now() - began).toFixed(0)} ms`])
    const rolled = question({ interval: 3_600 })
    rows.push(['one metric by env, 24 h of 1 h, rolled up', await milliseconds(() => telemetry.ask(rolled))])
    rows.push(...(await size(engine)))
    return {
      title: `Telemetry in chDB: ${series.length} series, ${ticks} points each, every second one stored twice`,
      columns: ['what', 'figure'],
      rows,
      notes: [
        `Times are the fastest and the slowest of ${repeats}. Values are synthetic; a fifth has full precision, which no engine compresses.`,
        'The points lie in two daily partitions.',
        'Every insert is flushed to the disk before it is acknowledged.',
      ],
    }
  } finally {
    await engine.close()
    await telemetry.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
