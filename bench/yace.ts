// HeyCloud beside YACE (yet-another-cloudwatch-exporter), unmodified: one reading of the same account by the same role, of the same simulated AWS.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OnceOptions } from '../src/collect/collector.ts'
import { DAY, MINUTE, SECOND, systemClock } from '../src/core/clock.ts'
import { services } from '../src/services/index.ts'
import {
  type Collecting,
  type CollectingOptions,
  externalId,
  roleName,
  startCollecting,
  type Work,
} from './collecting.ts'
import type { BenchOptions } from './index.ts'
import type { BenchTable } from './table.ts'

const patience = 10 * MINUTE
const namespaces = ['AWS/EC2', 'AWS/EBS', 'AWS/Lambda']
/** What the simulated account publishes: see simulator/world/profile.ts. */
const published = new Map(
  Object.entries({
    'AWS/EC2':
      'CPUUtilization NetworkIn NetworkOut NetworkPacketsIn NetworkPacketsOut StatusCheckFailed StatusCheckFailed_Instance StatusCheckFailed_System EBSReadOps EBSWriteOps',
    'AWS/EBS': 'VolumeReadOps VolumeWriteOps VolumeReadBytes VolumeWriteBytes VolumeQueueLength',
    'AWS/Lambda': 'Invocations Errors Throttles Duration ConcurrentExecutions',
  }).map(([namespace, names]) => [namespace, new Set(names.split(' '))]),
)

interface Run extends Work {
  what: string
  series: number
  /** Of the process at its peak, MiB. */
  memory: number
}

/** YACE's configuration: the metrics and statistics that HeyCloud reads too, every point of the last five minutes, all tags. */
function configuration(accountId: string): object {
  const jobs = services
    .flatMap(service => service.namespaces)
    .filter(({ namespace }) => namespaces.includes(namespace))
    .map(({ namespace, period, metrics }) => ({
      type: namespace,
      regions: ['us-east-1'],
      roles: [{ roleArn: `arn:aws:iam::${accountId}:role/${roleName}`, externalId }],
      exportedTagsOnMetrics: [],
      ...{ period, length: 300, delay: 120, addCloudwatchTimestamp: true, exportAllDataPoints: true },
      metrics: metrics
        .filter(({ name }) => published.get(namespace)?.has(name))
        .map(({ name, statistics, weighted }) => ({
          name,
          statistics: weighted ? [...new Set([...statistics, 'SampleCount'])] : statistics,
        })),
    }))
  return { apiVersion: 'v1alpha1', 'sts-region': 'us-east-1', discovery: { jobs } }
}

const statusOf = (pid: number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)

/** User and system time of a process, seconds (proc(5): fields 14 and 15, in hundredths). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** YACE's own exposition, once it has read everything. */
async function scraped(url: string): Promise<string> {
  const deadline = systemClock.now() + patience
  while (systemClock.now() < deadline) {
    const text = await fetch(url).then(
      reply => reply.text(),
      () => '',
    )
    if (namespaces.every(namespace => text.includes(`\n${namespace.toLowerCase().replace('/', '_')}_info`))) return text
    await systemClock.sleep(50)
  }
  throw new Error('YACE showed no metrics of all three namespaces')
}

async function runYace(binary: string, directory: string, collecting: Collecting, what: string): Promise<Run> {
  const config = join(directory, 'yace.json')
  // JSON is YAML.
  writeFileSync(config, JSON.stringify(configuration(collecting.accountIds[0] ?? '')))
  const address = '127.0.0.1:15000'
  const before = await collecting.standing()
  const began = performance.now()
  const child = spawn(
    binary,
    ['-config.file', config, '-listen-address', address, '-scraping-interval', '3600', '-log.level', 'error'],
    {
      env: {
        AWS_ENDPOINT_URL: collecting.endpoint,
        AWS_ACCESS_KEY_ID: collecting.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: collecting.credentials.secretAccessKey,
        AWS_REGION: 'us-east-1',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const pid = child.pid ?? 0
  try {
    const text = await scraped(`http://${address}/metrics`)
    const seconds = (performance.now() - began) / SECOND
    const points = text
      .split('\n')
      .filter(line => /^aws_(ec2|ebs|lambda)_.*\{/.test(line) && !/^aws_\w+_info\{/.test(line))
    const work = await collecting.since(before)
    return {
      ...{ ...work, seconds, cpuSeconds: cpuOf(pid), memory: statusOf(pid, 'VmHWM') / 1_024 },
      ...{ what, datapoints: points.length },
      series: new Set(points.map(line => line.replace(/ .*$/, ''))).size,
    }
  } finally {
    child.kill('SIGTERM')
    await new Promise(resolve => child.once('exit', resolve))
  }
}

const number = (value: number): string => Math.round(value).toLocaleString('en')

const row = ({ what, seconds, cpuSeconds, memory, calls, charge, series, datapoints, throttled }: Run): string[] => [
  ...[what, seconds.toFixed(2), cpuSeconds.toFixed(2), number(memory)],
  ...[number(calls), number(throttled), charge.toFixed(4), number(series), number(datapoints)],
]

/** `scale` 1 is 10,000 metrics of one account and region. The binary is the environment's YACE. */
export async function yaceBenchmark({ scale }: BenchOptions): Promise<BenchTable> {
  const binary = process.env.YACE
  if (!binary || !existsSync(binary))
    throw new Error('Set YACE to a yace binary: bench/README.md says how to build one from its published source')
  const metricsPerRegion = Math.round(10_000 * scale)
  const options: CollectingOptions = {
    profile: { accounts: 1, regions: 1, metricsPerRegion },
    ...{ quotas: true, latencyMs: 20, services },
    // YACE asks for what is recent by its own clock.
    now: Math.floor(systemClock.now() / (5 * MINUTE)) * 5 * MINUTE,
  }
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-bench-yace-'))
  const collecting = await startCollecting(options)
  try {
    const all: NonNullable<OnceOptions['kinds']> = ['tags', 'resources', 'metrics']
    const runs = [await runYace(binary, directory, collecting, 'YACE, each scrape')]
    const mend = await breakAnswers(collecting.endpoint)
    runs.push(await runYace(binary, directory, collecting, 'YACE, each scrape, broken answers'))
    await mend()
    runs.push(await heycloud(collecting, 'HeyCloud, first: listed, 3 hours', all))
    await collecting.watch({ kind: 'everything' }, DAY)
    await heycloud(collecting, '', ['metrics'])
    runs.push(await heycloud(collecting, 'HeyCloud, each 5 minutes, all watched', ['metrics']))
    await breakAnswers(collecting.endpoint)
    runs.push(await heycloud(collecting, 'HeyCloud, the same, broken answers', ['metrics']))
    return {
      title: `HeyCloud beside YACE: ${number(metricsPerRegion)} metrics of EC2, EBS and Lambda in one account and region`,
      columns: ['what', 's', 'CPU-s', 'MiB at peak', 'calls', 'throttled', '$', 'series', 'points'],
      rows: runs.map(row),
      notes: [
        'The same simulated AWS, role, external ID, metrics and statistics; 20 ms to each call, and AWS’s quotas on.',
        'YACE reads its lists and tags anew at each scrape, and keeps no points; HeyCloud stores them on disk.',
        'Calls and charge are those of every API, as the simulated AWS counts them. Points: of YACE as it exposes them, of HeyCloud those newly stored; an average’s SampleCount is its weight there, and no point.',
        'Broken answers: InternalError for a twentieth of the queries, and pages that end within a metric.',
        'HeyCloud’s memory holds the benchmark and its embedded store.',
      ],
    }
  } finally {
    await collecting.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function heycloud(collecting: Collecting, what: string, kinds: NonNullable<OnceOptions['kinds']>): Promise<Run> {
  const before = await collecting.stored()
  const work = await collecting.step(collector => collector.collectOnce(undefined, { kinds, history: false }))
  const { series, points } = await collecting.stored()
  const memory = process.resourceUsage().maxRSS / 1_024
  return { ...work, what, series, memory, datapoints: points - before.points }
}

/** One in twenty queries is answered with InternalError, and each answer is cut into pages in the middle of a metric. Resolves with the mending. */
async function breakAnswers(endpoint: string): Promise<() => Promise<void>> {
  const faults = `${endpoint}/_simulator/faults`
  const ids: string[] = []
  const kinds = [{ internalErrorFor: 0.05 }, { partialData: true }]
  for (const kind of kinds) {
    const body = JSON.stringify({ service: 'monitoring', operation: 'GetMetricData', kind })
    const reply = await fetch(faults, { method: 'POST', body })
    if (!reply.ok) throw new Error(`The simulated AWS took no fault: ${await reply.text()}`)
    ids.push(((await reply.json()) as { id: string }).id)
  }
  return async () => {
    for (const id of ids) await fetch(`${faults}/${id}`, { method: 'DELETE' })
  }
}
