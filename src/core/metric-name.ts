// How a CloudWatch metric is called in HeyCloud: the `aws.<service>.<metric>[.<statistic>]` rule and its exceptions.

/** Names that the rule does not give (public API's documented names). Key: `<namespace> <metric>`. */
const overrides: Record<string, string> = {
  'AWS/ApplicationELB HTTP_Redirect_Count': 'httpredirect',
  'AWS/ApplicationELB HTTP_Fixed_Response_Count': 'httpfixed_response',
  'AWS/NATGateway BYoIPUtilPercentage': 'byoip_util_percentage',
  // Of SQL applications; those of Apache Flink publish `millisBehindLatest`.
  'AWS/KinesisAnalytics MillisBehindLatest': 'sql_millis_behind_latest',
  'AWS/SNS NumberOfNotificationsFilteredOut-InvalidAttributes':
    'number_of_notifications_filtered_out_invalid_attributes',
  'AWS/SNS NumberOfNotificationsFilteredOut-InvalidMessageBody':
    'number_of_notifications_filtered_out_invalid_message_body',
  'AWS/SNS NumberOfNotificationsFilteredOut-MessageAttributes':
    'number_of_notifications_filtered_out_message_attributes',
  'AWS/SNS NumberOfNotificationsFilteredOut-MessageBody': 'number_of_notifications_filtered_out_message_body',
  'AWS/SNS NumberOfNotificationsFilteredOut-NoMessageAttributes':
    'number_of_notifications_filtered_out_no_message_attributes',
}

const namespacePart = (namespace: string): string => {
  const own = namespace.startsWith('AWS/') ? `aws.${namespace.slice(4)}` : namespace.replace(/^[/:]+/, '')
  return own
    .toLowerCase()
    .replaceAll('/', '.')
    .replaceAll(/[^a-z0-9._-]/g, '_')
}

/** `CPUUtilization` -> `cpuutilization`, `NetworkIn` -> `network_in`, `HTTPCode_ELB_5XX_Count` -> `httpcode_elb_5xx`. */
const metricPart = (namespace: string, metric: string): string => {
  const override = overrides[`${namespace} ${metric}`]
  if (override) return override
  const base = /^HTTPCode_/.test(metric) ? metric.replace(/_Count$/, '') : metric
  return base
    .replaceAll(/[%.]/g, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .replaceAll(/(?<=[A-Za-z0-9])(?=[0-9])/g, '_')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, '_')
}

/**
 * HeyCloud's name of a metric. `defaultStatistic` is the one that carries no suffix; null gives every statistic a suffix
 * (as `aws.applicationelb.target_response_time`, which has no bare name).
 */
export function metricName(
  namespace: string,
  metric: string,
  statistic: string,
  defaultStatistic: string | null,
): string {
  const base = `${namespacePart(namespace)}.${metricPart(namespace, metric)}`
  return statistic === defaultStatistic ? base : `${base}.${statistic.toLowerCase()}`
}

/** A tag key or value as it is stored and matched: lower case, white space to `_` (the public API's normalisation). */
export const normaliseTag = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, '_')

/** Documented tag names of some dimensions beside the one that the rule gives (public API, tags of the AWS integrations). */
const dimensionAliases: Record<string, string> = {
  InstanceId: 'instance-id',
  AutoScalingGroupName: 'autoscaling_group',
  AvailabilityZone: 'availability-zone',
  ImageId: 'image',
  InstanceType: 'instance-type',
}

/** A CloudWatch dimension's tag key: lower case without separators, `InstanceId` -> `instanceid`. */
export const dimensionTagKey = (dimension: string): string => dimension.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** All tag keys that a dimension's value is found under: the rule's first, then the documented one where there is one. */
export function dimensionTagKeys(dimension: string): [string, ...string[]] {
  const alias = dimensionAliases[dimension]
  return alias === undefined ? [dimensionTagKey(dimension)] : [dimensionTagKey(dimension), alias]
}

/** The tag by which series of one metric under different dimension sets are told apart. */
export const dimensionSetKey = 'dimension_set'

/** A dimension set as that tag's value: the tag keys, sorted: `loadbalancer+targetgroup`; `none` without dimensions. */
export const dimensionSetValue = (dimensions: readonly string[]): string =>
  dimensions.length === 0 ? 'none' : dimensions.map(dimensionTagKey).sort().join('+')
