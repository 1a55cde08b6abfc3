// From a parsed query to series: asks the store, then does the arithmetic.
import { SECOND } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { Answer, Question } from '../core/question.ts'
import { combine, type Worth } from './arithmetic.ts'
import { type Expression, type MetricQuery, metricQueries } from './ast.ts'
import { fillGaps } from './fill.ts'
import { functions } from './functions.ts'
import { type Grid, gridOf, questionOf } from './question-of.ts'
import { finite, type SeriesSet } from './series-set.ts'
import { querySyntaxError } from './syntax-error.ts'

export interface EvaluateOptions {
  organisation: string
  /** Epoch seconds, inclusive. */
  from: number
  /** Epoch seconds, exclusive. */
  to: number
  /** Seconds, where the caller wants another than the range gives; a query's own `.rollup()` is before it. */
  interval?: number
  /** The store. */
  ask: (question: Question) => Promise<Answer>
}

export interface ResultSeries {
  /** HeyCloud's name of the metric; of arithmetic the expression as written. */
  metric: string
  /** The query with this series' tags for its scope: `avg:aws.ec2.cpuutilization{env:prod,region:us-east-1}`. */
  expression: string
  /** This series' tags and the query's filter; `*` for everything. */
  scope: string
  /** `key:value` of each key grouped by. */
  tagSet: string[]
  /** Seconds between the points. */
  interval: number
  /** [epoch milliseconds, value], evenly apart; null is a gap. */
  points: [number, number | null][]
  /** As CloudWatch spells it; empty where there is none. */
  unit: string
  /** Of the series of one group: `avg`, `sum`, `min`, `max`, `count`; null for arithmetic. */
  aggregator: string | null
  /** Start of the newest stored point that matched, epoch seconds; null if none. */
  newestPoint: number | null
  /** Which of the comma-separated queries, from 0. */
  queryIndex: number
}

interface Context {
  organisation: string
  grid: Grid
  /** Asks each question once, however often the expression holds it. */
  ask: (question: Question) => Promise<Answer>
}

function askingOnce(ask: EvaluateOptions['ask']): EvaluateOptions['ask'] {
  const asked = new Map<string, Promise<Answer>>()
  return question => {
    const key = JSON.stringify(question)
    const answer = asked.get(key) ?? ask(question)
    asked.set(key, answer)
    return answer
  }
}

const unitOfRate = (unit: string): string => (unit === '' || unit === 'None' ? '' : `${unit}/Second`)

async function askMetric(query: MetricQuery, { organisation, grid, ask }: Context): Promise<SeriesSet> {
  const answer = await ask(questionOf(query, organisation, grid))
  const rate = query.as === 'rate'
  const lines = answer.series
    .map(({ group, values }) => ({
      tags: group,
      values: rate ? values.map(value => (value === null ? null : finite(value / grid.interval))) : values,
    }))
    .sort((a, b) => (a.tags.join() < b.tags.join() ? -1 : 1))
  const set: SeriesSet = {
    times: answer.times,
    interval: grid.interval,
    groupBy: query.groupBy,
    lines,
    unit: rate ? unitOfRate(answer.unit) : query.aggregator === 'count' ? 'Count' : answer.unit,
    newestPoint: answer.newestPoint,
    absent: null,
  }
  return query.fill ? fillGaps(set, query.fill) : set
}

async function evaluateExpression(expression: Expression, context: Context): Promise<Worth> {
  switch (expression.kind) {
    case 'number':
      return expression.value
    case 'metric':
      return askMetric(expression, context)
    case 'application':
      return applyFunction(expression, context)
    case 'arithmetic': {
      const [left, right] = await Promise.all([
        evaluateExpression(expression.left, context),
        evaluateExpression(expression.right, context),
      ])
      const result = combine(expression.operator, left, right)
      if (result !== null) return result
      const keys = [left, right].map(side => (typeof side === 'number' ? '' : side.groupBy.join(', ')))
      const message = `both sides are grouped by the same tags or one by none; here ${keys.join(' against ')}.`
      throw querySyntaxError(expression.text, 0, message)
    }
  }
}

async function applyFunction(
  expression: Extract<Expression, { kind: 'application' }>,
  context: Context,
): Promise<Worth> {
  const declared = functions.get(expression.name)
  if (!declared) throw new TypeError(`There is no function ${expression.name}.`)
  const shift = declared.shift?.(expression.parameters) ?? 0
  const { grid } = context
  if (shift % grid.interval !== 0) {
    const message = `${expression.text} shifts by ${shift} s, which the interval of ${grid.interval} s does not divide. Give it a .rollup() that does, or a shorter range.`
    throw new HeyCloudError('query_range', message)
  }
  const past: Grid = { ...grid, from: grid.from - shift, to: grid.to - shift }
  const inner = await evaluateExpression(expression.of, shift === 0 ? context : { ...context, grid: past })
  // The parser refuses a function of a bare number; arithmetic of bare numbers is caught here.
  if (typeof inner === 'number')
    throw querySyntaxError(expression.text, 0, 'a function is of a query, not of a number.')
  const present = shift === 0 ? inner : { ...inner, times: inner.times.map(time => time + shift) }
  return declared.apply(present, expression.parameters)
}

function describeSeries(expression: Expression, tags: readonly string[]) {
  const [first, second] = metricQueries(expression)
  if (first === undefined || second !== undefined)
    return { metric: expression.text, expression: expression.text, aggregator: null }
  const parts = [...tags, ...(first.scope === '*' ? [] : [first.scope])]
  const scope = parts.length > 0 ? parts.join(',') : '*'
  const own = `${first.aggregator}:${first.metric}{${scope}}`
  return expression.kind === 'metric'
    ? { metric: first.metric, expression: own, aggregator: first.aggregator, scope }
    : { metric: first.metric, expression: expression.text, aggregator: first.aggregator, scope }
}

function resultSeries(expression: Expression, set: SeriesSet, queryIndex: number): ResultSeries[] {
  return set.lines.map(line => ({
    scope: line.tags.length > 0 ? line.tags.join(',') : '*',
    ...describeSeries(expression, line.tags),
    tagSet: line.tags,
    interval: set.interval,
    points: set.times.map((time, index) => [time * SECOND, line.values[index] ?? null]),
    unit: set.unit,
    newestPoint: set.newestPoint,
    queryIndex,
  }))
}

/**
 * The series of each expression, in order; within one by its tags, or by rank after `top()`. Gaps stay gaps. Each expression
 * has a grid of its own (interval.ts), so that points may begin before `from` and end after `to` by less than a bucket.
 * HeyCloudError `query_range` for an empty range, `query_syntax` for what does not go together.
 */
export async function evaluate(expressions: readonly Expression[], options: EvaluateOptions): Promise<ResultSeries[]> {
  const { organisation, from, to, interval } = options
  if (!Number.isFinite(from) || !Number.isFinite(to) || from >= to)
    throw new HeyCloudError(
      'query_range',
      `The range begins at ${from} and ends at ${to}: it must end after it begins.`,
    )
  const ask = askingOnce(options.ask)
  const results = await Promise.all(
    expressions.map(async (expression, queryIndex) => {
      const grid = gridOf(expression, from, to, interval)
      const worth = await evaluateExpression(expression, { organisation, grid, ask })
      return typeof worth === 'number' ? [] : resultSeries(expression, worth, queryIndex)
    }),
  )
  return results.flat()
}
