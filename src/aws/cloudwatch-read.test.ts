// CloudWatch reads over HTTP against a simulated CloudWatch: every value right, every fault told, nothing counted wrong.
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { truth } from '../../simulator/world/series.ts'
import { parseStatistic } from '../../simulator/world/statistic.ts'
import { DAY, HOUR, MINUTE, SECOND, systemClock } from '../core/clock.ts'
import {
  getMetricData,
  type ListedMetric,
  listMetrics,
  type MetricRequest,
  type MetricResult,
  type ReadOptions,
  type Window,
} from './cloudwatch.ts'
import type { AwsConfig } from './config.ts'
import { observe } from './observe.ts'
import {
  accessTo,
  goodTrust,
  type SimulatedAws,
  simulatedAws,
  type TestAccess,
  target,
} from './testing/simulated-aws.ts'

const region = 'eu-west-1'
const statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p95']
let aws: SimulatedAws
const opened: TestAccess[] = []
beforeEach(async () => {
  aws = await simulatedAws({ world: true })
})
afterEach(async () => {
  for (const access of opened.splice(0)) access.close()
  await aws.close()
})
const open = (config: Partial<AwsConfig> = {}) => {
  const access = accessTo(aws.endpoint, config)
  opened.push(access)
  return access
}
const cloudWatch = (access: TestAccess) => access.session(target, 'metrics').client(CloudWatchClient, region)

async function listAll(access: TestAccess, options?: Parameters<typeof listMetrics>[1]): Promise<ListedMetric[]> {
  const listed: ListedMetric[] = []
  for await (const page of listMetrics(cloudWatch(access), options)) listed.push(...page)
  return listed
}

async function readAll(
  access: TestAccess,
  requests: MetricRequest[],
  window: Window,
  options: Partial<ReadOptions> = {},
) {
  const results: MetricResult[] = []
  for await (const some of getMetricData(cloudWatch(access), requests, window, { clock: systemClock, ...options }))
    results.push(...some)
  return results
}

/** Six hours that ended an hour ago, or more, on the hour: settled points only. */
const settled = (hoursAgo = 1): Window => {
  const to = (Math.floor(aws.worldClock.now() / HOUR) * HOUR - hoursAgo * HOUR) / SECOND
  return { from: to - (6 * HOUR) / SECOND, to }
}

const requestsFor = (listed: ListedMetric[], period = 300, wanted: readonly string[] = statistics): MetricRequest[] =>
  listed.map(metric => ({ ...metric, period, statistics: wanted }))

/** What the world says of a query. */
function trueSeries({ namespace, metric, dimensions, period }: MetricRequest, statistic: string, window: Window) {
  const pairs = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
  const series = aws.world.region(target.accountId, region)?.metrics.find(namespace, metric, pairs)
  const parsed = parseStatistic(statistic)
  if (!series || !('model' in series) || !parsed) throw new Error(`no ${namespace} ${metric} in the world`)
  return truth(series, parsed, period, window.from * SECOND, window.to * SECOND)
}

describe('listMetrics', () => {
  it('lists every metric of the region once, and of one namespace alone', async () => {
    const access = open()
    const listed = await listAll(access)
    expect(listed.length).toBeGreaterThan(50)
    expect(new Set(listed.map(metric => JSON.stringify(metric))).size).toBe(listed.length)
    const one = await listAll(access, { namespace: 'AWS/EC2', recentlyActive: true })
    expect(one.length).toBeGreaterThan(0)
    expect(new Set(one.map(({ namespace }) => namespace))).toEqual(new Set(['AWS/EC2']))
    expect(listed).toEqual(expect.arrayContaining(one))
  })

  it('names the missing action and the policy that lacks it', async () => {
    aws.setTrust(goodTrust, 'ec2:*')
    const refused = await observe('cloudwatch:ListMetrics', () => listAll(open()), systemClock)
    expect(refused).toMatchObject({ state: 'denied', action: 'cloudwatch:ListMetrics', cause: 'identity' })
  })

  it("says so when it is the session's own policy that refuses", async () => {
    const policy =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"tag:GetResources","Resource":"*"}]}'
    const access = open({ sessionPolicies: { metrics: policy } })
    const refused = await observe('cloudwatch:ListMetrics', () => listAll(access), systemClock)
    expect(refused).toMatchObject({ state: 'denied', action: 'cloudwatch:ListMetrics', cause: 'session' })
  })
})

describe.each(['cbor', 'json'] as const)('getMetricData over %s', cloudWatchProtocol => {
  it('reads every metric and statistic of the region as the world has it', async () => {
    const access = open({ cloudWatchProtocol })
    const requests = requestsFor(await listAll(access))
    // A day's metrics are published six hours late.
    const window = settled(7)
    const results = await readAll(access, requests, window)
    expect(results.length).toBe(requests.length * statistics.length)
    let points = 0
    for (const { request, statistic, observation } of results) {
      if (observation.state !== 'seen') throw new Error(JSON.stringify(observation))
      const { timestamps, values } = observation.value
      const expected = trueSeries(request, statistic, window)
      expect(timestamps).toEqual(expected.map(point => point.at / SECOND))
      for (const [i, { value }] of expected.entries()) expect(values[i]).toBeCloseTo(value, 6)
      points += values.length
    }
    expect(points).toBeGreaterThan(1_000)
  })

  it('takes a throttle, a refusal and an inner error for what they are', async () => {
    const access = open({ cloudWatchProtocol, maxAttempts: 1 })
    const requests = requestsFor((await listAll(access, { namespace: 'AWS/EC2' })).slice(0, 1))
    const kinds = [
      { error: 'Throttling', message: 'Rate exceeded', status: 400 },
      { error: 'InternalFailure', message: 'inside', status: 500 },
    ]
    const told: unknown[] = []
    for (const kind of kinds) {
      aws.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind, times: 1 })
      const [result] = await readAll(access, requests, settled())
      told.push(result?.observation)
    }
    aws.setTrust(goodTrust, 'cloudwatch:ListMetrics')
    told.push((await readAll(access, requests, settled()))[0]?.observation)
    expect(told).toMatchObject([
      { state: 'failed', code: expect.stringMatching(/^Throttling/), transient: true },
      { state: 'failed', transient: true },
      { state: 'denied', action: 'cloudwatch:GetMetricData', cause: 'identity' },
    ])
  })
})

describe('getMetricData', () => {
  it('joins what comes in pages, cut in the middle of a metric', async () => {
    const access = open()
    const requests = requestsFor((await listAll(access)).slice(0, 20))
    const window = settled()
    const whole = await readAll(access, requests, window)
    const calls = aws.ledger.total({ operation: 'GetMetricData' }).calls
    aws.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind: { partialData: true } })
    const pieced = await readAll(access, requests, window)
    expect(aws.ledger.total({ operation: 'GetMetricData' }).calls - calls).toBeGreaterThan(2)
    const values = (results: MetricResult[]) =>
      results.map(({ observation }) => observation.state === 'seen' && observation.value)
    expect(values(pieced)).toEqual(values(whole))
  })

  it('pages through one metric that is more than an answer holds', async () => {
    const access = open()
    const listed = (await listAll(access, { namespace: 'AWS/ApplicationELB' })).slice(0, 1)
    const to = Math.floor(aws.worldClock.now() / MINUTE) * 60 - 3_600
    const window = { from: to - (14 * DAY) / SECOND, to }
    const results = await readAll(access, requestsFor(listed, 60), window)
    expect(aws.ledger.total({ operation: 'GetMetricData' }).calls).toBeGreaterThan(1)
    expect(results.map(({ observation }) => observation.state === 'seen' && observation.value.values.length)).toEqual(
      statistics.map(statistic => trueSeries(requestsFor(listed, 60)[0] as MetricRequest, statistic, window).length),
    )
  })

  it('asks again, alone, for the queries that AWS failed inside', async () => {
    const access = open()
    const requests = requestsFor((await listAll(access)).slice(0, 50))
    aws.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind: { internalErrorFor: 0.3 }, times: 1 })
    const results = await readAll(access, requests, settled())
    expect(results.every(({ observation }) => observation.state === 'seen')).toBe(true)
    const { calls, queries } = aws.ledger.total({ operation: 'GetMetricData' })
    expect(calls).toBe(2)
    expect(queries).toBeGreaterThan(300)
    expect(queries).toBeLessThan(450)
  })

  it('leaves the retry to the caller who wants it, and never takes a failure for no points', async () => {
    const access = open()
    const requests = requestsFor((await listAll(access)).slice(0, 50))
    aws.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind: { internalErrorFor: 1 } })
    const results = await readAll(access, requests, settled(), { retries: 0 })
    expect(results.length).toBe(300)
    for (const { observation } of results)
      expect(observation).toMatchObject({ state: 'failed', code: 'InternalError', transient: true })
  })

  it('fails the queries of a failed call only', async () => {
    const access = open({ maxAttempts: 1 })
    const listed = (await listAll(access)).slice(0, 86)
    aws.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind: { disconnect: true }, times: 1 })
    const results = await readAll(access, requestsFor(listed), settled(), { concurrency: 1 })
    const failed = results.filter(({ observation }) => observation.state === 'failed')
    expect([failed.length, results.length]).toEqual([498, 516])
    expect(failed[0]?.observation).toMatchObject({ code: 'Unreachable', transient: true })
  })

  it('stops between calls when told to', async () => {
    const access = open()
    const requests = requestsFor(await listAll(access))
    const stop = new AbortController()
    const reading = getMetricData(cloudWatch(access), requests, settled(), {
      clock: systemClock,
      concurrency: 1,
      signal: stop.signal,
    })
    expect((await reading.next()).done).toBe(false)
    stop.abort(new Error('enough'))
    await expect(reading.next()).rejects.toThrow('enough')
  })
})

describe('the ledger', () => {
  it("counts and prices as the simulated AWS's own does", async () => {
    const access = open()
    const requests = requestsFor(await listAll(access))
    await readAll(access, requests, settled())
    const ours = access.costs.drain()
    for (const operation of ['ListMetrics', 'GetMetricData']) {
      const theirs = aws.ledger.total({ service: 'monitoring', operation })
      const lines = ours.filter(line => line.operation === `cloudwatch:${operation}`)
      const sum = (name: 'calls' | 'queries' | 'datapoints' | 'charge') =>
        lines.reduce((total, line) => total + line[name], 0)
      expect([sum('calls'), sum('queries'), sum('datapoints')]).toEqual([
        theirs.calls,
        theirs.queries,
        theirs.datapoints,
      ])
      expect(sum('charge')).toBeCloseTo(theirs.charge, 9)
    }
    // Six statistics of one metric are two of AWS's metrics.
    const metrics = ours.reduce((total, line) => total + line.chargeableMetrics, 0)
    expect(metrics).toBe(2 * requests.length)
    expect(new Set(ours.map(line => line.accountId))).toEqual(new Set([target.accountId]))
    expect(new Set(ours.map(line => line.namespace)).size).toBeGreaterThan(3)
  })

  it('is empty once drained, and takes back what could not be stored', async () => {
    const access = open()
    await listAll(access)
    const lines = access.costs.drain()
    expect(access.costs.drain()).toEqual([])
    access.costs.putBack(lines)
    access.costs.putBack(lines)
    expect(access.costs.drain().find(line => line.operation === 'cloudwatch:ListMetrics')?.calls).toBe(
      2 * (lines.find(line => line.operation === 'cloudwatch:ListMetrics')?.calls ?? 0),
    )
  })

  it('counts a throttled call as a call, and not as money', async () => {
    const access = open()
    const kind = { error: 'Throttling', message: 'Rate exceeded', status: 400 }
    aws.faults.add({ service: 'monitoring', operation: 'ListMetrics', kind, times: 1 })
    await listAll(access, { namespace: 'AWS/EC2' })
    const line = access.costs.drain().find(({ operation }) => operation === 'cloudwatch:ListMetrics')
    expect(line).toMatchObject({ namespace: 'AWS/EC2', calls: 2 })
    expect(line?.charge).toBeCloseTo(0.00001, 9)
  })
})

describe('quotas', () => {
  it('are reached and never exceeded: seventy ListMetrics at once, none throttled', async () => {
    const access = open()
    await Promise.all(Array.from({ length: 70 }, () => listAll(access, { namespace: 'AWS/Billing' })))
    expect(aws.ledger.total({ operation: 'ListMetrics' })).toMatchObject({ calls: 70, throttled: 0 })
  })

  it('are kept in datapoints too: twice what a second allows, none throttled', async () => {
    const access = open()
    const requests = requestsFor(await listAll(access, { namespace: 'AWS/ApplicationELB' }), 60, statistics.slice(0, 5))
    const to = Math.floor(aws.worldClock.now() / MINUTE) * 60
    const window = { from: to - 7_200, to }
    const weight = requests.length * 5 * 120
    const many = Array.from({ length: Math.ceil(360_000 / weight) }, () => readAll(access, requests, window))
    const results = (await Promise.all(many)).flat()
    expect(results.every(({ observation }) => observation.state === 'seen')).toBe(true)
    expect(aws.ledger.total({ operation: 'GetMetricData' })).toMatchObject({ calls: many.length, throttled: 0 })
  })
})
