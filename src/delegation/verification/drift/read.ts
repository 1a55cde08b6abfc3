// The policies that a role has, or a key's user and its groups: read as IAM gives them, and what may not be read is said.
import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  paginateListAttachedGroupPolicies,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListGroupPolicies,
  paginateListGroupsForUser,
  paginateListRolePolicies,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam'
import { observe } from '../../../aws/observe.ts'
import { globalRegion } from '../../../aws/partitions.ts'
import { usesRole } from '../../../core/account.ts'
import type { Attempt } from '../steps.ts'

/** A policy with its document as JSON text; or, with neither, why it could not be read. */
export interface HeldPolicy {
  name: string
  /** Null for an inline policy. */
  arn: string | null
  document: string | null
  /** Empty where it was read. */
  reason: string
}

/** IAM did not answer; what was known stands. */
export class Unanswered extends Error {}

interface Named {
  PolicyName?: string | undefined
  PolicyArn?: string | undefined
}

/** How one kind of principal is asked: the same three questions of a role, a user and a group. */
interface Holder {
  /** For `iam:ListAttachedRolePolicies`, `iam:ListRolePolicies` and `iam:GetRolePolicy`. */
  kind: 'Role' | 'User' | 'Group'
  /** Stands before the names of its inline policies. */
  prefix: string
  attached(): AsyncIterable<{ AttachedPolicies?: Named[] | undefined }>
  inline(): AsyncIterable<{ PolicyNames?: string[] | undefined }>
  inlineText(name: string): Promise<{ PolicyDocument?: string | undefined }>
}

const roleHolder = (client: IAMClient, RoleName: string): Holder => ({
  kind: 'Role',
  prefix: '',
  attached: () => paginateListAttachedRolePolicies({ client }, { RoleName }),
  inline: () => paginateListRolePolicies({ client }, { RoleName }),
  inlineText: PolicyName => client.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
})

const userHolder = (client: IAMClient, UserName: string): Holder => ({
  kind: 'User',
  prefix: '',
  attached: () => paginateListAttachedUserPolicies({ client }, { UserName }),
  inline: () => paginateListUserPolicies({ client }, { UserName }),
  inlineText: PolicyName => client.send(new GetUserPolicyCommand({ UserName, PolicyName })),
})

const groupHolder = (client: IAMClient, GroupName: string): Holder => ({
  kind: 'Group',
  prefix: `${GroupName}/`,
  attached: () => paginateListAttachedGroupPolicies({ client }, { GroupName }),
  inline: () => paginateListGroupPolicies({ client }, { GroupName }),
  inlineText: PolicyName => client.send(new GetGroupPolicyCommand({ GroupName, PolicyName })),
})

async function all<P, T>(pages: AsyncIterable<P>, items: (page: P) => T[] | undefined): Promise<T[]> {
  const found: T[] = []
  for await (const page of pages) found.push(...(items(page) ?? []))
  return found
}

/** IAM gives documents URL-encoded, compliant with RFC 3986 (IAM API reference, GetPolicyVersion). */
const decoded = (document: string | undefined): string => decodeURIComponent(document ?? '')

function createReader({ deps: { clock } }: Attempt, client: IAMClient) {
  /** The value; or the reason, where it is refused. Rejects with Unanswered where IAM fails. */
  async function read<T>(action: string, ask: () => Promise<T>): Promise<{ value: T } | { reason: string }> {
    const answer = await observe(action, ask, clock)
    if (answer.state === 'failed') throw new Unanswered(`${answer.code}: ${answer.message}`)
    return answer.state === 'seen' ? { value: answer.value } : { reason: `${answer.action} is denied.` }
  }

  const unread = (name: string, reason: string, arn: string | null = null): HeldPolicy[] => [
    { name, arn, document: null, reason },
  ]

  async function managed(name: string, PolicyArn: string): Promise<HeldPolicy[]> {
    const policy = await read('iam:GetPolicy', () => client.send(new GetPolicyCommand({ PolicyArn })))
    if ('reason' in policy) return unread(name, policy.reason, PolicyArn)
    const VersionId = policy.value.Policy?.DefaultVersionId
    const version = await read('iam:GetPolicyVersion', () =>
      client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
    )
    if ('reason' in version) return unread(name, version.reason, PolicyArn)
    return [{ name, arn: PolicyArn, document: decoded(version.value.PolicyVersion?.Document), reason: '' }]
  }

  async function attachedTo(holder: Holder): Promise<HeldPolicy[]> {
    const list = await read(`iam:ListAttached${holder.kind}Policies`, () =>
      all(holder.attached(), page => page.AttachedPolicies),
    )
    if ('reason' in list) return unread(`${holder.prefix}managed policies`, list.reason)
    const policies = list.value.map(({ PolicyName = '', PolicyArn = '' }) => managed(PolicyName, PolicyArn))
    return (await Promise.all(policies)).flat()
  }

  async function inlineOf(holder: Holder): Promise<HeldPolicy[]> {
    const list = await read(`iam:List${holder.kind}Policies`, () => all(holder.inline(), page => page.PolicyNames))
    if ('reason' in list) return unread(`${holder.prefix}inline policies`, list.reason)
    const policies = list.value.map(async (policyName): Promise<HeldPolicy[]> => {
      const name = `${holder.prefix}${policyName}`
      const text = await read(`iam:Get${holder.kind}Policy`, () => holder.inlineText(policyName))
      if ('reason' in text) return unread(name, text.reason)
      return [{ name, arn: null, document: decoded(text.value.PolicyDocument), reason: '' }]
    })
    return (await Promise.all(policies)).flat()
  }

  const heldBy = async (holder: Holder): Promise<HeldPolicy[]> =>
    (await Promise.all([attachedTo(holder), inlineOf(holder)])).flat()

  async function groupsOf(UserName: string): Promise<HeldPolicy[]> {
    const groups = await read('iam:ListGroupsForUser', () =>
      all(paginateListGroupsForUser({ client }, { UserName }), page => page.Groups),
    )
    if ('reason' in groups) return unread('policies of groups', groups.reason)
    const held = groups.value.map(({ GroupName = '' }) => heldBy(groupHolder(client, GroupName)))
    return (await Promise.all(held)).flat()
  }

  return { heldBy, groupsOf }
}

/** The user's name in `arn:aws-cn:iam::123456789012:user/team/monitoring`; undefined for what is no user. */
const userNameOf = (arn: string): string | undefined => /:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1]

/**
 * Every policy that counts, those of a user's groups included. `principal` is the ARN of the role or user. Rejects with Unanswered
 * when IAM fails: a half of them would look like drift.
 */
export async function readPolicies(attempt: Attempt, principal: string): Promise<HeldPolicy[]> {
  const { account, deps } = attempt
  const client = deps.aws.session(account, 'verify').client(IAMClient, globalRegion(account.partition))
  const reader = createReader(attempt, client)
  if (usesRole(account)) return reader.heldBy(roleHolder(client, account.roleName))
  const userName = userNameOf(principal)
  if (userName === undefined) throw new Unanswered(`${principal} is not a user`)
  return (await Promise.all([reader.heldBy(userHolder(client, userName)), reader.groupsOf(userName)])).flat()
}
