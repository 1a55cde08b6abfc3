// The condition keys that every request carries: who calls, from where, when, to which region.
import type { Call, Caller } from '../contract.ts'
import { orgPath } from '../organization/tree.ts'
import { type ConditionContext, contextOf } from './conditions/conditions.ts'
import type { IamAccount } from './model.ts'
import type { RequestPrincipal } from './principal.ts'
import type { IamState } from './state.ts'

/** The caller as policies see it. */
export function principalOf(caller: Caller): RequestPrincipal {
  const uniqueId = caller.userId.split(':')[0] ?? caller.userId
  const common = { arn: caller.arn, accountId: caller.accountId, uniqueId }
  if (caller.roleArn !== undefined) return { ...common, type: 'role', roleArn: caller.roleArn }
  return { ...common, type: caller.arn.endsWith(':root') ? 'root' : 'user' }
}

function tagsOf(caller: Caller, account: IamAccount | undefined): Record<string, string> {
  const roles = Object.values(account?.roles ?? {})
  const users = Object.values(account?.users ?? {})
  const identity = [...roles, ...users].find(candidate => candidate.arn === (caller.roleArn ?? caller.arn))
  return { ...identity?.tags, ...caller.sessionTags }
}

const typeNames: Record<RequestPrincipal['type'], string> = {
  user: 'User',
  role: 'AssumedRole',
  root: 'Account',
  service: 'Service',
  federated: 'FederatedUser',
}

export interface RequestFacts {
  caller: Caller
  call: Pick<Call, 'region' | 'headers' | 'sourceIp'>
  /** Keys of the operation: `sts:ExternalId`, `iam:PolicyARN`. */
  extra?: Record<string, string | string[]>
}

/** The context of one request. A key that AWS leaves out is left out here: `IfExists` and `Null` depend on it. */
export function requestContext(iam: IamState, { caller, call, extra }: RequestFacts): ConditionContext {
  const account = iam.effective(caller.accountId)
  const organization = iam.organizations.effectiveOf(caller.accountId)
  const now = iam.wallClock.now()
  const principal = principalOf(caller)
  const isTemporary = caller.issuedAt !== undefined
  const tags = Object.entries(tagsOf(caller, account)).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])
  return contextOf({
    'aws:PrincipalArn': caller.roleArn ?? caller.arn,
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalOrgID': organization?.id,
    'aws:PrincipalOrgPaths': organization && [orgPath(organization, caller.accountId)],
    'aws:PrincipalType': typeNames[principal.type],
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:userid': caller.userId,
    'aws:username': principal.type === 'user' ? caller.arn.split('/').at(-1) : undefined,
    // Only temporary credentials say whether a code was shown; with a user's own key the key is absent.
    'aws:MultiFactorAuthPresent': isTemporary ? String(caller.mfa ?? false) : undefined,
    'aws:TokenIssueTime': isTemporary ? new Date(caller.issuedAt ?? 0).toISOString() : undefined,
    'aws:SourceIdentity': caller.sourceIdentity,
    'aws:SourceIp': call.sourceIp,
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': call.region,
    'aws:UserAgent': call.headers['user-agent'],
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    ...Object.fromEntries(tags),
    ...extra,
  })
}
