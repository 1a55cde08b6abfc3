// What an account's collection costs a month, from what was found and how often it is read.
import { chargeableMetrics, prices } from '../../aws/prices.ts'
import { DAY, SECOND } from '../../core/clock.ts'
import type { Coverage } from '../../core/coverage.ts'
import type { ServiceDefinition } from '../../core/define.ts'
import type { Plan } from './plan.ts'
import { createRules } from './rules.ts'

/** CloudWatch's month in estimates: 30 days. */
const month = (30 * DAY) / SECOND

/** US dollars a month for one metric with so many statistics, read once every `every` seconds. */
const chargeOf = (statistics: number, every: number): number =>
  chargeableMetrics(statistics) * prices.getMetricDataMetric * (month / every)

/** Exact, but for metrics that come and go. A metric is read once in its period at most. */
function chargeOfPlan(plan: Plan, cadence: number): number {
  let sum = 0
  for (const { statistics, period } of plan.metrics.values())
    sum += chargeOf(statistics.length, Math.max(period, cadence / SECOND))
  return sum
}

/**
 * US dollars a month; null before any metric was counted. Regions whose plan this process knows count exactly; of the others
 * the coverage ledger tells the number of metrics in each namespace, taken at the namespace's mean. `cadence` in ms.
 */
export function monthlyCharge(
  rows: readonly Coverage[],
  plans: ReadonlyMap<string, Plan | undefined>,
  services: readonly ServiceDefinition[],
  cadence: number,
): number | null {
  const counted = rows.filter(({ kind, namespace }) => kind === 'metrics' && namespace !== null)
  const known = [...plans.values()].filter(plan => plan !== undefined)
  if (counted.length === 0 && known.length === 0) return null
  const rules = createRules(services, everything)
  const others = counted.filter(({ region }) => !plans.get(region))
  return (
    known.reduce((sum, plan) => sum + chargeOfPlan(plan, cadence), 0) +
    others.reduce((sum, { namespace, items }) => sum + items * meanCharge(rules, namespace ?? '', cadence), 0)
  )
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
