// Seconds from `npm run demo` to an AWS Overview that is filled for the last 24 hours, on a fresh data directory.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../src/core/clock.ts'
import type { BenchTable } from './table.ts'

const program = fileURLToPath(new URL('../bin/heycloud.mjs', import.meta.url))
const patience = 180_000

/** One query of each service on the Overview whose metrics never pause. */
const queries = [
  'avg:aws.ec2.cpuutilization{*}',
  'sum:aws.applicationelb.request_count{*}',
  'avg:aws.rds.cpuutilization{*}',
  'sum:aws.lambda.invocations{*}',
  'avg:aws.ecs.cpuutilization{*}',
  'sum:aws.dynamodb.consumed_read_capacity_units{*}',
  'avg:aws.ebs.volume_queue_length{*}',
]
/** Of the 5-minute buckets of 24 hours; the newest may not be published yet. */
const filled = 0.95

interface Demo {
  url: string
  apiKey: string
  appKey: string
}

async function share(demo: Demo, query: string): Promise<number> {
  const to = Math.floor(systemClock.now() / 300_000) * 300
  const url = `${demo.url}/api/v1/query?from=${to - 86_400}&to=${to}&query=${encodeURIComponent(`${query}.rollup(300)`)}`
  const reply = await fetch(url, { headers: { 'DD-API-KEY': demo.apiKey, 'DD-APPLICATION-KEY': demo.appKey } })
  const body = (await reply.json()) as { series?: { pointlist: [number, number | null][] }[] }
  const points = body.series?.[0]?.pointlist ?? []
  return points.filter(([, value]) => value !== null).length / 288
}

/** Polls until `done`, or gives up with what was still missing. */
async function until(done: () => Promise<string | true>): Promise<void> {
  const deadline = systemClock.now() + patience
  let missing: string | true = ''
  while (systemClock.now() < deadline) {
    missing = await done()
    if (missing === true) return
    await systemClock.sleep(100)
  }
  throw new Error(`not there after ${patience / 1000} s: ${missing}`)
}

export async function startBenchmark(): Promise<BenchTable> {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-bench-'))
  const began = systemClock.now()
  const seconds = () => ((systemClock.now() - began) / 1000).toFixed(1)
  const child = spawn(process.execPath, [program, 'demo'], {
    env: { ...process.env, HEYCLOUD_DATA_DIR: directory, HEYCLOUD_PORT: '0', HEYCLOUD_SIMULATOR_PORT: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    const file = join(directory, 'demo.json')
    await until(async () => existsSync(file) || 'demo.json')
    const demo = JSON.parse(readFileSync(file, 'utf8')) as Demo
    const printed = seconds()
    await until(async () => ((await share(demo, queries[0] as string)) > 0 ? true : 'a first point'))
    const first = seconds()
    await until(async () => {
      for (const query of queries) if ((await share(demo, query)) < filled) return query
      return true
    })
    return {
      title: 'From `npm run demo` on a fresh data directory',
      columns: ['moment', 'seconds'],
      rows: [
        ['URL printed', printed],
        ['first point on the AWS Overview', first],
        ['AWS Overview filled for the last 24 hours', seconds()],
      ],
      notes: [
        `Filled: ${filled * 100} % of the 5-minute buckets of 24 hours, for one query of each service.`,
        'The web UI was built before (`npm ci` does it).',
      ],
    }
  } finally {
    child.kill('SIGTERM')
    await new Promise(resolve => child.once('exit', resolve))
    rmSync(directory, { recursive: true, force: true })
  }
}
