// CloudWatch alarms of the world: their state is worked out from the metrics that they watch, as CloudWatch does it.
import type { MetricAlarm, StateValue } from '@aws-sdk/client-cloudwatch'
import type { Metrics } from './metrics.ts'
import type { Place } from './place.ts'
import { type Series, truth } from './series.ts'
import { parseStatistic } from './statistic.ts'

export interface AlarmPlan {
  name: string
  description: string
  namespace: string
  metric: string
  dimensions: Record<string, string>
  /** `Average` … or `p95`. */
  statistic: string
  period: number
  threshold: number
  /** Default `GreaterThanThreshold`. */
  compare?: 'GreaterThanThreshold' | 'LessThanThreshold'
  evaluationPeriods: number
  datapointsToAlarm?: number
  missing?: 'missing' | 'notBreaching' | 'breaching' | 'ignore'
}

/** Without a state: that is asked for by `stateOf`. */
export function addAlarm(place: Place, plan: AlarmPlan): void {
  const extended = /^[pt]/.test(plan.statistic)
  place.state.alarms.push({
    AlarmName: plan.name,
    AlarmArn: place.arn('cloudwatch', `alarm:${plan.name}`),
    AlarmDescription: plan.description,
    AlarmConfigurationUpdatedTimestamp: new Date((place.start - 90 * 1440) * 60_000),
    ActionsEnabled: true,
    AlarmActions: [place.arn('sns', 'on-call')],
    OKActions: [],
    InsufficientDataActions: [],
    Namespace: plan.namespace,
    MetricName: plan.metric,
    Dimensions: Object.entries(plan.dimensions).map(([Name, Value]) => ({ Name, Value })),
    ...(extended ? { ExtendedStatistic: plan.statistic } : { Statistic: plan.statistic as 'Sum' }),
    Period: plan.period,
    EvaluationPeriods: plan.evaluationPeriods,
    DatapointsToAlarm: plan.datapointsToAlarm ?? plan.evaluationPeriods,
    Threshold: plan.threshold,
    ComparisonOperator: plan.compare ?? 'GreaterThanThreshold',
    TreatMissingData: plan.missing ?? 'missing',
  })
}

export interface Transition {
  /** Epoch ms. */
  at: number
  from: StateValue
  to: StateValue
  reason: string
}

/** How far back alarms are evaluated; older transitions are forgotten. */
const HISTORY = 3 * 86_400

/** The newest first; the alarm's first state has no transition. `now` in epoch ms. */
export function transitionsOf(
  alarm: MetricAlarm,
  metrics: Metrics,
  now: number,
): { state: StateValue; transitions: Transition[] } {
  const period = alarm.Period ?? 300
  const series = metrics.find(
    alarm.Namespace ?? '',
    alarm.MetricName ?? '',
    (alarm.Dimensions ?? []) as Series['dimensions'],
  )
  if (!series || !('model' in series)) return { state: 'INSUFFICIENT_DATA', transitions: [] }
  const settled = now / 1000 - series.delay - series.settle
  const end = Math.floor(settled / period) * period
  const start = end - Math.ceil(HISTORY / period) * period
  const values = valuesOf(alarm, series, period, start, end)
  const transitions: Transition[] = []
  const needed = alarm.EvaluationPeriods ?? 1
  let state: StateValue | undefined
  for (let i = needed; i <= values.length; i++) {
    const next = evaluate(alarm, values.slice(i - needed, i), state ?? 'INSUFFICIENT_DATA')
    if (state !== undefined && next.state !== state) {
      const at = (start + i * period + series.delay) * 1000
      transitions.unshift({ at, from: state, to: next.state, reason: next.reason })
    }
    state = next.state
  }
  return { state: state ?? 'INSUFFICIENT_DATA', transitions }
}

/** Undefined is a missing datapoint. Times in epoch seconds. */
function valuesOf(
  alarm: MetricAlarm,
  series: Series,
  period: number,
  start: number,
  end: number,
): (number | undefined)[] {
  const statistic = parseStatistic(alarm.ExtendedStatistic ?? alarm.Statistic ?? 'Average')
  if (!statistic) throw new Error(`Alarm ${alarm.AlarmName} has no statistic that CloudWatch knows`)
  const values = new Array<number | undefined>((end - start) / period).fill(undefined)
  for (const p of truth(series, statistic, period, start * 1000, end * 1000)) {
    values[(p.at / 1000 - start) / period] = p.value
  }
  return values
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html, evaluating an alarm. */
function evaluate(
  alarm: MetricAlarm,
  window: (number | undefined)[],
  before: StateValue,
): { state: StateValue; reason: string } {
  const threshold = alarm.Threshold ?? 0
  const less = alarm.ComparisonOperator === 'LessThanThreshold'
  const missing = alarm.TreatMissingData ?? 'missing'
  const present = window.filter(v => v !== undefined)
  const breaching = present.filter(v => (less ? v < threshold : v > threshold)).length
  const counted = breaching + (missing === 'breaching' ? window.length - present.length : 0)
  const needed = alarm.DatapointsToAlarm ?? window.length
  const words = `${counted} out of the last ${window.length} datapoints`
  if (counted >= needed) {
    const [newest] = present.slice(-1)
    return {
      state: 'ALARM',
      reason: `Threshold Crossed: ${words} [${newest ?? 'missing'}] were ${less ? 'less' : 'greater'} than the threshold (${threshold}) (minimum ${needed} datapoint${needed > 1 ? 's' : ''} for OK -> ALARM transition).`,
    }
  }
  if (present.length === 0 && missing === 'missing') {
    return { state: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: no datapoints were received.' }
  }
  if (present.length === 0 && missing === 'ignore') return { state: before, reason: 'No datapoints were received.' }
  return {
    state: 'OK',
    reason: `Threshold Crossed: ${words} were breaching the threshold (${threshold}), fewer than ${needed}.`,
  }
}
