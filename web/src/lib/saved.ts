// Form text kept in this browser for 48 hours, as long as an external ID on the page.
import { useEffect, useState } from 'react'
import { z } from 'zod'
import { now } from './clock.ts'

const keep = 48 * 3_600_000
const envelope = z.object({ at: z.number(), value: z.unknown() })

/** Undefined when nothing is kept, it is older than 48 hours, or it is not of this shape any more. */
export function readSaved<T>(key: string, schema: z.ZodType<T>, storage: Pick<Storage, 'getItem'>, at: number) {
  const text = storage.getItem(key)
  if (text === null) return undefined
  try {
    const outer = envelope.parse(JSON.parse(text))
    if (at - outer.at > keep) return undefined
    return schema.parse(outer.value)
  } catch {
    // Another version of HeyCloud wrote it, or somebody's hand: the form starts empty, which harms nobody.
    return undefined
  }
}

export function writeSaved(key: string, value: unknown, storage: Pick<Storage, 'setItem'>, at: number): void {
  storage.setItem(key, JSON.stringify({ at, value }))
}

/** useState whose value outlives the tab; `forget` clears it. */
export function useSaved<T>(key: string, schema: z.ZodType<T>, initial: T) {
  const [value, setValue] = useState<T>(() => readSaved(key, schema, window.localStorage, now()) ?? initial)
  useEffect(() => {
    if (JSON.stringify(value) !== JSON.stringify(initial)) writeSaved(key, value, window.localStorage, now())
  }, [key, value, initial])
  const forget = () => {
    window.localStorage.removeItem(key)
    setValue(initial)
  }
  return [value, setValue, forget] as const
}
