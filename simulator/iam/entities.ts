// Making users, keys, roles and policies: what the IAM API and the seeds of a world have in common.
import { AwsError } from '../contract.ts'
import {
  type AccessKey,
  type IamAccount,
  type IamGroup,
  type IamRole,
  type IamUser,
  iamArn,
  type ManagedPolicy,
} from './model.ts'
import type { IamState } from './state.ts'
import { principalIdsOf } from './trust-principals.ts'

type Maker = Pick<IamState, 'newId' | 'wallClock' | 'random' | 'account'>

/** IAM keeps whole seconds. */
export function seconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}

function exists(kind: string, name: string): AwsError {
  return new AwsError('EntityAlreadyExists', `${kind} with name ${name} already exists.`, 409)
}

export function makeUser(iam: Maker, draft: IamAccount, name: string, path = '/'): IamUser {
  const same = Object.keys(draft.users).find(key => key.toLowerCase() === name.toLowerCase())
  if (same !== undefined) throw exists('User', name)
  const user: IamUser = {
    name,
    path,
    id: iam.newId('AIDA'),
    arn: iamArn(draft, `user${path}${name}`),
    createdAt: seconds(iam.wallClock.now()),
    attached: [],
    inline: {},
    tags: {},
    accessKeys: [],
  }
  draft.users[name] = user
  return user
}

export function makeGroup(iam: Maker, draft: IamAccount, name: string, path = '/'): IamGroup {
  const present = draft.groups ?? {}
  if (Object.keys(present).some(key => key.toLowerCase() === name.toLowerCase())) throw exists('Group', name)
  const group: IamGroup = {
    ...{ name, path, members: [], attached: [], inline: {}, tags: {} },
    id: iam.newId('AGPA'),
    arn: iamArn(draft, `group${path}${name}`),
    createdAt: seconds(iam.wallClock.now()),
  }
  draft.groups = { ...present, [name]: group }
  return group
}

/** `fixed` lets a world's seed name the key, so that its documentation can. */
export function makeAccessKey(iam: Maker, user: IamUser, fixed?: { id: string; secret: string }): AccessKey {
  if (user.accessKeys.length >= 2)
    throw new AwsError('LimitExceeded', 'Cannot exceed quota for AccessKeysPerUser: 2', 409)
  const key: AccessKey = {
    accessKeyId: fixed?.id ?? iam.newId('AKIA').slice(0, 20),
    secretAccessKey: fixed?.secret ?? Buffer.from(iam.random.hex(30), 'hex').toString('base64'),
    status: 'Active',
    createdAt: seconds(iam.wallClock.now()),
  }
  user.accessKeys.push(key)
  return key
}

export interface NewRole {
  name: string
  path?: string
  trust: string
  description?: string
  maxSessionDuration?: number
  boundary?: string
  tags?: Record<string, string>
}

/** Throws `EntityAlreadyExists`, or `MalformedPolicyDocument` for a principal that does not exist. */
export function makeRole(iam: Maker, draft: IamAccount, given: NewRole): IamRole {
  if (draft.roles[given.name.toLowerCase()]) throw exists('Role', given.name)
  const path = given.path ?? '/'
  const role: IamRole = {
    name: given.name,
    path,
    id: iam.newId('AROA'),
    arn: iamArn(draft, `role${path}${given.name}`),
    createdAt: seconds(iam.wallClock.now()),
    trust: given.trust,
    principalIds: principalIdsOf(given.trust, draft, iam),
    maxSessionDuration: given.maxSessionDuration ?? 3600,
    attached: [],
    inline: {},
    tags: given.tags ?? {},
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(given.boundary === undefined ? {} : { boundary: given.boundary }),
  }
  draft.roles[given.name.toLowerCase()] = role
  return role
}

export interface NewPolicy {
  name: string
  path?: string
  text: string
  description?: string
  tags?: Record<string, string>
}

export function makePolicy(iam: Maker, draft: IamAccount, given: NewPolicy): ManagedPolicy {
  const same = Object.values(draft.policies).find(({ name }) => name.toLowerCase() === given.name.toLowerCase())
  if (same)
    throw new AwsError(
      'EntityAlreadyExists',
      `A policy called ${given.name} already exists. Duplicate names are not allowed.`,
      409,
    )
  const path = given.path ?? '/'
  const now = seconds(iam.wallClock.now())
  const policy: ManagedPolicy = {
    name: given.name,
    path,
    id: iam.newId('ANPA'),
    arn: iamArn(draft, `policy${path}${given.name}`),
    createdAt: now,
    updatedAt: now,
    versions: [{ id: 'v1', text: given.text, createdAt: now }],
    defaultVersion: 'v1',
    lastVersion: 1,
    tags: given.tags ?? {},
    ...(given.description === undefined ? {} : { description: given.description }),
  }
  draft.policies[policy.arn] = policy
  return policy
}
