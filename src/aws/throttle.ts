// Reaching AWS's quotas without exceeding them: token buckets per account, region and API, in calls and in datapoints.
import type { GetMetricDataInput } from '@aws-sdk/client-cloudwatch'
import type { FinalizeRequestMiddleware } from '@smithy/types'
import { type Clock, HOUR, MINUTE, SECOND } from '../core/clock.ts'
import type { Random } from '../core/random.ts'
import type { Attachment } from './clients.ts'
import { operationOf } from './ledger.ts'
import { isThrottle } from './observe.ts'

/**
 * Calls per second, per account and region, as AWS documents its defaults; where it documents none, a modest rate.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html (describe calls: 20/s refill)
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (STS: 600/s per account and region)
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (throttling limits per account)
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (other control-plane calls: 15/s)
 */
const callsPerSecond: Record<string, number> = {
  'cloudwatch:GetMetricData': 50,
  'cloudwatch:ListMetrics': 25,
  'cloudwatch:GetMetricStatistics': 400,
  'cloudwatch:DescribeAlarms': 9,
  'resourcegroupstaggingapi:GetResources': 15,
  'organizations:DescribeOrganization': 1,
  'organizations:ListRoots': 1,
  'organizations:ListOrganizationalUnitsForParent': 5,
  'organizations:ListAccountsForParent': 5,
  'sts:AssumeRole': 600,
  'sts:GetCallerIdentity': 600,
  ec2: 20,
  lambda: 15,
  s3: 100,
  sqs: 100,
  dynamodb: 50,
}
const otherCallsPerSecond = 10

/** GetMetricData's datapoints per second: StartTime at most three hours old, and older (CloudWatch service quotas). */
const recentPointsPerSecond = 180_000
const olderPointsPerSecond = 396_000

/** Share of a quota that is used steadily; the rest of it is the burst, so that no second holds more than the quota. */
const steadyShare = 0.98
/** After a throttle the rate is halved, at most once in this time: a volley of refusals is one. */
const halveAtMostEvery = SECOND
const leastShare = 1 / 64
/** A halved rate is whole again after half of this time without a throttle. */
const recoveryTime = 2 * MINUTE
/** Accounts times regions times APIs are many: idle buckets are dropped each time that so many more have been made. */
const sweepEvery = 2_000

/** A token bucket of one quota: `reserve` says how long to wait, and the wait is the caller's to keep. */
export interface Bucket {
  /** Takes `n` tokens, on credit if need be; the milliseconds until they are covered. First come, first served. */
  reserve(n: number): number
  /** AWS asked for fewer calls. */
  throttled(): void
  /** The present rate as a share of the whole, (0, 1]. */
  share(): number
  /** Whether it is as a new one would be, so that nothing is lost with it. */
  idle(): boolean
}

/** `quota` in tokens per second. */
export function createBucket(quota: number, clock: Clock): Bucket {
  const capacity = Math.max(1, quota * (1 - steadyShare))
  let tokens = capacity
  let share = 1
  let at = clock.now()
  let halvedAt = Number.NEGATIVE_INFINITY

  const refill = () => {
    const now = clock.now()
    const elapsed = Math.max(0, now - at)
    tokens = Math.min(capacity, tokens + (elapsed / SECOND) * quota * steadyShare * share)
    share = Math.min(1, share + elapsed / recoveryTime)
    at = now
  }

  return {
    reserve(n) {
      refill()
      tokens -= n
      return tokens >= 0 ? 0 : (-tokens / (quota * steadyShare * share)) * SECOND
    },
    throttled() {
      refill()
      if (clock.now() - halvedAt < halveAtMostEvery) return
      halvedAt = clock.now()
      share = Math.max(leastShare, share / 2)
      tokens = Math.min(tokens, 0)
    },
    share() {
      refill()
      return share
    },
    idle() {
      refill()
      return share === 1 && tokens === capacity
    },
  }
}

export interface Throttle {
  attach: Attachment
  /** The lowest present share of any quota of an account, for those who want to say why it is slow. */
  share(accountId: string): number
}

/** Waits before each attempt of each call, so that neither client nor caller knows of quotas. */
export function createThrottle(clock: Clock, random: Random): Throttle {
  const buckets = new Map<string, Bucket>()
  const bucket = (key: string, quota: number): Bucket => {
    const found = buckets.get(key)
    if (found) return found
    if (buckets.size % sweepEvery === sweepEvery - 1)
      for (const [other, one] of buckets) if (one.idle()) buckets.delete(other)
    const made = createBucket(quota, clock)
    buckets.set(key, made)
    return made
  }

  const needsOf = (place: string, operation: string, input: object): { bucket: Bucket; tokens: number }[] => {
    const needs = [{ bucket: bucket(`${place} ${operation}`, callQuota(operation)), tokens: 1 }]
    if (operation !== 'cloudwatch:GetMetricData') return needs
    const { points, recent } = datapoints(input as GetMetricDataInput, clock.now())
    const quota = recent ? recentPointsPerSecond : olderPointsPerSecond
    needs.push({ bucket: bucket(`${place} ${operation} ${recent ? 'recent' : 'older'}`, quota), tokens: points })
    return needs
  }

  const attach: Attachment = (client, signer, region) => {
    const waits: FinalizeRequestMiddleware<object, object> = (next, context) => async args => {
      const needs = needsOf(`${signer.accountId} ${region}`, operationOf(context), args.input)
      const wait = Math.max(...needs.map(need => need.bucket.reserve(need.tokens)))
      // A little chance keeps processes that share a quota from calling in step.
      if (wait > 0) await clock.sleep(Math.ceil(wait * (1 + random.next() / 10)))
      try {
        return await next(args)
      } catch (error) {
        // AWS does not say which of its quotas was met.
        if (isThrottle(error)) for (const need of needs) need.bucket.throttled()
        throw error
      }
    }
    // Within the retry, and before the signature, which a long wait would let expire.
    const place = { relation: 'before', toMiddleware: 'httpSigningMiddleware', name: 'heycloudThrottle' } as const
    client.middlewareStack.addRelativeTo(waits, place)
  }

  return {
    attach,
    share: accountId =>
      [...buckets].reduce(
        (least, [key, one]) => (key.startsWith(`${accountId} `) ? Math.min(least, one.share()) : least),
        1,
      ),
  }
}

const callQuota = (operation: string): number =>
  callsPerSecond[operation] ?? callsPerSecond[operation.split(':')[0] ?? ''] ?? otherCallsPerSecond

/**
 * What a call weighs against the datapoint quota: the points that its range and periods could hold, not those that exist,
 * which is how AWS reckons it too, so that sparse metrics cost as much.
 */
export function datapoints(input: GetMetricDataInput, now: number): { points: number; recent: boolean } {
  const from = input.StartTime?.getTime() ?? now
  const seconds = Math.max(0, ((input.EndTime?.getTime() ?? now) - from) / SECOND)
  let points = 0
  for (const query of input.MetricDataQueries ?? [])
    points += Math.ceil(seconds / (query.MetricStat?.Period ?? query.Period ?? 60))
  return { points: Math.min(points, input.MaxDatapoints ?? 100_800), recent: now - from <= 3 * HOUR }
}
