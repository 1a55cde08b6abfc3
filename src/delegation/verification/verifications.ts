// What the rest of HeyCloud asks of verification: begin, look, report a refusal, and whether an account may be read at all.

import { isDeepStrictEqual } from 'node:util'
import type { AwsAccount } from '../../core/account.ts'
import { MINUTE } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Denied } from '../../core/observation.ts'
import type { Verification } from '../../core/verification.ts'
import { sameTarget } from '../accounts/accounts.ts'
import { hastened } from './pass.ts'
import { createSchedule, type VerificationDependencies } from './schedule.ts'
import { freshVerification, isCollectableState, withStep } from './state.ts'
import { missingChange, neededBy, withMissing } from './step-permissions.ts'

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

/** A status that was not asked for so long was not in view. */
const viewGap = 2 * MINUTE

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
        if (!(error instanceof HeyCloudError && error.code === 'account_not_found'))
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
