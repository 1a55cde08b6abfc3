// What IAM keeps of an account: plain JSON, so that it can be snapshotted and written to a file.
import type { AccountStacks } from '../cloudformation/model.ts'
import type { Partition } from '../partitions.ts'

export interface AccessKey {
  accessKeyId: string
  secretAccessKey: string
  status: 'Active' | 'Inactive'
  /** Epoch ms of real time, as all times here. */
  createdAt: number
}

interface Identity {
  name: string
  /** `/` or `/team/monitoring/`. */
  path: string
  /** AIDA… or AROA…: unique for ever. */
  id: string
  arn: string
  createdAt: number
  /** ARNs of managed policies. */
  attached: string[]
  /** Inline policies' texts by name. */
  inline: Record<string, string>
  /** ARN of the permissions boundary. */
  boundary?: string
  tags: Record<string, string>
}

export interface IamUser extends Identity {
  accessKeys: AccessKey[]
}

export interface IamRole extends Identity {
  description?: string
  /** The trust policy's text as it was given. */
  trust: string
  /** The unique ids that the principals named in it had when it was saved. */
  principalIds: Record<string, string>
  /** Seconds. */
  maxSessionDuration: number
}

export interface IamGroup extends Identity {
  /** Names of users. */
  members: string[]
}

export interface PolicyVersion {
  id: string
  text: string
  createdAt: number
}

export interface ManagedPolicy {
  name: string
  path: string
  id: string
  arn: string
  description?: string
  createdAt: number
  updatedAt: number
  versions: PolicyVersion[]
  defaultVersion: string
  /** Versions are numbered on; numbers are never used again. */
  lastVersion: number
  tags: Record<string, string>
}

export interface IamAccount {
  accountId: string
  /** Left out for `aws`. */
  partition?: Partition
  alias?: string
  users: Record<string, IamUser>
  /** Left out while there is none. */
  groups?: Record<string, IamGroup>
  /** By name in lower case: names are unique without regard to case. */
  roles: Record<string, IamRole>
  /** Customer-managed policies by ARN. */
  policies: Record<string, ManagedPolicy>
  /** Texts of service control policies over the account beside those of its Organization, as one level more; none when empty. */
  serviceControlPolicies: string[]
  /** What CloudFormation made in the account; left out while there is nothing. */
  cloudFormation?: AccountStacks
}

/** `arn:aws-us-gov:iam::222233334444:user/team/reader`; `resource` is what stands behind the account. */
export const iamArn = (
  { accountId, partition = 'aws' }: Pick<IamAccount, 'accountId' | 'partition'>,
  resource: string,
): string => `arn:${partition}:iam::${accountId}:${resource}`

export function emptyAccount(accountId: string): IamAccount {
  return { accountId, users: {}, roles: {}, policies: {}, serviceControlPolicies: [] }
}

/** The groups that a user is in. */
export const groupsOf = ({ groups = {} }: IamAccount, userName: string): IamGroup[] =>
  Object.values(groups).filter(({ members }) => members.includes(userName))

/** The text of the version in force. */
export function defaultText(policy: ManagedPolicy): string {
  return policy.versions.find(version => version.id === policy.defaultVersion)?.text ?? '{"Statement":[]}'
}
