// Work on many items, some at a time, that leaves nothing behind when one of them fails.
import pLimit from 'p-limit'

/**
 * The results in the items' order. Settles when all have settled, and only then rejects with the first error: whoever holds a lease
 * meanwhile may give it up and nothing of this goes on.
 */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  signal: AbortSignal,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(atOnce)
  const settled = await Promise.allSettled(
    items.map(item =>
      limit(() => {
        signal.throwIfAborted()
        return work(item)
      }),
    ),
  )
  return settled.map(one => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}
