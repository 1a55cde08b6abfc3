// One after another per key: what reads, changes and writes the same row must not interleave within this process.

export interface Serial {
  /** Runs `work` once everything started earlier under the same key has ended, however it ended. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

export function createSerial(): Serial {
  const tails = new Map<string, Promise<unknown>>()
  return {
    run<T>(key: string, work: () => Promise<T>): Promise<T> {
      const before = tails.get(key) ?? Promise.resolve()
      const result = before.then(work, work)
      const tail = result.then(
        () => undefined,
        () => undefined, // The caller holds `result` and its error; the queue only needs to know that it ended.
      )
      tails.set(key, tail)
      void tail.then(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
      return result
    },
  }
}
