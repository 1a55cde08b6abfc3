// Mends a trust policy: one clean statement for HeyCloud, and what others were given left as it is.
import type { TrustDocument, TrustStatement } from './document.ts'
import { isExternalId } from './external-id.ts'
import { trustPolicy } from './policy.ts'
import { admits, isDeleted, type TrustedPrincipal } from './principal.ts'

export const isMfa = (key: string): boolean => /^aws:multifactorauth(present|age)$/i.test(key)

/** Whether the statement lets HeyCloud in, whatever else it does. */
export const isOurs = (statement: TrustStatement, trusted: TrustedPrincipal): boolean =>
  statement.effect === 'Allow' &&
  !statement.negated &&
  statement.principals.some(principal => admits(principal, trusted))

export const deniesUs = (statement: TrustStatement, trusted: TrustedPrincipal): boolean =>
  statement.effect === 'Deny' &&
  (statement.negated ||
    statement.principals.length === 0 ||
    statement.principals.some(principal => admits(principal, trusted)))

/** A Deny of every other external ID is a second lock, not a fault. */
export const deniesOthersOnly = (statement: TrustStatement, externalId: string | undefined): boolean =>
  statement.conditions.some(
    entry =>
      isExternalId(entry) &&
      /^stringnotequals(ifexists)?$/i.test(entry.operator) &&
      (externalId === undefined || entry.values.includes(externalId)),
  )

/** It asks for this very external ID: only its principal was mistyped. */
const isMeantForUs = (statement: TrustStatement, externalId: string): boolean =>
  statement.effect === 'Allow' &&
  statement.conditions.some(entry => isExternalId(entry) && entry.values.includes(externalId))

/** HeyCloud's statements become one clean one; what others were given is left as it is. */
export function mendTrustPolicy(
  document: TrustDocument,
  trusted: TrustedPrincipal,
  externalId: string | undefined,
): string | null {
  if (trusted.accountId === null || externalId === undefined) return null
  const [clean] = trustPolicy({
    partition: trusted.partition,
    trustedAccountId: trusted.accountId,
    externalId,
  }).Statement
  if (!clean) return null
  const broken = (s: TrustStatement) =>
    isOurs(s, trusted) ||
    s.negated ||
    s.principals.some(isDeleted) ||
    isMeantForUs(s, externalId) ||
    (deniesUs(s, trusted) && !deniesOthersOnly(s, externalId))
  const kept = document.statements.filter(statement => !broken(statement)).map(statement => statement.raw)
  const ours = document.statements.find(statement => isOurs(statement, trusted))
  const conditions: Record<string, Record<string, string | string[]>> = {}
  for (const entry of ours?.conditions ?? [])
    if (!isExternalId(entry) && !isMfa(entry.key))
      conditions[entry.operator] = { ...conditions[entry.operator], [entry.key]: entry.values }
  conditions.StringEquals = { ...conditions.StringEquals, 'sts:ExternalId': externalId }
  const policy = {
    ...document.policy,
    Version: '2012-10-17',
    Statement: [{ ...clean, Condition: conditions }, ...kept],
  }
  return JSON.stringify(policy, null, 2)
}
