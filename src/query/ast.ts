// What a metric query means, as a value: the parser makes it, the evaluator asks the store for it.
import type { Aggregator, TagFilter } from '../core/question.ts'

export type FillMethod = 'linear' | 'last' | 'zero' | 'null'

/** `avg:aws.ec2.cpuutilization{env:prod} by {region}.rollup(max, 300)` */
export interface MetricQuery {
  kind: 'metric'
  /** As it was written, without white space around it. */
  text: string
  /** How the series of one group are combined; `avg` when it was left out. */
  aggregator: Aggregator
  /** HeyCloud's name. */
  metric: string
  filter: TagFilter
  /** The filter as it was written. */
  scope: string
  groupBy: string[]
  /** How each series is rolled up in time; null leaves it to the metric's kind. */
  method: Aggregator | null
  /** Seconds, as asked for; null leaves it to the range. */
  interval: number | null
  /** `.as_count()` sums over time; `.as_rate()` does too, and divides by the interval. */
  as: 'count' | 'rate' | null
  /** `limit`: the longest gap that is filled, seconds. */
  fill: { method: FillMethod; limit: number } | null
}

export interface Arithmetic {
  kind: 'arithmetic'
  text: string
  operator: '+' | '-' | '*' | '/'
  left: Expression
  right: Expression
}

/** A function of functions.ts applied to an expression. */
export interface Application {
  kind: 'application'
  text: string
  name: string
  of: Expression
  /** Checked against the function's declaration, defaults filled in. */
  parameters: (number | string)[]
}

export interface NumberExpression {
  kind: 'number'
  text: string
  value: number
}

export type Expression = MetricQuery | Arithmetic | Application | NumberExpression

/** Every metric query within an expression, in the order written. */
export function metricQueries(expression: Expression): MetricQuery[] {
  if (expression.kind === 'metric') return [expression]
  if (expression.kind === 'arithmetic') return [...metricQueries(expression.left), ...metricQueries(expression.right)]
  return expression.kind === 'application' ? metricQueries(expression.of) : []
}
