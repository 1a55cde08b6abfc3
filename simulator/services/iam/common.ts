// What the operations of IAM share: how they are declared, looked up, paged, checked and shown.
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { type IamAccount, type IamGroup, type IamRole, type IamUser, iamArn } from '../../iam/model.ts'
import type { IamState } from '../../iam/state.ts'
import { partitionOfArn } from '../../partitions.ts'

/** An operation of IAM's API on one resource; the action is the operation's own name. */
export function operation<Input>(
  action: string,
  resource: (input: Input, call: Call) => string,
  answer: (input: Input, call: Call) => unknown,
): Operation {
  return {
    requires: (input: Input, call) => [{ action: `iam:${action}`, resource: resource(input, call) }],
    answer: (input: Input, call) => answer(input, call),
  }
}

/** The caller's account; an account without identities cannot call. */
export function ownAccount(iam: IamState, call: Call): IamAccount {
  const account = iam.account(call.caller.accountId)
  if (!account) throw new AwsError('NoSuchEntity', `The account ${call.caller.accountId} cannot be found.`, 404)
  return account
}

const notFound = (kind: string, name: string) =>
  new AwsError('NoSuchEntity', `The ${kind} with name ${name} cannot be found.`, 404)

/** Throws `NoSuchEntity`; the name's case has to be right. */
export function findRole(account: IamAccount, name: string | undefined): IamRole {
  const role = account.roles[(name ?? '').toLowerCase()]
  if (role?.name !== name || !role) throw notFound('role', name ?? '')
  return role
}

export function findUser(account: IamAccount, name: string | undefined): IamUser {
  const user = Object.hasOwn(account.users, name ?? '') ? account.users[name ?? ''] : undefined
  if (!user) throw notFound('user', name ?? '')
  return user
}

export function findGroup({ groups = {} }: IamAccount, name: string | undefined): IamGroup {
  const group = Object.hasOwn(groups, name ?? '') ? groups[name ?? ''] : undefined
  if (!group) throw new AwsError('NoSuchEntity', `The group with name ${name ?? ''} cannot be found.`, 404)
  return group
}

/** The ARN of what may not be there yet, in the caller's account and partition. */
export const ownArn = ({ caller }: Call, resource: string): string =>
  iamArn({ accountId: caller.accountId, partition: partitionOfArn(caller.arn) }, resource)

/** ARNs as IAM evaluates them: of the present role where there is one, else with the plain path. */
export function roleArn(iam: IamState) {
  return ({ RoleName }: { RoleName?: string | undefined }, call: Call) => {
    const present = iam.account(call.caller.accountId)?.roles[(RoleName ?? '').toLowerCase()]
    return present?.arn ?? ownArn(call, `role/${RoleName ?? ''}`)
  }
}

export function userArn(iam: IamState) {
  return ({ UserName }: { UserName?: string | undefined }, call: Call) => {
    if (UserName === undefined) return call.caller.arn
    return iam.account(call.caller.accountId)?.users[UserName]?.arn ?? ownArn(call, `user/${UserName}`)
  }
}

export function groupArn(iam: IamState) {
  return ({ GroupName }: { GroupName?: string | undefined }, call: Call) =>
    iam.account(call.caller.accountId)?.groups?.[GroupName ?? '']?.arn ?? ownArn(call, `group/${GroupName ?? ''}`)
}

export function listArn(kind: 'role' | 'user' | 'group' | 'policy') {
  return ({ PathPrefix }: { PathPrefix?: string | undefined }, call: Call) =>
    ownArn(call, `${kind}${PathPrefix ?? '/'}`)
}

interface PageInput {
  Marker?: string | undefined
  MaxItems?: number | undefined
}

/** One page; the marker is opaque to callers. Throws `ValidationError` for one that was not given out. */
export function page<T>(items: T[], { Marker, MaxItems }: PageInput): { items: T[]; rest: Record<string, unknown> } {
  const offset = Marker === undefined ? '0' : Buffer.from(Marker, 'base64url').toString('utf8')
  if (!/^\d+$/.test(offset)) throw new AwsError('ValidationError', `Invalid Marker: ${Marker ?? ''}`)
  const from = Number(offset)
  const size = MaxItems ?? 100
  if (size < 1 || size > 1000)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${size}' at 'maxItems' failed to satisfy constraint: Member must have value between 1 and 1000`,
    )
  const to = from + size
  const more = to < items.length
  const rest = more
    ? { IsTruncated: true, Marker: Buffer.from(String(to)).toString('base64url') }
    : { IsTruncated: false }
  return { items: items.slice(from, to), rest }
}

/** Documents travel percent-encoded as RFC 3986 has it. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** IAM's sizes do not count white space. */
export function sizeOf(text: string): number {
  return text.replace(/\s/g, '').length
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', message, 409)
}

function constraint(value: string, parameter: string, rest: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: Member must ${rest}`,
  )
}

/** Names of users, roles and policies. */
export function checkName(value: string | undefined, parameter: string, longest: number): string {
  if (value === undefined || value === '')
    throw constraint(value ?? 'null', parameter, 'have length greater than or equal to 1')
  if (value.length > longest) throw constraint(value, parameter, `have length less than or equal to ${longest}`)
  if (!/^[\w+=,.@-]+$/.test(value))
    throw new AwsError(
      'ValidationError',
      `The specified value for ${parameter} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    )
  return value
}

export function checkPath(path: string | undefined): string {
  if (path === undefined) return '/'
  if (path.length > 512 || !/^\/([!-~]+\/)?$/.test(path))
    throw new AwsError(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    )
  return path
}

interface TagInput {
  Key?: string | undefined
  Value?: string | undefined
}

export function tagRecord(tags: TagInput[] | undefined): Record<string, string> {
  const record = Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))
  if (Object.keys(record).length > 50) throw limitExceeded('The number of tags has reached the maximum limit.')
  return record
}

export function tagList(tags: Record<string, string>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
