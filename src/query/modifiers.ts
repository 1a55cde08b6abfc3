// What may follow a metric's braces: how it is rolled up in time, and how its gaps are filled.
import { type Aggregator, aggregators } from '../core/question.ts'
import type { FillMethod, MetricQuery } from './ast.ts'
import type { Given, Parameter } from './parameters.ts'

interface Modifier {
  /** Declared by what was given, since `.rollup(60)` may leave out the method. */
  parameters: (given: readonly Given[]) => Parameter[]
  apply: (query: MetricQuery, parameters: readonly (number | string)[]) => MetricQuery
}

const interval: Parameter = { name: 'seconds', kind: 'number', min: 1 }

/** By name. */
export const modifiers: ReadonlyMap<string, Modifier> = new Map<string, Modifier>([
  [
    'rollup',
    {
      parameters: given =>
        typeof given[0]?.value === 'number'
          ? [interval]
          : // 0 seconds stands for an interval chosen by the range.
            [
              { name: 'method', kind: 'choice', choices: aggregators },
              { ...interval, min: 0, default: 0 },
            ],
      apply: (query, parameters) => {
        const [first, second] = parameters
        // Without a method each metric is rolled up by its kind, as without `.rollup()`.
        if (typeof first === 'number') return { ...query, interval: first }
        return { ...query, method: first as Aggregator, interval: Number(second) || null }
      },
    },
  ],
  ['as_count', { parameters: () => [], apply: query => ({ ...query, as: 'count' }) }],
  ['as_rate', { parameters: () => [], apply: query => ({ ...query, as: 'rate' }) }],
  [
    'fill',
    {
      parameters: () => [
        { name: 'method', kind: 'choice', choices: ['linear', 'last', 'zero', 'null'] },
        { name: 'seconds', kind: 'number', min: 0, default: 300 },
      ],
      apply: (query, [method, limit]) => ({
        ...query,
        fill: { method: method as FillMethod, limit: Number(limit) },
      }),
    },
  ],
])
