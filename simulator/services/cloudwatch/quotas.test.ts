// CloudWatch's quotas, and what a call counts for in the ledger.
import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch'
import { afterEach, describe, expect, it } from 'vitest'
import type { Clock } from '../../../src/core/clock.ts'
import { prod, type Simulated, simulated, simulatedNow, staging } from '../../../test/support/simulated.ts'
import type { Call } from '../../contract.ts'
import { createQuotas } from './quotas.ts'

const HOUR = 3_600_000
const caller = { accountId: prod, arn: 'arn:aws:iam::111122223333:user/admin', userId: 'AIDA', accessKeyId: 'AKIA' }
const call: Call = { caller, region: 'us-east-1', now: simulatedNow, headers: {} }

function handClock(): Clock & { at: number } {
  return {
    at: 0,
    now() {
      return this.at
    },
    sleep: () => Promise.resolve(),
  }
}

const data = (queries: number, hours: number, hoursAgo = hours) => ({
  StartTime: new Date(simulatedNow - hoursAgo * HOUR),
  EndTime: new Date(simulatedNow - (hoursAgo - hours) * HOUR),
  MetricDataQueries: Array.from(
    { length: queries },
    (_, i): MetricDataQuery => ({
      Id: `q${i}`,
      MetricStat: { Metric: { Namespace: 'AWS/RDS', MetricName: `M${i}` }, Period: 60, Stat: 'Average' },
    }),
  ),
})

describe('createQuotas', () => {
  it('lets 25 ListMetrics a second through, per account and region', () => {
    const clock = handClock()
    const quotas = createQuotas(clock)
    for (let i = 0; i < 25; i++) quotas.take('ListMetrics', {}, call)
    expect(() => quotas.take('ListMetrics', {}, call)).toThrow('Rate exceeded')
    quotas.take('ListMetrics', {}, { ...call, region: 'eu-west-1' })
    quotas.take('ListMetrics', {}, { ...call, caller: { ...caller, accountId: staging } })
    clock.at += 40
    quotas.take('ListMetrics', {}, call)
    expect(() => quotas.take('ListMetrics', {}, call)).toThrow('Rate exceeded')
  })

  it('lets 50 GetMetricData a second through', () => {
    const quotas = createQuotas(handClock())
    for (let i = 0; i < 50; i++) quotas.take('GetMetricData', data(1, 1), call)
    expect(() => quotas.take('GetMetricData', data(1, 1), call)).toThrow('Rate exceeded')
  })

  it('lets 180,000 datapoints of the last three hours through, and 396,000 older ones', () => {
    const quotas = createQuotas(handClock())
    quotas.take('GetMetricData', data(500, 2.9), call)
    quotas.take('GetMetricData', data(500, 2.9), call)
    expect(() => quotas.take('GetMetricData', data(500, 2.9), call)).toThrow('Rate exceeded')
    for (let i = 0; i < 3; i++) quotas.take('GetMetricData', data(500, 24, 48), call)
    expect(() => quotas.take('GetMetricData', data(500, 24, 48), call)).toThrow('Rate exceeded')
    // A page holds no more than 100,800, so that a quota is no reason to refuse a long window for ever.
    quotas.take('GetMetricData', data(500, 24, 48), { ...call, region: 'eu-west-1' })
  })
})

describe('over HTTP', () => {
  let aws: Simulated | undefined
  afterEach(() => aws?.simulator.close())

  it('throttles by a name that SDKs retry', async () => {
    aws = await simulated({ quotas: true })
    const client = aws.client(CloudWatchClient)
    const calls = Array.from({ length: 120 }, () => client.send(new ListMetricsCommand({ Namespace: 'none' })))
    const refused = (await Promise.allSettled(calls)).filter(c => c.status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    for (const { reason } of refused) {
      expect(reason).toMatchObject({
        name: expect.stringMatching(/^Throttling(?:Exception)?$/),
        message: 'Rate exceeded',
      })
    }
    const [entry] = aws.simulator.ledger.entries().filter(e => e.operation === 'ListMetrics')
    expect(entry).toMatchObject({ calls: 120, throttled: refused.length })
  })

  it('counts queries, datapoints and dollars: five statistics of a metric are one', async () => {
    aws = await simulated()
    const [one, two] = ['CPUUtilization', 'DatabaseConnections'].map(MetricName => ({
      Namespace: 'AWS/RDS',
      MetricName,
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'prod-orders' }],
    }))
    const statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p95']
    const queries = [
      ...statistics.map((Stat, i) => ({ Id: `a${i}`, MetricStat: { Metric: one, Period: 60, Stat } })),
      ...statistics.slice(0, 5).map((Stat, i) => ({ Id: `b${i}`, MetricStat: { Metric: two, Period: 60, Stat } })),
    ]
    await aws.client(CloudWatchClient).send(
      new GetMetricDataCommand({
        StartTime: new Date(simulatedNow - 2 * HOUR),
        EndTime: new Date(simulatedNow - HOUR),
        MetricDataQueries: queries,
      }),
    )
    const [entry] = aws.simulator.ledger.entries().filter(e => e.operation === 'GetMetricData')
    expect(entry).toMatchObject({ accountId: prod, region: 'us-east-1', calls: 1, queries: 11, datapoints: 660 })
    expect(entry?.charge).toBeCloseTo(0.00003, 9)
  })
})
