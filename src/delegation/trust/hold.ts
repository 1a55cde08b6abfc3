// Whether a condition holds for HeyCloud's own call: IAM's operators over what the call brings, as far as that is known.
import { matchesPattern } from '../policies/patterns.ts'
import { type Brought, brought, type Caller, fitsOwnArn, unknown } from './caller.ts'
import type { ConditionEntry } from './document.ts'

export type Holding = 'holds' | 'fails' | 'unknown'

interface Operator {
  /** `stringequals`, without set and IfExists. */
  base: string
  negated: boolean
  ifExists: boolean
  forAll: boolean
  forAny: boolean
}

export function operatorOf(text: string): Operator {
  const lower = text.toLowerCase()
  const base = lower.replace(/^for(any|all)values?:/, '').replace(/ifexists$/, '')
  return {
    base: base.replace('not', ''),
    negated: base.includes('not'),
    ifExists: /ifexists$/.test(lower),
    forAll: /^forallvalues?:/.test(lower),
    forAny: /^foranyvalues?:/.test(lower),
  }
}

type Comparison = (value: string, wanted: string) => boolean

const numeric =
  (compare: (a: number, b: number) => boolean): Comparison =>
  (value, wanted) =>
    compare(Number(value), Number(wanted))

/** Without `not`, which turns the answer round. */
const comparisons: Readonly<Record<string, Comparison>> = {
  stringequals: (value, wanted) => value === wanted,
  stringequalsignorecase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  stringlike: (value, wanted) => matchesPattern(wanted, value),
  arnequals: (value, wanted) => fitsOwnArn(wanted, value),
  arnlike: (value, wanted) => fitsOwnArn(wanted, value),
  bool: (value, wanted) => value === wanted.toLowerCase(),
  numericequals: numeric((a, b) => a === b),
  numericlessthan: numeric((a, b) => a < b),
  numericlessthanequals: numeric((a, b) => a <= b),
  numericgreaterthan: numeric((a, b) => a > b),
  numericgreaterthanequals: numeric((a, b) => a >= b),
}

const answer = (holds: boolean): Holding => (holds ? 'holds' : 'fails')

/** `values` are those that HeyCloud calls with, one at a time: a trust policy has to let in all of them. */
export function holdsFor({ operator, key, values: wanted }: ConditionEntry, values: Brought): Holding {
  const { base, negated, ifExists, forAll } = operatorOf(operator)
  if (values === unknown) return 'unknown'
  if (base === 'null') return answer(wanted.some(value => (value.toLowerCase() === 'true') === (values === undefined)))
  if (values === undefined) return answer(ifExists || forAll || negated)
  // A role's path is unknown, and with StringLike or StringEquals people write it too.
  const isArn = key.toLowerCase() === 'aws:principalarn' && base.startsWith('string')
  const compare = isArn ? comparisons.arnlike : comparisons[base]
  if (!compare || wanted.some(value => value.includes('${'))) return 'unknown'
  return answer(values.every(value => wanted.some(one => compare(value, one)) !== negated))
}

/** One condition of HeyCloud's own call. */
export const holds = (entry: ConditionEntry, caller: Caller): Holding => holdsFor(entry, brought(entry.key, caller))

/** All conditions of a statement together. */
export function together(holdings: readonly Holding[]): Holding {
  if (holdings.includes('fails')) return 'fails'
  return holdings.includes('unknown') ? 'unknown' : 'holds'
}
