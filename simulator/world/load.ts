// How busy a shop is: traffic by the minute, with days, weeks, growth, deploys and chance; everything else follows from it.
import { jitter, mix, uniform, wander } from './chance.ts'

/** A number for every minute since the epoch. */
export type Signal = (minute: number) => number

const WEEK = 7 * 1440
/** 1970-01-01 was a Thursday. */
const dayOfWeek = (minute: number) => (Math.floor(minute / 1440) + 4) % 7
const weekdays = [0.82, 1.06, 1.03, 1.02, 1.04, 1.12, 0.95]

const peak = (hour: number, at: number, width: number) => {
  const distance = Math.min(Math.abs(hour - at), 24 - Math.abs(hour - at))
  return Math.exp(-((distance / width) ** 2) / 2)
}

/** One week of minutes, mean 1: quiet nights, a bump before noon, the peak in the evening. */
function weekShape(): Float64Array {
  const shape = new Float64Array(WEEK)
  for (let minute = 0; minute < WEEK; minute++) {
    const hour = (minute % 1440) / 60
    const today = weekdays[dayOfWeek(minute)] ?? 1
    const tomorrow = weekdays[dayOfWeek(minute + 1440)] ?? 1
    const day = today + (tomorrow - today) * (hour / 24) ** 4
    shape[minute] = day * (0.28 + 0.75 * peak(hour, 11, 3.2) + 1.05 * peak(hour, 20, 2.6))
  }
  const mean = shape.reduce((sum, v) => sum + v, 0) / WEEK
  return shape.map(v => v / mean)
}

const week = weekShape()

/** The last few thousand answers are kept: many series ask the same signal for the same minutes. */
export function remembered(signal: Signal, size = 8192): Signal {
  const minutes = new Int32Array(size).fill(-1)
  const values = new Float64Array(size)
  return minute => {
    const slot = minute & (size - 1)
    if (minutes[slot] !== minute) {
      minutes[slot] = minute
      values[slot] = signal(minute)
    }
    return values[slot] ?? 0
  }
}

export interface TrafficPlan {
  seed: number
  /** Requests a minute on an average day at the world's start. */
  mean: number
  /** Hours that local time is ahead of UTC. */
  utcOffset: number
  /** The world's start, minutes since the epoch. */
  start: number
}

/** Requests a minute: the week's shape in local time, a third more growth in a year, wandering and white noise. */
export function traffic({ seed, mean, utcOffset, start }: TrafficPlan): Signal {
  const offset = utcOffset * 60
  return remembered(minute => {
    const local = (((minute + offset) % WEEK) + WEEK) % WEEK
    const growth = 1 + (0.3 * (minute - start)) / (365 * 1440)
    const noise =
      1 + 0.07 * wander(seed, minute, 45) + 0.03 * wander(mix(seed, 1), minute, 7) + 0.04 * jitter(mix(seed, 2), minute)
    return Math.max(0, mean * (week[local] ?? 1) * Math.max(0.2, growth) * noise)
  })
}

/** Each deploy makes a thing somewhat dearer or cheaper: a step every few days, in working hours. */
export function deploySteps(seed: number, days = 3): Signal {
  return minute => {
    const block = Math.floor(minute / (days * 1440))
    const at = block * days * 1440 + 9 * 60 + (mix(seed, block) % 480)
    return 0.9 + 0.2 * uniform(mix(seed, 3), minute >= at ? block : block - 1)
  }
}

/** Runs down during a daily busy hour and recovers: burst and credit balances. Percent. */
export function burstBalance(seed: number, hourUtc: number, depth: number): Signal {
  const drain = 100
  const recovery = 260
  return minute => {
    const day = Math.floor((minute - hourUtc * 60) / 1440)
    const since = minute - hourUtc * 60 - day * 1440
    const low = depth * (0.8 + 0.4 * uniform(seed, day))
    const used = since < drain ? since / drain : Math.max(0, 1 - (since - drain) / recovery)
    return Math.max(0, Math.min(100, 100 - low * used))
  }
}
