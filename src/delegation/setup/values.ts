// What a person's draft and choices put into every way of connecting: the values that CloudFormation, Terraform and the CLI share.
import type { Partition } from '../../core/account.ts'
import { defaultFeatures, type Feature } from '../../core/define.ts'
import type { NamedPolicy } from '../policies/document.ts'
import { defaultRoleName, type Policies } from '../policies/policies.ts'

export const permissionForms = ['wildcard', 'strict'] as const
export type PermissionForm = (typeof permissionForms)[number]

export interface ConnectValues {
  partition: Partition
  /** The account that HeyCloud runs in, 12 digits. */
  trustedAccountId: string
  externalId: string
  /** The second value of a rotation under way. */
  nextExternalId?: string | null | undefined
  roleName: string
  /** `/` unless the role has a path. */
  rolePath: string
  /** Values of aws:PrincipalArn that alone may assume the role; everybody in the trusted account when there are none. */
  principalArns: readonly string[]
  features: readonly Feature[]
  form: PermissionForm
  /** Whether AWS's managed policy SecurityAudit is attached too. */
  securityAudit: boolean
}

/** What the page proposes; a person may choose otherwise. */
export const defaultChoices = {
  roleName: defaultRoleName,
  rolePath: '/',
  principalArns: [],
  features: defaultFeatures,
  form: 'wildcard',
  securityAudit: false,
} as const satisfies Partial<ConnectValues>

/** The policies that these choices make: what reads, in the chosen form, and what writes beside it. */
export async function policiesFor(
  { features, form }: Pick<ConnectValues, 'features' | 'form'>,
  policies: Policies,
): Promise<NamedPolicy[]> {
  const reads = form === 'strict' ? policies.strict(features) : await policies.wildcard(features)
  return [...reads, ...policies.mutating(features)]
}

/** What every way of connecting writes beside what it makes. */
export const roleDescription = 'Read by HeyCloud'
export const policyDescription = 'What HeyCloud may do in this account'

export const securityAuditArn = (partition: Partition): string => `arn:${partition}:iam::aws:policy/SecurityAudit`
