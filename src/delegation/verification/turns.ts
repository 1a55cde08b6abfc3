// Work that is asked for often and done seldom: each key has its turn at most once in a while.
import type { Clock } from '../../core/clock.ts'

/** True when the key's turn has come: the first time, and again after `gap` ms. */
export function createTurns(clock: Pick<Clock, 'now'>, gap: number): (key: string) => boolean {
  const last = new Map<string, number>()
  return key => {
    const now = clock.now()
    if (now - (last.get(key) ?? Number.NEGATIVE_INFINITY) < gap) return false
    last.set(key, now)
    return true
  }
}
