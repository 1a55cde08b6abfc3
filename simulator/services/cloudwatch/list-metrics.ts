// cloudwatch:ListMetrics: pages of 500, filters, and only metrics that had data of late.
import type { DimensionFilter, ListMetricsCommandInput, ListMetricsCommandOutput } from '@aws-sdk/client-cloudwatch'
import { AwsError, type Call } from '../../contract.ts'
import { isListed, type Metric } from '../../world/metrics.ts'
import type { World } from '../../world/world.ts'
import { offsetOf, tokenAt } from '../here.ts'
import { metricsListed } from './linked.ts'

const PAGE = 500

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html; in a monitoring account, of its sources too. */
export function listMetrics(
  world: World,
  input: ListMetricsCommandInput,
  call: Call,
): Omit<ListMetricsCommandOutput, '$metadata'> {
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== 'PT3H') {
    throw new AwsError(
      'InvalidParameterValue',
      `The value ${input.RecentlyActive} for parameter RecentlyActive is not supported.`,
    )
  }
  if ((input.Dimensions?.length ?? 0) > 10) {
    throw new AwsError('ValidationError', 'The collection Dimensions must not have a size greater than 10.')
  }
  const refuse = () => new AwsError('InvalidNextToken', 'The next token specified is invalid.')
  const recently = input.RecentlyActive === 'PT3H'
  const found: Found = { Metrics: [], owners: [] }
  const isMonitoring = world.sourcesOf(call.caller.accountId) !== undefined
  const page = () => ({ Metrics: found.Metrics, ...(isMonitoring && { OwningAccounts: found.owners }) })
  const from = offsetOf('list-metrics', input.NextToken, refuse)
  // Accounts one after the other: an index counts on over those before.
  let before = 0
  for (const [owner, metrics] of metricsListed(world, call, input)) {
    const count = metrics.count()
    for (let index = Math.max(0, from - before); index < count; index++) {
      const metric = metrics.at(index)
      if (!metric || !wanted(metric, input) || !isListed(metric, call.now, recently)) continue
      // Only what does not fit makes another page, so that the last one is never empty.
      if (found.Metrics.length === PAGE) return { ...page(), NextToken: tokenAt('list-metrics', before + index) }
      found.Metrics.push({ Namespace: metric.namespace, MetricName: metric.metric, Dimensions: metric.dimensions })
      found.owners.push(owner)
    }
    before += count
  }
  return page()
}

interface Found {
  Metrics: NonNullable<ListMetricsCommandOutput['Metrics']>
  owners: string[]
}

/** Dimension filters are all required, by name or by name and value; a metric may have others besides. */
function wanted(metric: Metric, input: ListMetricsCommandInput): boolean {
  if (input.Namespace !== undefined && input.Namespace !== metric.namespace) return false
  if (input.MetricName !== undefined && input.MetricName !== metric.metric) return false
  const has = (filter: DimensionFilter) =>
    metric.dimensions.some(d => d.Name === filter.Name && (filter.Value === undefined || filter.Value === d.Value))
  return (input.Dimensions ?? []).every(has)
}
