// Judges whom a trust policy admits: HeyCloud's account, everybody, or somebody else.
import { accountIdPattern, type Partition } from '../../core/account.ts'
import type { TrustFault } from '../../core/verification.ts'
import type { Principal, TrustStatement } from './document.ts'

export interface TrustedPrincipal {
  partition: Partition
  /** Null while HeyCloud has no identity: principals are then not compared. */
  accountId: string | null
}

const arnParts = (value: string): { partition: string; account: string } | undefined => {
  const [, partition, account] = /^arn:([^:]*):(?:iam|sts)::([^:]*):/.exec(value) ?? []
  return partition !== undefined && account !== undefined ? { partition, account } : undefined
}

/** AWS puts a deleted user's or role's unique id in the place of its ARN (IAM User Guide, "Unique identifiers"). */
const isUniqueId = (value: string): boolean => /^A(?:ROA|IDA)[A-Z0-9]{8,}$/.test(value)

export const isDeleted = ({ kind, value }: Principal): boolean => kind === 'AWS' && isUniqueId(value)

export const isEverybody = (principal: Principal): boolean => principal.kind === 'AWS' && principal.value === '*'

const accountOf = ({ kind, value }: Principal): string | undefined =>
  kind !== 'AWS' ? undefined : accountIdPattern.test(value) ? value : arnParts(value)?.account

/** Whether the principal is HeyCloud's account, one of its roles or users, or everybody. */
export const admits = (principal: Principal, trusted: TrustedPrincipal): boolean =>
  isEverybody(principal) || (trusted.accountId !== null && accountOf(principal) === trusted.accountId)

function faultOf(principal: Principal, path: string, trusted: TrustedPrincipal): TrustFault | undefined {
  const { kind, value } = principal
  if (isEverybody(principal))
    return {
      id: 'principal_wildcard',
      severity: 'error',
      title: 'Everybody is trusted',
      explanation:
        'The principal "*" admits every AWS account that knows the external ID. Name HeyCloud’s account alone.',
      path,
    }
  if (isDeleted(principal))
    return {
      id: 'principal_deleted',
      severity: 'error',
      title: 'The trusted role or user no longer exists',
      explanation: `${value} stands where its ARN stood: it was deleted, and one made anew under the same name is not trusted. Name the account instead.`,
      path,
    }
  const arn = kind === 'AWS' ? arnParts(value) : undefined
  if (trusted.accountId !== null && accountOf(principal) === trusted.accountId)
    return arn && arn.partition !== trusted.partition
      ? {
          id: 'principal_partition',
          severity: 'error',
          title: 'The principal is in another partition',
          explanation: `The ARN says ${arn.partition}; HeyCloud runs in ${trusted.partition}.`,
          path,
        }
      : undefined
  if (trusted.accountId === null) return undefined
  return {
    id: 'foreign_principal',
    severity: 'warning',
    title: 'Somebody besides HeyCloud may use this role',
    explanation: `${kind} ${value} is trusted too. If you do not know why, remove it.`,
    path,
  }
}

/** Faults of the statement's principals, each at its own place. */
export function principalFaults(statement: TrustStatement, trusted: TrustedPrincipal): TrustFault[] {
  const path = `${statement.path}.${statement.negated ? 'NotPrincipal' : 'Principal'}`
  if (statement.negated)
    return [
      {
        id: 'principal_wildcard',
        severity: 'error',
        title: 'Everybody but some is trusted',
        explanation:
          'NotPrincipal in a trust policy admits every other AWS account. Use Principal, with HeyCloud’s account alone.',
        path,
      },
    ]
  return statement.principals.flatMap(principal => {
    const place = typeof statement.raw.Principal === 'string' ? path : `${path}.${principal.kind}`
    return faultOf(principal, place, trusted) ?? []
  })
}
