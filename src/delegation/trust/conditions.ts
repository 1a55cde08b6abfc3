// Judges the conditions of a trust policy beside the external ID: those that shut HeyCloud out, and those that nobody can tell from here.
import type { TrustFault } from '../../core/verification.ts'
import { brought, type Caller, isForeignKey, isPlaceKey, unknown } from './caller.ts'
import type { ConditionEntry, TrustStatement } from './document.ts'
import { isExternalId } from './external-id.ts'
import { error, warning } from './fault.ts'
import { holds } from './hold.ts'

export const isMfa = (key: string): boolean => /^aws:multifactorauth(present|age)$/i.test(key)

interface Refusal {
  keys: RegExp
  id: string
  title(entry: ConditionEntry): string
  explanation(entry: ConditionEntry, caller: Caller): string
}

const brings = (entry: ConditionEntry, caller: Caller): string => {
  const values = brought(entry.key, caller)
  return values === undefined || values === unknown ? 'nothing' : values.join(', ')
}
const admitted = ({ operator, values }: ConditionEntry): string => `${operator} ${values.join(', ')}`

/** Why a condition that fails does; the first whose keys fit. */
const refusals: Refusal[] = [
  {
    keys: /^aws:multifactorauth/,
    id: 'mfa_condition',
    title: () => 'MFA is required',
    explanation: () =>
      'A program has no MFA device, so this role refuses HeyCloud. Remove the condition: "Require MFA" must be off.',
  },
  {
    keys: /^aws:principalarn$/,
    id: 'principal_arn_condition',
    title: () => 'aws:PrincipalArn does not fit HeyCloud’s own role',
    explanation: (entry, caller) =>
      `The condition asks for ${admitted(entry)}; HeyCloud calls as ${brings(entry, caller)}.`,
  },
  {
    keys: /^aws:principalaccount$/,
    id: 'principal_account_condition',
    title: () => 'aws:PrincipalAccount is not HeyCloud’s account',
    explanation: (entry, caller) =>
      `The condition asks for ${admitted(entry)}; HeyCloud’s account is ${caller.accountId}.`,
  },
  {
    keys: /^(aws:(requesttag\/.*|tagkeys)|sts:transitivetagkeys)$/,
    id: 'session_tags_condition',
    title: () => 'Session tags are required',
    explanation: ({ key }) =>
      `${key} asks the caller to tag its session (sts:TagSession). HeyCloud sends no tags, so this role refuses it. Remove the condition.`,
  },
  {
    keys: /^(sts|aws):sourceidentity$/,
    id: 'source_identity_condition',
    title: () => 'A source identity is required',
    explanation: ({ key }) =>
      `${key} asks the caller to set a source identity (sts:SetSourceIdentity). HeyCloud sets none, so this role refuses it. Remove the condition.`,
  },
  {
    keys: /^sts:rolesessionname$/,
    id: 'session_name_condition',
    title: () => 'The session name does not fit',
    explanation: (entry, caller) =>
      `HeyCloud’s sessions are named ${brings(entry, caller)}. Remove the condition, or use StringLike with heycloud-*.`,
  },
  {
    keys: /^sts:durationseconds$/,
    id: 'session_duration_condition',
    title: () => 'The session may not last as long as HeyCloud asks',
    explanation: entry =>
      `The condition asks for ${admitted(entry)}; HeyCloud asks for 3600 seconds, and for its probes 900.`,
  },
]

function refusalFault(entry: ConditionEntry, caller: Caller): TrustFault {
  const found = refusals.find(({ keys }) => keys.test(entry.key.toLowerCase()))
  if (found) return error(found.id, entry.path, found.title(entry), found.explanation(entry, caller))
  if (isForeignKey(entry.key))
    return error(
      'source_condition',
      entry.path,
      `${entry.key} is never true of HeyCloud’s calls`,
      `Only calls of others (AWS’s own services, or people who sign in by a provider) bring ${entry.key}, so this role refuses HeyCloud. Remove the condition.`,
    )
  return error(
    'condition_refuses',
    entry.path,
    `The condition ${entry.key} refuses HeyCloud`,
    `It asks for ${admitted(entry)}; HeyCloud’s calls bring ${brings(entry, caller)}.`,
  )
}

function openFault(entry: ConditionEntry): TrustFault {
  if (isPlaceKey(entry.key))
    return warning(
      'place_condition',
      entry.path,
      `The condition ${entry.key} must fit where HeyCloud runs`,
      `It admits ${entry.values.join(', ')} only. Check that HeyCloud’s calls come from there.`,
    )
  return warning(
    'unknown_condition',
    entry.path,
    `The condition ${entry.key} may refuse HeyCloud`,
    `It asks for ${admitted(entry)}. Whether HeyCloud’s calls bring that cannot be told from here.`,
  )
}

/** Before HeyCloud knows what it calls as, an ARN of its account is taken for its own. */
const isOwnAccountArn = ({ key, values }: ConditionEntry, { arn, accountId, partition }: Caller): boolean =>
  arn === null &&
  key.toLowerCase() === 'aws:principalarn' &&
  values.every(value => value.startsWith(`arn:${partition}:iam::${accountId}:`))

/** Of a statement that lets HeyCloud in, but for the external ID. */
export function conditionFaults(statement: TrustStatement, caller: Caller): TrustFault[] {
  return statement.conditions
    .filter(entry => !isExternalId(entry))
    .flatMap(entry => {
      const holding = holds(entry, caller)
      if (holding === 'holds' || isOwnAccountArn(entry, caller)) return []
      return [holding === 'fails' ? refusalFault(entry, caller) : openFault(entry)]
    })
}
