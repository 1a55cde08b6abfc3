// Boolean and binary condition operators.
import { fillVariables } from '../wildcard.ts'
import type { Operator } from './operator.ts'

const equals: Operator = {
  fits: (given, wanted, variables) => fillVariables(wanted, variables)?.toLowerCase() === given.toLowerCase(),
}

const sameBytes: Operator = {
  fits: (given, wanted) => Buffer.from(given, 'base64').equals(Buffer.from(wanted, 'base64')),
}

export const boolOperators: Record<string, Operator> = {
  Bool: equals,
  BinaryEquals: sameBytes,
}
