// Gathering the policies that apply to a caller and asking for IAM's decision.
import type { Call, Caller, Requirement } from '../contract.ts'
import { controlLevels } from '../organization/tree.ts'
import { awsManagedPolicies } from './aws-managed.ts'
import { principalOf, requestContext } from './context.ts'
import { originalDocument, type PolicyDocument, parseDocument } from './document.ts'
import { type ApplicablePolicies, type Decision, evaluate } from './evaluate.ts'
import { defaultText, groupsOf, type IamAccount, type IamGroup, type IamRole, type IamUser } from './model.ts'
import type { IamState } from './state.ts'

/** The document of a managed policy, AWS's own or the account's; undefined when there is none of this ARN. */
export function managedDocument(account: IamAccount | undefined, arn: string): PolicyDocument | undefined {
  const policy = awsManagedPolicies(account).get(arn) ?? account?.policies[arn]
  return policy && originalDocument({ id: policy.name, arn, text: defaultText(policy) })
}

function documentsOf(account: IamAccount, arns: string[]): PolicyDocument[] {
  return arns.flatMap(arn => managedDocument(account, arn) ?? [])
}

/** Level by level; undefined where no service control policy restricts the account. */
function controlsOver(iam: IamState, account: IamAccount): PolicyDocument[][] | undefined {
  const organization = iam.organizations.effectiveOf(account.accountId)
  const inherited = (organization && controlLevels(organization, account.accountId)) ?? []
  const own = account.serviceControlPolicies.length > 0 ? [account.serviceControlPolicies.map(parseDocument)] : []
  const levels = [...inherited.map(policies => policies.map(originalDocument)), ...own]
  return levels.length > 0 ? levels : undefined
}

/** The managed and the inline policies of one user, role or group. */
const ownDocuments = (account: IamAccount, kind: string, holder: IamUser | IamRole | IamGroup): PolicyDocument[] => [
  ...documentsOf(account, holder.attached),
  ...Object.entries(holder.inline).map(([name, text]) =>
    originalDocument({ id: `${kind}_${holder.name}_${name}`, text }),
  ),
]

/** The identity policies (a user's groups' included) and the boundary of a user or a role, and the service control policies over its account. */
export function identityPolicies(iam: IamState, account: IamAccount, identity: IamUser | IamRole): ApplicablePolicies {
  const isUser = 'accessKeys' in identity
  const groups = isUser ? groupsOf(account, identity.name) : []
  const serviceControl = controlsOver(iam, account)
  const boundary = identity.boundary === undefined ? undefined : documentsOf(account, [identity.boundary])
  return {
    identity: [
      ...ownDocuments(account, isUser ? 'user' : 'role', identity),
      ...groups.flatMap(group => ownDocuments(account, 'group', group)),
    ],
    ...(boundary ? { boundary } : {}),
    ...(serviceControl ? { serviceControl } : {}),
  }
}

function identityOf(account: IamAccount, caller: Caller): IamUser | IamRole | undefined {
  if (caller.roleArn !== undefined) return Object.values(account.roles).find(role => role.arn === caller.roleArn)
  return Object.values(account.users).find(user => user.arn === caller.arn)
}

/** Everything that limits this caller; a caller whose identity evaluation does not know yet may do nothing. */
export function policiesOf(iam: IamState, caller: Caller): ApplicablePolicies {
  const account = iam.effective(caller.accountId)
  const identity = account && identityOf(account, caller)
  if (!account || !identity) return { identity: [] }
  const policies = identityPolicies(iam, account, identity)
  if (!caller.sessionPolicies && !caller.sessionPolicyArns) return policies
  const session = (caller.sessionPolicies ?? []).map(parseDocument)
  return { ...policies, session: [...session, ...documentsOf(account, caller.sessionPolicyArns ?? [])] }
}

/** The account that an ARN belongs to; the caller's own where the ARN names none. */
export function resourceAccount(resource: string, caller: Caller): string {
  const accountId = resource.split(':')[4] ?? ''
  return /^\d{12}$/.test(accountId) ? accountId : caller.accountId
}

export type RequestOrigin = Pick<Call, 'region' | 'headers' | 'sourceIp'>

/** Whether the caller may do what one requirement asks. */
export function authorize(iam: IamState, caller: Caller, requirement: Requirement, call: RequestOrigin): Decision {
  return evaluate(
    {
      action: requirement.action,
      resource: requirement.resource,
      resourceAccountId: requirement.ownerAccountId ?? resourceAccount(requirement.resource, caller),
      principal: principalOf(caller),
      context: requestContext(iam, { caller, call, extra: requirement.context ?? {} }),
    },
    policiesOf(iam, caller),
  )
}
