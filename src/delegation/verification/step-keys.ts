// The steps of an account that is read by an access key: what replaces the proof of a role, and what such an account has no use for.
import { laterProblem, problem } from './state.ts'
import type { KeyAttempt, Step, StepOutcome } from './steps.ts'
import { unproven } from './unproven.ts'

const skipped =
  (message: string): Step<KeyAttempt> =>
  () =>
    Promise.resolve({ state: 'skipped', message })

/** Steps 1, 2, 4, 5 and 7. */
export const ownIdentityUnused = skipped(
  'Calls are signed with the account’s own access key; HeyCloud’s identity plays no part.',
)
export const reachedWithKey = skipped('The next step asks AWS STS with the key itself.')
export const noExternalId = skipped('An access key has no external ID.')
export const noTrustPolicy = skipped('An access key has no trust policy.')

const mends: Record<string, string> = {
  InvalidClientTokenId:
    'The key was deleted or is inactive, or belongs to another partition: look under Security credentials of the IAM user.',
  SignatureDoesNotMatch: 'The secret access key does not belong to this key ID: enter both anew.',
  AccessDenied: 'A policy denies the user everything: look at the policies of the user and of its organization.',
}

function refused(code: string, message: string): StepOutcome {
  const detail = `${code}: ${message} ${mends[code] ?? 'Make a new key for the IAM user and enter it here.'}`
  return {
    state: 'failed',
    message: `AWS does not accept the access key (${code}).`,
    change: { state: 'not_assumable', problem: problem('access_key_refused', detail) },
  }
}

/** Step 3. */
export async function keyStep(attempt: KeyAttempt): Promise<StepOutcome> {
  const { account } = attempt
  const answer = await attempt.keys()
  if (answer.outcome === 'refused') return refused(answer.code, answer.message)
  if (answer.outcome === 'unknown') return unproven(attempt, answer.notSeen)
  if (answer.accountId !== account.accountId) {
    const detail = `The key is of ${answer.accountId}, you entered ${account.accountId}.`
    return {
      state: 'failed',
      message: detail,
      change: { state: 'not_assumable', problem: problem('wrong_account', detail) },
    }
  }
  if (answer.arn.endsWith(':root'))
    return refused('RootUser', 'HeyCloud does not sign with the key of a root user, which may do everything.')
  return {
    state: 'passed',
    message: `The key is accepted and belongs to the account: it is ${answer.arn}.`,
    change: { causes: [], problem: laterProblem(attempt.present()) },
  }
}
