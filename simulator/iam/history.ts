// What was true when: a change is seen at once by reads of the API, and by evaluation after a delay.
import type { Clock } from '../../src/core/clock.ts'

interface Snapshot<T> {
  value: T
  visibleAt: number
}

export interface History<T> {
  keys(): string[]
  /** As it is now. */
  latest(key: string): T | undefined
  /** As evaluation sees it. */
  effective(key: string): T | undefined
  /** `delay` in ms. */
  put(key: string, value: T, delay: number): void
  /** Takes the delay away for what has been put so far. */
  settle(): void
}

export function createHistory<T>(wallClock: Clock): History<T> {
  const snapshots = new Map<string, Snapshot<T>[]>()
  const of = (key: string) => snapshots.get(key) ?? []
  return {
    keys: () => [...snapshots.keys()],
    latest: key => of(key).at(-1)?.value,
    effective(key) {
      const now = wallClock.now()
      return of(key).findLast(({ visibleAt }) => visibleAt <= now)?.value
    },
    put(key, value, delay) {
      const now = wallClock.now()
      const visible = of(key).findLastIndex(({ visibleAt }) => visibleAt <= now)
      snapshots.set(key, [...of(key).slice(Math.max(visible, 0)), { value, visibleAt: now + delay }])
    },
    settle() {
      for (const list of snapshots.values()) for (const snapshot of list) snapshot.visibleAt = 0
    },
  }
}
