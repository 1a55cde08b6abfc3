// A day of a bad AWS, against the truth: throttles, inner errors, cut answers, late points, an outage, a wrong clock, two SIGKILLs.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FaultKind } from '../simulator/contract.ts'
import { startSimulator } from '../simulator/index.ts'
import { DAY, HOUR, MINUTE, movableClock, SECOND, systemClock } from '../src/core/clock.ts'
import { seededRandom } from '../src/core/random.ts'
import { openSqliteSettings } from '../src/store/settings/sqlite.ts'
import { openTelemetry } from '../src/store/telemetry/index.ts'
import { accountOf, grantRole, organisation, temporaryDirectory, trueValues } from './support/collecting.ts'
import type { TruthChildOptions } from './support/truth-child.ts'

const region = 'us-east-1'
const namespaces = ['AWS/EC2', 'AWS/Lambda', 'AWS/SQS']
const account = accountOf('444455556666', {
  aws_regions: { include_only: [region] },
  metrics_config: { namespace_filters: { include_only: namespaces } },
})
/** Watched by name: two of Lambda's and one of EC2's. */
const watched = ['aws.lambda.invocations', 'aws.lambda.duration', 'aws.ec2.cpuutilization']
const step = 15 * MINUTE
const rounds = DAY / step

const { directory, remove } = temporaryDirectory()
const clock = movableClock(account.createdAt)
const random = seededRandom(24)
let simulator: Awaited<ReturnType<typeof startSimulator>>

beforeAll(async () => {
  simulator = await startSimulator({ seed: 1, clock, random: seededRandom(1), quotas: false })
  await grantRole(simulator, account.accountId)
  const settings = await openSqliteSettings({ file: `${directory}/settings.sqlite` })
  await settings.migrate()
  await settings.organisations.ensure(organisation, 'Acme', account.createdAt)
  await settings.accounts.insert(account)
  const since = account.createdAt
  await settings.watches.put(
    watched.map(metric => ({
      ...{ organisation, metric, since, until: since + 30 * DAY },
      filter: { kind: 'everything' as const },
      source: 'dashboard' as const,
    })),
  )
  await settings.close()
  const telemetry = await openTelemetry({ directory: `${directory}/telemetry`, clock })
  await telemetry.migrate()
  await telemetry.close()
})
afterAll(async () => {
  await simulator?.close()
  remove()
})

async function start(): Promise<ChildProcess> {
  const options: TruthChildOptions = { directory, endpoint: simulator.endpoint, credentials: simulator.heycloud }
  const child = fork(new URL('./support/truth-child.ts', import.meta.url).pathname, [JSON.stringify(options)])
  await once(child, 'message')
  return child
}

const fault = (kind: FaultKind, times?: number) =>
  simulator.faults.add({
    ...{ service: 'monitoring', operation: 'GetMetricData', accountId: account.accountId, kind },
    ...(times === undefined ? {} : { times }),
  })
const throttle: FaultKind = { error: 'Throttling', message: 'Rate exceeded', status: 400 }

/** What goes wrong in a round; up to two hours late from the sixth hour to the ninth, nothing at all for half an hour at noon. */
function misfortune(round: number): void {
  simulator.faults.clear()
  const hour = (round * step) / HOUR
  if (hour >= 12 && hour < 12.5) {
    fault({ disconnect: true })
    return
  }
  if (hour >= 6 && hour < 9) fault({ lateData: Math.floor(random.next() * 2 * HOUR) })
  const luck = random.next()
  if (luck < 0.2) fault(throttle, 1 + Math.floor(random.next() * 6))
  else if (luck < 0.4) fault({ internalErrorFor: 0.05 + random.next() / 4 })
  else if (luck < 0.6) fault({ partialData: true })
}

/** HeyCloud's clock is two minutes ahead for some hours, then two behind. */
function skewAt(round: number): number {
  const hour = (round * step) / HOUR
  if (hour >= 14 && hour < 17) return 2 * MINUTE
  return hour >= 17 && hour < 20 ? -2 * MINUTE : 0
}

it('a day of it leaves every point in the store once, with its value, and every gap a gap', async () => {
  let child = await start()
  const kills = new Set([23, 67])
  const went: string[] = []
  const collect = async (round: number) => {
    child.send({ now: clock.now() + skewAt(round) })
    if (kills.has(round)) {
      await systemClock.sleep(20 + random.next() * 60)
      child.kill('SIGKILL')
      await once(child, 'exit')
      went.push('killed')
      child = await start()
      return
    }
    const [said] = await once(child, 'message')
    if ('error' in said) went.push(said.error)
  }
  for (let round = 0; round < rounds; round++) {
    clock.advance(step)
    misfortune(round)
    await collect(round)
  }
  const until = Math.floor(clock.now() / HOUR) * HOUR
  simulator.faults.clear()
  // A quiet time, until everything was read once more.
  for (let round = rounds; round < rounds + (7 * HOUR) / step; round += 2) {
    clock.advance(2 * step)
    await collect(round)
  }
  child.disconnect()
  await once(child, 'exit')
  expect(went.filter(what => what === 'killed')).toHaveLength(2)
  await compare(Math.ceil(account.createdAt / HOUR) * HOUR, until)
}, 300_000)

async function compare(from: number, until: number): Promise<void> {
  const telemetry = await openTelemetry({ directory: `${directory}/telemetry`, clock })
  try {
    const { accountId } = account
    const wrong: string[] = []
    let points = 0
    let gaps = 0
    const all = await telemetry.loadSeries({ organisation, accountId, region })
    for (const series of all) {
      const stored = await telemetry.points(organisation, series.id, from / SECOND, until / SECOND)
      const period = stored[0]?.period ?? 300
      const right = trueValues({ simulator }, series, period, from / SECOND, until / SECOND)
      const found = new Map(stored.map(({ ts, value }) => [ts, value]))
      if (found.size < stored.length) wrong.push(`${series.name}: points twice`)
      for (const [ts, value] of right) {
        const own = found.get(ts)
        const what = `${watched.includes(series.name) ? 'watched' : 'other'} ${series.name} ${new Date(ts * SECOND).toISOString()}`
        if (own === undefined) wrong.push(`${what} is missing`)
        else if (Math.abs(own - value) > 1e-6 * Math.max(1, Math.abs(value)))
          wrong.push(`${what} is ${own}, not ${value}`)
      }
      for (const ts of found.keys())
        if (!right.has(ts)) wrong.push(`${series.name} has a point at ${ts} that AWS has not`)
      points += right.size
      gaps += (until - from) / SECOND / period - right.size
    }
    expect(wrong.slice(0, 20)).toEqual([])
    expect(wrong).toHaveLength(0)
    expect(new Set(all.map(({ namespace }) => namespace))).toEqual(new Set(namespaces))
    expect(points).toBeGreaterThan(10_000)
    expect(gaps, 'AWS itself has gaps in this world').toBeGreaterThan(100)
  } finally {
    await telemetry.close()
  }
}
