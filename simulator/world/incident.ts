// The incident that is planted before the world's start: a bad deploy that saturates a database, and what follows from it.
import { mix, uniform } from './chance.ts'
import type { Signal } from './load.ts'

/** Minutes from the world's start; scenarios/<name>/ground-truth.json says the same to people and tests. */
export const timeline = {
  deployed: -300,
  databaseSaturated: -285,
  errorsBegin: -290,
  errorsFull: -275,
  queueStalls: -280,
  deadLettersBegin: -240,
  rolledBack: -150,
  databaseRecovered: -135,
  errorsEnd: -140,
  queueDrained: -110,
} as const

export interface Incident {
  /** How hard the database is pressed, 0 to 1. */
  pressure: Signal
  /** How far requests fail and slow down, 0 to 1. */
  failing: Signal
  /** Seconds that the oldest message has been waiting because of it. */
  waiting: Signal
  /** Messages given up on; nobody has looked at them yet. */
  deadLetters: Signal
}

/** 0 before `up`, 1 from `top` to `down`, 0 from `bottom`. */
const ramp = (minute: number, up: number, top: number, down: number, bottom: number): number => {
  if (minute <= up || minute >= bottom) return 0
  if (minute < top) return (minute - up) / (top - up)
  return minute <= down ? 1 : (bottom - minute) / (bottom - down)
}

/** `start` in minutes since the epoch. */
export function badDeploy(start: number): Incident {
  const t = timeline
  const since = (minute: number) => minute - start
  return {
    pressure: m => ramp(since(m), t.deployed, t.databaseSaturated, t.rolledBack, t.databaseRecovered),
    failing: m => ramp(since(m), t.errorsBegin, t.errorsFull, t.rolledBack, t.errorsEnd),
    waiting: m => {
      const minute = since(m)
      if (minute <= t.queueStalls || minute >= t.queueDrained) return 0
      const peak = (t.rolledBack - t.queueStalls) * 54
      return minute <= t.rolledBack
        ? (minute - t.queueStalls) * 54
        : (peak * (t.queueDrained - minute)) / (t.queueDrained - t.rolledBack)
    },
    deadLetters: m => {
      const minute = since(m)
      // SQS drops messages after the queue's retention, 14 days at most.
      if (minute < t.deadLettersBegin || minute > 14 * 1440) return 0
      return Math.min(214, Math.round((minute - t.deadLettersBegin) * 2.4))
    },
  }
}

export const quiet: Incident = { pressure: () => 0, failing: () => 0, waiting: () => 0, deadLetters: () => 0 }

/** Now and then, about three times a day, a few minutes of mild trouble: what every shop has, and no reason to wake anybody. */
export function hiccups(seed: number): Incident {
  const block = 480
  const trouble: Signal = minute => {
    const n = Math.floor(minute / block)
    const at = mix(seed, n) % (block - 20)
    const length = 4 + (mix(seed + 1, n) % 9)
    const since = minute - n * block - at
    return since >= 0 && since < length ? 0.1 + 0.25 * uniform(seed + 2, n) : 0
  }
  return { ...quiet, failing: trouble }
}
