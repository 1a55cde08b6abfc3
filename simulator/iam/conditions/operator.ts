// What a condition operator is: how one value of the request is held against the values of the policy.
import type { Variables } from '../wildcard.ts'

export interface Operator {
  /** Whether the request's value fits one value of the policy. */
  fits(requestValue: string, policyValue: string, variables: Variables | undefined): boolean
  /** `StringNotEquals` and its kind hold when nothing fits, and when the key is missing. */
  negated?: boolean
}

/** The operator that holds when the other does not. */
export function not(operator: Operator): Operator {
  return { ...operator, negated: true }
}
