// Date condition operators; dates are ISO 8601 or epoch seconds.
import { fillVariables, type Variables } from '../wildcard.ts'
import { not, type Operator } from './operator.ts'

function toInstant(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = /^\d+(\.\d+)?$/.test(text) && text.length > 4 ? Number(text) * 1000 : Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}

function comparing(holds: (given: number, wanted: number) => boolean): Operator {
  return {
    fits(requestValue: string, policyValue: string, variables: Variables | undefined) {
      const given = toInstant(requestValue)
      const wanted = toInstant(fillVariables(policyValue, variables))
      return given !== undefined && wanted !== undefined && holds(given, wanted)
    },
  }
}

const equals = comparing((given, wanted) => given === wanted)

export const dateOperators: Record<string, Operator> = {
  DateEquals: equals,
  DateNotEquals: not(equals),
  DateLessThan: comparing((given, wanted) => given < wanted),
  DateLessThanEquals: comparing((given, wanted) => given <= wanted),
  DateGreaterThan: comparing((given, wanted) => given > wanted),
  DateGreaterThanEquals: comparing((given, wanted) => given >= wanted),
}
