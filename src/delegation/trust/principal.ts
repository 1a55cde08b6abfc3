// Judges whom a trust policy admits: HeyCloud's account, everybody, or somebody else, by name where the name is known.
import { accountIdPattern } from '../../core/account.ts'
import type { TrustFault } from '../../core/verification.ts'
import { type Caller, ownRole } from './caller.ts'
import type { ConditionEntry, Principal, TrustStatement } from './document.ts'
import { error, firstDifference, warning } from './fault.ts'
import { operatorOf } from './hold.ts'
import { vendorOf } from './known-accounts.ts'

interface PrincipalArn {
  partition: string
  account: string
  /** `root`, `role/team/Name`, `user/name`, `assumed-role/Name/session`. */
  resource: string
}

function arnOf(value: string): PrincipalArn | undefined {
  const [, partition, account, resource] = /^arn:([^:]*):(?:iam|sts)::([^:]*):(.+)$/.exec(value) ?? []
  return partition !== undefined && account !== undefined && resource !== undefined
    ? { partition, account, resource }
    : undefined
}

/** AWS puts a deleted user's or role's unique id in the place of its ARN (IAM User Guide, "Unique identifiers"). */
const isUniqueId = (value: string): boolean => /^A(?:ROA|IDA)[A-Z0-9]{8,}$/.test(value)

export const isDeleted = ({ kind, value }: Principal): boolean => kind === 'AWS' && isUniqueId(value)

/** Also `arn:aws:iam::*:root`, which people write and IAM refuses. */
export const isEverybody = ({ kind, value }: Principal): boolean =>
  kind === 'AWS' && /^\*$|^arn:[^:]*:[^:]*::\*/.test(value)

const accountOf = ({ kind, value }: Principal): string | undefined =>
  kind !== 'AWS' ? undefined : accountIdPattern.test(value) ? value : arnOf(value)?.account

/** The name of the role that an ARN names, in whichever path; undefined for the account, a user or a session. */
const roleNameOf = (value: string): string | undefined =>
  /^role\/(?:.*\/)?([^/]+)$/.exec(arnOf(value)?.resource ?? '')?.[1]

/** Another role or user of HeyCloud's account: naming it does not admit HeyCloud. */
function isOtherIdentity(value: string, caller: Caller): boolean {
  const resource = arnOf(value)?.resource ?? 'root'
  if (caller.arn === null || resource === 'root') return false
  const role = ownRole(caller)
  return role === null ? value !== caller.arn : roleNameOf(value) !== role && value !== caller.arn
}

/** Whether the principal is HeyCloud's account, or its own role or user in it, or everybody. */
export const admits = (principal: Principal, caller: Caller): boolean =>
  isEverybody(principal) ||
  (caller.accountId !== null && accountOf(principal) === caller.accountId && !isOtherIdentity(principal.value, caller))

/** Whether the statement's principals let HeyCloud in. NotPrincipal lets in whomever it does not name. */
export const namesUs = (statement: TrustStatement, caller: Caller): boolean =>
  statement.principals.some(principal => admits(principal, caller)) !== statement.negated

/** Everybody, but only from HeyCloud's account: a condition says what the principal should. */
function isNarrowed(conditions: readonly ConditionEntry[], { partition, accountId }: Caller): boolean {
  return conditions.some(({ operator, key, values }) => {
    const { negated, ifExists, forAll } = operatorOf(operator)
    if (accountId === null || negated || ifExists || forAll) return false
    if (key.toLowerCase() === 'aws:principalaccount') return values.every(value => value === accountId)
    const own = `arn:${partition}:iam::${accountId}:`
    return key.toLowerCase() === 'aws:principalarn' && values.every(value => value.startsWith(own))
  })
}

/** One or two digits mistyped, or two exchanged. */
function isMistyped(account: string, right: string): boolean {
  if (account === right || account.length !== right.length) return false
  const differing = [...account].filter((digit, index) => digit !== right[index]).length
  return differing <= 2
}

function malformed({ kind, value }: Principal, path: string): TrustFault | undefined {
  if (kind !== 'AWS' || accountIdPattern.test(value) || arnOf(value) || isUniqueId(value)) return undefined
  const digits = value.replaceAll(/\D/g, '')
  const hint = /^[\d -]+$/.test(value)
    ? digits.length === 12
      ? `Write it without dashes and spaces: ${digits}.`
      : `An AWS account ID has 12 digits; this has ${digits.length}.`
    : 'It must be an AWS account ID, or an ARN such as arn:aws:iam::123456789012:root.'
  return error('principal_malformed', path, 'This is no principal', `${JSON.stringify(value)} names nobody. ${hint}`)
}

function ours(principal: Principal, path: string, caller: Caller): TrustFault | undefined {
  const arn = arnOf(principal.value)
  if (arn && arn.partition !== caller.partition)
    return error(
      'principal_partition',
      path,
      'The principal is in another partition',
      `The ARN says ${arn.partition}; HeyCloud runs in ${caller.partition}.`,
    )
  if (isOtherIdentity(principal.value, caller))
    return error(
      'principal_other_role',
      path,
      'Another role or user of HeyCloud’s account is trusted',
      `${principal.value} is not what HeyCloud calls as, which is ${caller.arn}. Name the account instead.`,
    )
  if (arn?.resource.startsWith('assumed-role/'))
    return warning(
      'principal_session',
      path,
      'A single session of HeyCloud is trusted',
      `${principal.value} is one session: the next has another name, and is refused. Name the account instead.`,
    )
  return undefined
}

function foreign({ kind, value }: Principal, path: string, account: string | undefined, own: string | undefined) {
  const remove = 'If you do not know why, remove it.'
  if (account !== undefined && account === own)
    return warning(
      'own_account_principal',
      path,
      'People and programs of the account itself may use this role',
      `${value} is in the role’s own account. HeyCloud does not need it. ${remove}`,
    )
  const vendor = account && vendorOf(account)
  if (vendor)
    return warning(
      'foreign_principal',
      path,
      `${vendor} may use this role too`,
      `${value} is an account of ${vendor}. A role of its own for each vendor keeps them apart. ${remove}`,
    )
  const who =
    kind === 'Service' ? 'The AWS service' : kind === 'Federated' ? 'Whoever signs in by' : kind === 'AWS' ? '' : kind
  return warning(
    'foreign_principal',
    path,
    'Somebody besides HeyCloud may use this role',
    `${`${who} ${value}`.trim()} is trusted too. ${remove}`,
  )
}

interface Place {
  path: string
  statement: TrustStatement
  caller: Caller
  /** The account that the role is in, where it is known. */
  roleAccount: string | undefined
}

function everybody({ path, statement, caller }: Place): TrustFault {
  if (isNarrowed(statement.conditions, caller))
    return warning(
      'principal_wildcard_narrowed',
      path,
      'Everybody is named, and only a condition narrows it',
      'The condition admits HeyCloud’s account alone. Name the account as the principal: then nothing hangs on the condition.',
    )
  return error(
    'principal_wildcard',
    path,
    'Everybody is trusted',
    'The principal "*" admits every AWS account that knows the external ID. Name HeyCloud’s account alone.',
  )
}

function faultOf(principal: Principal, place: Place): TrustFault | undefined {
  const { path, caller, roleAccount } = place
  if (isEverybody(principal)) return everybody(place)
  if (isDeleted(principal))
    return error(
      'principal_deleted',
      path,
      'The trusted role or user no longer exists',
      `${principal.value} stands where its ARN stood: it was deleted, and one made anew under the same name is not trusted. Name the account instead.`,
    )
  const broken = malformed(principal, path)
  if (broken) return broken
  if (caller.accountId === null) return undefined
  const account = accountOf(principal)
  if (account === caller.accountId) return ours(principal, path, caller)
  if (account !== undefined && isMistyped(account, caller.accountId))
    return error(
      'principal_mistyped',
      path,
      'The account number is nearly HeyCloud’s',
      `${account} is not ${caller.accountId}. ${firstDifference(account, caller.accountId)}`,
    )
  return foreign(principal, path, account, roleAccount)
}

/** A slip that stands beside the right principal shuts nobody out. */
const besideUs = (fault: TrustFault, statement: TrustStatement, caller: Caller): TrustFault =>
  slips.has(fault.id) && namesUs(statement, caller) ? { ...fault, severity: 'warning' } : fault
const slips = new Set(['principal_deleted', 'principal_mistyped', 'principal_other_role'])

/** Faults of an Allow statement's principals, each at its own place. */
export function principalFaults(
  statement: TrustStatement,
  caller: Caller,
  roleAccount: string | undefined,
): TrustFault[] {
  const path = `${statement.path}.${statement.negated ? 'NotPrincipal' : 'Principal'}`
  if (statement.negated)
    return [
      error(
        'principal_wildcard',
        path,
        'Everybody but some is trusted',
        'NotPrincipal with Allow admits every other AWS account. Use Principal, with HeyCloud’s account alone.',
      ),
    ]
  return statement.principals.flatMap(principal => {
    const place = typeof statement.raw.Principal === 'string' ? path : `${path}.${principal.kind}`
    const fault = faultOf(principal, { path: place, statement, caller, roleAccount })
    return fault ? [besideUs(fault, statement, caller)] : []
  })
}
