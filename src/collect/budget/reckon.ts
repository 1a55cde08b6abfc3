// The arithmetic of a monthly budget, and pure: what the month will have cost, and how far reading is slowed to keep to the limit.
import type { Budget } from '../../core/budget.ts'
import { monthOf, monthSpan } from '../../core/budget.ts'
import { DAY } from '../../core/clock.ts'

/** A month in estimates: 30 days. */
const estimateMonth = 30 * DAY
export const maxStretch = 24

/** What an account spends, and how fast. */
export interface Spending {
  /** US dollars of this month so far. */
  spent: number
  /** US dollars a month of 30 days for reading metrics, at a stretch of 1. */
  metrics: number
  /** US dollars a month of 30 days for all other requests, as measured: they are hardly stretched. */
  requests: number
}

/** US dollars at the end of the month, if the rest of it goes on at this stretch. */
export function projectionOf({ spent, metrics, requests }: Spending, stretch: number, now: number): number {
  const left = (monthSpan(now).to - now) / estimateMonth
  return spent + (metrics / stretch + requests) * left
}

/** The least stretch at which the end of the month stays within the limit; the greatest there is where none does. `end` falls with the stretch. */
export function neededStretch(end: (stretch: number) => number, limit: number): number {
  if (end(1) <= limit) return 1
  if (end(maxStretch) > limit) return maxStretch
  let [low, high] = [1, maxStretch]
  while (high - low > 0.01) {
    const middle = (low + high) / 2
    if (end(middle) <= limit) high = middle
    else low = middle
  }
  return high
}

/** What is written down of a budget: `month`, `stretch`, `stoppedAt`, `spent`. */
export type BudgetState = Pick<Budget, 'month' | 'stretch' | 'stoppedAt' | 'spent'>

/** Room that a new stretch leaves, so that it is not the next minute's too little. */
const room = 1.05
/** A stretch is loosened when this share of it would do: what is read comes and goes. */
const looser = 0.75

const rounded = (stretch: number): number => Math.min(maxStretch, Math.ceil(stretch * 10) / 10)

/** Tightened when it does not suffice, loosened only when far less would do. */
function steady(before: number, needed: number): number {
  if (needed > before) return rounded(needed === 1 ? 1 : needed * room)
  return needed * room < before * looser ? rounded(needed === 1 ? 1 : needed * room) : before
}

/**
 * What comes of a limit now. `end` says what the month will have cost at a stretch. A new month begins anew; a limit that was
 * reached and raised lets reading go on.
 */
export function reckon(before: Budget, spent: number, end: (stretch: number) => number, now: number): BudgetState {
  const month = monthOf(now)
  const { stretch, stoppedAt } = before.month === month ? before : { stretch: 1, stoppedAt: null }
  if (spent >= before.monthlyLimit) return { month, spent, stretch, stoppedAt: stoppedAt ?? now }
  return { month, spent, stretch: steady(stretch, neededStretch(end, before.monthlyLimit)), stoppedAt: null }
}
