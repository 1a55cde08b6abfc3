// String condition operators.
import { fillVariables, matchesWildcard } from '../wildcard.ts'
import { not, type Operator } from './operator.ts'

const equals: Operator = { fits: (given, wanted, variables) => fillVariables(wanted, variables) === given }
const equalsIgnoreCase: Operator = {
  fits: (given, wanted, variables) => fillVariables(wanted, variables)?.toLowerCase() === given.toLowerCase(),
}
const like: Operator = { fits: (given, wanted, variables) => matchesWildcard(wanted, given, { variables }) }

export const stringOperators: Record<string, Operator> = {
  StringEquals: equals,
  StringNotEquals: not(equals),
  StringEqualsIgnoreCase: equalsIgnoreCase,
  StringNotEqualsIgnoreCase: not(equalsIgnoreCase),
  StringLike: like,
  StringNotLike: not(like),
}
