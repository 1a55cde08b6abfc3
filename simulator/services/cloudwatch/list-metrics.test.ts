// ListMetrics and PutMetricData over HTTP with the real SDK.
import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type Metric,
  PutMetricDataCommand,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prod, type Simulated, simulated } from '../../../test/support/simulated.ts'

const MINUTE = 60_000
const DAY = 86_400_000

let aws: Simulated
let cloudwatch: CloudWatchClient
beforeAll(async () => {
  aws = await simulated()
  cloudwatch = aws.client(CloudWatchClient)
})
afterAll(() => aws.simulator.close())

async function list(input: ListMetricsCommandInput, client = cloudwatch): Promise<Metric[]> {
  const found: Metric[] = []
  for await (const page of paginateListMetrics({ client }, input)) found.push(...(page.Metrics ?? []))
  return found
}

describe('ListMetrics', () => {
  it('lists every metric of the region that had data in two weeks', async () => {
    const all = await list({})
    const { state, metrics } = aws.simulator.world.region(prod, 'us-east-1') ?? {}
    expect(all).toHaveLength(metrics?.count() ?? -1)
    expect(new Set(all.map(m => m.Namespace))).toEqual(new Set(state?.series.map(s => s.namespace)))
  })

  it('filters by namespace, name and dimensions, by name or by value', async () => {
    const cpu = await list({ Namespace: 'AWS/EC2', MetricName: 'CPUUtilization' })
    expect(new Set(cpu.map(m => `${m.Namespace} ${m.MetricName}`))).toEqual(new Set(['AWS/EC2 CPUUtilization']))
    expect(await list({ Namespace: 'AWS/EC2', Dimensions: [{ Name: 'AutoScalingGroupName' }] })).toHaveLength(1)
    const group = await list({
      Namespace: 'AWS/ApplicationELB',
      Dimensions: [{ Name: 'TargetGroup' }, { Name: 'LoadBalancer' }],
    })
    expect(group).toHaveLength(10)
    const queue = await list({ Dimensions: [{ Name: 'QueueName', Value: 'prod-orders' }] })
    expect(queue.map(m => m.Dimensions)).toEqual(new Array(6).fill([{ Name: 'QueueName', Value: 'prod-orders' }]))
    expect(await list({ Namespace: 'aws/ec2' })).toEqual([])
  })

  it('gives only what is recently active on demand: no daily metrics, no silent functions', async () => {
    const recent = await list({ RecentlyActive: 'PT3H' })
    expect(recent.filter(m => m.Namespace === 'AWS/S3')).toEqual([])
    expect(recent.flatMap(m => m.Dimensions).filter(d => d?.Value === 'prod-nightly-report')).toEqual([])
    expect(recent.filter(m => m.Namespace === 'AWS/RDS')).toHaveLength(9)
    await expect(list({ RecentlyActive: 'PT1H' as 'PT3H' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    })
  })

  it('forgets what has been silent for two weeks', async () => {
    const sydney = aws.client(CloudWatchClient, { region: 'ap-southeast-2' })
    const instances = async () =>
      new Set((await list({ Namespace: 'AWS/EC2' }, sydney)).map(m => m.Dimensions?.[0]?.Value)).size
    expect(await instances()).toBe(2)
    expect(
      new Set((await list({ Namespace: 'AWS/EC2', RecentlyActive: 'PT3H' }, sydney)).map(m => m.Dimensions?.[0]?.Value))
        .size,
    ).toBe(1)
    aws.clock.advance(6 * DAY)
    expect(await instances()).toBe(1)
    aws.clock.advance(-6 * DAY)
  })

  it('pages by 500, over 100,000 metrics, each once', async () => {
    const load = await simulated({ profile: { accounts: 1, regions: 1, metricsPerRegion: 100_000 } })
    const client = load.client(CloudWatchClient)
    const seen = new Set<string>()
    const sizes: number[] = []
    for await (const page of paginateListMetrics({ client }, { Namespace: 'AWS/EBS' })) {
      sizes.push(page.Metrics?.length ?? 0)
      for (const m of page.Metrics ?? []) seen.add(`${m.MetricName} ${m.Dimensions?.[0]?.Value}`)
    }
    expect(seen.size).toBe(25_000)
    expect(sizes).toEqual(new Array(50).fill(500))
    await load.simulator.close()
  })

  it('refuses a token of another list', async () => {
    const call = cloudwatch.send(new ListMetricsCommand({ NextToken: Buffer.from('alarms:3').toString('base64url') }))
    await expect(call).rejects.toMatchObject({ name: 'InvalidNextToken' })
  })

  it('knows no credentials in a region that is not enabled', async () => {
    const call = list({}, aws.client(CloudWatchClient, { region: 'eu-south-1' }))
    await expect(call).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
  })

  it('finds nothing by a name that is not there', async () => {
    expect(await list({ MetricName: 'NoSuchMetric' })).toEqual([])
  })
})

describe('PutMetricData', () => {
  const read = async (stats: string[], metric: Metric, period = 60) => {
    const now = aws.clock.now()
    const { MetricDataResults } = await cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(now - 30 * MINUTE),
        EndTime: new Date(now + 2 * MINUTE),
        MetricDataQueries: stats.map((Stat, i) => ({
          Id: `q${i}`,
          MetricStat: { Metric: metric, Period: period, Stat },
        })),
      }),
    )
    return Object.fromEntries(stats.map((stat, i) => [stat, MetricDataResults?.[i]?.Values]))
  }
  const Dimensions = [{ Name: 'Host', Value: 'a' }]

  it('stores values with counts, which show as any statistic', async () => {
    const Timestamp = new Date(aws.clock.now() - 5 * MINUTE)
    const MetricData = [
      {
        MetricName: 'Latency',
        Dimensions,
        Timestamp,
        Unit: 'Milliseconds' as const,
        Values: [1, 2, 100],
        Counts: [5, 4, 1],
      },
    ]
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Own', MetricData }))
    const got = await read(['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p90', 'p95'], {
      Namespace: 'Own',
      MetricName: 'Latency',
      Dimensions,
    })
    expect(got).toEqual({
      Average: [11.3],
      Sum: [113],
      Minimum: [1],
      Maximum: [100],
      SampleCount: [10],
      p50: [1],
      p90: [2],
      p95: [100],
    })
  })

  it('stores statistic sets, of which no percentile can be had', async () => {
    const Timestamp = new Date(aws.clock.now() - 5 * MINUTE)
    const StatisticValues = { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 }
    await cloudwatch.send(
      new PutMetricDataCommand({ Namespace: 'Own', MetricData: [{ MetricName: 'Set', Timestamp, StatisticValues }] }),
    )
    const got = await read(['Average', 'Sum', 'p90'], { Namespace: 'Own', MetricName: 'Set', Dimensions: [] })
    expect(got).toEqual({ Average: [2.5], Sum: [10], p90: [] })
  })

  it('stores by the second only where asked', async () => {
    const at = Math.floor(aws.clock.now() / MINUTE) * MINUTE - 5 * MINUTE
    const MetricData = [0, 1, 2].flatMap(s => [
      { MetricName: 'Fine', Timestamp: new Date(at + s * 1000), Value: s, StorageResolution: 1 },
      { MetricName: 'Coarse', Timestamp: new Date(at + s * 1000), Value: s },
    ])
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Own', MetricData }))
    expect(await read(['Sum'], { Namespace: 'Own', MetricName: 'Fine', Dimensions: [] }, 1)).toEqual({ Sum: [2, 1, 0] })
    expect(await read(['Sum'], { Namespace: 'Own', MetricName: 'Coarse', Dimensions: [] }, 1)).toEqual({ Sum: [] })
    expect(await read(['Sum'], { Namespace: 'Own', MetricName: 'Coarse', Dimensions: [] })).toEqual({ Sum: [3] })
  })

  it('shows in ListMetrics a little later; a big body comes compressed', async () => {
    const MetricData = Array.from({ length: 900 }, (_, i) => ({ MetricName: `M${i}`, Dimensions, Value: i }))
    await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Many', MetricData }))
    expect(await list({ Namespace: 'Many' })).toEqual([])
    aws.clock.advance(3 * MINUTE)
    expect(await list({ Namespace: 'Many' })).toHaveLength(900)
  })

  it.each([
    ["AWS's own namespaces", { Namespace: 'AWS/EC2', MetricData: [{ MetricName: 'M', Value: 1 }] }],
    ['a datum without a value', { Namespace: 'Own', MetricData: [{ MetricName: 'M' }] }],
    ['counts that do not fit', { Namespace: 'Own', MetricData: [{ MetricName: 'M', Values: [1], Counts: [1, 2] }] }],
    ['old data', { Namespace: 'Own', MetricData: [{ MetricName: 'M', Value: 1, Timestamp: new Date(0) }] }],
  ])('refuses %s', async (_what, input) => {
    await expect(cloudwatch.send(new PutMetricDataCommand(input))).rejects.toMatchObject({
      name: expect.stringMatching(/^InvalidParameter(?:Value|Combination)Exception$/),
    })
  })
})
