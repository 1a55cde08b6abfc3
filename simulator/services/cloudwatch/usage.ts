// What a CloudWatch call counts for: queries, datapoints, and what AWS would charge.
import type { GetMetricDataCommandInput, GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch'
import type { Usage } from '../../contract.ts'
import { metricKey } from '../../world/series.ts'

/** https://aws.amazon.com/cloudwatch/pricing/: $0.01 per 1,000 metrics requested by GetMetricData, per 1,000 requests of the others. */
const PRICE = 0.01 / 1000
const paidByCall = new Set([
  'ListMetrics',
  'GetMetricStatistics',
  'PutMetricData',
  'DescribeAlarms',
  'DescribeAlarmHistory',
])

/** Metrics as AWS counts them: up to five statistics of one metric in one request are one. */
export function chargeableMetrics(input: GetMetricDataCommandInput): number {
  const statistics = new Map<string, Set<string>>()
  for (const query of input.MetricDataQueries ?? []) {
    const metric = query.MetricStat?.Metric
    const dimensions = (metric?.Dimensions ?? []).map(d => ({ Name: d.Name ?? '', Value: d.Value ?? '' }))
    const key = `${query.AccountId ?? ''} ${metricKey(metric?.Namespace ?? '', metric?.MetricName ?? '', dimensions)}`
    const known = statistics.get(key) ?? new Set()
    statistics.set(key, known.add(query.MetricStat?.Stat ?? ''))
  }
  let metrics = 0
  for (const known of statistics.values()) metrics += Math.ceil(known.size / 5)
  return metrics
}

/** A page that continues another is a request of its own, and is counted like the first. */
export function usageOf(operation: string, input: unknown, output: unknown): Usage {
  if (operation !== 'GetMetricData') return paidByCall.has(operation) ? usage('CW:Requests', 1) : {}
  const asked = input as GetMetricDataCommandInput
  const { MetricDataResults = [] } = output as GetMetricDataCommandOutput
  return {
    queries: asked.MetricDataQueries?.length ?? 0,
    datapoints: MetricDataResults.reduce((sum, r) => sum + (r.Values?.length ?? 0), 0),
    ...usage('CW:GMD-Metrics', chargeableMetrics(asked)),
  }
}

const usage = (usageType: string, quantity: number): Usage => ({
  charge: quantity * PRICE,
  billed: { service: 'AmazonCloudWatch', usageType, quantity },
})
