import { describe, expect, it } from 'vitest'
import { systemClock } from '../core/clock.ts'
import { inParallel } from './parallel.ts'

const never = new AbortController().signal

describe('work in parallel', () => {
  it('keeps the order, and to so many at a time', async () => {
    let [now, most] = [0, 0]
    const results = await inParallel([30, 10, 20, 1], 2, never, async ms => {
      most = Math.max(most, ++now)
      await systemClock.sleep(ms)
      now -= 1
      return ms
    })
    expect([results, most]).toEqual([[30, 10, 20, 1], 2])
  })
  it('fails only when nothing of it goes on any more', async () => {
    let ended = false
    const work = inParallel(['fails', 'takes long'], 2, never, async what => {
      if (what === 'fails') throw new Error(what)
      await systemClock.sleep(100)
      ended = true
    })
    await expect(work).rejects.toThrow('fails')
    expect(ended).toBe(true)
  })
  it('begins nothing more after the signal', async () => {
    const stop = new AbortController()
    const begun: number[] = []
    const work = inParallel([1, 2, 3], 1, stop.signal, async item => {
      begun.push(item)
      stop.abort(new Error('stopped'))
    })
    await expect(work).rejects.toThrow('stopped')
    expect(begun).toEqual([1])
  })
})
