// cloudwatch:GetMetricStatistics: one metric, several statistics at once.
import type {
  Datapoint,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
} from '@aws-sdk/client-cloudwatch'
import { AwsError, type Call } from '../../contract.ts'
import type { Metric } from '../../world/metrics.ts'
import { type Aggregates, bucketCount, read } from '../../world/reader.ts'
import { parseStatistic } from '../../world/statistic.ts'
import type { World } from '../../world/world.ts'
import { here } from '../here.ts'
import { roundedWindow, validPeriod } from './validate.ts'

const MAX_POINTS = 1440

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html. Datapoints come in no order. */
export function getMetricStatistics(
  world: World,
  input: GetMetricStatisticsCommandInput,
  call: Call,
): Omit<GetMetricStatisticsCommandOutput, '$metadata'> {
  const { metrics } = here(world, call)
  const period = input.Period ?? 0
  if (!validPeriod(period)) {
    throw new AwsError('InvalidParameterValue', 'The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.')
  }
  const names = [...(input.Statistics ?? []), ...(input.ExtendedStatistics ?? [])]
  if (names.length === 0)
    throw new AwsError('MissingParameter', 'The parameter Statistics or ExtendedStatistics is required.')
  const window = { ...roundedWindow(input, call.now, period), period, now: call.now, late: 0 }
  const n = bucketCount(window)
  if (n > MAX_POINTS) {
    throw new AwsError(
      'InvalidParameterCombination',
      `You have requested up to ${n} datapoints, which exceeds the limit of ${MAX_POINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    )
  }
  const dimensions = (input.Dimensions ?? []).map(d => ({ Name: d.Name ?? '', Value: d.Value ?? '' }))
  const metric = metrics.find(input.Namespace ?? '', input.MetricName ?? '', dimensions)
  const Label = input.MetricName ?? ''
  if (!metric || (input.Unit !== undefined && input.Unit !== metric.unit)) return { Label, Datapoints: [] }
  const points: (Datapoint | undefined)[] = new Array(n).fill(undefined)
  const memory = new Map<Metric, Aggregates>()
  for (const name of names) {
    const statistic = parseStatistic(name)
    if (!statistic)
      throw new AwsError('InvalidParameterValue', `The value ${name} for parameter Statistics is not supported.`)
    for (const [i, value] of read(metric, statistic, window, memory).entries()) {
      if (Number.isNaN(value)) continue
      const point = points[i] ?? {
        Timestamp: new Date((window.start + i * period) * 1000),
        Unit: metric.unit as 'Count',
      }
      points[i] = point
      if (statistic.kind === 'basic') point[statistic.name] = value
      else point.ExtendedStatistics = { ...point.ExtendedStatistics, [name]: value }
    }
  }
  return { Label, Datapoints: points.filter(p => p !== undefined) }
}
