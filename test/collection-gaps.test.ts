import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { afterEach, describe, expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from '../src/core/clock.ts'
import {
  accountOf,
  type Collecting,
  organisation,
  startCollecting,
  trueValues,
  wholeSettings,
} from './support/collecting.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const account = accountOf(accountId, {
  aws_regions: { include_only: [region] },
  metrics_config: {
    ...wholeSettings.metrics_config,
    namespace_filters: { include_only: ['AWS/Lambda', 'Shop/Orders'] },
    metric_name_filters: [{ namespace: 'AWS/Lambda', include_only: ['aws.lambda.invocations'] }],
  },
})

let collecting: Collecting
afterEach(() => collecting?.close())
const once = () => collecting.collector.collectOnce(undefined, { history: false })
const seriesOf = (namespace: string) => collecting.telemetry.loadSeries({ organisation, accountId, region, namespace })
const pointsOf = (id: number) =>
  collecting.telemetry.points(organisation, id, 0, Math.floor(collecting.clock.now() / SECOND))

describe('after an absence', () => {
  it.each([
    ['three days', 3 * DAY, 60],
    ['twenty days', 20 * DAY, 300],
  ])(
    'of %s everything that AWS still keeps is read, each time once',
    async (_, absence, coarsest) => {
      collecting = await startCollecting({ accounts: [account] })
      await once()
      const left = collecting.clock.now() / SECOND
      collecting.clock.advance(absence)
      await once()
      const now = collecting.clock.now() / SECOND
      const series = await seriesOf('AWS/Lambda')
      expect(series.length).toBeGreaterThan(0)
      for (const one of series.slice(0, 3)) {
        const points = await pointsOf(one.id)
        for (const [i, { ts, period }] of points.entries()) {
          expect(ts).toBeGreaterThanOrEqual((points[i - 1]?.ts ?? 0) + (points[i - 1]?.period ?? 0))
          // AWS keeps minutes for 15 days; the last two hours of them are not relied upon.
          if (period > 60) expect(now - ts).toBeGreaterThan(15 * 86_400 - 2 * 3_600)
        }
        expect(Math.max(...points.map(({ period }) => period))).toBe(coarsest)
        const from = Math.ceil(left / 3_600) * 3_600
        const to = Math.floor(now / 3_600) * 3_600
        const right = [...trueValues(collecting, one, 3_600, from, to).values()].reduce((a, b) => a + b, 0)
        const found = points.filter(({ ts }) => ts >= from && ts < to).reduce((sum, { value }) => sum + value, 0)
        expect(found).toBeCloseTo(right, 3)
      }
    },
    120_000,
  )
})

describe('metrics that are new', () => {
  const put = async (at: number, value: number) => {
    const admin = collecting.simulator.accounts.find(one => one.accountId === accountId)
    if (!admin) throw new Error('There is no such account')
    const client = new CloudWatchClient({ region, endpoint: collecting.simulator.endpoint, credentials: admin })
    const Dimensions = [{ Name: 'Shop', Value: 'North 1' }]
    const MetricData = [
      { MetricName: 'OrdersPlaced', Dimensions, Timestamp: new Date(at), Value: value, Unit: 'Count' as const },
    ]
    await client.send(new PutMetricDataCommand({ Namespace: 'Shop/Orders', MetricData }))
    client.destroy()
  }

  it('are read from their first point, also those that came before the list showed them', async () => {
    collecting = await startCollecting({ accounts: [account] })
    await put(collecting.clock.now() - 2 * MINUTE, 1)
    await once()
    // The namespace is known by now, so that what follows is a newcomer to it and no first reading.
    const sent = new Map<number, number>()
    for (let i = 0; i < 12; i++) {
      collecting.clock.advance(5 * MINUTE)
      const at = Math.floor(collecting.clock.now() / MINUTE) * MINUTE
      await put(at, i + 1)
      sent.set(at / SECOND, i + 1)
    }
    await once()
    collecting.clock.advance(10 * MINUTE)
    await once()
    const series = await seriesOf('Shop/Orders')
    expect(series.map(({ statistic }) => statistic).sort()).toEqual(['Average', 'Maximum', 'Minimum', 'Sum'])
    const sum = series.find(({ statistic }) => statistic === 'Sum')
    expect(sum?.name).toBe('shop.orders.orders_placed.sum')
    expect(sum?.tags).toContain('shop:north_1')
    const points = await pointsOf(sum?.id ?? 0)
    const found = new Map(points.map(({ ts, value }) => [ts, value]))
    for (const [ts, value] of sent) expect([ts, found.get(ts)]).toEqual([ts, value])
  })

  it('that fell silent and come back are read from where they came back', async () => {
    collecting = await startCollecting({ accounts: [account] })
    const start = collecting.clock.now()
    await put(start - 30 * MINUTE, 1)
    collecting.clock.advance(3 * MINUTE)
    await once()
    expect((await seriesOf('Shop/Orders')).length).toBe(4)
    for (let i = 0; i < 10; i++) {
      collecting.clock.advance(HOUR)
      await once()
    }
    // Minutes after the hourly list, so that it is not on it for the most part of an hour.
    const at = Math.floor(collecting.clock.now() / MINUTE) * MINUTE
    await put(at, 7)
    for (let i = 0; i < 8; i++) {
      collecting.clock.advance(10 * MINUTE)
      await once()
    }
    const sum = (await seriesOf('Shop/Orders')).find(({ statistic }) => statistic === 'Sum')
    expect((await pointsOf(sum?.id ?? 0)).map(({ ts, value }) => [ts, value])).toContainEqual([at / SECOND, 7])
  }, 60_000)
})
