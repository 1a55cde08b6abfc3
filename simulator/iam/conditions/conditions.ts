// Whether a statement's Condition block holds for a request: operators, IfExists, ForAnyValue and ForAllValues, Null.
import type { ConditionEntry } from '../document.ts'
import type { Variables } from '../wildcard.ts'
import { addressOperators } from './address.ts'
import { arnOperators } from './arn.ts'
import { boolOperators } from './bool.ts'
import { dateOperators } from './date.ts'
import { numericOperators } from './numeric.ts'
import type { Operator } from './operator.ts'
import { stringOperators } from './string.ts'

/** The request's condition keys, names in lower case: IAM reads them without regard to case. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>

const operators = new Map<string, Operator>(
  Object.entries({
    ...stringOperators,
    ...arnOperators,
    ...numericOperators,
    ...dateOperators,
    ...boolOperators,
    ...addressOperators,
  }),
)

interface ParsedOperator {
  set: 'ForAnyValue' | 'ForAllValues' | undefined
  base: string
  ifExists: boolean
}

function parseOperator(text: string): ParsedOperator {
  const match = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/.exec(text)
  return {
    set: match?.[1] as ParsedOperator['set'],
    base: match?.[2] ?? text,
    ifExists: match?.[3] !== undefined,
  }
}

/** Whether IAM knows the operator; others make a document malformed. */
export function isKnownOperator(text: string): boolean {
  const { base, set, ifExists } = parseOperator(text)
  return base === 'Null' ? set === undefined && !ifExists : operators.has(base)
}

function entryHolds(entry: ConditionEntry, context: ConditionContext, variables: Variables | undefined): boolean {
  const { set, base, ifExists } = parseOperator(entry.operator)
  const given = context.get(entry.key.toLowerCase()) ?? []
  if (base === 'Null') return entry.values.some(value => (value.toLowerCase() === 'true') === (given.length === 0))
  const operator = operators.get(base)
  if (!operator) return false
  const fitsOne = (value: string) => entry.values.some(wanted => operator.fits(value, wanted, variables))
  const holds = (value: string) => fitsOne(value) !== (operator.negated ?? false)
  if (given.length === 0) {
    if (ifExists || set === 'ForAllValues') return true
    return set === 'ForAnyValue' ? false : (operator.negated ?? false)
  }
  return set === 'ForAllValues' ? given.every(holds) : given.some(holds)
}

/** Every entry has to hold. */
export function conditionsHold(
  entries: readonly ConditionEntry[],
  context: ConditionContext,
  variables: Variables | undefined,
): boolean {
  return entries.every(entry => entryHolds(entry, context, variables))
}

/** A context from plain values; names are put in lower case. */
export function contextOf(values: Record<string, string | string[] | undefined>): ConditionContext {
  const context = new Map<string, string[]>()
  for (const [key, value] of Object.entries(values))
    if (value !== undefined) context.set(key.toLowerCase(), Array.isArray(value) ? value : [value])
  return context
}
