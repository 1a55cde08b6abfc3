// The erasing of removed accounts' data: it waits until collection has let go, erases, and looks that nothing is left.
import { type Clock, MINUTE, SECOND } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { Erasure } from '../store/settings-ports.ts'
import type { Tools } from './context.ts'

/** How often erasures are looked for, and how often one that runs says how far it is, ms. */
const lookEvery = 5 * SECOND
const sayEvery = 2 * SECOND
const longestPause = 15 * MINUTE

export interface Eraser {
  /** Carries out what can be carried out now. Resolves with when to look again, epoch ms. To be called under a lease. */
  round(signal: AbortSignal): Promise<number>
}

/** Erasures are kept in the settings, so that those of a process that was killed are taken up by the next. */
export function createEraser(tools: Tools): Eraser {
  const { settings, clock, log } = tools
  const failures = new Map<string, { count: number; notBefore: number }>()

  const attempt = async (erasure: Erasure, signal: AbortSignal) => {
    const { id, organisation } = erasure
    try {
      await erase(tools, erasure)
      failures.delete(id)
    } catch (error) {
      // Whoever stops in the midst of it goes on from here at the next start.
      if (signal.aborted) throw error
      const count = (failures.get(id)?.count ?? 0) + 1
      failures.set(id, { count, notBefore: clock.now() + Math.min(longestPause, MINUTE * 2 ** (count - 1)) })
      log.error({ err: error, erasure: id }, 'Data could not be erased; trying again')
      const present = (await settings.erasures.get(organisation, id)) ?? erasure
      await settings.erasures.put({ ...present, state: 'failed', reason: wordsOf(error) })
    }
  }

  return {
    async round(signal) {
      for (const erasure of await settings.erasures.open()) {
        signal.throwIfAborted()
        if ((failures.get(erasure.id)?.notBefore ?? 0) > clock.now()) continue
        if (await isAtWork(tools, erasure)) continue
        await attempt(erasure, signal)
      }
      return clock.now() + lookEvery
    },
  }
}

/**
 * Whether a job of the account still runs, in whichever process: it holds a lease. One that begins now finds the account gone (see
 * schedule/jobs.ts), so that an account whose leases are free stays as it is.
 */
const isAtWork = async ({ settings, clock }: Tools, { id }: Erasure): Promise<boolean> =>
  (await settings.leases.held(`${id}/`, clock.now())).length > 0

async function erase(tools: Tools, { reason: _, ...ordered }: Erasure): Promise<void> {
  const { settings, telemetry, clock } = tools
  const { id, organisation, accountId } = ordered
  // What was read through the account stays with those that the organisation reads, or has read, by their own role.
  const connected = (await settings.accounts.list(organisation)).map(account => account.accountId)
  const count = () => telemetry.countAccount(organisation, accountId, connected)
  const rows = await count()
  // One that was begun before knows how much there was.
  const erasing: Erasure = {
    ...{ ...ordered, state: 'erasing', reason: '' },
    ...{ rowsBefore: Math.max(ordered.rowsBefore, rows), rowsLeft: rows },
  }
  await settings.erasures.put(erasing)
  const say = async () => settings.erasures.put({ ...erasing, rowsLeft: await count() })
  await saying(say, clock, () => telemetry.eraseAccount(organisation, accountId, connected))
  // What a job wrote down in the moment in which the account was removed.
  await settings.watermarks.deleteByAccount(id)
  await settings.coverage.deleteByAccount(id)
  const rowsLeft = await count()
  if (rowsLeft > 0) throw new Error(`${rowsLeft} rows are left`)
  const at = clock.now()
  await settings.erasures.put({ ...erasing, state: 'verified', rowsLeft, finishedAt: at })
  await settings.audit.append({
    ...{ organisation, at, actor: ordered.requestedBy, action: 'account.data_erased', target: id },
    detail: { account_id: accountId, rows: String(erasing.rowsBefore) },
  })
}

/** Does the work, and meanwhile says now and then how far it is. */
async function saying(say: () => Promise<void>, clock: Clock, work: () => Promise<void>): Promise<void> {
  const done = new AbortController()
  const loop = async () => {
    while (!done.signal.aborted) {
      await clock.sleep(sayEvery, done.signal)
      await say()
    }
  }
  // Only the telling: whether the work succeeds is seen by the work.
  const told = loop().catch(() => undefined)
  try {
    await work()
  } finally {
    done.abort()
    await told
  }
}

/** For a person, on the page: the first line and no more, since a store's words may hold the statement. */
const wordsOf = (error: unknown): string =>
  (error instanceof HeyCloudError ? error.detail : error instanceof Error ? error.message : String(error))
    .split('\n', 1)
    .join('')
    .slice(0, 300)
