// Leases: any number of collectors share the work, and what a dead one held is taken over when its heartbeat stops.
import type { Clock } from '../../core/clock.ts'
import type { LeaseStore } from '../../store/settings-ports.ts'

export interface Leases {
  /**
   * Runs the work while holding the lease, with a heartbeat; undefined at once when other work holds it. The work's signal is
   * aborted when the lease is lost, or with the given one.
   */
  hold<T>(name: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>
}

/** The lease went to another process: this one was too slow to say that it lives. */
export class LeaseLost extends Error {
  constructor(name: string) {
    super(`The lease ${name} was taken over by another collector`)
    this.name = 'LeaseLost'
  }
}

/** `holder` is unique to this process; `ttl` is in ms. */
export function createLeases(store: LeaseStore, clock: Clock, holder: string, ttl: number): Leases {
  // To the store all work of this process is one holder.
  const own = new Set<string>()
  const heartbeat = async (name: string, work: AbortController, done: AbortSignal) => {
    while (!done.aborted) {
      await clock.sleep(ttl / 3, done)
      if (!(await store.acquire(name, holder, clock.now(), ttl))) return work.abort(new LeaseLost(name))
    }
  }
  const withHeartbeat = async <T>(name: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => {
    const controller = new AbortController()
    const done = new AbortController()
    const beating = heartbeat(name, controller, done.signal).catch(error => {
      // A store that does not answer cannot be told of the lease either: the work must stop before the lease runs out.
      if (!done.signal.aborted) controller.abort(error)
    })
    try {
      return await work(AbortSignal.any([signal, controller.signal]))
    } finally {
      done.abort()
      await beating
      await store.release(name, holder)
    }
  }
  return {
    async hold(name, signal, work) {
      signal.throwIfAborted()
      if (own.has(name)) return undefined
      own.add(name)
      try {
        if (!(await store.acquire(name, holder, clock.now(), ttl))) return undefined
        return await withHeartbeat(name, signal, work)
      } finally {
        own.delete(name)
      }
    },
  }
}
