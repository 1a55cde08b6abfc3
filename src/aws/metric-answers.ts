// What CloudWatch's answers say of each query, over all pages: only what can be true is taken, and what cannot is told once.
import type { MetricDataResult } from '@aws-sdk/client-cloudwatch'
import { SECOND } from '../core/clock.ts'
import { type NotSeen, type Observation, seen } from '../core/observation.ts'

/** Ascending; `timestamps` are the buckets' starts in epoch seconds. No point is no entry. */
export interface Points {
  timestamps: number[]
  values: number[]
}

/** What was asked: buckets of `period` seconds from `from` (inclusive) to `to` (exclusive), epoch seconds. */
export interface Asked {
  from: number
  to: number
  periodOf(id: string): number | undefined
}

interface Partial extends Points {
  status: string
  words: string
}

export interface MetricAnswers {
  /** Takes over a page's results. Throws nothing, whatever they hold. */
  take(results: unknown): void
  /** What is known of a query; `broken` is what ended the pages before their end. */
  of(id: string, broken: NotSeen | undefined, at: number): Observation<Points>
  /** What in the pages cannot be, each once; empty for an answer as AWS documents it. */
  readonly odd: ReadonlySet<string>
}

const readAction = 'cloudwatch:GetMetricData'

export function createMetricAnswers(asked: Asked): MetricAnswers {
  const partials = new Map<string, Partial>()
  const odd = new Set<string>()

  const take = (result: MetricDataResult | null | undefined) => {
    const id = result?.Id
    const period = typeof id === 'string' ? asked.periodOf(id) : undefined
    if (!result || id === undefined || period === undefined) return void odd.add('a result of no query that was asked')
    const partial = partials.get(id) ?? { timestamps: [], values: [], status: 'PartialData', words: '' }
    partials.set(id, partial)
    const contradicts = !addPoints(partial, result, { ...asked, period }, odd)
    // An error of one page stands, whatever a later page says: the points between are missing.
    if (partial.status === 'PartialData' || partial.status === 'Complete')
      partial.status = contradicts ? 'ContradictoryAnswer' : statusOf(result, odd)
    const words = wordsOf(result.Messages)
    if (words) partial.words = words
  }

  return {
    odd,
    take(results) {
      if (results === undefined) return
      if (Array.isArray(results)) for (const result of results) take(result)
      else odd.add('results that are no list')
    },
    of: (id, broken, at) => conclude(partials.get(id), broken, at),
  }
}

function statusOf({ StatusCode }: MetricDataResult, odd: Set<string>): string {
  if (typeof StatusCode === 'string') return StatusCode
  // Without it nobody knows whether more would come.
  odd.add('a result without its status')
  return 'PartialData'
}

const wordsOf = (messages: MetricDataResult['Messages']): string =>
  Array.isArray(messages) ? messages.map(message => `${message?.Code}: ${message?.Value}`).join('; ') : ''

/** Adds what lies in the window and on its grid; false where one time has two values, of which one must be wrong. */
function addPoints(
  into: Points,
  { Timestamps, Values }: MetricDataResult,
  { from, to, period }: { from: number; to: number; period: number },
  odd: Set<string>,
): boolean {
  const timestamps: readonly unknown[] = Array.isArray(Timestamps) ? Timestamps : []
  const values: readonly unknown[] = Array.isArray(Values) ? Values : []
  if (timestamps.length !== values.length) {
    // Which value is of which time cannot be told any more.
    odd.add('as many times as values are not there')
    return false
  }
  const start = into.timestamps.length
  let last = Number.NEGATIVE_INFINITY
  let inOrder = true
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    const date = timestamps[i]
    const timestamp = date instanceof Date ? date.getTime() / SECOND : Number.NaN
    if (!(timestamp >= from && timestamp < to && timestamp % period === from % period)) {
      odd.add('a time that was not asked for')
      continue
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      odd.add('a value that is no number')
      continue
    }
    if (timestamp <= last) inOrder = false
    last = timestamp
    into.timestamps.push(timestamp)
    into.values.push(value)
  }
  if (inOrder) return true
  odd.add('times that do not ascend')
  return !hasContradiction(into, start)
}

function hasContradiction({ timestamps, values }: Points, start: number): boolean {
  const found = new Map<number, number | undefined>()
  for (let i = start; i < timestamps.length; i++) {
    const at = timestamps[i] ?? 0
    if (found.has(at) && found.get(at) !== values[i]) return true
    found.set(at, values[i])
  }
  return false
}

function conclude(partial: Partial | undefined, broken: NotSeen | undefined, at: number): Observation<Points> {
  // AWS called it complete before the call broke off: it is.
  if (partial?.status === 'Complete') return seen(ascending(partial), at)
  if (broken) return broken
  if (!partial)
    return { state: 'failed', code: 'Unanswered', message: 'AWS left the query out of its answer', transient: true, at }
  const { status, words } = partial
  if (status === 'Forbidden')
    return { state: 'denied', action: readAction, message: words || 'Forbidden', cause: 'unknown', at }
  const message = words || explained[status] || status
  return { state: 'failed', code: status, message, transient: true, at }
}

const explained: Record<string, string> = {
  PartialData: 'AWS answered with a part of the points',
  ContradictoryAnswer: 'AWS’s answer contradicts itself, so that none of its points can be trusted',
}

/** AWS is asked for ascending order; pages of one query may still overlap, and then the later value of a time stands. */
function ascending({ timestamps, values }: Points): Points {
  const inOrder = timestamps.every((timestamp, i) => i === 0 || timestamp > (timestamps[i - 1] ?? 0))
  if (inOrder) return { timestamps, values }
  const points = new Map(timestamps.map((timestamp, i) => [timestamp, values[i] ?? Number.NaN]))
  const sorted = [...points].sort(([a], [b]) => a - b)
  return { timestamps: sorted.map(([timestamp]) => timestamp), values: sorted.map(([, value]) => value) }
}
