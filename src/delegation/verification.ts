// When accounts are verified, and by which process: a schedule that survives a restart, quick while somebody looks.

import { isDeepStrictEqual } from 'node:util'
import pLimit from 'p-limit'
import type { AwsAccount } from '../core/account.ts'
import { MINUTE, SECOND } from '../core/clock.ts'
import type { Denied } from '../core/observation.ts'
import type { Verification } from '../core/verification.ts'
import type { Settings } from '../store/settings-ports.ts'
import { sameTarget } from './accounts.ts'
import { Overtaken } from './verification-book.ts'
import { dueAt, freshVerification, isCollectableState, withStep } from './verification-state.ts'
import { hastened, type PassDependencies, verifyOnce } from './verify.ts'
import { missingChange, neededBy, withMissing } from './verify-permissions.ts'

/** The part of pino's logger that is used. */
export interface VerificationLog {
  error(fields: object, message: string): void
}

export interface VerificationDependencies extends PassDependencies {
  settings: PassDependencies['settings'] & Pick<Settings, 'accounts' | 'leases'>
  log: VerificationLog
  /** Called when an account may be collected from now on: the collector wakes. */
  onConnected?: ((account: AwsAccount) => void) | undefined
}

/** A refusal that collection met. */
export interface DeniedRead {
  account: AwsAccount
  region: string
  denied: Denied
}

export interface Verifications {
  /** Starts anew, after an account was saved or "Verify again" was pressed. Resolves when it is scheduled, not when it has ended. */
  begin(account: AwsAccount): Promise<Verification>
  /** Looks again at once without starting anew: after settings changed, or when a call failed that should not have. */
  recheck(account: AwsAccount): Promise<void>
  /** What is known; somebody looks at it, so that quick attempts begin when only slow ones were left. */
  view(account: AwsAccount): Promise<Verification>
  /** Folds a refusal into what is missing, and the account becomes `degraded`; a refused role is proven again instead. */
  reportDenied(read: DeniedRead): Promise<void>
  /** Only accounts whose role, as it is written now, was proven safe. */
  isCollectable(account: AwsAccount): Promise<boolean>
  /** Runs every pass that is due now, and resolves when they have ended. */
  tick(): Promise<void>
  /** Runs passes as they fall due, until aborted. */
  run(signal: AbortSignal): Promise<void>
}

/** Longer than any pass takes; a process that dies holds an account no longer than this. */
const leaseLife = 5 * MINUTE
/** Accounts added by other processes are found so often. */
const rescanEvery = 30 * SECOND
/** A status that was not asked for so long was not in view. */
const viewGap = 2 * MINUTE
const passesAtOnce = 16

/** Looked at again at once, and nothing else is changed. */
const dueNow = (verification: Verification, now: number): Verification =>
  withStep(verification, 'assume_role', { nextAttemptAt: now })

function withDenied(deps: VerificationDependencies, read: DeniedRead, verification: Verification): Verification {
  const { action, cause } = read.denied
  if (!isCollectableState(verification.state)) return verification
  if (action === 'sts:AssumeRole') return dueNow(verification, deps.clock.now())
  const known = neededBy(read.account, deps.actionsOf).find(use => use.action === action)
  const use = known ?? { action, feature: 'resources' as const, why: 'Refused while collecting.' }
  const missing = withMissing(verification.missingActions, use, read.region, cause)
  if (isDeepStrictEqual(missing, verification.missingActions)) return verification
  return { ...verification, ...missingChange(missing, deps.policies), state: 'degraded' }
}

export function createVerifications(deps: VerificationDependencies): Verifications {
  const schedule = createSchedule(deps)
  const views = new Map<string, number>()
  const { settings, book, clock, log } = deps

  const begin = (account: AwsAccount): Promise<Verification> =>
    book.change(account, present =>
      freshVerification(clock.now(), isCollectableState(present.state) ? present.state : 'pending'),
    )

  return {
    async begin(account) {
      const verification = await begin(account)
      schedule.wake()
      return verification
    },
    async recheck(account) {
      await book.change(account, present =>
        isCollectableState(present.state) ? dueNow(present, clock.now()) : present,
      )
      schedule.wake()
    },
    async view(account) {
      const now = clock.now()
      const isNew = now - (views.get(account.id) ?? Number.NEGATIVE_INFINITY) > viewGap
      views.set(account.id, now)
      const stored = (await book.read(account)) ?? (await begin(account))
      if (!isNew || hastened(stored, now) === stored) return stored
      const verification = await book.change(account, present => hastened(present, now))
      schedule.wake()
      return verification
    },
    async reportDenied(read) {
      try {
        await book.change(read.account, present => withDenied(deps, read, present))
      } catch (error) {
        // A refusal of a role that has changed meanwhile says nothing of the new one.
        if (!(error instanceof Overtaken))
          log.error({ err: error, account: read.account.id }, 'a refusal was not noted')
      }
    },
    async isCollectable(account) {
      const now = await settings.accounts.get(account.organisation, account.id)
      return now !== undefined && isCollectableState(now.state) && sameTarget(now, account)
    },
    tick: schedule.tick,
    run: schedule.run,
  }
}

interface Schedule {
  wake(): void
  tick(): Promise<void>
  run(signal: AbortSignal): Promise<void>
}

/** Another process holds the account, or a pass broke: it is left alone for so long. */
const holdOff = 10 * SECOND

function createSchedule(deps: VerificationDependencies): Schedule {
  const { settings, book, clock, log } = deps
  const limit = pLimit(passesAtOnce)
  const holder = deps.random.uuid()
  const running = new Map<string, Promise<void>>()
  const notBefore = new Map<string, number>()
  let alarm = new AbortController()
  const wake = () => alarm.abort()

  async function pass(account: AwsAccount): Promise<void> {
    const lease = `verify/${account.id}`
    if (!(await settings.leases.acquire(lease, holder, clock.now(), leaseLife))) {
      notBefore.set(account.id, clock.now() + holdOff)
      return
    }
    try {
      const present = await settings.accounts.get(account.organisation, account.id)
      const result = present && (await verifyOnce(deps, present))
      if (present && result?.connected) deps.onConnected?.({ ...present, state: result.verification.state })
    } finally {
      await settings.leases.release(lease, holder)
    }
  }

  /** An error here is a fault of ours or of the store: logged, and the account is tried again. */
  function start(account: AwsAccount): Promise<void> {
    const present = running.get(account.id)
    if (present) return present
    notBefore.delete(account.id)
    const started = limit(() => pass(account))
      .catch(error => {
        notBefore.set(account.id, clock.now() + holdOff)
        log.error({ err: error, account: account.id }, 'verification failed')
      })
      .finally(() => {
        running.delete(account.id)
        wake()
      })
    running.set(account.id, started)
    return started
  }

  /** The accounts that are due, and when the next one is. Those without a verification were saved by a process that died. */
  async function scan(): Promise<{ due: AwsAccount[]; next: number }> {
    const now = clock.now()
    const due: AwsAccount[] = []
    let next = now + rescanEvery
    for (const account of await settings.accounts.listAll()) {
      const verification = await book.read(account)
      const wanted = verification ? dueAt(verification) : now
      if (wanted === null || running.has(account.id)) continue
      const at = Math.max(wanted, notBefore.get(account.id) ?? 0)
      if (at <= now) due.push(account)
      else next = Math.min(next, at)
    }
    return { due, next }
  }

  async function run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      alarm = new AbortController()
      const ended = AbortSignal.any([signal, alarm.signal])
      const { due, next } = await scan()
      for (const account of due) void start(account)
      try {
        await clock.sleep(Math.max(next - clock.now(), 0), ended)
      } catch (error) {
        if (!ended.aborted) throw error
      }
    }
    await Promise.all(running.values())
  }

  return {
    wake,
    run,
    async tick() {
      const { due } = await scan()
      await Promise.all(due.map(start))
    },
  }
}
