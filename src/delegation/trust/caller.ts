// What HeyCloud's own call of sts:AssumeRole looks like to a trust policy: which condition keys it brings, with which values.
import type { Partition } from '../../core/account.ts'
import { matchesPattern } from '../policies/patterns.ts'

/** Who calls, as far as it is known. */
export interface Caller {
  partition: Partition
  /** The account that roles trust; null while HeyCloud has no identity: principals are then not compared. */
  accountId: string | null
  /** What HeyCloud calls as: the ARN of a session of its role, or of its user; null while it has no identity. */
  arn: string | null
}

/** How a role session's ARN names the role; null for a user, or while nothing is known. */
export const ownRole = ({ arn }: Pick<Caller, 'arn'>): string | null =>
  /:assumed-role\/([^/]+)\//.exec(arn ?? '')?.[1] ?? null

const isUser = ({ arn }: Caller): boolean => /:user\//.test(arn ?? '')

/** Values that are not known before AWS sees the call. */
export const unknown = Symbol('unknown')
/** Every value that HeyCloud calls with, each of which has to do; undefined: the call does not bring the key. */
export type Brought = readonly string[] | undefined | typeof unknown

/** Keys that only calls of others bring: AWS's services, federated users, sessions with tags or a source identity. */
const foreignKeys =
  /^(aws:(source(account|arn|orgid|orgpaths|owneraccount|identity)|calledvia(first|last)?|federatedprovider|requesttag\/.*|tagkeys|principalservicename(slist)?)|sts:(sourceidentity|transitivetagkeys|rolesessionname\/.*)|(?!aws:|sts:)[^:]+:.*)$/
/** Where and when: nobody but the two sides together can tell. */
const placeKeys =
  /^aws:(sourceip|sourcevpc|sourcevpcarn|sourcevpce|vpcsourceip|vpce.*|principalorgid|principalorgpaths|requestedregion|currenttime|epochtime|tokenissuetime|useragent|referer)$/

/** The session name says the purpose (src/aws/sessions.ts). */
const sessionNames = ['verify', 'metrics', 'tags', 'resources', 'alarms'].map(purpose => `heycloud-${purpose}`)
/** Seconds that are asked for: of a session, and of a probe. */
const durations = ['3600', '900']

export const isPlaceKey = (key: string): boolean => placeKeys.test(key.toLowerCase())
export const isForeignKey = (key: string): boolean => foreignKeys.test(key.toLowerCase())

/** The role's path is not in its session's ARN, so any stands for it. */
function principalArns({ arn }: Caller): Brought {
  if (arn === null) return unknown
  const [, partition, , , account] = arn.split(':')
  const role = ownRole({ arn })
  return [role === null ? arn : `arn:${partition}:iam::${account}:role/${role}`]
}

/** What the call brings under this condition key, in any letters. */
export function brought(key: string, caller: Caller): Brought {
  switch (key.toLowerCase()) {
    case 'aws:principalaccount':
      return caller.accountId === null ? unknown : [caller.accountId]
    case 'aws:principalarn':
      return principalArns(caller)
    case 'aws:principaltype':
      return caller.arn === null ? unknown : [isUser(caller) ? 'User' : 'AssumedRole']
    case 'aws:multifactorauthpresent':
      // A user's long-term key brings no such key; a role's session says false.
      return isUser(caller) ? undefined : ['false']
    case 'aws:multifactorauthage':
      return undefined
    case 'aws:viaawsservice':
    case 'aws:principalisawsservice':
      return ['false']
    case 'aws:securetransport':
      return ['true']
    case 'sts:rolesessionname':
      return sessionNames
    case 'sts:durationseconds':
      return durations
    default:
      return isForeignKey(key) ? undefined : unknown
  }
}

/** Whether a value of aws:PrincipalArn, pattern or not, may be HeyCloud's own role, wherever its path lies. */
export function fitsOwnArn(wanted: string, arn: string): boolean {
  if (matchesPattern(wanted, arn)) return true
  const [, account, role] = /^(arn:[^:]+:iam::\d+):role\/([^/]+)$/.exec(arn) ?? []
  return (
    account !== undefined && role !== undefined && wanted.startsWith(`${account}:role/`) && wanted.endsWith(`/${role}`)
  )
}
