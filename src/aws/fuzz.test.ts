// A thousand answers that AWS should never give: none stops a reading, none brings a point that is not true, each is told once.
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { truth } from '../../simulator/world/series.ts'
import { parseStatistic } from '../../simulator/world/statistic.ts'
import { HOUR, SECOND, systemClock } from '../core/clock.ts'
import { type Random, seededRandom } from '../core/random.ts'
import { getMetricData, type ListedMetric, listMetrics, type MetricRequest, type MetricResult } from './cloudwatch.ts'
import { observe } from './observe.ts'
import {
  type Answer,
  type Change,
  type FuzzingProxy,
  ofLists,
  pick,
  shuffled,
  startFuzzingProxy,
} from './testing/fuzzing-proxy.ts'
import { accessTo, type SimulatedAws, simulatedAws, type TestAccess, target } from './testing/simulated-aws.ts'

const region = 'eu-west-1'
let aws: SimulatedAws
let proxy: FuzzingProxy
beforeAll(async () => {
  aws = await simulatedAws({ world: true })
  proxy = await startFuzzingProxy(aws.endpoint)
})
afterAll(async () => {
  await proxy.close()
  await aws.close()
})

/** Any of a page's results that has points to spoil. */
const some = (random: Random, answer: Answer): Answer =>
  pick(
    random,
    answer.MetricDataResults.filter(({ Values }: Answer) => Values?.length > 2),
  )
const changed =
  (change: (result: Answer, random: Random) => void): Change =>
  (answer, random) => {
    change(some(random, answer), random)
    return answer
  }

/** As AWS may well answer, if it likes: everything is read. */
const harmless: Record<string, Change> = {
  'results in another order': (answer, random) => ({
    ...answer,
    MetricDataResults: shuffled(random, answer.MetricDataResults),
  }),
  'a result twice': (answer, random) => ({
    ...answer,
    MetricDataResults: [...answer.MetricDataResults, { ...some(random, answer) }],
  }),
  'odd Unicode': changed(result => {
    result.Label = '\u202eabc\u0000\ud83d\ude80\u{10ffff}\ufeff'
  }),
  'a huge label': changed(result => {
    result.Label = 'x'.repeat(300_000)
  }),
  'members that nobody knows': (answer, random) => {
    some(random, answer).Surprise = { deep: [[[{}]]], __proto__: 1 }
    return { ...answer, Another: null }
  },
  'no messages': changed(result => {
    result.Messages = null
  }),
}

/** What cannot be: what is left of it is true, and somebody is told. */
const odd: Record<string, Change> = {
  'no id': changed(result => {
    delete result.Id
  }),
  'an id that was not asked': changed((result, random) => {
    result.Id = `q${90_000 + Math.floor(random.next() * 1_000)}`
  }),
  'an id that is a number': changed(result => {
    result.Id = 7
  }),
  'no values': changed(result => {
    delete result.Values
  }),
  'no times': changed(result => {
    delete result.Timestamps
  }),
  'no status': changed(result => {
    delete result.StatusCode
  }),
  'a status that nobody knows': changed(result => {
    result.StatusCode = 'Tomorrow'
  }),
  'a value too few': changed(result => {
    result.Values.pop()
  }),
  'a time too few': changed(result => {
    result.Timestamps.shift()
  }),
  'a value that is no number': changed((result, random) => {
    result.Values[Math.floor(random.next() * result.Values.length)] = pick(random, ['NaN', 'Infinity', 'much'])
  }),
  'points in another order': changed((result, random) => {
    const order = shuffled(random, [...result.Values.keys()])
    if (order.every((one, i) => one === i)) order.reverse()
    result.Values = order.map(i => result.Values[i])
    result.Timestamps = order.map(i => result.Timestamps[i])
  }),
  'two values of one time': changed(result => {
    result.Timestamps[1] = result.Timestamps[0]
    result.Values[1] = result.Values[0] + 1
  }),
  'a time outside of the window': changed((result, random) => {
    const far = pick(random, [-1, 0, 1, 253_402_300_799, 4_102_444_800])
    const [time] = result.Timestamps
    result.Timestamps[0] = typeof time === 'object' ? Object.assign(time, { value: far }) : far
  }),
  'a result that is none': (answer, random) => ({
    ...answer,
    MetricDataResults: [...answer.MetricDataResults, pick(random, [null, {}])],
  }),
  'no results': answer => ({ ...answer, MetricDataResults: [] }),
  'results that are no list': (answer, random) => ({
    ...answer,
    MetricDataResults: pick<unknown>(random, ['none', 7, { a: 1 }, null]),
  }),
  'bytes cut off': answer => Buffer.from(JSON.stringify(answer).slice(0, 400)),
  "a proxy's page": () => Buffer.from('<html><body>Sign in to the network</body></html>'),
  'random bytes': (_, random) => Buffer.from(Array.from({ length: 300 }, () => Math.floor(random.next() * 256))),
  nothing: () => Buffer.alloc(0),
}

describe.each(['cbor', 'json'] as const)('four hundred answers to GetMetricData over %s', cloudWatchProtocol => {
  const rounds = 400
  let access: TestAccess
  let requests: MetricRequest[]
  const to = (Math.floor(systemClock.now() / HOUR) * HOUR - HOUR) / SECOND
  const window = { from: to - 3_600, to }

  beforeAll(async () => {
    access = accessTo(proxy.url, { cloudWatchProtocol, maxAttempts: 1 })
    const listed: ListedMetric[] = []
    for await (const page of listMetrics(access.session(target, 'metrics').client(CloudWatchClient, region)))
      listed.push(...page.filter(({ namespace }) => ['AWS/EC2', 'AWS/Lambda', 'AWS/RDS'].includes(namespace)))
    requests = listed.slice(0, 8).map(metric => ({ ...metric, period: 300, statistics: ['Average', 'Sum'] }))
  })
  afterAll(() => access.close())

  const read = async () => {
    const told: string[] = []
    const client = access.session(target, 'metrics').client(CloudWatchClient, region)
    const results: MetricResult[] = []
    const options = { clock: systemClock, retries: 0, onOdd: (what: string) => told.push(what) }
    for await (const page of getMetricData(client, requests, window, options)) results.push(...page)
    return { results, told }
  }

  const truths = new Map<string, Map<number, number>>()
  const truthOf = (request: MetricRequest, statistic: string): Map<number, number> => {
    const key = JSON.stringify([request.metric, request.dimensions, statistic])
    const known = truths.get(key)
    if (known) return known
    const dimensions = Object.entries(request.dimensions).map(([Name, Value]) => ({ Name, Value }))
    const here = aws.world.region(target.accountId, region)
    const series = here?.metrics.find(request.namespace, request.metric, dimensions)
    const parsed = parseStatistic(statistic)
    if (!series || !('model' in series) || !parsed) throw new Error(`${request.metric} is not of the world`)
    const points = truth(series, parsed, request.period, window.from * SECOND, window.to * SECOND)
    const made = new Map(points.map(({ at, value }) => [at / SECOND, value]))
    truths.set(key, made)
    return made
  }

  /** How many points are there, once each is known to be true. */
  const trueFor = ({ request, statistic, observation }: MetricResult): number => {
    if (observation.state !== 'seen') return 0
    const expected = truthOf(request, statistic)
    const { timestamps, values } = observation.value
    for (const [i, timestamp] of timestamps.entries())
      expect(values[i]).toBeCloseTo(expected.get(timestamp) ?? Number.NaN, 6)
    return timestamps.length
  }

  it('bring nothing that is not true, and are told once where they cannot be', async () => {
    const random = seededRandom(7)
    const whole = (await read()).results.reduce((sum, result) => sum + trueFor(result), 0)
    expect(whole).toBeGreaterThan(50)
    for (let round = 0; round < rounds; round++) {
      const [name, change] = pick(random, Object.entries({ ...harmless, ...odd }))
      proxy.spoil('GetMetricData', answer => change(answer, random))
      const { results, told } = await read()
      expect(results.length, name).toBe(requests.length * 2)
      const points = results.reduce((sum, result) => sum + trueFor(result), 0)
      const notSeen = results.filter(({ observation }) => observation.state !== 'seen').length
      if (name in harmless)
        expect({ name, points, notSeen, told }).toEqual({ name, points: whole, notSeen: 0, told: [] })
      else {
        expect(told.length, name).toBeLessThanOrEqual(1)
        expect(told.length + notSeen, name).toBeGreaterThan(0)
      }
    }
  }, 60_000)

  it('that go round in their tokens come to an end', async () => {
    let pages = 0
    const again = (answer: Answer): Answer => {
      proxy.spoil('GetMetricData', again)
      return { ...answer, NextToken: `around-${pages++ % 2}` }
    }
    proxy.spoil('GetMetricData', again)
    const { results } = await read()
    proxy.spoil('GetMetricData', answer => answer)
    await read()
    expect(results.length).toBe(requests.length * 2)
    expect(pages).toBeLessThan(400)
  }, 30_000)
})

describe('a hundred lists of metrics', () => {
  it('leave out what is of nobody where owners are too few, or no accounts', async () => {
    const access = accessTo(proxy.url, { maxAttempts: 1 })
    const cloudWatch = access.session(target, 'metrics').client(CloudWatchClient, region)
    const list = async (owners: unknown) => {
      proxy.spoil('ListMetrics', answer => ({ ...answer, OwningAccounts: owners }))
      const found: ListedMetric[] = []
      const told: string[] = []
      const onOdd = (what: string) => told.push(what)
      for await (const page of listMetrics(cloudWatch, { onOdd, linkedTo: target.accountId })) found.push(...page)
      return { found: found.map(({ owner }) => owner), told: told.length }
    }
    const linked = '999900001111'
    expect(await list([target.accountId, linked, 7, 'x', null])).toEqual({ found: [undefined, linked], told: 1 })
    const { found, told } = await list([])
    expect(found.length).toBeGreaterThan(20)
    expect(new Set(found)).toEqual(new Set([undefined]))
    expect(told).toBe(0)
    access.close()
  })

  it('name nothing that is not there', async () => {
    const access = accessTo(proxy.url, { maxAttempts: 1 })
    const random = seededRandom(11)
    const cloudWatch = access.session(target, 'metrics').client(CloudWatchClient, region)
    const list = async (onOdd: (what: string) => void) => {
      const found: string[] = []
      for await (const page of listMetrics(cloudWatch, { onOdd }))
        found.push(...page.map(metric => JSON.stringify(metric)))
      return found
    }
    const known = new Set(await list(() => undefined))
    expect(known.size).toBeGreaterThan(20)
    for (let round = 0; round < 100; round++) {
      const change = pick(random, ofLists)
      proxy.spoil('ListMetrics', answer => change(answer, random))
      const told: string[] = []
      const observed = await observe('cloudwatch:ListMetrics', () => list(what => told.push(what)), systemClock)
      if (observed.state === 'seen') expect(observed.value.filter(metric => !known.has(metric))).toEqual([])
      expect(told.length).toBeLessThanOrEqual(1)
      if (observed.state === 'seen' && new Set(observed.value).size < known.size && observed.value.length > 0)
        expect(told.length).toBe(1)
    }
    access.close()
  }, 30_000)
})
