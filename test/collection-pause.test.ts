// A paused account is left alone at once, in every process, and what was missed is read when it goes on.
import { afterEach, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import { HOUR, MINUTE, SECOND, systemClock } from '../src/core/clock.ts'
import { seededRandom } from '../src/core/random.ts'
import {
  accountOf,
  alike,
  type Collecting,
  organisation,
  quietLog,
  startCollecting,
  trueValues,
} from './support/collecting.ts'

const region = 'us-east-1'
const account = accountOf('111122223333', {
  aws_regions: { include_only: [region] },
  metrics_config: { namespace_filters: { include_only: ['AWS/Lambda'] } },
})

let collecting: Collecting
let stop = new AbortController()
let running: Promise<unknown> = Promise.resolve()
afterEach(async () => {
  stop.abort()
  await running
  await collecting?.close()
  stop = new AbortController()
})

const calls = () => collecting.simulator.ledger.total({ accountId: account.accountId }).calls
const pause = (pausedAt: number | null) => collecting.settings.accounts.update({ ...account, pausedAt })
async function eventually(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await systemClock.sleep(50)
}

describe('a paused account', () => {
  it('is not asked for anything, and the gap is read when it is resumed', async () => {
    collecting = await startCollecting({ accounts: [account] })
    const once = () => collecting.collector.collectOnce(undefined, { history: false })
    await once()
    await pause(collecting.clock.now())
    const left = Math.ceil(collecting.clock.now() / SECOND / 60) * 60
    collecting.simulator.ledger.reset()
    collecting.clock.advance(3 * HOUR)
    await once()
    expect(calls()).toBe(0)
    await pause(null)
    await once()
    expect(calls()).toBeGreaterThan(0)
    const now = Math.floor(collecting.clock.now() / SECOND)
    const series = (await collecting.telemetry.loadSeries({ organisation, accountId: account.accountId })).filter(
      ({ name }) => name === 'aws.lambda.invocations',
    )
    expect(series.length).toBeGreaterThan(0)
    let compared = 0
    for (const one of series) {
      const points = await collecting.telemetry.points(organisation, one.id, left, now - 10 * 60)
      const right = trueValues(collecting, one, 60, left, now - 10 * 60)
      expect(points.map(({ ts, value }) => [ts, value])).toEqual(
        [...right].map(([ts, value]) => [ts, expect.closeTo(value, 6)]),
      )
      compared += points.length
    }
    expect(compared).toBeGreaterThan(100)
  }, 60_000)

  it('is left in the midst of a job that runs, and is not taken up by another collector', async () => {
    collecting = await startCollecting({ accounts: [account] })
    const { clock, settings, simulator } = collecting
    const logged: unknown[] = []
    const log = { ...quietLog, error: (fields: unknown) => logged.push(fields) }
    const both = [8, 9].map(seed =>
      createCollector({ ...collecting, log, cadence: alike, random: seededRandom(seed), isCollectable: () => true }),
    )
    running = Promise.all(both.map(collector => collector.run(stop.signal)))
    await eventually(async () => calls() > 30)
    // Each call takes longer than everybody needs to hear of the pause: only those on their way end.
    simulator.faults.add({ service: '*', operation: '*', accountId: account.accountId, kind: { latencyMs: 2_000 } })
    clock.advance(20 * MINUTE)
    const lease = `${account.id}/`
    await eventually(async () => (await settings.leases.held(lease, clock.now())).length > 0)
    await pause(clock.now())
    for (const collector of both) collector.wake()
    await eventually(async () => (await settings.leases.held(lease, clock.now())).length === 0)
    // Those who had not heard of it yet do, and calls that were given up come to their end in AWS, which counts them then.
    for (let before = -1; before !== calls(); ) {
      before = calls()
      await systemClock.sleep(2_500)
    }
    simulator.ledger.reset()
    clock.advance(20 * MINUTE)
    await systemClock.sleep(2_500)
    expect(calls()).toBe(0)
    expect(logged).toEqual([])
    simulator.faults.clear()
    await pause(null)
    for (const collector of both) collector.wake()
    await eventually(async () => calls() > 5)
  }, 60_000)
})
