// What an account's collection costs a month, from what was found and how often it is read.
import { chargeableMetrics, prices } from '../aws/prices.ts'
import { DAY, SECOND } from '../core/clock.ts'
import type { Coverage } from '../core/coverage.ts'
import type { ServiceDefinition } from '../core/define.ts'
import type { Plan } from './plan.ts'
import { createRules } from './rules.ts'

/** CloudWatch's month in estimates: 30 days. */
const month = (30 * DAY) / SECOND

/** US dollars a month for one metric with so many statistics, read once every `every` seconds. */
const chargeOf = (statistics: number, every: number): number =>
  chargeableMetrics(statistics) * prices.getMetricDataMetric * (month / every)

/** From a plan: exact but for metrics that come and go. `cadence` in ms; a metric is read once in its period at most. */
export function monthlyChargeOfPlan(plan: Plan, cadence: number): number {
  let sum = 0
  for (const { statistics, period } of plan.metrics.values())
    sum += chargeOf(statistics.length, Math.max(period, cadence / SECOND))
  return sum
}

/**
 * From the coverage ledger, for processes that do not collect: the metrics of each namespace at the namespace's mean of
 * statistics. US dollars a month; null before any metric was counted.
 */
export function monthlyCharge(
  rows: readonly Coverage[],
  services: readonly ServiceDefinition[],
  cadence: number,
): number | null {
  const counted = rows.filter(({ kind, namespace }) => kind === 'metrics' && namespace !== null)
  if (counted.length === 0) return null
  const rules = createRules(services, { ...everything })
  return counted.reduce((sum, { namespace, items }) => sum + items * meanCharge(rules, namespace ?? '', cadence), 0)
}

const everything = {
  enabled: true,
  automute_enabled: true,
  collect_custom_metrics: true,
  collect_cloudwatch_alarms: false,
  tag_filters: [],
  namespace_filters: { exclude_only: [] },
  metric_name_filters: [],
}

function meanCharge(rules: ReturnType<typeof createRules>, namespace: string, cadence: number): number {
  const names = rules.namespace(namespace)?.metrics.map(({ name }) => name) ?? ['']
  const charges = names.map(name => {
    const rule = rules.rule(namespace, name)
    return rule ? chargeOf(rule.statistics.length, Math.max(rule.period, cadence / SECOND)) : 0
  })
  return charges.reduce((sum, charge) => sum + charge, 0) / charges.length
}
