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
const batchRows = 16_000

const metricOf = (n: number) => `aws.bench.metric_${n % metrics}`

function makeSeries(count: number): Series[] {
  return Array.from({ length: count }, (_, n) => {
    const resource = Math.floor(n / metrics)
    const region = ['eu-west-1', 'us-east-1', 'ap-south-1'][resource % 3] ?? ''
    return {
      organisation,
      accountId: String(100_000_000_000 + (resource % 5)),
      region,
      namespace: 'AWS/Bench',
      metric: `Metric${n % metrics}`,
      statistic: 'Average',
      dimensions: { Id: `r-${resource}` },
      name: metricOf(n),
      id: n + 1,
      unit: 'Count',
      tags: [
        ...[`account:${resource % 5}`, `env:e${resource % 6}`, `id:r-${resource}`],
        ...[`region:${region}`, `team:t${resource % 20}`],
      ],
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

/** As a collector saves them: what many calls were answered at a time. */
function* batches(ticks: Iterable<Sample[]>): Generator<Sample[]> {
  let batch: Sample[] = []
  for (const tick of ticks) {
    batch = batch.concat(tick)
    if (batch.length < batchRows) continue
    yield batch
    batch = []
  }
  yield batch
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
  let cpu = 0
  for (const batch of batches(makeTicks(series))) {
    const sent = performance.now()
    const before = process.cpuUsage()
    await telemetry.saveSamples(batch)
    const { user, system } = process.cpuUsage(before)
    cpu += (user + system) / 1e6
    spent += performance.now() - sent
    rows += batch.length
  }
  return [
    ['series saved', `${series.length} in ${seriesMs.toFixed(0)} ms`],
    [
      'samples saved, durable',
      `${rows} at ${((rows / spent) * 1_000).toFixed(0)} rows/s`,
      '380,000 rows/s, not durable',
    ],
    ['processor time of a sample saved', `${((cpu / rows) * 1e6).toFixed(2)} µs`, ''],
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
  return [['bytes a sample, merged', `${of(total)} (${detail})`, '2.70']]
}

/** The questions of the workload that the engine was chosen by: 100,000 series of 288 points. Beside them what was measured then. */
const asked: [what: string, question: Partial<Question>, chosenBy: string][] = [
  ['one series, 24 h at 5 min', { filter: { kind: 'tag', key: 'id', value: 'r-7' }, groupBy: ['id'] }, '8 .. 64 ms'],
  ['one metric by env, 24 h at 5 min', {}, '131 .. 206 ms'],
  [
    'one metric of one account by region, 24 h at 5 min',
    { filter: { kind: 'tag', key: 'account', value: '3' }, groupBy: ['region'] },
    '65 .. 95 ms',
  ],
  ['one metric, tag with a wildcard, 24 h at 5 min', { filter: { kind: 'tag', key: 'team', value: 't1*' } }, ''],
  ['one metric by env, 24 h at 1 h', { interval: 3_600 }, ''],
]

async function questions(telemetry: Telemetry, engine: Engine): Promise<BenchTable['rows']> {
  const rows: BenchTable['rows'] = []
  for (const [what, over, before] of asked)
    rows.push([what, await milliseconds(() => telemetry.ask(question(over))), before])
  const all = async () => {
    for (let n = 0; n < metrics; n++) await telemetry.ask(question({ metric: metricOf(n) }))
  }
  rows.push([`all series by env, 24 h at 5 min: ${metrics} questions`, await milliseconds(all), '1,100 .. 1,230 ms'])
  const last = `SELECT name, id, argMax(value, (ts, written)) FROM ${tables.samples} GROUP BY name, id FORMAT Null`
  rows.push(['last value of all series, in SQL', await milliseconds(() => engine.command(last)), '174 .. 206 ms'])
  return rows
}

/** A tenth of that workload at scale 1: 2,880,000 samples, half of them stored twice as a collector's overlapping windows do. */
export async function storeBenchmark({ scale }: BenchOptions): Promise<BenchTable> {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-bench-store-'))
  const telemetry = await openTelemetry({ directory, clock: systemClock })
  const engine = await openEmbedded(directory, 1)
  try {
    await telemetry.migrate()
    const series = makeSeries(Math.round(1_000 * scale) * metrics)
    const rows = await load(telemetry, series)
    const again = [...makeTicks(series)].filter((_, tick) => tick % 2 === 0)
    for (const batch of batches(again)) await telemetry.saveSamples(batch)
    rows.push(...(await deduplication(engine)))
    rows.push(...(await questions(telemetry, engine)))
    const began = performance.now()
    const hours = await telemetry.rollUp(start + 86_400)
    rows.push(['rolling up', `${hours} hours in ${(performance.now() - began).toFixed(0)} ms`])
    const rolled = question({ interval: 3_600 })
    rows.push(['one metric by env, 24 h of 1 h, rolled up', await milliseconds(() => telemetry.ask(rolled))])
    rows.push(...(await size(engine)))
    return {
      title: `Telemetry in chDB: ${series.length} series, ${ticks} points each, every second one stored twice`,
      columns: ['what', 'figure', 'when the engine was chosen'],
      rows: rows.map(([what, figure, before]) => [what ?? '', figure ?? '', before ?? '']),
      notes: [
        `Times are the fastest and the slowest of ${repeats}. Values are synthetic; a fifth has full precision, which no engine compresses.`,
        'The points lie in two daily partitions.',
        'Every insert is flushed to the disk before it is acknowledged.',
        'The last column: 100,000 series, 28.8 million rows of four columns, without duplicates and without a flush to the disk.',
      ],
    }
  } finally {
    await engine.close()
    await telemetry.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
