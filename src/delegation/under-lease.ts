// Work that one process at a time does: it holds a lease meanwhile, and says so for as long as it works.
import { type Clock, SECOND } from '../core/clock.ts'
import type { Settings } from '../store/settings-ports.ts'

/** The part of pino's logger that is used. */
export interface WorkLog {
  error(fields: object, message: string): void
}

export interface LeaseDependencies {
  settings: Pick<Settings, 'leases'>
  clock: Clock
  log: WorkLog
}

/** A process that dies holds its work no longer than this; one that works says so more often. */
const leaseLife = 30 * SECOND
const heartbeat = 10 * SECOND

/** Ends early, and quietly, when the signal is aborted. */
export async function pause(clock: Clock, ms: number, ended: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, ended)
  } catch (error) {
    if (!ended.aborted) throw error
  }
}

/** Does the work while it holds the lease, and says so meanwhile; false when another process holds it. */
export async function underLease(
  { settings, clock, log }: LeaseDependencies,
  holder: string,
  lease: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const acquire = () => settings.leases.acquire(lease, holder, clock.now(), leaseLife)
  if (!(await acquire())) return false
  const end = new AbortController()
  const keep = async () => {
    await pause(clock, heartbeat, end.signal)
    while (!end.signal.aborted) {
      // Unheard, the lease runs out and another process may begin too, which the book forgives; the work here goes on.
      await acquire().catch(error => log.error({ err: error, lease }, 'a lease could not be renewed'))
      await pause(clock, heartbeat, end.signal)
    }
  }
  const kept = keep()
  try {
    await work()
    return true
  } finally {
    end.abort()
    await kept
    await settings.leases.release(lease, holder)
  }
}
