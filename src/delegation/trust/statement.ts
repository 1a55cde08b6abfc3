// What one statement of a trust policy does to HeyCloud's own call: lets it in, refuses it, or has nothing to say.
import { matchesPattern } from '../policies/patterns.ts'
import type { Caller } from './caller.ts'
import type { TrustStatement } from './document.ts'
import { type ExpectedId, externalIdHolds, isExternalId } from './external-id.ts'
import { type Holding, holds, together } from './hold.ts'
import { namesUs } from './principal.ts'

/** Whether its Action, or NotAction, covers sts:AssumeRole. */
export const coversAssumeRole = ({ actions, actionElement }: TrustStatement): boolean =>
  actions.some(action => matchesPattern(action, 'sts:AssumeRole', { ignoreCase: true })) ===
  (actionElement === 'Action')

/** All of its conditions over HeyCloud's own call. */
export const conditionsHold = ({ conditions }: TrustStatement, caller: Caller, expected: ExpectedId): Holding =>
  together(conditions.map(entry => (isExternalId(entry) ? externalIdHolds(entry, expected) : holds(entry, caller))))

/** An Allow that names HeyCloud, whatever else it asks for. */
export const isOurs = (statement: TrustStatement, caller: Caller): boolean =>
  statement.effect === 'Allow' && !statement.negated && namesUs(statement, caller)

/** An Allow by which HeyCloud gets in, as far as can be told from here. */
export const letsUsIn = (statement: TrustStatement, caller: Caller, expected: ExpectedId): boolean =>
  isOurs(statement, caller) && coversAssumeRole(statement) && conditionsHold(statement, caller, expected) !== 'fails'

/**
 * Whether a Deny refuses HeyCloud: `fails` where it does not. Of those that NotPrincipal names a role's session is only exempt when
 * session, role and account are all named (IAM User Guide, "NotPrincipal").
 */
export function denies(statement: TrustStatement, caller: Caller, expected: ExpectedId): Holding {
  if (statement.effect !== 'Deny' || !coversAssumeRole(statement)) return 'fails'
  const isNamed = namesUs(statement, caller)
  if (!isNamed && !statement.negated && statement.principals.length > 0 && caller.accountId !== null) return 'fails'
  const holding = conditionsHold(statement, caller, expected)
  return statement.negated && !isNamed && holding === 'holds' ? 'unknown' : holding
}
