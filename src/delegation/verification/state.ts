// A verification as a value: its steps, and when each is tried again. Pure; nothing here reads a clock or AWS.
import type { AccountState } from '../../core/account.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../core/clock.ts'
import { errorTable } from '../../core/errors.ts'
import {
  type ProblemCode,
  type StepName,
  stepNames,
  type Verification,
  type VerificationStep,
} from '../../core/verification.ts'

/** Together 60 s: a new role or a mended trust policy needs that long at times to reach all of AWS. */
const ladder = [1, 2, 4, 8, 15, 30].map(seconds => seconds * SECOND)
export const ladderLength = ladder.reduce((sum, wait) => sum + wait, 0)
/** Terraform makes the account here before the role there: for two days it is tried often. */
const oftenFor = 48 * HOUR
export const often = 5 * MINUTE
export const daily = DAY

/**
 * When something that did not succeed is tried again; `attempts` have been made since `since`. A role that was deleted after a year
 * is tried as often as one that is not there yet: it may be made anew within the hour.
 */
export function nextAttempt(attempts: number, since: number, now: number): number {
  const wait = ladder[attempts - 1]
  if (wait !== undefined && now - since < ladderLength) return now + wait
  return now + (now - since < oftenFor ? often : daily)
}

/** Whether the quick attempts of the first minute are still going on. */
export const inLadder = (step: VerificationStep, now: number): boolean =>
  step.startedAt !== null && step.attempts < ladder.length + 1 && now - step.startedAt < ladderLength

export const isCollectableState = (state: AccountState): boolean => state === 'connected' || state === 'degraded'

const waitingStep = (name: StepName): VerificationStep => ({
  name,
  state: 'waiting',
  message: '',
  startedAt: null,
  finishedAt: null,
  attempts: 0,
  nextAttemptAt: null,
})

/** A verification that has not begun; the first step is due at once. */
export function freshVerification(now: number, state: AccountState = 'pending'): Verification {
  const steps = stepNames
    .map(waitingStep)
    .map(step => (step.name === 'identity' ? { ...step, nextAttemptAt: now } : step))
  return {
    state,
    steps,
    problem: null,
    causes: [],
    missingActions: [],
    deniedRegions: [],
    missingPolicy: null,
    trustFaults: [],
    correctedTrustPolicy: null,
    drift: null,
    weakenedAt: null,
    nextExternalId: null,
    regions: [],
    startedAt: now,
    updatedAt: now,
  }
}

/** What an earlier version of HeyCloud stored lacks what it did not know of. */
export const completed = (stored: Verification): Verification => ({
  ...freshVerification(stored.startedAt),
  ...stored,
  missingActions: stored.missingActions.map(row => ({
    ...{ explicitDeny: false, deniedBy: null, metBy: 'verification' as const },
    ...row,
  })),
})

export function stepOf(verification: Verification, name: StepName): VerificationStep {
  return verification.steps.find(step => step.name === name) ?? waitingStep(name)
}

export const withStep = (
  verification: Verification,
  name: StepName,
  change: Partial<VerificationStep>,
): Verification => ({
  ...verification,
  steps: verification.steps.map(step => (step.name === name ? { ...step, ...change } : step)),
})

/** What the steps came to, once all of them have been gone through: the role is safe, and what is missing is known. */
export function settledState(verification: Verification): 'connected' | 'degraded' {
  const permissions = stepOf(verification, 'permissions').state
  const complete =
    verification.missingActions.length === 0 &&
    (permissions === 'passed' || permissions === 'skipped') &&
    stepOf(verification, 'regions').state === 'passed'
  return complete ? 'connected' : 'degraded'
}

/** Nothing is due but what the change says. */
export const withoutDue = (verification: Verification): Verification => ({
  ...verification,
  steps: verification.steps.map(step => (step.nextAttemptAt === null ? step : { ...step, nextAttemptAt: null })),
})

/** When the verification wants to be looked at next, epoch ms; null when never. */
export function dueAt(verification: Verification): number | null {
  const times = verification.steps.flatMap(step => step.nextAttemptAt ?? [])
  return times.length > 0 ? Math.min(...times) : null
}

/** The error table's row, for the head of the page. */
export const problem = (code: ProblemCode, detail: string): NonNullable<Verification['problem']> => ({
  code,
  title: errorTable[code].title,
  detail,
})

/** What a later step found stays until that step has looked again. */
const laterCodes = new Set<string>([
  'assumable_without_external_id',
  'assumable_with_wrong_external_id',
  'trust_weakened',
  'account_claimed',
  'missing_permissions',
] satisfies ProblemCode[])
export const laterProblem = ({ problem: present }: Verification): Verification['problem'] =>
  present && laterCodes.has(present.code) ? present : null
