// Token buckets on a clock moved by hand: no second above the quota, halved by a throttle, whole again later.

import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import { movableClock } from '../core/clock.ts'
import { seededRandom } from '../core/random.ts'
import { createClientPool } from './clients.ts'
import { createNetwork } from './network.ts'
import { ownKeys, simulatedAws, target } from './testing/simulated-aws.ts'
import { createBucket, createThrottle, datapoints } from './throttle.ts'

const handClock = () => {
  let now = 1_795_000_000_000
  return {
    now: () => now,
    sleep: async () => {},
    advance(ms: number) {
      now += ms
    },
  }
}

describe('bucket', () => {
  it.each([2, 25, 50, 600])('grants close to %d in each second and never more', quota => {
    const clock = handClock()
    const bucket = createBucket(quota, clock)
    const start = clock.now()
    const granted = Array.from({ length: quota * 10 }, () => clock.now() + bucket.reserve(1) - start)
    for (const from of granted) {
      const inSecond = granted.filter(at => at >= from && at < from + 1_000).length
      expect(inSecond).toBeLessThanOrEqual(Math.max(quota, 1) + (quota < 20 ? 1 : 0))
    }
    const last = granted.at(-1) ?? 0
    expect(last).toBeGreaterThan(9_000)
    expect(last).toBeLessThan(11_000)
  })

  it('serves first come, first served, with calls larger than its capacity', () => {
    const clock = handClock()
    const bucket = createBucket(180_000, clock)
    const waits = [100_800, 6_000, 100_800].map(points => bucket.reserve(points))
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect(waits[2]).toBeGreaterThan(1_000)
    expect(waits[2]).toBeLessThan(1_400)
  })

  it('saves no more than a moment of idleness', () => {
    const clock = handClock()
    const bucket = createBucket(100, clock)
    clock.advance(3_600_000)
    const waits = Array.from({ length: 100 }, () => bucket.reserve(1))
    expect(waits.filter(wait => wait === 0).length).toBeLessThanOrEqual(6)
  })

  it('halves on a throttle, once for a volley, and recovers slowly', () => {
    const clock = handClock()
    const bucket = createBucket(50, clock)
    for (let i = 0; i < 20; i++) bucket.throttled()
    expect(bucket.share()).toBe(0.5)
    clock.advance(1_000)
    bucket.throttled()
    expect(bucket.share()).toBeCloseTo(0.25, 1)
    clock.advance(30_000)
    expect(bucket.share()).toBeCloseTo(0.5, 1)
    clock.advance(120_000)
    expect(bucket.share()).toBe(1)
  })

  it('never stops wholly', () => {
    const clock = handClock()
    const bucket = createBucket(50, clock)
    for (let i = 0; i < 100; i++) {
      bucket.throttled()
      clock.advance(1_000)
    }
    expect(bucket.share()).toBeGreaterThanOrEqual(1 / 64)
    expect(Number.isFinite(bucket.reserve(1))).toBe(true)
  })
})

describe('datapoints', () => {
  const now = 1_795_000_000_000
  const ask = (seconds: number, period: number, queries: number) => ({
    StartTime: new Date(now - seconds * 1_000),
    EndTime: new Date(now),
    MetricDataQueries: Array.from({ length: queries }, (_, i) => ({
      Id: `q${i}`,
      MetricStat: { Metric: {}, Period: period, Stat: 'Sum' },
    })),
  })

  it('counts what the range could hold, and tells young from old', () => {
    expect(datapoints(ask(600, 60, 500), now)).toEqual({ points: 5_000, recent: true })
    expect(datapoints(ask(3 * 3_600, 60, 10), now)).toEqual({ points: 1_800, recent: true })
    expect(datapoints(ask(24 * 3_600, 300, 10), now)).toEqual({ points: 2_880, recent: false })
    expect(datapoints(ask(90, 60, 1), now)).toEqual({ points: 2, recent: true })
  })

  it('counts at most what one answer holds', () => {
    expect(datapoints(ask(15 * 86_400, 60, 500), now).points).toBe(100_800)
  })
})

describe('on the wire', () => {
  it('a throttle slows the account and API that it came from, and passes', async () => {
    const aws = await simulatedAws()
    const clock = movableClock()
    const throttle = createThrottle(clock, seededRandom(1))
    const pool = createClientPool({ endpointUrl: aws.endpoint, network: createNetwork({}) }, [throttle.attach])
    const signer = {
      key: 'own',
      accountId: 'own',
      connection: '',
      partition: 'aws' as const,
      credentials: async () => ownKeys,
      expired() {},
    }
    const kind = { error: 'Throttling', message: 'Rate exceeded', status: 400 }
    aws.faults.add({ service: 'sts', operation: 'AssumeRole', kind, times: 1 })
    const RoleArn = `arn:aws:iam::${target.accountId}:role/${target.roleName}`
    const command = new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ExternalId: target.externalId })
    expect((await pool.client(STSClient, 'eu-west-1', signer).send(command)).Credentials).toBeDefined()
    expect(throttle.share('own')).toBeLessThan(0.6)
    expect(throttle.share(target.accountId)).toBe(1)
    clock.advance(120_000)
    expect(throttle.share('own')).toBe(1)
    pool.destroy()
    await aws.close()
  })
})
