// What CloudWatch refuses of a request for data, in its own words.
import type { GetMetricDataCommandInput, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../contract.ts'
import { parseStatistic, type Statistic } from '../../world/statistic.ts'

export const MAX_DATAPOINTS = 100_800
const idPattern = /^[a-z][a-zA-Z0-9_]*$/

export interface ValidQuery {
  id: string
  label: string | undefined
  accountId: string | undefined
  namespace: string
  metric: string
  dimensions: { Name: string; Value: string }[]
  unit: string | undefined
  period: number
  statistic: Statistic
  returned: boolean
}

const invalid = (message: string) => new AwsError('ValidationError', message)
const missing = (message: string) => new AwsError('MissingParameter', message)

/** A multiple of 60, or 1, 5, 10, 20 or 30 for metrics of high resolution. */
export const validPeriod = (period: number): boolean =>
  (period >= 60 && period % 60 === 0) || [1, 5, 10, 20, 30].includes(period)

/** Throws `ValidationError` as https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html has the rules. */
export function validQueries(input: GetMetricDataCommandInput): ValidQuery[] {
  const queries = input.MetricDataQueries ?? []
  if (queries.length === 0) throw missing('The parameter MetricDataQueries is required.')
  if (queries.length > 500) throw invalid('The collection MetricDataQueries must not have a size greater than 500.')
  const max = input.MaxDatapoints
  if (max !== undefined && (max < 1 || max > MAX_DATAPOINTS)) {
    throw invalid(`The value ${max} for parameter MaxDatapoints must be between 1 and ${MAX_DATAPOINTS}.`)
  }
  const ids = new Set<string>()
  return queries.map((query, i) => {
    const valid = validQuery(query, `MetricDataQueries.member.${i + 1}`)
    if (ids.has(valid.id)) throw invalid('The values for parameter id in MetricDataQueries are not unique.')
    ids.add(valid.id)
    return valid
  })
}

function validQuery(query: MetricDataQuery, name: string): ValidQuery {
  const id = query.Id ?? ''
  if (!idPattern.test(id) || id.length > 255) {
    throw invalid(`The value ${id} for parameter ${name}.Id is not matching the expected pattern ${idPattern.source}.`)
  }
  if (query.Expression !== undefined && query.MetricStat) {
    throw invalid(`The parameters ${name}.Expression and ${name}.MetricStat are mutually exclusive.`)
  }
  if (query.Expression !== undefined) {
    throw invalid(`Error in expression '${id}': expressions are not part of this simulated AWS.`)
  }
  const stat = query.MetricStat
  if (!stat) throw missing(`The parameter ${name}.MetricStat or ${name}.Expression is required.`)
  const { Namespace: namespace, MetricName: metric, Dimensions: dimensions } = stat.Metric ?? {}
  if (!namespace) throw missing(`The parameter ${name}.MetricStat.Metric.Namespace is required.`)
  if (!metric) throw missing(`The parameter ${name}.MetricStat.Metric.MetricName is required.`)
  if ((dimensions?.length ?? 0) > 30)
    throw invalid(`The collection ${name}.MetricStat.Metric.Dimensions must not have a size greater than 30.`)
  const statistic = parseStatistic(stat.Stat ?? '')
  if (!statistic) throw invalid(`The value ${stat.Stat} for parameter ${name}.MetricStat.Stat is not supported.`)
  if (!validPeriod(stat.Period ?? 0)) {
    throw invalid(
      `The value ${stat.Period} for parameter ${name}.MetricStat.Period must be 1, 5, 10, 20, 30 or a multiple of 60.`,
    )
  }
  return {
    id,
    label: query.Label,
    accountId: query.AccountId,
    namespace,
    metric,
    dimensions: (dimensions ?? []).map(d => ({ Name: d.Name ?? '', Value: d.Value ?? '' })),
    unit: stat.Unit,
    period: stat.Period ?? 60,
    statistic,
    returned: query.ReturnData ?? true,
  }
}

/**
 * Start and end in epoch seconds, rounded down as CloudWatch does: to the minute, to 5 minutes when the start is older than 15
 * days, to the hour beyond 63. `now` in epoch ms.
 */
export function roundedWindow(
  input: { StartTime: Date | undefined; EndTime: Date | undefined },
  now: number,
  period: number,
): { start: number; end: number } {
  if (!input.StartTime) throw missing('The parameter StartTime is required.')
  if (!input.EndTime) throw missing('The parameter EndTime is required.')
  const start = input.StartTime.getTime() / 1000
  const end = input.EndTime.getTime() / 1000
  if (start >= end) throw invalid('The parameter StartTime must be less than the parameter EndTime.')
  const days = (now / 1000 - start) / 86_400
  const step = days > 63 ? 3600 : days > 15 ? 300 : Math.min(period, 60)
  const endStep = Math.min(period, 60)
  return { start: Math.floor(start / step) * step, end: Math.floor(end / endStep) * endStep }
}
