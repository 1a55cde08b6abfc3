// Form text outlives the tab for 48 hours, and not longer.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readSaved, writeSaved } from './saved.ts'

const hour = 3_600_000
const shape = z.object({ role: z.string() })
const storage = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  }
}

describe('saved', () => {
  it('is there for 48 hours', () => {
    const store = storage()
    writeSaved('form', { role: 'R' }, store, 0)
    expect(readSaved('form', shape, store, 48 * hour)).toEqual({ role: 'R' })
    expect(readSaved('form', shape, store, 48 * hour + 1)).toBeUndefined()
  })
  it('is not believed when it has another shape', () => {
    const store = storage()
    writeSaved('form', { roll: 1 }, store, 0)
    expect(readSaved('form', shape, store, 1)).toBeUndefined()
    store.setItem('form', '{')
    expect(readSaved('form', shape, store, 1)).toBeUndefined()
    expect(readSaved('nothing', shape, store, 1)).toBeUndefined()
  })
})
