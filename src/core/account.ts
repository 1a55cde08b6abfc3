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

/**
 * An IAM user's access key, for partitions that HeyCloud's own identity cannot assume a role in. The secret is kept encrypted by the
 * settings store under `secretId`, and is read nowhere but where calls are signed.
 */
export interface KeyTarget {
  partition: Partition
  /** 12 digits. */
  accountId: string
  accessKeyId: string
  /** Name of the secret in the settings store: the account's config id, so that nobody signs with another's. */
  secretId: string
}

/** How an account lets HeyCloud in. */
export type AccountTarget = RoleTarget | KeyTarget

export const usesRole = <T extends object>(target: T): target is T & RoleTarget => 'roleName' in target

/** IAM: 16 to 128 of upper case letters and digits; a user's long-term key begins with AKIA (IAM User Guide, "unique identifiers"). */
export const accessKeyIdPattern = /^AKIA[A-Z0-9]{12,124}$/

export const accountStates = ['pending', 'connected', 'degraded', 'blocked', 'not_assumable'] as const
/**
 * `pending`: verification has not finished. `connected`: proven safe and complete. `degraded`: collecting, with something
 * not seen. `blocked`: the role can be assumed without the right external ID; nothing is collected. `not_assumable`: refused.
 */
export type AccountState = (typeof accountStates)[number]

interface AccountFacts {
  /** The public API's config id, a UUID. */
  id: string
  organisation: string
  /** What people call it; else the alias; else the account ID. */
  name: string | null
  /** IAM's account alias, once read. */
  alias: string | null
  settings: AccountSettings
  state: AccountState
  /** Since when nothing is collected because somebody wants it so; null while it goes on. */
  pausedAt: number | null
  /** The second value of a rotation under way: verified beside the present one, and its successor. */
  nextExternalId: string | null
  /** Last four characters of the secret access key; null for roles. */
  secretLastFour: string | null
  /** The organization connection (its config id) that the account joined by, and whose external ID it uses; null for a single account. */
  joinedBy: string | null
  createdAt: number
  modifiedAt: number
}

export type RoleAccount = AccountFacts & RoleTarget
export type KeyAccount = AccountFacts & KeyTarget
export type AwsAccount = RoleAccount | KeyAccount

export const roleArn = (role: Pick<RoleTarget, 'partition' | 'accountId' | 'roleName' | 'rolePath'>): string =>
  `arn:${role.partition}:iam::${role.accountId}:role${role.rolePath}${role.roleName}`

/** The name that people see on every chart and list. */
export const accountLabel = (account: Pick<AwsAccount, 'name' | 'alias' | 'accountId'>): string =>
  account.name ?? account.alias ?? account.accountId
