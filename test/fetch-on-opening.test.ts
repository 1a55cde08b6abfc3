// A chart that is opened is filled within two seconds, by a process that collects nothing itself.
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import { createRules } from '../src/collect/metrics/rules.ts'
import { HOUR, MINUTE, SECOND, systemClock } from '../src/core/clock.ts'
import { systemRandom } from '../src/core/random.ts'
import type { UserRole } from '../src/core/user.ts'
import { createDelegation } from '../src/delegation/index.ts'
import { buildServer } from '../src/server/app.ts'
import { createKey } from '../src/server/auth/bootstrap.ts'
import { services } from '../src/services/index.ts'
import { accountOf, type Collecting, organisation, quietLog, startCollecting } from './support/collecting.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const account = accountOf(accountId, {
  aws_regions: { include_only: [region] },
  metrics_config: { namespace_filters: { include_only: ['AWS/Lambda', 'AWS/EC2'] } },
})
const query = 'avg:aws.lambda.duration{*} by {functionname}'

let collecting: Collecting
let serving: Awaited<ReturnType<typeof serve>>
afterEach(async () => {
  await serving?.app.close()
  await collecting?.close()
})

/** A web server over the same stores, whose collector never runs. */
async function serve() {
  const { settings, aws, telemetry, clock } = collecting
  const parts = { settings, aws, telemetry, clock, random: systemRandom }
  const app = await buildServer({
    ...{ ...parts, log: pino({ level: 'silent' }), version: '0.0.0' },
    delegation: createDelegation({ ...parts, log: quietLog }),
    collector: createCollector({ ...parts, log: quietLog, isCollectable: () => true }),
    ...{ configuredAccountId: undefined, simulated: undefined },
  })
  const keys = async (role: UserRole = 'editor', of = organisation) => {
    const api = await createKey(parts, 'api', 'test', role, of)
    const application = await createKey(parts, 'app', 'test', role, of)
    return { 'dd-api-key': api.token, 'dd-application-key': application.token }
  }
  return { app, keys }
}

interface Reply {
  series: { pointlist: [number, number | null][] }[]
  filling: number
  not_filled: { account_id: string; reason: string }[]
  newest_point: number | null
}

/** An account whose points are some hours old, and a web server beside it that has collected nothing. */
async function begin() {
  collecting = await startCollecting({ accounts: [account], collector: { cadence: { rest: 6 * HOUR } } })
  await collecting.collector.collectOnce(undefined, { history: false })
  collecting.clock.advance(4 * HOUR)
  serving = await serve()
  const headers = await serving.keys()
  const now = () => Math.floor(collecting.clock.now() / SECOND)
  const ask = async (text = query, hours = 6): Promise<Reply> => {
    const range = `from=${now() - hours * 3_600}&to=${now()}`
    const reply = await serving.app.inject({
      url: `/api/v1/query?${range}&query=${encodeURIComponent(text)}`,
      headers,
    })
    expect(reply.statusCode, reply.body).toBe(200)
    return reply.json<Reply>()
  }
  const filled = async (text = query) => {
    for (;;) {
      const reply = await ask(text)
      if (reply.filling === 0) return reply
      await systemClock.sleep(50)
    }
  }
  const reads = () => collecting.simulator.ledger.total({ operation: 'GetMetricData' }).queries
  return { ask, filled, now, reads }
}

describe('opening a chart', () => {
  it('is filled within two seconds, with the points that everybody else reads too', async () => {
    const { ask, filled, now, reads } = await begin()
    collecting.simulator.faults.add({ service: '*', operation: '*', kind: { latencyMs: 20 } })
    const before = reads()
    const started = systemClock.now()
    const first = await ask()
    expect(systemClock.now() - started).toBeLessThan(1_000)
    expect(first.filling).toBe(first.series.length)
    expect(first.newest_point).toBeLessThan(now() - 3 * 3_600)
    const then = await filled()
    expect(systemClock.now() - started).toBeLessThan(2_000)
    expect(then.newest_point).toBeGreaterThan(now() - 10 * 60)
    for (const { pointlist } of then.series) expect(pointlist.slice(-60).some(([, value]) => value !== null)).toBe(true)
    const asked = reads() - before
    expect(asked).toBeGreaterThan(0)
    // Looked at again, it costs nothing.
    collecting.clock.advance(2 * MINUTE)
    expect((await ask()).filling).toBe(0)
    expect(reads() - before).toBe(asked)
    // And the reading of everything finds the same points.
    const series = await collecting.telemetry.findSeries(
      organisation,
      ['aws.lambda.duration'],
      { kind: 'everything' },
      9,
    )
    const [one] = series
    const points = () => collecting.telemetry.points(organisation, one?.id ?? 0, 0, now() - 900)
    const fetched = await points()
    collecting.clock.advance(3 * HOUR)
    await collecting.collector.collectOnce(undefined, { history: false })
    expect((await points()).slice(0, fetched.length)).toEqual(fetched)
    // What was asked for is watched now, with all of its statistics.
    const watches = await collecting.settings.watches.list(organisation, collecting.clock.now())
    expect(watches.map(({ metric, source }) => [metric, source])).toEqual([['aws.lambda.duration', 'asked']])
  }, 30_000)

  it('fetches once for many who ask at the same time, and what a dashboard watches not at all', async () => {
    const { ask, filled, reads } = await begin()
    const before = reads()
    const replies = await Promise.all([ask(), ask(), ask('max:aws.lambda.duration.maximum{*} by {functionname}')])
    expect(replies.every(({ filling }) => filling > 0)).toBe(true)
    await filled()
    const rule = createRules(services, account.settings.metrics_config).rule('AWS/Lambda', 'Duration')
    expect(reads() - before).toBe((replies[0]?.filling ?? 0) * (rule?.statistics.length ?? 0))
    const headers = await serving.keys('viewer')
    await serving.app.inject({ url: '/api/v1/dashboard/aws-overview', headers })
    const watched = async () => collecting.settings.watches.list(organisation, collecting.clock.now())
    while (!(await watched()).some(({ source }) => source === 'dashboard')) await systemClock.sleep(20)
    collecting.clock.advance(MINUTE)
    await collecting.collector.collectOnce(undefined, { history: false })
    collecting.clock.advance(4 * MINUTE)
    const then = reads()
    expect((await ask('sum:aws.lambda.invocations{*}')).filling).toBe(0)
    expect(reads()).toBe(then)
  }, 30_000)

  it('leaves out what may not be read, and says so', async () => {
    const { ask, filled, reads } = await begin()
    const before = reads()
    await collecting.settings.accounts.update({ ...account, pausedAt: collecting.clock.now() })
    expect(await ask()).toMatchObject({
      filling: 0,
      not_filled: [{ account_id: accountId, reason: 'The account is paused.' }],
    })
    await collecting.settings.accounts.update(account)
    const words = 'is not authorized to perform: cloudwatch:GetMetricData'
    collecting.simulator.faults.add({
      ...{ service: 'monitoring', operation: 'GetMetricData' },
      kind: { error: 'AccessDenied', message: words, status: 403 },
    })
    collecting.clock.advance(2 * MINUTE)
    const refused = await filled()
    expect(refused.not_filled).toEqual([{ account_id: accountId, reason: expect.stringContaining(words) }])
    expect(refused.series.length).toBeGreaterThan(0)
    expect(reads()).toBe(before)
    // Nothing but the accounts' own: another organisation sees and fetches nothing.
    const headers = await serving.keys('viewer', 'other')
    const url = `/api/v1/query?from=0&to=3600&query=${encodeURIComponent(query)}`
    expect((await serving.app.inject({ url, headers })).json<Reply>()).toMatchObject({ filling: 0, not_filled: [] })
  }, 30_000)
})
