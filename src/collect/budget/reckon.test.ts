// How a limit slows reading, over whole simulated months.
import { describe, expect, it } from 'vitest'
import { type Budget, monthSpan } from '../../core/budget.ts'
import { DAY, HOUR } from '../../core/clock.ts'
import { maxStretch, neededStretch, projectionOf, reckon } from './reckon.ts'

const start = Date.UTC(2026, 10, 1)
const budget = (over: Partial<Budget> = {}): Budget => ({
  ...{ organisation: 'acme', accountConfigId: 'cfg', monthlyLimit: 10, setBy: 'ada', setAt: start },
  ...{ month: '', stretch: 1, stoppedAt: null, spent: 0 },
  ...over,
})

/** A month, hour by hour, that costs `monthly` at a stretch of 1; `jitter` is what the forecast is wrong by. */
function live(monthly: number, limit: number, { requests = 0, jitter = (): number => 1 } = {}) {
  let state = budget({ monthlyLimit: limit })
  let spent = 0
  const stretches: number[] = []
  for (let now = start; now < monthSpan(start).to; now += HOUR) {
    const end = (stretch: number) => projectionOf({ spent, metrics: monthly, requests }, stretch, now)
    state = { ...state, ...reckon(state, spent, end, now) }
    stretches.push(state.stretch)
    if (state.stoppedAt === null) spent += ((monthly * jitter()) / state.stretch + requests) * (HOUR / (30 * DAY))
  }
  const changes = stretches.filter((one, i) => i > 0 && one !== stretches[i - 1]).length
  return { spent, stretches, changes, stopped: state.stoppedAt }
}

describe('a month under a limit', () => {
  it('is left alone where the limit suffices', () => {
    expect(live(9, 10)).toMatchObject({ spent: expect.closeTo(9, 6), changes: 0, stopped: null })
  })

  it('is stretched at once, and ends near the limit without passing it', () => {
    const { spent, stretches, changes, stopped } = live(40, 10)
    expect(stretches[0]).toBeGreaterThan(4)
    expect(spent).toBeLessThanOrEqual(10)
    expect(spent).toBeGreaterThan(9)
    expect(changes).toBeLessThan(4)
    expect(stopped).toBeNull()
  })

  it('does not flap where the forecast is wrong to either side', () => {
    let hour = 0
    const { spent, changes } = live(40, 10, { jitter: () => (hour++ % 2 === 0 ? 1.3 : 0.7) })
    expect(spent).toBeLessThanOrEqual(10)
    expect(changes).toBeLessThan(6)
  })

  it('is tightened where more is spent than was forecast', () => {
    const { spent, stretches, stopped } = live(40, 10, { jitter: () => 1.3 })
    expect(spent).toBeLessThanOrEqual(10.1)
    expect(stretches.at(-1)).toBeGreaterThan(stretches[0] ?? 0)
    // If at all, in the very last hours.
    expect(stopped ?? monthSpan(start).to).toBeGreaterThan(monthSpan(start).to - DAY)
  })

  it('stops where no stretch suffices, within one round', () => {
    const { spent, stretches, stopped } = live(1_000, 10)
    expect(stretches[0]).toBe(maxStretch)
    expect(stopped).not.toBeNull()
    expect(spent).toBeGreaterThanOrEqual(10)
    expect(spent).toBeLessThan(10 + 1_000 / maxStretch / 720 + 1e-9)
  })
})

describe('reckoning', () => {
  const never = () => 0
  it('begins a month anew, whatever the last one came to', () => {
    const stopped = budget({ month: '2026-10', stretch: 12, stoppedAt: start - DAY, spent: 10 })
    expect(reckon(stopped, 0, never, start)).toEqual({ month: '2026-11', stretch: 1, stoppedAt: null, spent: 0 })
  })
  it('keeps the moment in which it stopped, and goes on when the limit is raised', () => {
    const stopped = budget({ month: '2026-11', stretch: 3, stoppedAt: start, spent: 10 })
    expect(reckon(stopped, 10.2, never, start + DAY)).toMatchObject({ stoppedAt: start, stretch: 3 })
    expect(reckon({ ...stopped, monthlyLimit: 20 }, 10.2, never, start + DAY)).toMatchObject({ stoppedAt: null })
  })
  it('finds the least stretch that suffices', () => {
    expect(neededStretch(stretch => 30 / stretch, 10)).toBeCloseTo(3, 1)
    expect(neededStretch(() => 5, 10)).toBe(1)
    expect(neededStretch(() => 11, 10)).toBe(maxStretch)
  })
})
