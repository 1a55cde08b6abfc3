// A page's time range, in its address.
import { describe, expect, it } from 'vitest'
import { bounds, firstRange, readRange, writeRange } from './range.ts'

describe('range', () => {
  it('comes back from the address, and leaves the rest of it alone', () => {
    const params = writeRange(new URLSearchParams('metric=a&range=7d'), { kind: 'fixed', from: 10.7, to: 20.2 })
    expect(params.toString()).toBe('metric=a&from=10&to=21')
    expect(readRange(params)).toEqual({ kind: 'fixed', from: 10, to: 21 })
    expect(readRange(writeRange(params, { kind: 'running', name: '14d' }))).toEqual({ kind: 'running', name: '14d' })
  })
  it('is the first one where the address makes no sense', () => {
    for (const text of ['', 'range=9y', 'from=20&to=10', 'from=x&to=y', 'range=toString'])
      expect(readRange(new URLSearchParams(text)), text).toEqual(firstRange)
  })
  it('ends at a full minute', () => {
    expect(bounds({ kind: 'running', name: '1h' }, 7_261_999)).toEqual({ from: 3660, to: 7260 })
  })
})
