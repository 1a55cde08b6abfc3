// What the rest of HeyCloud asks of verification: begin, look, report a refusal, and whether an account may be read at all.

import { isDeepStrictEqual } from 'node:util'
import { type AwsAccount, usesRole } from '../../core/account.ts'
import { MINUTE, SECOND } from '../../core/clock.ts'
import type { Coverage } from '../../core/coverage.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Denied } from '../../core/observation.ts'
import type { Verification } from '../../core/verification.ts'
import { sameTarget } from '../accounts/target.ts'
import { hastened } from './pass.ts'
import { missingChange, missingOf, refusedIn, stillRefused, withMissing } from './permissions/missing.ts'
import { neededBy } from './permissions/needed.ts'
import { createSchedule, type VerificationDependencies } from './schedule.ts'
import { freshVerification, isCollectableState, settledState, stepOf, withStep } from './state.ts'
import { nextIsAccepted } from './step-assume.ts'
import { createTurns } from './turns.ts'

/** A refusal that collection met. */
export interface DeniedRead {
  account: AwsAccount
  region: string
  denied: Denied
}

export interface Verifications {
  /** Starts anew, after an account was saved or lets HeyCloud in another way. Resolves when it is scheduled, not when it has ended. */
  begin(account: AwsAccount): Promise<Verification>
  /** As `begin`, of the same role or key: what was known of it stands until it is found otherwise. For whoever asks to verify again. */
  again(account: AwsAccount): Promise<Verification>
  /** Looks again at once without starting anew: after settings changed, or when a call failed that should not have. */
  recheck(account: AwsAccount): Promise<void>
  /** What is known, for lists of many: undefined before anything is. Nothing is hastened by it. */
  known(account: AwsAccount): Promise<Verification | undefined>
  /**
   * What is known. Somebody looks at it: quick attempts begin when only slow ones were left, the next external ID is tried, and
   * refusals that have ended are dropped.
   */
  view(account: AwsAccount): Promise<Verification>
  /** Folds a refusal into what is missing, and the account becomes `degraded`; a refused role is proven again instead. */
  reportDenied(read: DeniedRead): Promise<void>
  /** Only accounts whose role or key, as it is written now, was proven safe, and which nobody has paused. */
  isCollectable(account: AwsAccount): Promise<boolean>
  /** Runs every pass that is due now, and resolves when they have ended. */
  tick(): Promise<void>
  /** Runs passes as they fall due, until aborted. */
  run(signal: AbortSignal): Promise<void>
}

/** A status that was not asked for so long was not in view. */
const viewGap = 2 * MINUTE
/** The next external ID is not tried more often, however often the status is asked for. */
const rotationGap = 5 * SECOND
/** Nor are refusals that nobody looks at held against the ledger. */
const tendGap = 30 * SECOND

/** Looked at again at once, and nothing else is changed. */
const dueNow = (verification: Verification, now: number): Verification =>
  withStep(verification, 'assume_role', { nextAttemptAt: now })

function withDenied(
  deps: VerificationDependencies,
  { account, region, denied }: DeniedRead,
  coverage: readonly Coverage[],
  verification: Verification,
): Verification {
  const { action } = denied
  if (!isCollectableState(verification.state)) return verification
  if (action === 'sts:AssumeRole') return dueNow(verification, deps.clock.now())
  const uses = neededBy(account, deps.actionsOf)
  const known = uses.find(use => use.action === action)
  const use = known ?? { action, feature: 'resources' as const, why: 'Refused while collecting.' }
  const met = missingOf(use, refusedIn(region, denied), 'collection')
  const missing = withMissing(verification.missingActions, met)
  if (isDeepStrictEqual(missing, verification.missingActions)) return verification
  const reach = { coverage, needed: uses.map(one => one.action) }
  return { ...verification, ...missingChange(missing, reach, deps.policies), state: 'degraded' }
}

/** Refusals that collection does not meet any more are gone without anybody's asking. */
function withoutEnded(
  deps: VerificationDependencies,
  account: AwsAccount,
  coverage: readonly Coverage[],
  verification: Verification,
): Verification {
  if (!isCollectableState(verification.state)) return verification
  const missing = stillRefused(verification.missingActions, coverage)
  const reach = { coverage, needed: neededBy(account, deps.actionsOf).map(use => use.action) }
  const changed = { ...verification, ...missingChange(missing, reach, deps.policies) }
  if (isDeepStrictEqual(changed, verification)) return verification
  const mended = missing.length === 0 && stepOf(changed, 'permissions').state === 'failed'
  const settled = mended
    ? withStep(changed, 'permissions', { state: 'passed', message: 'Nothing is refused any more.' })
    : changed
  return { ...settled, state: settledState(settled) }
}

/** What holds of a role or key for as long as it is the same one. */
const lasting = (present: Verification): Partial<Verification> => ({
  weakenedAt: present.weakenedAt,
  nextExternalId: present.nextExternalId,
  drift: present.drift,
  missingActions: present.missingActions,
  deniedRegions: present.deniedRegions,
  missingPolicy: present.missingPolicy,
  problem: present.weakenedAt === null ? null : present.problem,
  regions: present.regions,
})

export function createVerifications(deps: VerificationDependencies): Verifications {
  const schedule = createSchedule(deps, async (account, present) => {
    if (isTendingDue(account.id)) await noted(account, dropEnded(account, present))
  })
  const views = new Map<string, number>()
  const isRotationDue = createTurns(deps.clock, rotationGap)
  const isTendingDue = createTurns(deps.clock, tendGap)
  const { settings, book, clock, log } = deps

  async function anew(
    account: AwsAccount,
    kept: (present: Verification) => Partial<Verification>,
  ): Promise<Verification> {
    const verification = await book.change(account, present => ({
      ...freshVerification(clock.now(), isCollectableState(present.state) ? present.state : 'pending'),
      ...kept(present),
    }))
    schedule.wake()
    return verification
  }

  const begin = (account: AwsAccount): Promise<Verification> => anew(account, () => ({}))

  async function tryRotation(account: AwsAccount, present: Verification): Promise<Verification> {
    if (!usesRole(account) || account.nextExternalId === null || !isRotationDue(account.id)) return present
    const nextExternalId = await nextIsAccepted(account, present.nextExternalId, deps.aws)
    return book.change(account, verification => ({ ...verification, nextExternalId }))
  }

  /** What collection met, or does not meet any more, is written down beside other work: nobody waits who could be told. */
  async function noted(account: AwsAccount, change: Promise<unknown>): Promise<void> {
    try {
      await change
    } catch (error) {
      if (!(error instanceof HeyCloudError && error.code === 'account_not_found'))
        log.error({ err: error, account: account.id }, 'a refusal, or its end, was not noted')
    }
  }

  async function dropEnded(account: AwsAccount, present: Verification): Promise<Verification> {
    if (!present.missingActions.some(row => row.metBy === 'collection')) return present
    const coverage = await settings.coverage.list(account.organisation, account.id)
    return book.change(account, verification => withoutEnded(deps, account, coverage, verification))
  }

  async function foldIn(read: DeniedRead): Promise<void> {
    const coverage = await settings.coverage.list(read.account.organisation, read.account.id)
    await book.change(read.account, present => withDenied(deps, read, coverage, present))
  }

  return {
    begin,
    again: account => anew(account, lasting),
    known: account => book.read(account),
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
      const known = await dropEnded(account, await tryRotation(account, stored))
      if (!isNew || hastened(known, now) === known) return known
      const verification = await book.change(account, present => hastened(present, now))
      schedule.wake()
      return verification
    },
    reportDenied: read => noted(read.account, foldIn(read)),
    async isCollectable(account) {
      const now = await settings.accounts.get(account.organisation, account.id)
      return now !== undefined && now.pausedAt === null && isCollectableState(now.state) && sameTarget(now, account)
    },
    tick: schedule.tick,
    run: schedule.run,
  }
}
