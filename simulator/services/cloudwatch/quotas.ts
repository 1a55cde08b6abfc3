// CloudWatch's quotas per account and region, in real time: calls and datapoints a second.
import type { GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch'
import type { Clock } from '../../../src/core/clock.ts'
import { AwsError, type Call } from '../../contract.ts'

interface Bucket {
  tokens: number
  /** Epoch ms of the last refill. */
  at: number
}

/**
 * A second: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html. The others are the API's
 * general defaults.
 */
const callsPerSecond: Record<string, number> = {
  ListMetrics: 25,
  GetMetricData: 50,
  GetMetricStatistics: 400,
  DescribeAlarms: 9,
  DescribeAlarmHistory: 20,
  PutMetricData: 500,
  ListTagsForResource: 20,
}
const recentPoints = 180_000
const olderPoints = 396_000
/** GetMetricData's datapoints are counted apart by whether the window starts within the last three hours. */
const RECENT = 3 * 3_600_000

export interface Quotas {
  /** Throws `Throttling` when the call would exceed a quota. */
  take(operation: string, input: unknown, call: Call): void
}

/** `clock` is real time, whatever the world's clock says. */
export function createQuotas(clock: Clock): Quotas {
  const buckets = new Map<string, Bucket>()
  const bucketOf = (key: string, perSecond: number): Bucket => {
    const now = clock.now()
    const bucket = buckets.get(key) ?? { tokens: perSecond, at: now }
    buckets.set(key, bucket)
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    bucket.at = now
    return bucket
  }
  return {
    take(operation, input, call) {
      const place = `${call.caller.accountId} ${call.region}`
      const calls = bucketOf(`${place} ${operation}`, callsPerSecond[operation] ?? 10)
      if (calls.tokens < 1) throw new AwsError('Throttling', 'Rate exceeded')
      if (operation === 'GetMetricData') {
        const asked = input as GetMetricDataCommandInput
        const recent = (asked.StartTime?.getTime() ?? 0) > call.now - RECENT
        const points = bucketOf(`${place} points ${recent}`, recent ? recentPoints : olderPoints)
        const wanted = pointsAsked(asked)
        if (points.tokens < wanted) throw new AwsError('Throttling', 'Rate exceeded')
        points.tokens -= wanted
      }
      calls.tokens -= 1
    },
  }
}

/** How many datapoints a call can return at most: what its page allows, or its queries' buckets. */
export function pointsAsked(input: GetMetricDataCommandInput): number {
  const seconds = ((input.EndTime?.getTime() ?? 0) - (input.StartTime?.getTime() ?? 0)) / 1000
  let points = 0
  for (const query of input.MetricDataQueries ?? []) {
    points += Math.ceil(Math.max(0, seconds) / (query.MetricStat?.Period ?? query.Period ?? 60))
  }
  return Math.min(points, input.MaxDatapoints ?? 100_800)
}
