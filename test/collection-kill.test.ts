import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startSimulator } from '../simulator/index.ts'
import { MINUTE, movableClock, SECOND, systemClock } from '../src/core/clock.ts'
import { seededRandom } from '../src/core/random.ts'
import { openSqliteSettings } from '../src/store/settings/sqlite.ts'
import type { Settings } from '../src/store/settings-ports.ts'
import { openTelemetry } from '../src/store/telemetry/index.ts'
import {
  accountOf,
  grantRole,
  organisation,
  temporaryDirectory,
  trueValues,
  wholeSettings,
} from './support/collecting.ts'
import type { ChildOptions } from './support/collecting-child.ts'

const kills = 20
/** A collector with nothing more to write is killed all the same. */
const patience = 2_500
const region = 'eu-west-1'
const account = accountOf('111122223333', {
  aws_regions: { include_only: [region] },
  metrics_config: {
    ...wholeSettings.metrics_config,
    namespace_filters: { include_only: ['AWS/Lambda', 'AWS/EC2'] },
  },
})

const { directory, remove } = temporaryDirectory()
const clock = movableClock(account.createdAt)
let simulator: Awaited<ReturnType<typeof startSimulator>>

beforeAll(async () => {
  simulator = await startSimulator({ seed: 1, clock, random: seededRandom(1) })
  await grantRole(simulator, account.accountId)
  await withSettings(async settings => {
    await settings.organisations.ensure(organisation, 'Acme', account.createdAt)
    await settings.accounts.insert(account)
  })
  const telemetry = await openTelemetry({ directory: `${directory}/telemetry`, clock })
  await telemetry.migrate()
  await telemetry.close()
})
afterAll(async () => {
  await simulator?.close()
  remove()
})

async function withSettings<T>(work: (settings: Settings) => Promise<T>): Promise<T> {
  const settings = await openSqliteSettings({ file: `${directory}/settings.sqlite` })
  try {
    await settings.migrate()
    return await work(settings)
  } finally {
    await settings.close()
  }
}

interface Life {
  child: ChildProcess
  /** `<id> <time>` of every point that was acknowledged. */
  stored: string[]
  errors: string[]
  /** Resolves when so many writes were acknowledged. */
  writes(count: number): Promise<void>
}

/** A collector in a process of its own; resolves when it is about to collect. */
async function live(): Promise<Life> {
  const options: ChildOptions = {
    directory,
    endpoint: simulator.endpoint,
    credentials: simulator.heycloud,
    now: clock.now(),
    rest: 5 * MINUTE,
  }
  const file = new URL('./support/collecting-child.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [file, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
  let written = 0
  const writes = async (count: number) => {
    while (written < count && child.signalCode === null) await systemClock.sleep(5)
  }
  const life: Life = { child, stored: [], errors: [], writes }
  await new Promise<void>((resolve, reject) => {
    child.once('exit', code => reject(new Error(`The collector ended by itself with ${code}`)))
    lines.on('line', line => {
      // A killed process may leave half a line.
      if (!line.endsWith('}')) return
      const said = JSON.parse(line) as { ready?: true; stored?: [number, number][]; error?: string }
      if (said.ready) resolve()
      if (said.stored) written += 1
      for (const [id, ts] of said.stored ?? []) life.stored.push(`${id} ${ts}`)
      if (said.error) life.errors.push(said.error)
    })
  })
  return life
}

it(`a collector that is killed ${kills} times loses no acknowledged point and goes on from its watermarks`, async () => {
  const random = seededRandom(20)
  const acknowledged = new Set<string>()
  const marks: number[] = []
  const errors: string[] = []
  for (let i = 0; i < kills; i++) {
    clock.advance(6 * MINUTE)
    const life = await live()
    // After a random number of writes, and then at a random moment: before, in or after the next.
    const writes = Math.floor(random.next() * 8)
    const pause = random.next() * 60
    await Promise.race([life.writes(writes), systemClock.sleep(patience)])
    await systemClock.sleep(pause)
    life.child.removeAllListeners('exit')
    life.child.kill('SIGKILL')
    await once(life.child, 'exit')
    for (const point of life.stored) acknowledged.add(point)
    errors.push(...life.errors)
    const lease = `${account.id}/${region}/rest`
    const rows = await withSettings(settings => settings.watermarks.list(lease))
    marks.push(rows.reduce((sum, { upTo }) => sum + upTo, 0))
  }
  expect(errors).toEqual([])
  expect(acknowledged.size).toBeGreaterThan(1_000)
  // Forwards or where it was, never back.
  expect(marks).toEqual([...marks].sort((a, b) => a - b))
  expect(marks.at(-1)).toBeGreaterThan(marks.find(mark => mark > 0) ?? 0)
  await compare(acknowledged)
}, 120_000)

/** Every acknowledged point is there, once; everything up to the watermarks is there and right. */
async function compare(acknowledged: ReadonlySet<string>): Promise<void> {
  const telemetry = await openTelemetry({ directory: `${directory}/telemetry`, clock })
  try {
    const rows = await withSettings(settings => settings.watermarks.list(`${account.id}/${region}/rest`))
    const { accountId } = account
    let compared = 0
    for (const series of await telemetry.loadSeries({ organisation, accountId, region })) {
      const points = await telemetry.points(organisation, series.id, 0, Math.floor(clock.now() / SECOND))
      const times = points.map(({ ts }) => ts)
      expect(new Set(times).size).toBe(times.length)
      const there = new Set(times.map(ts => `${series.id} ${ts}`))
      const own = [...acknowledged].filter(point => point.startsWith(`${series.id} `))
      expect(own.filter(point => !there.has(point))).toEqual([])
      const mark = rows.find(row => row.namespace === series.namespace && row.period === points.at(-1)?.period)
      if (!mark) continue
      const end = mark.upTo - 2 * mark.period
      const right = trueValues({ simulator }, series, mark.period, mark.backTo ?? 0, end)
      const found = points.filter(({ ts }) => ts >= (mark.backTo ?? 0) && ts < end)
      expect(found.map(({ ts, value }) => [ts, value])).toEqual(
        [...right].map(([ts, value]) => [ts, expect.closeTo(value, 6)]),
      )
      compared += found.length
    }
    expect(compared).toBeGreaterThan(1_000)
  } finally {
    await telemetry.close()
  }
}
