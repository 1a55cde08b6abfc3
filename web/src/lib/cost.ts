// Costs as the page draws and types them: pure.
import { t } from '../i18n.ts'

export interface DayCost {
  day: string
  key: string
  label: string
  charge: number
}

export interface Stack {
  key: string
  label: string
  charge: number
}

export interface StackedDays {
  /** Every day of the month, ascending, with its parts in the order of `keys`. */
  days: { day: string; total: number; parts: Stack[] }[]
  /** The dearest first; what is beyond `most` is one part. */
  keys: Stack[]
}

/** Days of a month in UTC, from the first to the last that is given. */
function daysThrough(month: string, last: string): string[] {
  const count = Number(last.slice(8, 10))
  return Array.from({ length: count }, (_, at) => `${month}-${String(at + 1).padStart(2, '0')}`)
}

/** Bars of days, each a stack of the same parts; `today` is the last bar. */
export function stackDays(rows: readonly DayCost[], today: string, most = 8): StackedDays {
  const sums = new Map<string, Stack>()
  for (const { key, label, charge } of rows)
    sums.set(key, { key, label, charge: (sums.get(key)?.charge ?? 0) + charge })
  const sorted = [...sums.values()].sort((a, b) => b.charge - a.charge)
  const own = sorted.length > most + 1 ? sorted.slice(0, most) : sorted
  const others = sorted.slice(own.length)
  const rest: Stack[] =
    others.length > 0
      ? [
          {
            key: 'others',
            label: t.cost.others(others.length),
            charge: others.reduce((sum, { charge }) => sum + charge, 0),
          },
        ]
      : []
  const keys = [...own, ...rest]
  const named = new Set(own.map(({ key }) => key))
  const days = daysThrough(today.slice(0, 7), today).map(day => {
    const of = rows.filter(row => row.day === day)
    const parts = keys.map(({ key, label }) => ({
      key,
      label,
      charge: of.reduce((sum, row) => sum + ((named.has(row.key) ? row.key : 'others') === key ? row.charge : 0), 0),
    }))
    return { day, parts, total: parts.reduce((sum, { charge }) => sum + charge, 0) }
  })
  return { days, keys }
}

/** US dollars as people type them: `12`, `12.50`, `$ 1,200`. Null is no limit; `fault` says what is wrong. */
export function parseLimit(text: string): { limit: number | null; fault: string | null } {
  const bare = text.trim().replace(/^\$\s*|\s*(?:USD|\$)$/gi, '')
  if (bare === '') return { limit: null, fault: null }
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare) ? bare.replaceAll(',', '') : bare
  const limit = Number(plain)
  if (!/^\d+(\.\d+)?$/.test(plain)) return { limit: null, fault: t.cost.limitNoNumber }
  if (limit <= 0 || limit > 1_000_000) return { limit: null, fault: t.cost.limitRange }
  return { limit, fault: null }
}

/** A round number above, for the axis: 1, 2 or 5 times a power of ten. */
export function axisTop(most: number): number {
  if (most <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5, 10].find(step => step * power >= most * 0.999_999) ?? 10) * power
}
