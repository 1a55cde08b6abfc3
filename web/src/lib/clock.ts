// Time in the browser: the only file of the web that reads the clock, corrected by the server's.
import { useEffect, useState } from 'react'

let offset = 0

/** Taken from each reply's Date header, so that a wrong clock on the desk does not make ages and countdowns wrong. */
export function noteServerDate(header: string | null): void {
  if (header === null) return
  const server = Date.parse(header)
  // The header has whole seconds: half a second is the error to be expected.
  if (Number.isFinite(server)) offset = server + 500 - Date.now()
}

/** Epoch milliseconds, as the server counts them. */
export const now = (): number => Date.now() + (Math.abs(offset) > 2_000 ? offset : 0)

/** The present time, renewed every `every` ms while the component is shown; a null interval stands still. */
export function useNow(every: number | null): number {
  const [at, setAt] = useState(now)
  useEffect(() => {
    if (every === null) return
    setAt(now())
    const timer = window.setInterval(() => setAt(now()), every)
    return () => window.clearInterval(timer)
  }, [every])
  return at
}

export const after = (ms: number, act: () => void): (() => void) => {
  const timer = window.setTimeout(act, ms)
  return () => window.clearTimeout(timer)
}

/** The value once it has stayed the same for `ms`: what is typed is asked about when the typing pauses. */
export function useSettled<T>(value: T, ms = 400): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => after(ms, () => setSettled(value)), [value, ms])
  return settled
}
