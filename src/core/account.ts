// An AWS account that an organisation has connected, or is about to.
import type { AccountSettings } from './account-settings.ts'

/** AWS's partitions that HeyCloud knows; no role can be assumed from one into another. */
export const partitions = ['aws', 'aws-us-gov', 'aws-cn'] as const
export type Partition = (typeof partitions)[number]

export const accountIdPattern = /^[0-9]{12}$/
/** IAM: 1-64 of upper and lower case letters, digits and +=,.@_- (IAM API reference, CreateRole). ASCII only: look-alike letters are refused. */
export const roleNamePattern = /^[A-Za-z0-9_+=,.@-]{1,64}$/
/** IAM: begins and ends with a slash, printable ASCII between, at most 512 (IAM API reference, CreateRole). */
export const rolePathPattern = /^\/(?:[\x21-\x2e\x30-\x7e]+\/){0,64}$/
export const externalIdPattern = /^[0-9a-f]{32}$/

/** A role in somebody's account that HeyCloud may assume. */
export interface RoleTarget {
  partition: Partition
  /** 12 digits. */
  accountId: string
  /** Without the path; case-sensitive. */
  roleName: string
  /** `/` unless the role was made with a path. */
  rolePath: string
  externalId: string
}

export const accountStates = ['pending', 'connected', 'degraded', 'blocked', 'not_assumable'] as const
/**
 * `pending`: verification has not finished. `connected`: proven safe and complete. `degraded`: collecting, with something
 * not seen. `blocked`: the role can be assumed without the right external ID; nothing is collected. `not_assumable`: refused.
 */
export type AccountState = (typeof accountStates)[number]

export interface AwsAccount extends RoleTarget {
  /** The public API's config id, a UUID. */
  id: string
  organisation: string
  /** What people call it; else the alias; else the account ID. */
  name: string | null
  /** IAM's account alias, once read. */
  alias: string | null
  settings: AccountSettings
  state: AccountState
  createdAt: number
  modifiedAt: number
}

export const roleArn = (role: Pick<RoleTarget, 'partition' | 'accountId' | 'roleName' | 'rolePath'>): string =>
  `arn:${role.partition}:iam::${role.accountId}:role${role.rolePath}${role.roleName}`

/** The name that people see on every chart and list. */
export const accountLabel = (account: Pick<AwsAccount, 'name' | 'alias' | 'accountId'>): string =>
  account.name ?? account.alias ?? account.accountId
