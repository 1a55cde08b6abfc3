// Arithmetic over series: exact, group by group, gap by gap.
import { describe, expect, it } from 'vitest'
import { combine } from './arithmetic.ts'
import type { Line, SeriesSet, Values } from './series-set.ts'

const set = (groupBy: string[], lines: Line[], more: Partial<SeriesSet> = {}): SeriesSet => ({
  times: [0, 60, 120],
  interval: 60,
  groupBy,
  lines,
  unit: 'Count',
  newestPoint: 120,
  absent: null,
  ...more,
})
const line = (values: Values, ...tags: string[]): Line => ({ tags, values })

const byZone = set(['zone'], [line([1, 2, null], 'zone:a'), line([10, null, 30], 'zone:b')])

describe('combine', () => {
  it('adds a number to each point and keeps gaps', () => {
    expect(combine('+', byZone, 1)).toMatchObject({
      lines: [line([2, 3, null], 'zone:a'), line([11, null, 31], 'zone:b')],
    })
    expect(combine('-', 1, byZone)).toMatchObject({
      lines: [line([0, -1, null], 'zone:a'), line([-9, null, -29], 'zone:b')],
    })
  })

  it('matches groups by their tags in whatever order of keys or lines', () => {
    const left = set(['a', 'b'], [line([1, 1, 1], 'a:1', 'b:1'), line([2, 2, 2], 'a:1', 'b:2')])
    const right = set(['b', 'a'], [line([20, null, 20], 'b:2', 'a:1'), line([10, 10, 10], 'b:1', 'a:1')])
    expect(combine('*', left, right)).toMatchObject({
      groupBy: ['a', 'b'],
      lines: [line([10, 10, 10], 'a:1', 'b:1'), line([40, null, 40], 'a:1', 'b:2')],
    })
  })

  it('leaves out a group that one side lacks: what it is worth there is not known', () => {
    const right = set(['zone'], [line([1, 1, 1], 'zone:a'), line([1, 1, 1], 'zone:c')])
    expect(combine('+', byZone, right)).toMatchObject({ lines: [line([2, 3, null], 'zone:a')] })
  })

  it('takes a missing group as zero where the query says so', () => {
    const errors = set(['zone'], [line([1, 0, 0], 'zone:a')], { absent: 0 })
    const requests = set(['zone'], [line([10, 10, null], 'zone:a'), line([5, 5, 5], 'zone:b')])
    expect(combine('/', errors, requests)).toMatchObject({
      lines: [line([0.1, 0, null], 'zone:a'), line([0, 0, 0], 'zone:b')],
    })
  })

  it('lets an ungrouped side stand beside every group', () => {
    const whole = set([], [line([100, 50, 10])])
    expect(combine('/', byZone, whole)).toMatchObject({
      groupBy: ['zone'],
      lines: [line([0.01, 0.04, null], 'zone:a'), line([0.1, null, 3], 'zone:b')],
    })
    expect(combine('-', whole, byZone)).toMatchObject({
      groupBy: ['zone'],
      lines: [line([99, 48, null], 'zone:a'), line([90, null, -20], 'zone:b')],
    })
    expect(combine('+', whole, set([], [line([1, 1, null])]))).toMatchObject({ lines: [line([101, 51, null])] })
    expect(combine('+', byZone, set([], []))).toMatchObject({ lines: [] })
  })

  it('makes a gap of a division by zero', () => {
    expect(combine('/', set([], [line([1, 0, 2])]), set([], [line([0, 0, 4])]))).toMatchObject({
      lines: [line([null, null, 0.5])],
    })
    expect(combine('/', byZone, 0)).toMatchObject({
      lines: [line([null, null, null], 'zone:a'), line([null, null, null], 'zone:b')],
    })
  })

  it('refuses sides grouped by different keys', () => {
    expect(combine('+', byZone, set(['region'], [line([1, 1, 1], 'region:x')]))).toBeNull()
    expect(combine('+', byZone, set(['zone', 'region'], []))).toBeNull()
  })

  it('is as old as its older side', () => {
    expect(combine('+', byZone, set([], [line([1, 1, 1])], { newestPoint: 60 }))).toMatchObject({ newestPoint: 60 })
    expect(combine('+', byZone, set([], [line([1, 1, 1])], { newestPoint: null }))).toMatchObject({ newestPoint: 120 })
  })

  it.each([
    ['+', 'Count', 'Count', 'Count'],
    ['-', 'Bytes', 'Count', ''],
    ['/', 'Count', 'Count', ''],
    ['*', 'Count', 'Count', ''],
  ] as const)('keeps the unit only where it means something: %s of %s and %s', (operator, left, right, unit) => {
    const of = (name: string) => set([], [line([1, 2, 3])], { unit: name })
    expect(combine(operator, of(left), of(right))).toMatchObject({ unit })
    expect(combine('*', of('Bytes'), 8)).toMatchObject({ unit: 'Bytes' })
    expect(combine('/', 1, of('Seconds'))).toMatchObject({ unit: '' })
  })
})
