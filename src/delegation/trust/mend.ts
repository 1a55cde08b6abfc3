// Mends a trust policy: one clean statement for HeyCloud, and what others were given left as it is.
import { isDeepStrictEqual } from 'node:util'
import type { Caller } from './caller.ts'
import type { ConditionEntry, Principal, TrustDocument, TrustStatement } from './document.ts'
import { type ExpectedId, isExternalId } from './external-id.ts'
import { holds } from './hold.ts'
import { principalArns, trustPolicy } from './policy.ts'
import { admits, isDeleted, isEverybody, principalFaults } from './principal.ts'
import { denies, isOurs } from './statement.ts'

type Conditions = Record<string, Record<string, string | string[]>>

/** It asks for this very external ID: only its principal was mistyped. */
const isMeantForUs = ({ effect, conditions }: TrustStatement, { externalId, nextExternalId }: ExpectedId): boolean =>
  effect === 'Allow' &&
  conditions.some(
    entry =>
      isExternalId(entry) &&
      entry.values.some(value => value === externalId || (nextExternalId !== undefined && value === nextExternalId)),
  )

/** What a person narrowed the role by, as far as it lets HeyCloud in; its own role where aws:PrincipalArn named another. */
function keptConditions(entries: readonly ConditionEntry[], caller: Caller): Conditions {
  const kept: Conditions = {}
  for (const entry of entries) {
    if (isExternalId(entry)) continue
    const isArn = entry.key.toLowerCase() === 'aws:principalarn'
    const right = isArn && caller.arn !== null ? principalArns(caller.arn) : []
    if (holds(entry, caller) !== 'fails') kept[entry.operator] = { ...kept[entry.operator], [entry.key]: entry.values }
    else if (right.length > 0) kept.ArnEquals = { ...kept.ArnEquals, 'aws:PrincipalArn': right }
  }
  return kept
}

/** Principals that are neither HeyCloud nor everybody nor gone, nor a slip of the pen, in the shape of the element. */
function othersOf(statement: TrustStatement, caller: Caller): Record<string, string[]> {
  const isSlip = (principal: Principal) =>
    principalFaults({ ...statement, principals: [principal] }, caller, undefined).some(
      fault => fault.severity === 'error',
    )
  const others = statement.principals.filter(
    principal => !admits(principal, caller) && !isDeleted(principal) && !isEverybody(principal) && !isSlip(principal),
  )
  return Object.fromEntries(
    [...Map.groupBy(others, ({ kind }) => kind)].map(([kind, named]) => [kind, named.map(({ value }) => value)]),
  )
}

/** A statement without its share of HeyCloud; null when nothing is left of it. */
function withoutUs(statement: TrustStatement, caller: Caller, expected: ExpectedId): object | null {
  if (denies(statement, caller, expected) === 'holds') return null
  if (statement.effect === 'Deny') return statement.raw
  if (statement.negated || statement.effect !== 'Allow') return null
  if (!isOurs(statement, caller) && !statement.principals.some(isDeleted)) return statement.raw
  const Principal = othersOf(statement, caller)
  return Object.keys(Principal).length > 0 ? { ...statement.raw, Principal } : null
}

/** Lists as lists, so that what means the same is the same. */
const meaning = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 1 ? meaning(value[0]) : value.map(meaning)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, meaning(inner)]))
}

/** The policy as it should be; null when too little is known, or when it is so already. */
export function mendTrustPolicy(document: TrustDocument, caller: Caller, expected: ExpectedId): string | null {
  const { externalId, nextExternalId } = expected
  if (caller.accountId === null || externalId === undefined) return null
  const wanted = nextExternalId === undefined ? externalId : [externalId, nextExternalId]
  const [clean] = trustPolicy({
    partition: caller.partition,
    trustedAccountId: caller.accountId,
    externalId: wanted,
  }).Statement
  const ours = document.statements.find(statement => isOurs(statement, caller))
  // Where HeyCloud has a statement, one of a stranger with this external ID is the stranger's.
  const meant = ours ? undefined : document.statements.find(statement => isMeantForUs(statement, expected))
  const conditions = keptConditions((ours ?? meant)?.conditions ?? [], caller)
  const Condition = { ...conditions, StringEquals: { ...conditions.StringEquals, 'sts:ExternalId': wanted } }
  const kept = document.statements
    .filter(statement => statement !== meant)
    .flatMap(statement => withoutUs(statement, caller, expected) ?? [])
  const policy = { ...document.policy, Version: '2012-10-17', Statement: [{ ...clean, Condition }, ...kept] }
  return isDeepStrictEqual(meaning(policy), meaning(document.policy)) ? null : JSON.stringify(policy, null, 2)
}
