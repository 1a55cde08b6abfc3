// Numeric condition operators; what is no number fits nothing.
import { fillVariables, type Variables } from '../wildcard.ts'
import { not, type Operator } from './operator.ts'

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : undefined
}

function comparing(holds: (given: number, wanted: number) => boolean): Operator {
  return {
    fits(requestValue: string, policyValue: string, variables: Variables | undefined) {
      const given = toNumber(requestValue)
      const wanted = toNumber(fillVariables(policyValue, variables))
      return given !== undefined && wanted !== undefined && holds(given, wanted)
    },
  }
}

const equals = comparing((given, wanted) => given === wanted)

export const numericOperators: Record<string, Operator> = {
  NumericEquals: equals,
  NumericNotEquals: not(equals),
  NumericLessThan: comparing((given, wanted) => given < wanted),
  NumericLessThanEquals: comparing((given, wanted) => given <= wanted),
  NumericGreaterThan: comparing((given, wanted) => given > wanted),
  NumericGreaterThanEquals: comparing((given, wanted) => given >= wanted),
}
