// Lines out of replies: aligned, named, gaps kept.
import { describe, expect, it } from 'vitest'
import type { QueryReply } from '../../../src/server/schema/web-reads.ts'
import { reduceValues, splitTail, toLines } from './series.ts'

const series = (tags: string[], points: [number, number | null][], index = 0): QueryReply['series'][number] => ({
  metric: 'aws.ec2.cpuutilization',
  expression: 'avg:aws.ec2.cpuutilization{*}',
  scope: '*',
  tag_set: tags,
  interval: 60,
  unit: [{ name: 'percent' }, null],
  query_index: index,
  pointlist: points,
})
const reply = (all: QueryReply['series']): QueryReply => ({
  status: 'ok',
  query: 'q',
  from_date: 0,
  to_date: 0,
  series: all,
})

describe('toLines', () => {
  it('puts series of different times on one axis and leaves gaps', () => {
    const { times, lines, newest, unit } = toLines(
      reply([
        series(
          ['host:a'],
          [
            [0, 1],
            [60_000, null],
            [120_000, 3],
          ],
        ),
        series(['host:b'], [[60_000, 9]]),
      ]),
    )
    expect(times).toEqual([0, 60, 120])
    expect(lines.map(line => [line.label, line.values])).toEqual([
      ['b', [null, 9, null]],
      ['a', [1, null, 3]],
    ])
    expect(newest).toBe(120)
    expect(unit).toBe('percent')
  })
  it('names lines by what splits them, and by their formula where there are several', () => {
    const named = toLines(
      reply([
        series(['name:web', 'instanceid:i-1'], [[0, 2]]),
        series(['name:N/A', 'instanceid:i-2'], [[0, 1]], 1),
        series([], [[0, 0]], 1),
      ]),
      ['cpu', 'errors'],
    )
    expect(named.lines.map(line => line.label)).toEqual(['web, i-1 cpu', 'i-2 errors', 'errors'])
    expect(toLines(reply([series(['name:N/A'], [[0, 1]])])).lines[0]?.label).toBe('no name')
  })
  it('calls a load balancer by its name where that is enough', () => {
    const [a, b] = ['loadbalancer:app/shop/1df1b22cde0e88b5', 'loadbalancer:app/shop/e9fff3b0c8308f74']
    const names = (tags: string[][]) => toLines(reply(tags.map(t => series(t, [[0, 1]])))).lines.map(line => line.label)
    expect(names([[a ?? '', 'region:eu-west-1']])).toEqual(['shop, eu-west-1'])
    expect(names([[a ?? ''], [b ?? '']])).toEqual(['app/shop/1df1b22cde0e88b5', 'app/shop/e9fff3b0c8308f74'])
  })
  it('has no newest point when nothing is stored', () => {
    expect(toLines(reply([])).newest).toBeNull()
    expect(toLines(reply([series([], [[0, null]])])).newest).toBeNull()
  })
})

describe('splitTail', () => {
  it('shares the last settled point with the dashed end', () => {
    expect(splitTail([0, 60, 120, 180], [1, 2, 3, 4], 120)).toEqual({
      settled: [1, 2, null, null],
      tail: [null, 2, 3, 4],
    })
  })
  it('has no tail where everything is settled', () => {
    expect(splitTail([0, 60], [1, 2], 600)).toEqual({ settled: [1, 2], tail: null })
  })
})

it('reduces what is known and knows when nothing is', () => {
  expect(reduceValues([1, null, 3, null], 'last')).toBe(3)
  expect(reduceValues([1, null, 3], 'avg')).toBe(2)
  expect(reduceValues([-4, null, 3], 'min')).toBe(-4)
  expect(reduceValues([null], 'sum')).toBeNull()
})
