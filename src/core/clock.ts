// Time as a parameter: the only file that reads the system's clock or sets its timers.

/** What the program needs of time. All instants are epoch milliseconds. */
export interface Clock {
  now(): number
  /** Resolves after `ms` of this clock's time; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

function systemSleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

export const systemClock: Clock = { now: () => Date.now(), sleep: systemSleep }

/** A clock that runs at the system's pace but can be set elsewhere: 48 hours pass in a test by `advance(48 * HOUR)`. */
export interface MovableClock extends Clock {
  advance(ms: number): void
}

export function movableClock(start: number = systemClock.now()): MovableClock {
  let offset = start - systemClock.now()
  return {
    now: () => systemClock.now() + offset,
    sleep: systemSleep,
    advance(ms) {
      offset += ms
    },
  }
}

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
