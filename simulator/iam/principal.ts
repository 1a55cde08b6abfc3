// Who is named by a Principal element, and how closely: an account as a whole, a role, or this very caller.
import type { PrincipalSet } from './document.ts'

/** The caller as policies see it. */
export interface RequestPrincipal {
  /** The user, the assumed-role session, the account's root, or the service's name. */
  arn: string
  accountId: string
  type: 'user' | 'role' | 'root' | 'service' | 'federated'
  /** For an assumed role: the role's ARN with its path. */
  roleArn?: string
  /** Unique id of the user or the role (AIDA…, AROA…). */
  uniqueId?: string
  /** The identity provider of a federated caller. */
  provider?: string
}

/**
 * `account`: the account is trusted and decides by its own policies. `role`: the caller's role is named. `session`: a session
 * is meant by everyone. `direct`: the user or the session itself is named, or a user is meant by everyone.
 */
export type PrincipalMatch = 'none' | 'account' | 'role' | 'session' | 'direct'

/** Ids that principal ARNs had when the policy was saved: a role made again under its name is another role. */
export type PrincipalIds = Readonly<Record<string, string>>

const strength: PrincipalMatch[] = ['none', 'account', 'role', 'session', 'direct']

function stillTheSame(named: string, principal: RequestPrincipal, ids: PrincipalIds | undefined): boolean {
  const id = ids?.[named]
  return id === undefined || principal.uniqueId === undefined || id === principal.uniqueId
}

/** A session that nobody named stays within its session policies, though not within its role's boundary. */
function everyone(principal: RequestPrincipal): PrincipalMatch {
  return principal.type === 'role' ? 'session' : 'direct'
}

function awsMatch(named: string, principal: RequestPrincipal, ids: PrincipalIds | undefined): PrincipalMatch {
  if (named === '*') return everyone(principal)
  if (principal.type === 'service') return 'none'
  if (named === principal.accountId) return 'account'
  if (/^arn:[\w-]+:iam::\d{12}:root$/.test(named))
    return named.split(':')[4] === principal.accountId ? 'account' : 'none'
  if (named === principal.uniqueId) return principal.type === 'role' ? 'role' : 'direct'
  if (named === principal.roleArn) return stillTheSame(named, principal, ids) ? 'role' : 'none'
  if (named === principal.arn) return stillTheSame(named, principal, ids) ? 'direct' : 'none'
  return 'none'
}

/** How closely the set names the caller: the closest of its entries. */
export function matchPrincipal(set: PrincipalSet, principal: RequestPrincipal, ids?: PrincipalIds): PrincipalMatch {
  if (set.anyone) return everyone(principal)
  if (principal.type === 'service') return set.Service.includes(principal.arn) ? 'direct' : 'none'
  if (principal.type === 'federated')
    return set.Federated.includes(principal.provider ?? '') || set.AWS.includes('*') ? 'direct' : 'none'
  return set.AWS.map(named => awsMatch(named, principal, ids)).reduce<PrincipalMatch>(
    (best, match) => (strength.indexOf(match) > strength.indexOf(best) ? match : best),
    'none',
  )
}
