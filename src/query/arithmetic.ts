// Adding, subtracting, multiplying and dividing series: group by group, gap by gap.
import type { Arithmetic } from './ast.ts'
import { finite, type Line, mapValues, type SeriesSet } from './series-set.ts'

/** What an expression is worth: series, or one number. */
export type Worth = SeriesSet | number

const operations: Record<Arithmetic['operator'], (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  // A division by zero is no number, and so a gap.
  '/': (a, b) => a / b,
}

/** The unit of a result: kept where it means something still, else empty. */
function unitOf(operator: Arithmetic['operator'], left: Worth, right: Worth): string {
  if (typeof left === 'number') return typeof right === 'number' || operator === '/' ? '' : right.unit
  if (typeof right === 'number') return left.unit
  const sums = operator === '+' || operator === '-'
  return sums && left.unit === right.unit ? left.unit : ''
}

const older = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)

/** One string for one group, whatever the order of its keys. */
const groupOf = (line: Line): string => JSON.stringify(line.tags.toSorted())

const sameKeys = (a: SeriesSet, b: SeriesSet): boolean =>
  a.groupBy.length === b.groupBy.length && a.groupBy.every(key => b.groupBy.includes(key))

function pointwise(left: Line, right: Line, of: (a: number, b: number) => number, tags: string[]): Line {
  const values = left.values.map((a, index) => {
    const b = right.values[index] ?? null
    return a === null || b === null ? null : finite(of(a, b))
  })
  return { tags, values }
}

/** A group that one side lacks: unknown there, so left out; or what that side says absence is worth. */
function filler(set: SeriesSet): Line | undefined {
  return set.absent === null ? undefined : { tags: [], values: set.times.map(() => set.absent) }
}

function matched(left: SeriesSet, right: SeriesSet, of: (a: number, b: number) => number): Line[] {
  const others = new Map(right.lines.map(line => [groupOf(line), line]))
  const both = left.lines.flatMap(line => {
    const key = groupOf(line)
    const other = others.get(key) ?? filler(right)
    others.delete(key)
    return other ? [pointwise(line, other, of, line.tags)] : []
  })
  const empty = filler(left)
  const rest = empty ? [...others.values()].map(line => pointwise(empty, line, of, line.tags)) : []
  return [...both, ...rest]
}

/** An ungrouped side stands beside every group of the other. */
function broadcast(left: SeriesSet, right: SeriesSet, of: (a: number, b: number) => number): Line[] {
  const [one] = left.groupBy.length === 0 ? left.lines : right.lines
  const single = one ?? filler(left.groupBy.length === 0 ? left : right)
  if (!single) return []
  return left.groupBy.length === 0
    ? right.lines.map(line => pointwise(single, line, of, line.tags))
    : left.lines.map(line => pointwise(line, single, of, line.tags))
}

/**
 * `left operator right`. Both sides lie on the same times. Groups are matched by their tags; a side that is not grouped, and a
 * number, goes with every group. Returns null where both sides are grouped by different keys.
 */
export function combine(operator: Arithmetic['operator'], left: Worth, right: Worth): Worth | null {
  const of = operations[operator]
  const unit = unitOf(operator, left, right)
  if (typeof left === 'number' && typeof right === 'number') return of(left, right)
  if (typeof left === 'number')
    return typeof right === 'number' ? null : mapValues(right, value => of(left, value), unit)
  if (typeof right === 'number') return mapValues(left, value => of(value, right), unit)
  const alone = left.groupBy.length === 0 || right.groupBy.length === 0
  const same = sameKeys(left, right)
  if (!same && !alone) return null
  return {
    ...left,
    groupBy: left.groupBy.length > 0 ? left.groupBy : right.groupBy,
    lines: same ? matched(left, right, of) : broadcast(left, right, of),
    unit,
    newestPoint: older(left.newestPoint, right.newestPoint),
    absent: left.absent === 0 && right.absent === 0 && operator !== '/' ? 0 : null,
  }
}
