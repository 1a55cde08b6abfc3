// Who holds an AWS account: of all organisations the first that proved its role or key. What is only entered holds nothing.
import type { Verification } from '../../core/verification.ts'
import { daily, problem } from './state.ts'
import type { Attempt, Step, StepDependencies, StepOutcome } from './steps.ts'

/** Says nothing of anybody else: neither that there is another organisation, nor which. */
const refused: StepOutcome = {
  state: 'failed',
  message: 'The account cannot be connected here.',
  change: {
    state: 'not_assumable',
    problem: problem(
      'account_claimed',
      'The role or key is right, and nothing is collected: the account cannot be connected here at present. HeyCloud tries again once a day.',
    ),
  },
  // Whoever holds it may leave.
  retryIn: daily,
}

/** The step that completes the proof, and then claims the account; a pass of the step alone is not enough. */
export const claiming =
  <A extends Attempt>(step: Step<A>): Step<A> =>
  async attempt => {
    const outcome = await step(attempt)
    if (outcome.state !== 'passed') return outcome
    const { account, deps } = attempt
    if (await deps.settings.claims.claim(account.accountId, account.id, deps.clock.now())) return outcome
    deps.aws.forget(account.accountId)
    await deps.settings.audit.append({
      ...{ organisation: account.organisation, at: deps.clock.now(), actor: 'heycloud', target: account.id },
      ...{ action: 'account.claim.refused', detail: { account_id: account.accountId, reason: 'account_claimed' } },
    })
    return refused
  }

/** A role that cannot be assumed any more holds nothing: its account's owner may have let somebody else in. */
export async function releaseLost(
  { settings }: Pick<StepDependencies, 'settings'>,
  accountConfigId: string,
  { state, problem: present }: Verification,
): Promise<void> {
  if (state === 'not_assumable' && present?.code !== 'account_claimed') await settings.claims.release(accountConfigId)
}
