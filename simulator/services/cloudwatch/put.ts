// cloudwatch:PutMetricData: stores what is sent, so that ListMetrics and GetMetricData know it.
import type { MetricDatum, PutMetricDataCommandInput } from '@aws-sdk/client-cloudwatch'
import { AwsError, type Call } from '../../contract.ts'
import type { StoredDatum } from '../../world/stored.ts'
import type { World } from '../../world/world.ts'
import { here } from '../here.ts'

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export function putMetricData(world: World, input: PutMetricDataCommandInput, call: Call): Record<string, never> {
  const { metrics } = here(world, call)
  const namespace = input.Namespace ?? ''
  if (!namespace) throw new AwsError('MissingParameter', 'The parameter Namespace is required.')
  if (namespace.startsWith('AWS/')) {
    throw new AwsError('InvalidParameterValue', 'The value AWS/ for parameter Namespace is invalid.')
  }
  const data = [...(input.MetricData ?? []), ...(input.EntityMetricData ?? []).flatMap(e => e.MetricData ?? [])]
  if (data.length > 1000)
    throw new AwsError('ValidationError', 'The collection MetricData must not have a size greater than 1000.')
  const valid = data.map((datum, i) => ({ datum, stored: storedOf(datum, `MetricData.member.${i + 1}`, call.now) }))
  for (const { datum, stored } of valid) {
    const dimensions = (datum.Dimensions ?? []).map(d => ({ Name: d.Name ?? '', Value: d.Value ?? '' }))
    metrics.put(namespace, datum.MetricName ?? '', dimensions, stored, call.now)
  }
  return {}
}

function storedOf(datum: MetricDatum, name: string, now: number): StoredDatum {
  if (!datum.MetricName) throw new AwsError('MissingParameter', `The parameter ${name}.MetricName is required.`)
  const at = datum.Timestamp?.getTime() ?? now
  if (at < now - 14 * 86_400_000 || at > now + 2 * 3_600_000) {
    throw new AwsError(
      'InvalidParameterValue',
      `The parameter ${name}.Timestamp must specify a time within the past two weeks.`,
    )
  }
  const given = [datum.Value, datum.Values, datum.StatisticValues].filter(v => v !== undefined).length
  if (given !== 1) {
    throw new AwsError(
      'InvalidParameterCombination',
      `At least and at most one of the parameters must be specified: ${name}.Value, ${name}.Values, ${name}.StatisticValues.`,
    )
  }
  const counts = datum.Counts
  const values = datum.Value === undefined ? (datum.Values ?? []) : [datum.Value]
  if (counts && counts.length !== values.length) {
    throw new AwsError(
      'InvalidParameterValue',
      `The parameters ${name}.Values and ${name}.Counts must be of the same size.`,
    )
  }
  if (values.length > 150)
    throw new AwsError('InvalidParameterValue', `The collection ${name}.Values must not have a size greater than 150.`)
  const set = datum.StatisticValues
  const stored: StoredDatum = {
    at,
    unit: datum.Unit ?? 'None',
    resolution: datum.StorageResolution === 1 ? 1 : 60,
    values: values.map((value, i) => ({ value, weight: counts?.[i] ?? 1 })),
  }
  if (set) {
    stored.set = { count: set.SampleCount ?? 0, sum: set.Sum ?? 0, min: set.Minimum ?? 0, max: set.Maximum ?? 0 }
  }
  return stored
}
