// Why AWS may have refused sts:AssumeRole: AWS never says, so the causes are ranked, each with the present value and a way to check it.
import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
import type { AwsAccess, OwnIdentity } from '../../aws/access.ts'
import { observe } from '../../aws/observe.ts'
import { globalRegion } from '../../aws/partitions.ts'
import { type RoleTarget, roleArn } from '../../core/account.ts'
import { type Clock, MINUTE } from '../../core/clock.ts'
import type { RefusalCause } from '../../core/verification.ts'
import { ownRoleName } from '../accounts/own-role.ts'
import { writtenRoleName } from '../accounts/role-name.ts'

/** Whether HeyCloud's own identity may call sts:AssumeRole on the role, as far as anybody says. */
export type OwnPermission = 'allowed' | 'denied' | 'unknown'

/** The ARN that IAM knows HeyCloud by; a session's ARN leaves out the role's path, so that a role with one is not found. */
export function ownPrincipalArn(own: OwnIdentity): string {
  const role = ownRoleName(own.arn)
  return role ? `arn:${own.partition}:iam::${own.accountId}:role/${role}` : own.arn
}

/**
 * AWS says it of its own accord only to callers of the same account; else IAM's simulator is asked, where HeyCloud may. Anything
 * but a clear answer is `unknown`.
 */
export async function ownPermission(
  target: RoleTarget,
  own: OwnIdentity,
  refusal: string,
  deps: { aws: Pick<AwsAccess, 'own'>; clock: Clock },
): Promise<OwnPermission> {
  if (/because no identity-based policy allows the sts:AssumeRole action/.test(refusal)) return 'denied'
  if (!deps.aws.own) return 'unknown'
  const iam = deps.aws.own(IAMClient, globalRegion(own.partition))
  const command = new SimulatePrincipalPolicyCommand({
    PolicySourceArn: ownPrincipalArn(own),
    ActionNames: ['sts:AssumeRole'],
    ResourceArns: [roleArn(target)],
  })
  const answer = await observe('iam:SimulatePrincipalPolicy', () => iam.send(command), deps.clock)
  const decision = answer.state === 'seen' ? answer.value.EvaluationResults?.[0]?.EvalDecision : undefined
  return decision === undefined ? 'unknown' : decision === 'allowed' ? 'allowed' : 'denied'
}

export interface Refusal {
  target: RoleTarget
  own: OwnIdentity
  /** Whom the customer was told to trust. */
  trustedAccountId: string
  ownPermission: OwnPermission
  /** Milliseconds since the account was saved or changed. */
  age: number
}

/** In CloudShell of the customer's account; role names are of a checked shape, so that quoting is enough. */
const getRole = (target: RoleTarget, query: string): string =>
  `aws iam get-role --role-name '${target.roleName}' --query '${query}'`

const roleCauses = ({ target }: Refusal): RefusalCause[] => [
  {
    id: 'role_name',
    title: 'The role has another name, or does not exist',
    presentValue: target.roleName,
    explanation: 'The name must match AWS exactly, upper and lower case included.',
    checkCommand: `aws iam list-roles --query 'Roles[].Arn' --output text | tr '\\t' '\\n' | grep -i '/${target.roleName}$'`,
    certain: false,
  },
  {
    id: 'role_path',
    title: 'The role has a path',
    presentValue: target.rolePath,
    explanation: `A path is part of the ARN: ${roleArn(target)}. If the role was made with one, enter it before the name, as in team/${target.roleName}.`,
    checkCommand: getRole(target, 'Role.Path'),
    certain: false,
  },
]

function ownCause({ target, own, ownPermission: permission }: Refusal): RefusalCause {
  const certain = permission === 'denied'
  return {
    id: 'own_permission',
    title: certain
      ? 'HeyCloud’s own identity may not call sts:AssumeRole'
      : 'HeyCloud’s own identity may lack sts:AssumeRole',
    presentValue: own.arn,
    explanation: `Attach to it a policy that allows sts:AssumeRole on ${roleArn(target)}, in the account ${own.accountId} that HeyCloud runs in.`,
    checkCommand: `aws iam simulate-principal-policy --policy-source-arn '${ownPrincipalArn(own)}' --action-names sts:AssumeRole --resource-arns '${roleArn(target)}' --query 'EvaluationResults[].EvalDecision'`,
    certain,
  }
}

const trustCauses = ({ target, own, trustedAccountId }: Refusal): RefusalCause[] => [
  {
    id: 'external_id',
    title: 'The trust policy has another external ID',
    presentValue: target.externalId,
    explanation: 'The value of sts:ExternalId in the role’s trust policy must be exactly this one.',
    checkCommand: getRole(target, 'Role.AssumeRolePolicyDocument.Statement[].Condition'),
    certain: false,
  },
  {
    id: 'principal',
    title: 'The trust policy does not name HeyCloud’s account',
    presentValue: `arn:${own.partition}:iam::${trustedAccountId}:root`,
    explanation:
      trustedAccountId === own.accountId
        ? 'The principal must be this account, or HeyCloud’s own role in it.'
        : `The page shows ${trustedAccountId} (HEYCLOUD_AWS_ACCOUNT_ID), but HeyCloud calls from ${own.accountId}: trust that one, or mend the setting.`,
    checkCommand: getRole(target, 'Role.AssumeRolePolicyDocument.Statement[].Principal'),
    certain: false,
  },
  {
    id: 'mfa',
    title: 'The role requires MFA',
    presentValue: 'Require MFA must be off',
    explanation: 'A condition on aws:MultiFactorAuthPresent refuses every program. Remove it from the trust policy.',
    checkCommand: getRole(target, 'Role.AssumeRolePolicyDocument.Statement[].Condition'),
    certain: false,
  },
]

const outerCauses = ({ target }: Refusal): RefusalCause[] => [
  {
    id: 'account_id',
    title: 'The role is in another account',
    presentValue: target.accountId,
    explanation: 'Compare it with the number in the role’s ARN.',
    checkCommand: 'aws sts get-caller-identity --query Account --output text',
    certain: false,
  },
  {
    id: 'organization_policy',
    title: 'A policy of the AWS Organization denies it',
    presentValue: target.accountId,
    explanation:
      'A service control policy on HeyCloud’s account, or a resource control policy on this one, may deny sts:AssumeRole. The management account shows them.',
    checkCommand: `aws organizations list-policies-for-target --target-id ${target.accountId} --filter RESOURCE_CONTROL_POLICY`,
    certain: false,
  },
]

/** New roles and changed trust policies reach all of AWS within seconds, at times a minute (IAM User Guide, "eventual consistency"). */
const propagation = ({ target }: Refusal): RefusalCause => ({
  id: 'propagation',
  title: 'The role is new, and AWS has not spread it yet',
  presentValue: writtenRoleName(target),
  explanation: 'This takes seconds, at times a minute. HeyCloud keeps trying.',
  checkCommand: null,
  certain: false,
})

/** Likeliest first; a proven cause stands before all others, and what is proven not to be the cause is left out. */
export function rankCauses(refusal: Refusal): RefusalCause[] {
  const own = refusal.ownPermission === 'allowed' ? [] : [ownCause(refusal)]
  const certain = own.filter(cause => cause.certain)
  const likely = own.filter(cause => !cause.certain)
  const young = refusal.age < 2 * MINUTE
  return [
    ...certain,
    ...(young ? [propagation(refusal)] : []),
    ...roleCauses(refusal),
    ...likely,
    ...trustCauses(refusal),
    ...outerCauses(refusal),
    ...(young ? [] : [propagation(refusal)]),
  ]
}
