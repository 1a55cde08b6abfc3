// Reads the policies of an account's role or user and tells how they drifted; what IAM leaves unanswered leaves what was known.

import { usesRole } from '../../../core/account.ts'
import { features } from '../../../core/define.ts'
import type { PolicyDrift } from '../../../core/verification.ts'
import { neededBy } from '../permissions/needed.ts'
import type { Attempt } from '../steps.ts'
import { compare } from './compare.ts'
import { readPolicies, Unanswered } from './read.ts'

/** `principal` is the ARN of the role or user that the session is of. */
export async function driftOf(attempt: Attempt, principal: string): Promise<PolicyDrift | null> {
  const { account, deps, present } = attempt
  const names = (uses: readonly { action: string }[]) => uses.map(use => use.action)
  const called = {
    now: names(neededBy(account, deps.actionsOf)),
    ever: names(deps.actionsOf(features, usesRole(account) ? 'role' : 'key')),
  }
  try {
    return await compare(await readPolicies(attempt, principal), called, deps.clock.now())
  } catch (error) {
    if (error instanceof Unanswered) return present().drift
    throw error
  }
}
