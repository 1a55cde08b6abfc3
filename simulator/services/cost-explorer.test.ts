// Cost Explorer over HTTP with the real SDK: it tells what the simulated CloudWatch was asked.
import { CloudWatchClient, GetMetricDataCommand, ListMetricsCommand, type Metric } from '@aws-sdk/client-cloudwatch'
import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
} from '@aws-sdk/client-cost-explorer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated, staging } from '../../test/support/simulated.ts'

const DAY = 86_400_000
let aws: Simulated
let costs: CostExplorerClient
beforeAll(async () => {
  aws = await simulated()
  costs = aws.client(CostExplorerClient)
  for (const region of ['us-east-1', 'eu-west-1']) {
    const client = aws.client(CloudWatchClient, { region })
    const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace: 'AWS/Lambda' }))
    await client.send(new GetMetricDataCommand(reading(Metrics.slice(0, 3))))
  }
  aws.clock.advance(DAY)
})
afterAll(() => aws.simulator.close())

/** Six statistics of each: AWS counts more than five as another metric. */
const reading = (metrics: Metric[]) => ({
  StartTime: new Date(aws.clock.now() - 3_600_000),
  EndTime: new Date(aws.clock.now()),
  MetricDataQueries: metrics.flatMap((Metric, m) =>
    ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p99'].map((Stat, s) => ({
      ...{ Id: `q${m}_${s}`, MetricStat: { Metric, Stat, Period: 300 } },
    })),
  ),
})

const ask = (over: Partial<GetCostAndUsageCommandInput> = {}) =>
  costs.send(
    new GetCostAndUsageCommand({
      TimePeriod: { Start: '2026-11-17', End: '2026-11-20' },
      Granularity: 'DAILY',
      Metrics: ['UnblendedCost', 'UsageQuantity'],
      GroupBy: [{ Type: 'DIMENSION', Key: 'USAGE_TYPE' }],
      ...over,
    }),
  )
const service = (...Values: string[]) => ({ Dimensions: { Key: 'SERVICE' as const, Values } })

describe('GetCostAndUsage', () => {
  it('tells by day and usage type what was asked for, with the prefix of the region', async () => {
    const { ResultsByTime = [] } = await ask({ Filter: service('AmazonCloudWatch') })
    expect(ResultsByTime.map(({ TimePeriod }) => TimePeriod)).toEqual([
      { Start: '2026-11-17', End: '2026-11-18' },
      { Start: '2026-11-18', End: '2026-11-19' },
      { Start: '2026-11-19', End: '2026-11-20' },
    ])
    expect(ResultsByTime[1]?.Estimated).toBe(true)
    const groups = ResultsByTime[1]?.Groups?.map(({ Keys, Metrics }) => [
      Keys?.[0],
      Number(Metrics?.UsageQuantity?.Amount),
      Number(Metrics?.UnblendedCost?.Amount),
    ])
    expect(groups).toEqual([
      ['CW:Requests', 1, 0.00001],
      ['CW:GMD-Metrics', 6, expect.closeTo(0.00006, 9)],
      ['EU-CW:Requests', 1, 0.00001],
      ['EU-CW:GMD-Metrics', 6, expect.closeTo(0.00006, 9)],
    ])
    expect([ResultsByTime[0]?.Groups, ResultsByTime[2]?.Groups]).toEqual([[], []])
  })

  it('filters, and totals without groups', async () => {
    const not = { Not: service('AmazonCloudWatch') }
    const own = { Dimensions: { Key: 'LINKED_ACCOUNT' as const, Values: [prod] } }
    const total = async (Filter: GetCostAndUsageCommandInput['Filter']) => {
      const { ResultsByTime = [] } = await ask({ Filter, GroupBy: undefined })
      return Number(ResultsByTime[1]?.Total?.UsageQuantity?.Amount)
    }
    expect(await total({ And: [service('AmazonCloudWatch'), own] })).toBe(14)
    expect(await total({ Or: [not, own] })).toBe(14)
    expect(await total(not)).toBe(0)
    await expect(total({ ...not, ...own })).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('is charged for by the request, and shows a day when it is over', async () => {
    const charge = () => aws.simulator.ledger.total({ service: 'ce' }).charge
    const before = charge()
    const { ResultsByTime = [] } = await ask({ Filter: service('AWS Cost Explorer') })
    expect(charge() - before).toBeCloseTo(0.01, 9)
    expect(ResultsByTime.flatMap(({ Groups }) => Groups)).toEqual([])
    aws.clock.advance(DAY)
    const later = await ask({ Filter: service('AWS Cost Explorer') })
    expect(later.ResultsByTime?.[2]?.Groups?.[0]?.Keys).toEqual(['USE1-APIRequest'])
  })

  it('refuses dates that make no sense, and tells an account nothing of another', async () => {
    const Start = '2026-11-17'
    for (const TimePeriod of [
      { Start, End: Start },
      { Start: '2027-01-01', End: '2027-01-02' },
      { Start: 'yesterday', End: 'today' },
    ])
      await expect(ask({ TimePeriod })).rejects.toMatchObject({ name: 'ValidationException' })
    costs = aws.client(CostExplorerClient, { account: staging })
    expect((await ask()).ResultsByTime?.flatMap(({ Groups }) => Groups)).toEqual([])
  })
})
