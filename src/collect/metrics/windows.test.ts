import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../core/random.ts'
import {
  day,
  firstWindow,
  floorTo,
  historyFraction,
  historyStages,
  hour,
  liveWindow,
  nextDue,
  nextStage,
  pieces,
  slices,
} from './windows.ts'

const noon = Date.UTC(2026, 10, 23, 12, 7, 31) / 1_000

describe('the first window', () => {
  it('covers the last three hours from a full hour to the newest settled bucket', () => {
    const { from, to } = firstWindow(noon, 120, 60)
    expect(from).toBe(Date.UTC(2026, 10, 23, 9) / 1_000)
    expect(to).toBe(Date.UTC(2026, 10, 23, 12, 5) / 1_000)
  })
  it('reads daily metrics over the whole history at once', () => {
    const { from, to } = firstWindow(noon, 0, day)
    expect(to).toBe(Date.UTC(2026, 10, 23) / 1_000)
    expect(to - from).toBe(14 * day)
    expect(historyStages(from, day)).toEqual([])
  })
})

describe('the live window', () => {
  it('is not due before five minutes of settled buckets have come', () => {
    const mark = { backTo: 0, upTo: floorTo(noon, 60) - 299 + 120 }
    expect(
      liveWindow({ ...mark, upTo: floorTo(noon - 120, 60) - 240 }, noon, { delay: 120, period: 60, cadence: 300 }),
    ).toBeNull()
    expect(
      liveWindow({ ...mark, upTo: floorTo(noon - 120, 60) - 300 }, noon, { delay: 120, period: 60, cadence: 300 }),
    ).not.toBeNull()
  })
  it('begins two buckets before the watermark, and an hour before it when an hour has closed', () => {
    const upTo = Date.UTC(2026, 10, 23, 12, 20) / 1_000
    expect(liveWindow({ backTo: 0, upTo }, upTo + 420, { delay: 120, period: 60, cadence: 300 })).toEqual({
      from: upTo - 120,
      to: upTo + 300,
    })
    const before = Date.UTC(2026, 10, 23, 11, 58) / 1_000
    expect(liveWindow({ backTo: 0, upTo: before }, before + 420, { delay: 120, period: 60, cadence: 300 })?.from).toBe(
      before - hour,
    )
  })
  it('never reaches before the first window, where points may have another period', () => {
    const upTo = Date.UTC(2026, 10, 23, 12) / 1_000
    expect(liveWindow({ backTo: upTo - 60, upTo }, upTo + 420, { delay: 120, period: 60, cadence: 300 })?.from).toBe(
      upTo - 60,
    )
  })
  it('falls due exactly when nextDue says', () => {
    for (const [period, delay] of [
      [60, 120],
      [300, 300],
      [day, 7_200],
    ] as const) {
      const upTo = floorTo(noon, period)
      const due = nextDue(upTo, delay, period, 300)
      expect(liveWindow({ backTo: 0, upTo }, due - 1, { delay, period, cadence: 300 })).toBeNull()
      expect(liveWindow({ backTo: 0, upTo }, due, { delay, period, cadence: 300 })).not.toBeNull()
    }
  })
})

describe('retention', () => {
  it('reads what is older than 15 days at 300 s and older than 63 days at an hour, never twice', () => {
    const random = seededRandom(7)
    for (let i = 0; i < 500; i++) {
      const now = Math.floor(noon + random.next() * day)
      const from = floorTo(now - random.next() * 500 * day, 60)
      const to = floorTo(from + random.next() * (now - from), 60)
      const parts = pieces({ from, to }, 60, now)
      for (const [index, part] of parts.entries()) {
        const next = parts[index + 1]
        if (next) expect([part.to, part.to % hour]).toEqual([next.from, 0])
        expect(part.from % part.period).toBe(0)
        const keeps = part.period < 300 ? 15 * day : part.period < hour ? 63 * day : 455 * day
        expect(now - part.from).toBeLessThan(keeps)
      }
      if (parts.length > 0) expect(parts.at(-1)?.to).toBe(to)
    }
  })
  it('is cut into slices that join without a gap', () => {
    const whole = { period: 60, from: floorTo(noon, 60), to: floorTo(noon, 60) + 3 * day }
    const parts = slices(whole, 1_440)
    expect(parts[0]?.from).toBe(whole.from)
    expect(parts.at(-1)?.to).toBe(whole.to)
    for (const [index, part] of parts.entries()) {
      expect((part.to - part.from) / 60).toBeLessThanOrEqual(1_440)
      if (index > 0) expect(part.from).toBe(parts[index - 1]?.to)
    }
  })
})

describe('history', () => {
  const first = firstWindow(noon, 120, 60).from

  it('is a day at the native period, then a fortnight at 300 s; every seam is a full hour', () => {
    const [recent, old] = historyStages(first, 60)
    expect(recent).toEqual({ period: 60, from: first - 21 * hour, to: first })
    expect(old).toEqual({ period: 300, from: first + 3 * hour - 14 * day, to: first - 21 * hour })
    for (const stage of historyStages(first, 60)) expect([stage.from % hour, stage.to % hour]).toEqual([0, 0])
  })
  it('goes on from where it was, newest first, to the end', () => {
    let backTo = first
    const seen: number[] = []
    for (let stage = nextStage(first, backTo, 60); stage; stage = nextStage(first, backTo, 60)) {
      expect(stage.to).toBe(backTo)
      seen.push(historyFraction(first, backTo, 60))
      backTo = stage.from
    }
    expect(seen).toEqual([3 / 336, 24 / 336].map(fraction => expect.closeTo(fraction)))
    expect(historyFraction(first, backTo, 60)).toBe(1)
  })
})
