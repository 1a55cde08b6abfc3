import { afterEach, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import type { AwsAccount } from '../src/core/account.ts'
import { HOUR, MINUTE, systemClock } from '../src/core/clock.ts'
import { seededRandom } from '../src/core/random.ts'
import {
  accountOf,
  alike,
  type Collecting,
  organisation,
  quietLog,
  startCollecting,
  wholeSettings,
} from './support/collecting.ts'

const region = 'us-east-1'
const small = (accountId: string) =>
  accountOf(accountId, {
    aws_regions: { include_only: [region] },
    metrics_config: {
      ...wholeSettings.metrics_config,
      namespace_filters: { include_only: ['AWS/Lambda'] },
      // Of all the past there is, a little will do.
      metric_name_filters: [{ namespace: 'AWS/Lambda', include_only: ['aws.lambda.invocations', 'aws.lambda.errors'] }],
    },
  })
const prod = small('111122223333')
const staging = small('444455556666')

let collecting: Collecting
let stop = new AbortController()
let running: Promise<unknown> = Promise.resolve()
afterEach(async () => {
  stop.abort()
  await running
  await collecting?.close()
  stop = new AbortController()
})

const lambda = async (account: AwsAccount) =>
  (await collecting.coverage(account.id)).find(({ namespace }) => namespace === 'AWS/Lambda')

async function eventually(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await systemClock.sleep(50)
}

const collectorOf = (over: Partial<Parameters<typeof createCollector>[0]> = {}) =>
  createCollector({ ...collecting, log: quietLog, cadence: alike, isCollectable: () => true, ...over })

describe('the running collector', () => {
  it('reads nothing of an account before it is collectable, and begins when it is woken', async () => {
    collecting = await startCollecting({ accounts: [prod] })
    let proven = false
    collecting.simulator.ledger.reset()
    const collector = collectorOf({ isCollectable: () => proven })
    running = collector.run(stop.signal)
    await systemClock.sleep(1_500)
    expect(collecting.simulator.ledger.entries().filter(({ accountId }) => accountId === prod.accountId)).toEqual([])
    proven = true
    collector.wake()
    await eventually(async () => ((await lambda(prod))?.points ?? 0) > 0)
  })

  it('goes on by itself as time passes, and stops when the account goes', async () => {
    collecting = await startCollecting({ accounts: [prod] })
    const collector = collectorOf()
    running = collector.run(stop.signal)
    await eventually(async () => (await lambda(prod)) !== undefined)
    const first = await lambda(prod)
    collecting.clock.advance(10 * MINUTE)
    await eventually(async () => ((await lambda(prod))?.newestPoint ?? 0) >= (first?.newestPoint ?? 0) + 540)
    await collecting.settings.accounts.delete(organisation, prod.id)
    collector.wake()
    await systemClock.sleep(1_500)
    const calls = () => collecting.simulator.ledger.total({ service: 'monitoring' }).calls
    const before = calls()
    collecting.clock.advance(HOUR)
    await systemClock.sleep(1_500)
    expect(calls()).toBe(before)
  })

  it('an account whose calls hang delays no other', async () => {
    collecting = await startCollecting({ accounts: [prod, staging] })
    const { accountId } = prod
    collecting.simulator.faults.add({ service: '*', operation: '*', accountId, kind: { latencyMs: 3_000 } })
    running = collectorOf({ limits: { jobs: 4, jobsPerAccount: 2 } }).run(stop.signal)
    await eventually(async () => ((await lambda(staging))?.points ?? 0) > 0)
    expect(await lambda(prod)).toBeUndefined()
  })

  it('two collectors share the work: nothing is asked of AWS twice', async () => {
    collecting = await startCollecting({ accounts: [prod, staging] })
    const signal = stop.signal
    const both = [collectorOf({ random: seededRandom(8) }), collectorOf({ random: seededRandom(9) })]
    running = Promise.all(both.map(collector => collector.run(signal)))
    const done = async () => {
      const shares = await Promise.all([prod, staging].map(({ id }) => both[0]?.progress(id)))
      return shares.every(share => share === 1)
    }
    await eventually(done)
    stop.abort()
    await running
    const asked = collecting.simulator.ledger.total({ operation: 'GetMetricData' })
    await collecting.close()

    collecting = await startCollecting({ accounts: [prod, staging] })
    await collecting.collector.collectOnce()
    expect(asked.queries).toBe(collecting.simulator.ledger.total({ operation: 'GetMetricData' }).queries)
  }, 90_000)

  it('gives series the tags that come after them', async () => {
    collecting = await startCollecting({ accounts: [prod] })
    const slow = { service: 'tagging', operation: 'GetResources', kind: { latencyMs: 1_500 } }
    collecting.simulator.faults.add({ ...slow, times: 1 })
    running = collectorOf().run(stop.signal)
    const tagged = async () => {
      const series = await collecting.telemetry.loadSeries({ organisation, accountId: prod.accountId, region })
      return series.filter(({ tags }) => tags.some(tag => tag.startsWith('team:'))).length
    }
    await eventually(async () => ((await lambda(prod))?.points ?? 0) > 0)
    expect(await tagged()).toBe(0)
    await eventually(async () => (await tagged()) > 0)
  })
})
