// A monthly limit over the simulated AWS: it slows reading, then stops what costs, and the next month begins anew.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import { monthSpan } from '../src/core/budget.ts'
import { HOUR, MINUTE, SECOND, systemClock } from '../src/core/clock.ts'
import {
  accountOf,
  type Collecting,
  organisation,
  quietLog,
  startCollecting,
  wholeSettings,
} from './support/collecting.ts'

const accountId = '111122223333'
const account = accountOf(accountId, {
  ...wholeSettings,
  aws_regions: { include_only: ['us-east-1'] },
  features: { cost_management: true },
  metrics_config: {
    ...wholeSettings.metrics_config,
    collect_custom_metrics: false,
    namespace_filters: { include_only: ['AWS/Lambda'] },
  },
})
const id = account.id

let collecting: Collecting
let collector: Collecting['collector']
let stop = new AbortController()
let running: Promise<void> = Promise.resolve()

/** What nobody watches is read as often as what is, so that hours show what days would. */
const makeCollector = () =>
  createCollector({ ...collecting, log: quietLog, isCollectable: () => true, cadence: { rest: 5 * MINUTE } })

function start() {
  stop = new AbortController()
  collector = makeCollector()
  running = collector.run(stop.signal)
}
async function halt() {
  stop.abort()
  await running
}

beforeAll(async () => {
  collecting = await startCollecting({ accounts: [account], aws: { moved: true } })
  start()
}, 60_000)
afterAll(async () => {
  await halt()
  await collecting?.close()
})

/** Both sleep in real time, and do not see that the clock was moved. */
async function pass(time: number, step = 5 * MINUTE) {
  for (let passed = 0; passed < time; passed += step) {
    collecting.clock.advance(step)
    collector.wake()
    await systemClock.sleep(SECOND / 5)
  }
}
/** What AWS has charged the account, as the simulated AWS itself counts it. */
const charged = () => collecting.simulator.ledger.total({ accountId }).charge
const asked = () => collecting.simulator.ledger.total({ accountId, operation: 'GetMetricData' }).queries
const setLimit = async (monthlyLimit: number) => {
  const setAt = collecting.clock.now()
  await collecting.settings.budgets.put({ organisation, accountConfigId: id, monthlyLimit, setBy: 'user:ada', setAt })
  await collector.money.keepBudgets()
}
const pace = () => collector.money.paceOf(account)
const audited = async () => (await collecting.settings.audit.list(organisation, 50)).map(({ action }) => action)
const metricsRow = async () =>
  (await collecting.coverage(id)).find(({ kind, namespace }) => kind === 'metrics' && namespace === 'AWS/Lambda')

describe('a monthly limit', () => {
  it('leaves alone what fits into it', async () => {
    await expect.poll(asked, { timeout: 20_000 }).toBeGreaterThan(0)
    await pass(20 * MINUTE)
    await setLimit(1_000)
    expect(pace()).toEqual({ stretch: 1, stopped: null })
    const spending = (await collector.money.spending(organisation, [account])).get(id)
    expect(spending?.spent).toBeGreaterThan(0)
    expect(charged()).toBeGreaterThanOrEqual(spending?.spent ?? 0)
    expect(charged()).toBeLessThan((spending?.spent ?? 0) * 1.5)
  }, 60_000)

  it('slows reading so that the month ends within it, by every collector alike', async () => {
    const before = asked()
    await pass(HOUR)
    const unslowed = asked() - before
    const spending = (await collector.money.spending(organisation, [account])).get(id)
    if (!spending) throw new Error('Nothing is known of what is spent')
    const left = (monthSpan(collecting.clock.now()).to - collecting.clock.now()) / (30 * 24 * HOUR)
    await setLimit(spending.spent + (spending.metrics / 6 + spending.requests) * left)
    expect(pace().stretch).toBeGreaterThan(5)
    expect(pace().stretch).toBeLessThan(12)
    const other = makeCollector()
    expect(other.money.paceOf(account).stretch).toBe(1)
    await other.money.keepBudgets()
    expect(other.money.paceOf(account)).toEqual(pace())
    expect(await audited()).toContain('budget.stretch')
    await pass(10 * MINUTE)
    const slow = asked()
    await pass(HOUR)
    expect(asked() - slow).toBeLessThan(unslowed * 0.7)
    expect((await metricsRow())?.state).toBe('seen')
  }, 60_000)

  it('stops what costs when it is reached, within a round of it, and says why', async () => {
    await setLimit(1_000)
    const round = charged()
    await pass(10 * MINUTE)
    const limit = charged() + 2 * (charged() - round)
    await setLimit(limit)
    await expect
      .poll(
        async () => {
          await pass(30 * MINUTE)
          return pace().stopped
        },
        { timeout: 40_000, interval: 10 },
      )
      .toMatch(/^The monthly limit of .* of this account is reached/)
    await pass(10 * MINUTE)
    const end = charged()
    expect(end).toBeLessThan(limit + 2 * (charged() - round))
    await pass(2 * HOUR, 20 * MINUTE)
    expect(charged()).toBe(end)
    expect(await metricsRow()).toMatchObject({ state: 'off', reason: pace().stopped })
    expect((await collecting.coverage(id)).find(({ kind }) => kind === 'tags')?.state).toBe('seen')
    expect(await audited()).toContain('budget.stop')
  }, 90_000)

  it('is remembered over a restart', async () => {
    await halt()
    start()
    const end = charged()
    await pass(HOUR, 10 * MINUTE)
    expect(pace().stopped).not.toBeNull()
    expect(charged()).toBe(end)
  }, 60_000)

  it('begins anew with the next month', async () => {
    const before = asked()
    collecting.clock.advance(monthSpan(collecting.clock.now()).to - collecting.clock.now() + MINUTE)
    await setLimit(1_000)
    await pass(15 * MINUTE)
    await expect.poll(asked, { timeout: 20_000 }).toBeGreaterThan(before)
    expect(pace()).toEqual({ stretch: 1, stopped: null })
    await expect.poll(async () => (await metricsRow())?.state, { timeout: 20_000 }).toBe('seen')
    expect(await audited()).toContain('budget.resume')
    // What AWS itself says is asked once a day, and shown beside.
    const billed = await collecting.settings.billed.get(id)
    expect(billed?.notSeen).toBeNull()
    const asks = collecting.simulator.ledger.total({ accountId, service: 'ce' }).calls
    expect(asks).toBeGreaterThan(0)
    expect(asks).toBeLessThanOrEqual(3)
  }, 60_000)
})
