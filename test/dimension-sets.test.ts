// What a query says without a word about dimensions is the truth, though CloudWatch publishes it several times over.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Series as SimulatedSeries, truth } from '../simulator/world/series.ts'
import { parseStatistic } from '../simulator/world/statistic.ts'
import { SECOND } from '../src/core/clock.ts'
import { evaluate } from '../src/query/evaluate.ts'
import { parseQueries } from '../src/query/parse.ts'
import { metricByName, namespaceByName } from '../src/services/index.ts'
import { type Collecting, organisation, startCollecting, worldStart } from './support/collecting.ts'

const accountId = '111122223333'
/** Collected and settled. */
const to = Date.UTC(2026, 10, 18, 11, 30) / SECOND
const from = to - 3_600

let collecting: Collecting
beforeAll(async () => {
  collecting = await startCollecting()
  await collecting.collector.collectOnce(undefined, { history: false })
}, 120_000)
afterAll(() => collecting?.close())

/** The account's simulated metrics in all regions, by name and dimension set. */
function simulated(namespace: string, metric: string, dimensions: readonly string[]): SimulatedSeries[] {
  const wanted = dimensions.toSorted().join()
  return collecting.simulator.world.regions.flatMap(({ name }) => {
    const metrics = collecting.simulator.world.region(accountId, name)?.metrics
    return Array.from({ length: metrics?.count() ?? 0 }, (_, index) => metrics?.at(index)).flatMap(one => {
      if (!one || !('model' in one) || one.namespace !== namespace || one.metric !== metric) return []
      const own = one.dimensions.map(dimension => dimension.Name).toSorted()
      return own.join() === wanted ? [one] : []
    })
  })
}

/** Of every bucket: each series' statistic, combined. */
function trueLine(series: readonly SimulatedSeries[], statistic: string, interval: number, combine: Combine) {
  const parsed = parseStatistic(statistic)
  if (!parsed) throw new Error(`${statistic} is no statistic`)
  const buckets = new Map<number, number[]>()
  for (const one of series)
    for (const { at, value } of truth(one, parsed, interval, from * SECOND, to * SECOND))
      buckets.set(at, [...(buckets.get(at) ?? []), value])
  return [...buckets].sort(([a], [b]) => a - b).map(([at, values]) => [at, combine(values)])
}

type Combine = (values: number[]) => number
const sum: Combine = values => values.reduce((a, b) => a + b, 0)
const mean: Combine = values => sum(values) / values.length
const max: Combine = values => Math.max(...values)
const count: Combine = values => values.length

const ask = (query: string, interval = 300, range = { from, to }) =>
  evaluate(parseQueries(query), {
    organisation,
    ...range,
    interval,
    ask: question => collecting.telemetry.ask(question),
  })

const line = async (query: string) => {
  const found = await ask(query)
  expect(found).toHaveLength(1)
  return (found[0]?.points ?? []).flatMap(([at, value]) => (value === null ? [] : [[at, value]]))
}

describe('a query of everything', () => {
  it.each([
    ['sum:aws.lambda.invocations{*}', 'AWS/Lambda', 'Invocations', ['FunctionName'], 'Sum', sum],
    ['sum:aws.applicationelb.request_count{*}', 'AWS/ApplicationELB', 'RequestCount', ['LoadBalancer'], 'Sum', sum],
    [
      'sum:aws.applicationelb.request_count{targetgroup:*}',
      ...['AWS/ApplicationELB', 'RequestCount'],
      ['LoadBalancer', 'TargetGroup'],
      ...['Sum', sum],
    ],
    [
      'sum:aws.dynamodb.consumed_read_capacity_units{*}',
      ...['AWS/DynamoDB', 'ConsumedReadCapacityUnits'],
      ['TableName'],
      ...['Sum', sum],
    ],
    ['avg:aws.ecs.cpuutilization{*}', 'AWS/ECS', 'CPUUtilization', ['ClusterName', 'ServiceName'], 'Average', mean],
    ['avg:aws.ecs.cpuutilization{!servicename:*}', 'AWS/ECS', 'CPUUtilization', ['ClusterName'], 'Average', mean],
    ['count:aws.ec2.cpuutilization{*}', 'AWS/EC2', 'CPUUtilization', ['InstanceId'], 'Average', count],
    ['sum:aws.ec2.cpuutilization{*}', 'AWS/EC2', 'CPUUtilization', ['InstanceId'], 'Average', sum],
    ['sum:aws.elb.request_count{*}', 'AWS/ELB', 'RequestCount', ['LoadBalancerName'], 'Sum', sum],
    [
      'sum:aws.elb.request_count{availability-zone:*}',
      ...['AWS/ELB', 'RequestCount'],
      ['LoadBalancerName', 'AvailabilityZone'],
      ...['Sum', sum],
    ],
    ['sum:aws.apigateway.5xxerror{stage:*}', 'AWS/ApiGateway', '5XXError', ['ApiName', 'Stage'], 'Sum', sum],
    [
      'sum:aws.elasticache.curr_connections{*}',
      ...['AWS/ElastiCache', 'CurrConnections'],
      ['CacheClusterId', 'CacheNodeId'],
      ...['Average', sum],
    ],
    ['max:aws.lambda.concurrent_executions{!functionname:*}', 'AWS/Lambda', 'ConcurrentExecutions', [], 'Maximum', max],
  ] as [string, string, string, string[], string, Combine][])(
    '%s is the truth',
    async (query, namespace, metric, dimensions, statistic, combine) => {
      const series = simulated(namespace, metric, dimensions)
      expect(series.length).toBeGreaterThan(0)
      const right = trueLine(series, statistic, 300, combine)
      expect(right).toHaveLength(12)
      expect(await line(query)).toEqual(right.map(([at, value]) => [at, expect.closeTo(value ?? 0, 6)]))
    },
  )

  it('is the bill, once', async () => {
    const day = 86_400
    const end = Math.floor(worldStart / SECOND)
    const [total] = await ask('sum:aws.billing.estimated_charges{*}.rollup(max, 21600)', 21_600, {
      from: end - day,
      to: end,
    })
    const services = await ask('sum:aws.billing.estimated_charges{servicename:*}.rollup(max, 21600)', 21_600, {
      from: end - day,
      to: end,
    })
    const [newest] = (total?.points ?? []).filter(([, value]) => value !== null).slice(-1)
    const byService = services[0]?.points.find(([at]) => at === newest?.[0])?.[1]
    const start = newest?.[0] ?? 0
    const [bill] = simulated('AWS/Billing', 'EstimatedCharges', ['Currency'])
    if (!bill) throw new Error('The simulated account has no bill')
    const right = truth(bill, { kind: 'basic', name: 'Maximum' }, 21_600, start, start + 21_600 * SECOND)
    expect(right).toHaveLength(1)
    expect(newest?.[1]).toBeCloseTo(right[0]?.value ?? 0, 6)
    // Cents are rounded service by service.
    expect(byService).toBeCloseTo(newest?.[1] ?? 0, 0)
  })

  it('counts all that is published where it asks for that', async () => {
    const once = sum((await line('sum:aws.lambda.invocations{*}')).map(([, value]) => value ?? 0))
    const all = sum((await line('sum:aws.lambda.invocations{dimension_set:*}')).map(([, value]) => value ?? 0))
    expect(all).toBeGreaterThan(1.5 * once)
    const [first] = await ask('sum:aws.lambda.invocations{*} by {dimension_set}')
    expect(first?.tagSet).toEqual(['dimension_set:functionname'])
  })

  it('leaves no collected metric without an answer', async () => {
    // What is read depends on the declared grain and on the sets there are: one of each kind of metric stands for its like.
    const setsOf = new Map<string, Set<string>>()
    for (const { name, dimensions } of await collecting.telemetry.loadSeries({ organisation, accountId }))
      setsOf.set(name, (setsOf.get(name) ?? new Set()).add(Object.keys(dimensions).toSorted().join()))
    expect(setsOf.size).toBeGreaterThan(80)
    const kinds = new Map<string, string>()
    for (const [name, sets] of setsOf) {
      const known = metricByName(name)
      const { metrics = [] } = namespaceByName(known?.namespace ?? '') ?? {}
      const grain = metrics.find(metric => metric.name === known?.metric)?.grain
      kinds.set(JSON.stringify([known?.namespace ?? name, grain, [...sets].toSorted()]), name)
    }
    const end = Math.floor(worldStart / SECOND)
    const range = { from: end - 3 * 3_600, to: end }
    const unanswered: string[] = []
    for (const name of kinds.values()) {
      const [narrow] = await ask(`count:${name}{*}`, 3_600, range)
      const [wide] = await ask(`count:${name}{dimension_set:*}`, 3_600, range)
      if (wide?.newestPoint !== narrow?.newestPoint) unanswered.push(name)
    }
    expect(unanswered).toEqual([])
  })
})
