// Cross-account observability over HTTP with the real SDK: what a monitoring account sees of its sources, and nobody else.
import {
  CloudWatchClient,
  GetMetricDataCommand,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type Metric,
  PutMetricDataCommand,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { prod, type Simulated, simulated, staging } from '../../../test/support/simulated.ts'

const HOUR = 3_600_000

let aws: Simulated
beforeAll(async () => {
  aws = await simulated({ links: [{ monitoring: prod, sources: [staging] }] })
  const MetricData = Array.from({ length: 600 }, (_, i) => ({ MetricName: `M${i}`, Value: i }))
  await client(staging).send(new PutMetricDataCommand({ Namespace: 'Own', MetricData }))
  aws.clock.advance(HOUR / 2)
})
afterAll(() => aws.simulator.close())

const client = (account: string) => aws.client(CloudWatchClient, { account })

async function list(account: string, input: ListMetricsCommandInput) {
  const found: { owner: string | undefined; metric: Metric }[] = []
  for await (const page of paginateListMetrics({ client: client(account) }, input)) {
    if (page.OwningAccounts) expect(page.OwningAccounts).toHaveLength(page.Metrics?.length ?? -1)
    for (const [i, metric] of (page.Metrics ?? []).entries()) found.push({ owner: page.OwningAccounts?.[i], metric })
  }
  return found
}

it('lists the metrics of sources with their owners, over pages, where that is asked for', async () => {
  const all = await list(prod, { IncludeLinkedAccounts: true })
  const metricsOf = (account: string) => all.filter(({ owner }) => owner === account).map(({ metric }) => metric)
  expect(all.length).toBeGreaterThan(1_000)
  const own = await list(prod, {})
  expect(new Set(own.map(({ owner }) => owner))).toEqual(new Set([prod]))
  expect(metricsOf(prod)).toEqual(own.map(({ metric }) => metric))
  expect(metricsOf(staging)).toEqual((await list(staging, {})).map(({ metric }) => metric))
  const ofOne = await list(prod, { IncludeLinkedAccounts: true, OwningAccount: staging })
  expect(ofOne).toEqual(all.filter(({ owner }) => owner === staging))
})

it('changes nothing for an account that is no monitoring account', async () => {
  const plain = await client(staging).send(new ListMetricsCommand({}))
  const asked = await client(staging).send(new ListMetricsCommand({ IncludeLinkedAccounts: true }))
  expect(asked.Metrics).toEqual(plain.Metrics)
  expect(asked.OwningAccounts).toBeUndefined()
})

it('reads points of a source by its AccountId, and of no other account', async () => {
  const [linked] = await list(prod, {
    IncludeLinkedAccounts: true,
    OwningAccount: staging,
    Namespace: 'AWS/EC2',
    MetricName: 'CPUUtilization',
    RecentlyActive: 'PT3H',
  })
  const read = async (account: string, AccountId?: string) => {
    const now = aws.clock.now()
    const query = { Id: 'q', MetricStat: { Metric: linked?.metric, Period: 300, Stat: 'Average' } }
    const { MetricDataResults } = await client(account).send(
      new GetMetricDataCommand({
        StartTime: new Date(now - HOUR),
        EndTime: new Date(now),
        MetricDataQueries: [{ ...query, ...(AccountId && { AccountId }) }],
      }),
    )
    return MetricDataResults?.[0]
  }
  const through = await read(prod, staging)
  expect(through?.StatusCode).toBe('Complete')
  expect(through?.Values?.length).toBeGreaterThan(5)
  expect((await read(staging))?.Values).toEqual(through?.Values)
  expect((await read(prod))?.Values).toEqual([])
  expect((await read(staging, prod))?.StatusCode).toBe('Forbidden')
  aws.simulator.world.setLinks([])
  expect((await read(prod, staging))?.StatusCode).toBe('Forbidden')
})
