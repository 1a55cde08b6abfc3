// Every function on small series with gaps, against values worked out by hand.
import { describe, expect, it } from 'vitest'
import { fillGaps } from './fill.ts'
import { functions } from './functions.ts'
import type { Line, SeriesSet, Values } from './series-set.ts'

const setOf = (lines: Line[], interval = 60): SeriesSet => ({
  times: (lines[0]?.values ?? []).map((_, index) => index * interval),
  interval,
  groupBy: ['k'],
  lines,
  unit: 'Count',
  newestPoint: null,
  absent: null,
})

const apply = (name: string, set: SeriesSet, ...parameters: (number | string)[]): SeriesSet => {
  const declared = functions.get(name)
  if (!declared) throw new Error(`there is no ${name}`)
  return declared.apply(set, parameters)
}

const cases: [name: string, parameters: (number | string)[], values: Values, expected: Values][] = [
  ['abs', [], [-1, null, 2], [1, null, 2]],
  ['log2', [], [8, null, 0], [3, null, null]],
  ['log10', [], [1000, -1, 1], [3, null, 0]],
  ['cumsum', [], [1, null, 2, 3], [1, null, 3, 6]],
  ['integral', [], [1, null, 2], [60, null, 180]],
  ['diff', [], [1, 4, null, 9, 7], [null, 3, null, null, -2]],
  ['monotonic_diff', [], [1, 4, 3], [null, 3, null]],
  ['derivative', [], [0, 120, 60], [null, 2, -1]],
  ['per_second', [], [0, 120], [null, 2]],
  ['per_minute', [], [0, 120], [null, 120]],
  ['per_hour', [], [0, 120], [null, 7200]],
  ['dt', [], [5, 5, null, 5], [null, 60, null, null]],
  ['clamp_min', [2], [1, null, 3], [2, null, 3]],
  ['clamp_max', [2], [1, null, 3], [1, null, 2]],
  ['cutoff_min', [2], [1, 2, 3], [null, 2, 3]],
  ['cutoff_max', [2], [1, 2, 3], [1, 2, null]],
  ['default_zero', [], [1, null], [1, 0]],
  ['ewma_3', [], [2, 4, null, 8], [2, 3, null, 5.5]],
  ['median_3', [], [1, 9, 2, null, 4], [1, 5, 2, null, 3]],
  ['median_5', [], [5, 1, 4], [5, 3, 4]],
  ['moving_rollup', [180, 'avg'], [3, 6, 9, null, 3], [3, 4.5, 6, null, 6]],
  ['moving_rollup', [120, 'max'], [3, 6, 1, 2], [3, 6, 6, 2]],
  ['moving_rollup', [120, 'count'], [3, null, 1, 2], [1, null, 1, 2]],
  ['moving_rollup', [1, 'sum'], [3, 6], [3, 6]],
]

describe('point by point', () => {
  it.each(cases)('%s(%j) of %j', (name, parameters, values, expected) => {
    expect(apply(name, setOf([{ tags: ['k:a'], values }]), ...parameters).lines).toEqual([
      { tags: ['k:a'], values: expected },
    ])
  })

  it('says that default_zero holds for missing groups too', () => {
    expect(apply('default_zero', setOf([])).absent).toBe(0)
  })
})

describe('over series', () => {
  const many = setOf([
    { tags: ['k:a'], values: [1, 9, 1] },
    { tags: ['k:b'], values: [4, null, 4] },
    { tags: ['k:N/A'], values: [0, 0, 0] },
    { tags: ['k:gap'], values: [null, null, null] },
    { tags: ['k:minus'], values: [-7, -7, -7] },
  ])
  const keys = (set: SeriesSet) => set.lines.map(line => line.tags[0]?.slice(2))

  it.each([
    ['top', [2, 'mean', 'desc'], ['b', 'a']],
    ['top', [2, 'max', 'desc'], ['a', 'b']],
    ['top', [1, 'sum', 'desc'], ['a']],
    ['top', [2, 'last', 'desc'], ['b', 'a']],
    ['top', [2, 'area', 'desc'], ['minus', 'a']],
    ['top', [2, 'l2norm', 'desc'], ['minus', 'a']],
    ['top', [1, 'min', 'asc'], ['minus']],
    ['bottom', [2, 'mean'], ['minus', 'N/A']],
    ['bottom', [9, 'mean'], ['minus', 'N/A', 'a', 'b', 'gap']],
    ['top5', [], ['b', 'a', 'N/A', 'minus', 'gap']],
    ['top10_max', [], ['a', 'b', 'N/A', 'minus', 'gap']],
    ['bottom5_last', [], ['minus', 'N/A', 'a', 'b', 'gap']],
    ['exclude_null', [], ['a', 'b', 'gap', 'minus']],
  ] as const)('%s(%j)', (name, parameters, expected) => {
    expect(keys(apply(name, many, ...parameters))).toEqual(expected)
  })

  it('breaks ties by tags, so that the same are shown each time', () => {
    const lines = ['k:c', 'k:a', 'k:b'].map(tag => ({ tags: [tag], values: [1] }))
    expect(keys(apply('top', setOf(lines), 2, 'mean', 'desc'))).toEqual(['a', 'b'])
  })

  it('counts series at each time, and knows no count where all are gaps', () => {
    const values = [
      { tags: ['k:a'], values: [1, 0, null] },
      { tags: ['k:b'], values: [2, null, null] },
    ]
    expect(apply('count_nonzero', setOf(values))).toMatchObject({
      groupBy: [],
      lines: [{ tags: [], values: [2, 0, null] }],
    })
    expect(apply('count_not_null', setOf(values)).lines).toEqual([{ tags: [], values: [2, 1, null] }])
    expect(apply('count_not_null', setOf([])).lines).toEqual([])
  })
})

describe('fill', () => {
  const filled = (method: 'linear' | 'last' | 'zero' | 'null', limit: number, values: Values) =>
    fillGaps(setOf([{ tags: [], values }]), { method, limit }).lines[0]?.values

  it.each([
    ['null', 300, [1, null, 3], [1, null, 3]],
    ['zero', 0, [null, 1, null], [0, 1, 0]],
    ['last', 120, [null, 1, null, null, null, 2, null], [null, 1, 1, 1, null, 2, 2]],
    ['linear', 120, [null, 1, null, null, 4, null], [null, 1, 2, 3, 4, null]],
    ['linear', 60, [1, null, null, 4], [1, null, null, 4]],
    ['linear', 60, [1, null, 4], [1, 2.5, 4]],
  ] as const)('%s within %i s of %j', (method, limit, values, expected) => {
    expect(filled(method, limit, [...values])).toEqual(expected)
  })
})
