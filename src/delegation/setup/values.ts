// What a person's draft and choices put into every way of connecting: the values that CloudFormation, Terraform and the CLI share.
import type { Partition } from '../../core/account.ts'
import type { Feature } from '../../core/define.ts'

export const permissionForms = ['wildcard', 'strict'] as const
export type PermissionForm = (typeof permissionForms)[number]

export interface ConnectValues {
  partition: Partition
  /** The account that HeyCloud runs in, 12 digits. */
  trustedAccountId: string
  externalId: string
  /** The second value of a rotation under way. */
  nextExternalId?: string | undefined
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
