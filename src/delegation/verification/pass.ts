// Proves a role usable, safe and sufficient, step by step, and goes on proving it: what is shown is written after every step.
import { type AwsAccount, type KeyAccount, usesRole } from '../../core/account.ts'
import type { StepName, Verification, VerificationStep } from '../../core/verification.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { Overtaken, type VerificationBook } from './book.ts'
import { claiming, releaseLost } from './claim.ts'
import { firstDataStep, firstDataWait } from './first-data.ts'
import { permissionsStep } from './permissions/step-permissions.ts'
import {
  daily,
  freshVerification,
  inLadder,
  isCollectableState,
  nextAttempt,
  often,
  settledState,
  stepOf,
  withoutDue,
  withStep,
} from './state.ts'
import { regionsStep, trustPolicyStep } from './step-account.ts'
import { assumeStep, withoutExternalIdStep, wrongExternalIdStep } from './step-assume.ts'
import { keyStep, noExternalId, noTrustPolicy, ownIdentityUnused, reachedWithKey } from './step-keys.ts'
import { identityStep, reachableStep } from './step-own.ts'
import type { Attempt, KeyAttempt, RoleAttempt, Step, StepDependencies, StepOutcome } from './steps.ts'

/** Nothing is collected before the fifth has passed; the ninth is collection's own. */
const roleSteps: [StepName, Step<RoleAttempt>][] = [
  ['identity', identityStep],
  ['reachable', reachableStep],
  ['assume_role', assumeStep],
  ['no_external_id', withoutExternalIdStep],
  ['wrong_external_id', claiming(wrongExternalIdStep)],
  ['permissions', permissionsStep],
  ['trust_policy', trustPolicyStep],
  ['regions', regionsStep],
]

/** An access key proves itself; what only a role has is passed over in words. */
const keySteps: [StepName, Step<KeyAttempt>][] = [
  ['identity', ownIdentityUnused],
  ['reachable', reachedWithKey],
  ['assume_role', claiming(keyStep)],
  ['no_external_id', noExternalId],
  ['wrong_external_id', noExternalId],
  ['permissions', permissionsStep],
  ['trust_policy', noTrustPolicy],
  ['regions', regionsStep],
]

export interface PassDependencies extends StepDependencies {
  settings: StepDependencies['settings'] & Pick<Settings, 'accounts' | 'audit'>
  book: VerificationBook
}

/** The verification of one account during one pass. */
interface Board {
  present(): Verification
  change(next: (verification: Verification) => Verification): Promise<void>
}

async function openBoard({ book, clock }: PassDependencies, account: AwsAccount): Promise<Board> {
  let verification = (await book.read(account)) ?? freshVerification(clock.now())
  const stored = await book.change(account, () => verification)
  const begun = stored.startedAt
  return {
    present: () => verification,
    async change(next) {
      verification = await book.change(account, next, begun)
    },
  }
}

const goesOn = (outcome: StepOutcome): boolean =>
  outcome.state === 'passed' || outcome.state === 'skipped' || outcome.goOn === true

/** A step that had ended begins anew; one that is being retried goes on counting. What had passed keeps its face meanwhile. */
async function beginStep(board: Board, name: StepName, now: number): Promise<void> {
  const step = stepOf(board.present(), name)
  const anew = step.state === 'waiting' || step.state === 'passed' || step.state === 'skipped'
  await board.change(verification =>
    withStep(verification, name, {
      ...(anew ? { startedAt: now, attempts: 0 } : {}),
      ...(step.state === 'waiting' ? { state: 'running' } : {}),
    }),
  )
}

/** A step that does not end the pass leaves what is due as it is: a process that dies on the way is due again when it starts. */
function settle(verification: Verification, name: StepName, outcome: StepOutcome, now: number): Verification {
  const step = stepOf(verification, name)
  const attempts = step.attempts + 1
  const change = {
    state: outcome.state,
    message: outcome.message,
    attempts,
    finishedAt: outcome.state === 'running' ? null : now,
  }
  const changed = { ...verification, ...outcome.change }
  if (goesOn(outcome)) return withStep(changed, name, change)
  const nextAttemptAt =
    outcome.retryIn === undefined ? nextAttempt(attempts, step.startedAt ?? now, now) : now + outcome.retryIn
  return withStep(withoutDue(changed), name, { ...change, nextAttemptAt })
}

async function runStep<A extends Attempt>(
  board: Board,
  deps: PassDependencies,
  attempt: A,
  name: StepName,
  step: Step<A>,
) {
  await beginStep(board, name, deps.clock.now())
  const outcome = await step({ ...attempt, step: () => stepOf(board.present(), name) })
  const before = board.present()
  await board.change(verification => settle(verification, name, outcome, deps.clock.now()))
  await noteTrust(deps, attempt.account, before, board.present())
  await releaseLost(deps, attempt.account.id, board.present())
  return goesOn(outcome)
}

/** A trust policy that stopped being safe is written down for good, and so is its mending. */
async function noteTrust(
  { settings, clock }: PassDependencies,
  account: AwsAccount,
  before: Verification,
  after: Verification,
): Promise<void> {
  if ((before.weakenedAt === null) === (after.weakenedAt === null)) return
  await settings.audit.append({
    organisation: account.organisation,
    at: clock.now(),
    actor: 'heycloud',
    action: after.weakenedAt === null ? 'account.trust_restored' : 'account.trust_weakened',
    target: account.id,
    detail: { account_id: account.accountId, found: after.problem?.detail ?? '' },
  })
}

const isOver = ({ state }: Pick<VerificationStep, 'state'>): boolean => state === 'passed' || state === 'skipped'

/** Steps 6 to 8 that AWS left without an answer, which waiting may bring; a refusal is an answer. */
const unanswered = (verification: Verification): boolean =>
  verification.steps.some(({ name, state }) =>
    name === 'permissions'
      ? state === 'unknown' && verification.missingActions.length === 0
      : state === 'unknown' && (name === 'trust_policy' || name === 'regions'),
  )

/** All eight steps were gone through: the role is safe, and what is missing is known. */
function conclude(verification: Verification, now: number): Verification {
  const again = now + (unanswered(verification) ? often : daily)
  const probed = withStep(withoutDue(verification), 'assume_role', { nextAttemptAt: again })
  return {
    ...(isOver(stepOf(probed, 'first_data')) ? probed : withStep(probed, 'first_data', { nextAttemptAt: now })),
    state: settledState(verification),
    problem: verification.problem?.code === 'missing_permissions' ? verification.problem : null,
  }
}

/** First data is looked for often, and asks nothing of AWS. */
async function lookForData(board: Board, deps: PassDependencies, attempt: Attempt): Promise<void> {
  const name = 'first_data'
  const before = stepOf(board.present(), name)
  if (isOver(before)) return
  const now = deps.clock.now()
  if (attempt.account.pausedAt !== null) {
    const message = 'The account is paused: nothing is collected.'
    // It begins anew when the account is resumed.
    const waiting = { state: 'waiting', startedAt: null, message } as const
    await board.change(verification => withStep(verification, name, { ...waiting, nextAttemptAt: null }))
    return
  }
  if (before.startedAt === null) await beginStep(board, name, now)
  const startedAt = stepOf(board.present(), name).startedAt ?? now
  const outcome = await firstDataStep({ ...attempt, step: () => stepOf(board.present(), name) })
  const ended = outcome.state === 'passed' || outcome.state === 'skipped'
  await board.change(verification =>
    withStep(verification, name, {
      state: outcome.state,
      message: outcome.message,
      finishedAt: ended ? now : null,
      nextAttemptAt: ended ? null : now + firstDataWait(now - startedAt),
    }),
  )
}

function newAttempt<A extends AwsAccount>(deps: PassDependencies, account: A, board: Board): Attempt<A> {
  let identity: ReturnType<Attempt['identity']> | undefined
  return {
    account,
    deps,
    present: board.present,
    step: () => stepOf(board.present(), 'identity'),
    identity: () => {
      identity ??= deps.aws.identity()
      return identity
    },
  }
}

function withKeys(attempt: Attempt<KeyAccount>): KeyAttempt {
  let keys: ReturnType<KeyAttempt['keys']> | undefined
  return {
    ...attempt,
    keys: () => {
      keys ??= attempt.deps.aws.tryKeys(attempt.account)
      return keys
    },
  }
}

async function inOrder<A extends Attempt>(
  board: Board,
  deps: PassDependencies,
  attempt: A,
  steps: readonly [StepName, Step<A>][],
): Promise<boolean> {
  for (const [name, step] of steps) if (!(await runStep(board, deps, attempt, name, step))) return false
  return true
}

async function proveAgain(deps: PassDependencies, account: AwsAccount, board: Board): Promise<boolean> {
  const ended = usesRole(account)
    ? await inOrder(board, deps, newAttempt(deps, account, board), roleSteps)
    : await inOrder(board, deps, withKeys(newAttempt(deps, account, board)), keySteps)
  if (!ended) return false
  await board.change(verification => conclude(verification, deps.clock.now()))
  return isCollectableState(board.present().state) && account.state !== board.present().state
}

/** What one pass came to: `connected` when the account may be collected from now on, and could not before. */
export interface PassResult {
  verification: Verification
  connected: boolean
}

/**
 * One pass for one account: the steps in order until one ends it, or only the look for first data when nothing else is due.
 * Undefined when the account was deleted or pointed elsewhere meanwhile; nothing of the pass then counts.
 */
export async function verifyOnce(deps: PassDependencies, account: AwsAccount): Promise<PassResult | undefined> {
  try {
    const board = await openBoard(deps, account)
    const attempt = newAttempt(deps, account, board)
    const now = deps.clock.now()
    const proofDue = board
      .present()
      .steps.some(step => step.name !== 'first_data' && step.nextAttemptAt !== null && step.nextAttemptAt <= now)
    const connected = proofDue && (await proveAgain(deps, account, board))
    if (isCollectableState(board.present().state)) await lookForData(board, deps, attempt)
    return { verification: board.present(), connected }
  } catch (error) {
    if (error instanceof Overtaken) return undefined
    throw error
  }
}

/** Somebody looks at a verification that waits in the background: its quick attempts begin anew. */
export function hastened(verification: Verification, now: number): Verification {
  const waiting = verification.steps.find(step => step.name !== 'first_data' && step.nextAttemptAt !== null)
  if (!waiting || isCollectableState(verification.state) || inLadder(waiting, now)) return verification
  return withStep(verification, waiting.name, { startedAt: now, attempts: 0, nextAttemptAt: now })
}
