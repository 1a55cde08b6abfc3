// The world is what it is by its seed, looks like AWS, and stays small.
import { describe, expect, it } from 'vitest'
import { movableClock } from '../../src/core/clock.ts'
import { prod, simulatedNow, staging } from '../../test/support/simulated.ts'
import { metricKey, type Series, valueAt } from './series.ts'
import { createWorld, type World } from './world.ts'

const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-2']
const clock = movableClock(simulatedNow)

const seriesOf = (world: World, account: string): Series[] =>
  regions.flatMap(region => world.region(account, region)?.state.series ?? [])

const fingerprint = (world: World) =>
  [prod, staging].flatMap(account =>
    seriesOf(world, account).map(s => {
      const minute = Math.floor(simulatedNow / 60_000 / s.every) * s.every - 7 * s.every
      return [metricKey(s.namespace, s.metric, s.dimensions), valueAt(s, minute)?.sum]
    }),
  )

describe('createWorld', () => {
  const world = createWorld({ seed: 7, clock })

  it('makes the same world of the same seed and another of another', () => {
    expect(fingerprint(createWorld({ seed: 7, clock }))).toEqual(fingerprint(world))
    expect(fingerprint(createWorld({ seed: 8, clock }))).not.toEqual(fingerprint(world))
  })

  it('keeps ids when it starts at another time', () => {
    const later = createWorld({ seed: 7, clock, start: simulatedNow + 86_400_000 })
    const ids = (w: World) => w.region(prod, 'us-east-1')?.state.instances.map(i => i.shape.InstanceId)
    expect(ids(later)).toEqual(ids(world))
  })

  it('has at most 600 metrics, each once, staging about a quarter', () => {
    const counts = [prod, staging].map(account => seriesOf(world, account).length)
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBeLessThanOrEqual(600)
    expect((counts[1] ?? 0) / (counts[0] ?? 1)).toBeGreaterThan(0.15)
    expect((counts[1] ?? 0) / (counts[0] ?? 1)).toBeLessThan(0.4)
    for (const account of [prod, staging]) {
      for (const region of regions) {
        const keys = (world.region(account, region)?.state.series ?? []).map(s =>
          metricKey(s.namespace, s.metric, s.dimensions),
        )
        expect(new Set(keys).size).toBe(keys.length)
      }
    }
  })

  it('has every service in prod, and things nobody tagged', () => {
    const namespaces = new Set(seriesOf(world, prod).map(s => s.namespace))
    const wanted = [
      'AWS/AmazonMQ',
      'AWS/ApiGateway',
      'AWS/ApplicationELB',
      'AWS/Billing',
      'AWS/CloudFront',
      'AWS/Cognito',
      'AWS/DynamoDB',
      'AWS/EBS',
      'AWS/EC2',
      'AWS/ECS',
      'AWS/ELB',
      'AWS/ElastiCache',
      'AWS/Firehose',
      'AWS/GatewayELB',
      'AWS/Kinesis',
      'AWS/Lambda',
      'AWS/MemoryDB',
      'AWS/NATGateway',
      'AWS/RDS',
      'AWS/S3',
      'AWS/SNS',
      'AWS/SQS',
      'AWS/States',
      'Shop/Checkout',
    ]
    expect(wanted.filter(namespace => !namespaces.has(namespace))).toEqual([])
    const { state } = world.region(prod, 'us-east-1') ?? {}
    expect(state?.instances.filter(i => !i.shape.Tags)).not.toEqual([])
    expect(state?.functions.filter(f => !state.tags.has(f.FunctionArn ?? ''))).not.toEqual([])
  })

  it('gives ids as AWS does', () => {
    const { state } = world.region(prod, 'us-east-1') ?? {}
    for (const i of state?.instances ?? []) expect(i.shape.InstanceId).toMatch(/^i-0[0-9a-f]{16}$/)
    for (const v of state?.volumes ?? []) expect(v.VolumeId).toMatch(/^vol-0[0-9a-f]{16}$/)
    for (const arn of state?.tags.keys() ?? []) {
      expect(arn).toMatch(
        /^arn:aws:(?:s3:::[a-z0-9.-]+|route53:::\S+|apigateway:us-east-1::\/\S+|[a-z0-9-]+:(?:us-east-1)?:111122223333:\S+)$/,
      )
    }
  })

  it('can be asked for any minute of the last 15 months', () => {
    const odd = seriesOf(world, prod).flatMap(s => {
      const values = Array.from({ length: 30 }, (_, i) => {
        const minute = Math.floor((simulatedNow / 60_000 - i * 15 * 1440) / s.every) * s.every
        return valueAt(s, minute)
      })
      return values.filter(v => v && !(Number.isFinite(v.sum) && v.min <= v.max && v.count > 0 && v.min >= 0))
    })
    expect(odd).toEqual([])
  })

  it('agrees with itself: samples give the sum, the count and the extremes', () => {
    for (const s of seriesOf(world, prod)) {
      const value = valueAt(s, Math.floor(simulatedNow / 60_000 / s.every) * s.every - 3 * s.every)
      if (!value) continue
      const weights = value.samples.map(x => x.weight)
      const sum = value.samples.reduce((total, x) => total + x.value * x.weight, 0)
      expect(sum / (value.sum || 1)).toBeCloseTo(value.sum === 0 ? sum : 1, 6)
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(value.count, 6)
      expect(Math.min(...value.samples.map(x => x.value))).toBeCloseTo(value.min, 6)
      expect(Math.max(...value.samples.map(x => x.value))).toBeCloseTo(value.max, 6)
    }
  })

  it('is busier in the evening than at night, and quieter on Sundays', () => {
    const requests = world.region(prod, 'us-east-1')?.state.series.find(s => s.metric === 'RequestCount')
    if (!requests) throw new Error('no requests')
    const at = (iso: string) => valueAt(requests, Date.parse(iso) / 60_000)?.sum ?? 0
    // Virginia's shop lives five hours behind UTC.
    expect(at('2026-11-18T01:00Z')).toBeGreaterThan(2 * at('2026-11-18T09:00Z'))
    expect(at('2026-11-14T01:00Z')).toBeGreaterThan(at('2026-11-16T01:00Z'))
  })
})

describe('a load profile', () => {
  const world = createWorld({ seed: 7, clock, profile: { accounts: 3, regions: 2, metricsPerRegion: 100_000 } })

  it('has as many accounts, regions and metrics as wanted, all distinct and found by identity', () => {
    expect(world.accounts.map(a => a.accountId)).toHaveLength(3)
    const [first] = world.accounts
    const { metrics } = world.region(first?.accountId ?? '', 'us-east-1') ?? {}
    expect(metrics?.count()).toBe(100_000)
    const keys = new Set<string>()
    for (let i = 0; i < 100_000; i++) {
      const m = metrics?.at(i)
      if (!m) throw new Error(`no metric ${i}`)
      keys.add(metricKey(m.namespace, m.metric, m.dimensions))
      if (i % 997 === 0) {
        const found = metrics?.find(m.namespace, m.metric, m.dimensions)
        expect(found && 'model' in found && valueAt(found, 29_000_000)).toEqual('model' in m && valueAt(m, 29_000_000))
      }
    }
    expect(keys.size).toBe(100_000)
  })

  it('finds nothing that is not there', () => {
    const { metrics } = world.region(world.accounts[0]?.accountId ?? '', 'us-east-1') ?? {}
    const find = (metric: string, Name: string, Value: string) => metrics?.find('AWS/EC2', metric, [{ Name, Value }])
    expect(find('CPUUtilization', 'InstanceId', 'i-00000000000000000')).toBeDefined()
    expect(find('CPUUtilization', 'InstanceId', 'i-0ffffffffffffffff')).toBeUndefined()
    expect(find('CPUUtilization', 'InstanceId', 'i-0')).toBeUndefined()
    expect(find('CPUUtilization', 'VolumeId', 'i-00000000000000000')).toBeUndefined()
    expect(find('VolumeReadOps', 'InstanceId', 'i-00000000000000000')).toBeUndefined()
  })
})
