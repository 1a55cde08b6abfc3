// Erasing a removed account's data: after collection has let go, all of it and nothing else, through faults and kills.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import type { RoleAccount } from '../src/core/account.ts'
import { MINUTE, systemClock } from '../src/core/clock.ts'
import { isOwnNamespace } from '../src/core/metric.ts'
import { openSqliteSettings } from '../src/store/settings/sqlite.ts'
import type { Erasure, Settings } from '../src/store/settings-ports.ts'
import { openTelemetry } from '../src/store/telemetry/index.ts'
import { accountOf, alike, type Collecting, organisation, quietLog, startCollecting } from './support/collecting.ts'
import type { ChildOptions } from './support/collecting-child.ts'

const region = 'us-east-1'
const quick = {
  aws_regions: { include_only: [region] },
  metrics_config: { namespace_filters: { include_only: ['AWS/Lambda'] }, collect_cloudwatch_alarms: true },
}
const gone = accountOf('111122223333', quick)
const stays = accountOf('444455556666', quick)

let collecting: Collecting
let stop = new AbortController()
let running: Promise<unknown> = Promise.resolve()
afterEach(async () => {
  stop.abort()
  await running
  await collecting?.close()
  stop = new AbortController()
})

const order = (account: RoleAccount): Erasure => ({
  ...{ id: account.id, organisation, accountId: account.accountId, name: 'gone', state: 'waiting', rowsBefore: 0 },
  ...{ rowsLeft: 0, reason: '', requestedBy: 'user:ada', requestedAt: collecting.clock.now(), finishedAt: null },
})
const count = (account: RoleAccount) => collecting.telemetry.countAccount(organisation, account.accountId)
async function eventually(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await systemClock.sleep(50)
}
async function ended(settings: Settings, id: string, state = 'verified'): Promise<Erasure> {
  for (;;) {
    const erasure = await settings.erasures.get(organisation, id)
    if (erasure?.state === state) return erasure
    await systemClock.sleep(50)
  }
}
const run = (over: Partial<Parameters<typeof createCollector>[0]> = {}) => {
  const collector = createCollector({
    ...collecting,
    log: quietLog,
    cadence: alike,
    isCollectable: () => true,
    ...over,
  })
  running = collector.run(stop.signal)
  return collector
}

describe('an account that is removed with its data', () => {
  it('leaves nothing, though it was being collected, and nothing else is touched', async () => {
    collecting = await startCollecting({ accounts: [gone, stays] })
    const { settings, simulator, clock } = collecting
    await collecting.collector.collectOnce(undefined, { history: false })
    const kept = await count(stays)
    const collector = run()
    await eventually(async () => (await settings.leases.held(`${gone.id}/`, clock.now())).length > 0)
    simulator.faults.add({
      ...{ service: 'monitoring', operation: 'GetMetricData', accountId: gone.accountId },
      kind: { latencyMs: 1_500 },
    })
    const lease = `${gone.id}/${region}/metrics`
    const isHeld = async () => (await settings.leases.held(lease, clock.now())).length > 0
    // A job that had begun before the fault may have ended since: it is made due again, every three seconds.
    for (let turn = 0; !(await isHeld()); turn += 1) {
      if (turn % 60 === 0) clock.advance(6 * MINUTE)
      await systemClock.sleep(50)
    }
    await settings.accounts.delete(organisation, gone.id, order(gone))
    collector.wake()
    const erasure = await ended(settings, gone.id)
    expect(erasure).toMatchObject({ rowsLeft: 0, reason: '' })
    expect(erasure.rowsBefore).toBeGreaterThan(1_000)
    expect(erasure.finishedAt).toBeGreaterThanOrEqual(erasure.requestedAt)
    clock.advance(10 * MINUTE)
    await systemClock.sleep(1_500)
    expect(await count(gone)).toBe(0)
    expect(await settings.coverage.list(organisation, gone.id)).toEqual([])
    expect(await count(stays)).toBeGreaterThanOrEqual(kept)
    expect((await settings.audit.list(organisation, 5))[0]).toMatchObject({
      ...{ organisation, actor: 'user:ada', action: 'account.data_erased', target: gone.id },
      ...{ at: erasure.finishedAt, detail: { account_id: gone.accountId, rows: String(erasure.rowsBefore) } },
    })
  }, 90_000)

  it('can be connected again: it waits for the erasure, and then has its series and points again', async () => {
    collecting = await startCollecting({ accounts: [gone] })
    const { settings, telemetry } = collecting
    const once = () => collecting.collector.collectOnce(undefined, { history: false })
    await once()
    const before = await telemetry.loadSeries({ organisation, accountId: gone.accountId })
    await settings.accounts.delete(organisation, gone.id, order(gone))
    const again = accountOf(gone.accountId, quick, 'connected-again')
    await settings.accounts.insert(again)
    collecting.simulator.ledger.reset()
    await once()
    expect(collecting.simulator.ledger.total({ accountId: gone.accountId }).calls).toBe(0)
    run()
    await ended(settings, gone.id)
    await eventually(async () =>
      (await settings.coverage.list(organisation, again.id)).some(({ points }) => points > 0),
    )
    stop.abort()
    await running
    const after = await telemetry.loadSeries({ organisation, accountId: gone.accountId })
    // What is made of listings comes when they do.
    const read = (list: typeof after) => list.filter(({ namespace }) => !isOwnNamespace(namespace))
    const named = (list: typeof after) =>
      read(list)
        .map(({ id, name }) => `${id} ${name}`)
        .sort()
    expect(named(after)).toEqual(named(before))
    expect((await telemetry.points(organisation, read(after)[0]?.id ?? 0, 0, 2 ** 32 - 1)).length).toBeGreaterThan(0)
  }, 90_000)

  it('is tried again where the store refuses, and says why meanwhile', async () => {
    collecting = await startCollecting({ accounts: [gone] })
    const { settings, telemetry, clock } = collecting
    await collecting.collector.collectOnce(undefined, { history: false })
    await settings.accounts.delete(organisation, gone.id, order(gone))
    let refusals = 1
    const eraseAccount = async (...which: [string, string]) => {
      if (refusals-- > 0) throw new Error('the disk is full\nin a statement that nobody should see')
      return telemetry.eraseAccount(...which)
    }
    const collector = run({ telemetry: { ...telemetry, eraseAccount } })
    const failed = await ended(settings, gone.id, 'failed')
    expect(failed).toMatchObject({ reason: 'the disk is full', finishedAt: null })
    expect(failed.rowsLeft).toBe(failed.rowsBefore)
    clock.advance(2 * MINUTE)
    collector.wake()
    expect(await ended(settings, gone.id)).toMatchObject({ rowsBefore: failed.rowsBefore, rowsLeft: 0, reason: '' })
    expect(await count(gone)).toBe(0)
  }, 60_000)
})

describe('a collector that is killed while it erases', () => {
  it('leaves an erasure that the next one takes up', async () => {
    collecting = await startCollecting({ accounts: [gone] })
    const { settings, telemetry, clock, directory, simulator } = collecting
    await collecting.collector.collectOnce(undefined, { history: false })
    await settings.accounts.delete(organisation, gone.id, order(gone))
    await telemetry.close()
    await settings.close()

    const options: ChildOptions = {
      ...{
        directory,
        endpoint: simulator.endpoint,
        credentials: simulator.heycloud,
        now: clock.now(),
        rest: alike.rest,
      },
    }
    const file = new URL('./support/erasing-child.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [file, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')

    const reopened = await openSqliteSettings({ file: `${directory}/settings.sqlite` })
    const telemetryAgain = await openTelemetry({ directory: `${directory}/telemetry`, clock })
    const [before] = await reopened.erasures.open()
    expect(before).toMatchObject({ state: 'erasing' })
    collecting = { ...collecting, settings: reopened, telemetry: telemetryAgain }
    clock.advance(MINUTE)
    run()
    const erasure = await ended(reopened, gone.id)
    expect(erasure.rowsBefore).toBe(before?.rowsBefore)
    expect(await count(gone)).toBe(0)
  }, 60_000)
})
