// The trust policy that a customer's role needs: HeyCloud's account may assume it, with the external ID alone.
import type { Partition, RoleTarget } from '../../core/account.ts'
import { type PolicyDocument, policyDocument, pretty } from '../policies/document.ts'

export interface TrustPolicyInput {
  partition: Partition
  /** The account that HeyCloud runs in, 12 digits. */
  trustedAccountId: string
  externalId: string | string[]
  /** Values of aws:PrincipalArn that alone are let in; everybody in the trusted account when there are none. */
  principalArns?: readonly string[] | undefined
}

/**
 * Trusts the whole account, narrowed by the external ID (IAM User Guide, "How to use an external ID when granting access to your AWS
 * resources to a third party"). A role ARN as principal would be tighter, but AWS stores it as a unique id and the trust breaks when
 * that role is made anew.
 */
export const trustPolicy = (input: TrustPolicyInput): PolicyDocument =>
  policyDocument({
    Effect: 'Allow',
    Principal: { AWS: `arn:${input.partition}:iam::${input.trustedAccountId}:root` },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'sts:ExternalId': input.externalId },
      ...(input.principalArns?.length ? { ArnEquals: { 'aws:PrincipalArn': [...input.principalArns] } } : {}),
    },
  })

/**
 * The values of aws:PrincipalArn under which HeyCloud itself calls. An assumed role's session ARN leaves out the role's path, so a
 * role is allowed at any path; a user's ARN is whole.
 */
export function principalArns(ownArn: string): string[] {
  const [, partition, , , account, resource = ''] = ownArn.split(':')
  const role = /^assumed-role\/([^/]+)\//.exec(resource)?.[1]
  if (role) return [`arn:${partition}:iam::${account}:role/${role}`, `arn:${partition}:iam::${account}:role/*/${role}`]
  return resource.startsWith('user/') ? [ownArn] : []
}

/** As `trustPolicy`, for HeyCloud's own role alone: survives that role's being made anew, which naming it as principal would not. */
export function trustPolicyForOwnRole(input: TrustPolicyInput & { ownArn: string }): PolicyDocument | null {
  const arns = principalArns(input.ownArn)
  return arns.length === 0 ? null : trustPolicy({ ...input, principalArns: arns })
}

export interface TrustFix {
  /** The line that the statement lacks, ready to paste into it. */
  condition: string
  /** The whole policy as it should be. */
  policy: string
}

/** What mends a role that can be assumed without the right external ID. */
export function trustFix(target: RoleTarget, trustedAccountId: string): TrustFix {
  const policy = trustPolicy({ partition: target.partition, trustedAccountId, externalId: target.externalId })
  return { condition: `"Condition": ${JSON.stringify(policy.Statement[0]?.Condition)}`, policy: pretty(policy) }
}
