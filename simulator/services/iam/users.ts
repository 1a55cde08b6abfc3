// IAM users and their access keys.
import type {
  CreateAccessKeyCommandInput,
  CreateUserCommandInput,
  DeleteAccessKeyCommandInput,
  DeleteUserCommandInput,
  GetUserCommandInput,
  ListAccessKeysCommandInput,
  ListUsersCommandInput,
  UpdateAccessKeyCommandInput,
} from '@aws-sdk/client-iam'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { makeAccessKey, makeUser } from '../../iam/entities.ts'
import { groupsOf, type IamUser } from '../../iam/model.ts'
import type { IamState } from '../../iam/state.ts'
import {
  checkName,
  checkPath,
  findUser,
  listArn,
  operation,
  ownAccount,
  page,
  tagList,
  tagRecord,
  userArn,
} from './common.ts'

function shown(user: IamUser) {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
    ...(Object.keys(user.tags).length > 0 ? { Tags: tagList(user.tags) } : {}),
    ...(user.boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: user.boundary } }),
  }
}

/** The named user, or the caller when it is one. */
function named(call: Call, name: string | undefined): string {
  if (name !== undefined) return name
  const own = /:user\/(?:.*\/)?([^/]+)$/.exec(call.caller.arn)?.[1]
  if (own === undefined)
    throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials')
  return own
}

function findKey(user: IamUser, id: string | undefined) {
  const key = user.accessKeys.find(({ accessKeyId }) => accessKeyId === id)
  if (!key) throw new AwsError('NoSuchEntity', `The Access Key with id ${id ?? ''} cannot be found.`, 404)
  return key
}

function createUser(iam: IamState, input: CreateUserCommandInput, call: Call) {
  const name = checkName(input.UserName, 'userName', 64)
  const path = checkPath(input.Path)
  return iam.change(call.caller.accountId, draft => {
    const user = makeUser(iam, draft, name, path)
    user.tags = tagRecord(input.Tags)
    if (input.PermissionsBoundary !== undefined) user.boundary = input.PermissionsBoundary
    return { User: shown(user) }
  })
}

function deleteUser(iam: IamState, { UserName }: DeleteUserCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const user = findUser(draft, UserName)
    const conflict = (what: string) => new AwsError('DeleteConflict', `Cannot delete entity, must ${what} first.`, 409)
    if (user.attached.length > 0) throw conflict('detach all policies')
    if (Object.keys(user.inline).length > 0) throw conflict('delete policies')
    if (user.accessKeys.length > 0) throw conflict('delete access keys')
    if (groupsOf(draft, user.name).length > 0) throw conflict('remove users from group')
    delete draft.users[user.name]
  })
}

function listUsers(iam: IamState, input: ListUsersCommandInput, call: Call) {
  const users = Object.values(ownAccount(iam, call).users).filter(({ path }) =>
    path.startsWith(input.PathPrefix ?? '/'),
  )
  const { items, rest } = page(users, input)
  return { Users: items.map(shown), ...rest }
}

function createAccessKey(iam: IamState, input: CreateAccessKeyCommandInput, call: Call) {
  return iam.change(call.caller.accountId, draft => {
    const user = findUser(draft, named(call, input.UserName))
    const key = makeAccessKey(iam, user)
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: key.accessKeyId,
        SecretAccessKey: key.secretAccessKey,
        Status: key.status,
        CreateDate: new Date(key.createdAt),
      },
    }
  })
}

function listAccessKeys(iam: IamState, input: ListAccessKeysCommandInput, call: Call) {
  const user = findUser(ownAccount(iam, call), named(call, input.UserName))
  const { items, rest } = page(user.accessKeys, input)
  const AccessKeyMetadata = items.map(({ accessKeyId, status, createdAt }) => ({
    UserName: user.name,
    AccessKeyId: accessKeyId,
    Status: status,
    CreateDate: new Date(createdAt),
  }))
  return { AccessKeyMetadata, ...rest }
}

function updateAccessKey(iam: IamState, input: UpdateAccessKeyCommandInput, call: Call) {
  if (input.Status !== 'Active' && input.Status !== 'Inactive')
    throw new AwsError('ValidationError', `Value '${input.Status}' at 'status' must be Active or Inactive`)
  const status = input.Status
  iam.change(call.caller.accountId, draft => {
    findKey(findUser(draft, named(call, input.UserName)), input.AccessKeyId).status = status
  })
}

function deleteAccessKey(iam: IamState, input: DeleteAccessKeyCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const user = findUser(draft, named(call, input.UserName))
    const key = findKey(user, input.AccessKeyId)
    user.accessKeys = user.accessKeys.filter(other => other !== key)
  })
}

export function userOperations(iam: IamState): Record<string, Operation> {
  const arn = userArn(iam)
  return {
    CreateUser: operation('CreateUser', arn, (input: CreateUserCommandInput, call) => createUser(iam, input, call)),
    GetUser: operation('GetUser', arn, (input: GetUserCommandInput, call) => ({
      User: shown(findUser(ownAccount(iam, call), named(call, input.UserName))),
    })),
    DeleteUser: operation('DeleteUser', arn, (input: DeleteUserCommandInput, call) => deleteUser(iam, input, call)),
    ListUsers: operation('ListUsers', listArn('user'), (input: ListUsersCommandInput, call) =>
      listUsers(iam, input, call),
    ),
    CreateAccessKey: operation('CreateAccessKey', arn, (input: CreateAccessKeyCommandInput, call) =>
      createAccessKey(iam, input, call),
    ),
    ListAccessKeys: operation('ListAccessKeys', arn, (input: ListAccessKeysCommandInput, call) =>
      listAccessKeys(iam, input, call),
    ),
    UpdateAccessKey: operation('UpdateAccessKey', arn, (input: UpdateAccessKeyCommandInput, call) =>
      updateAccessKey(iam, input, call),
    ),
    DeleteAccessKey: operation('DeleteAccessKey', arn, (input: DeleteAccessKeyCommandInput, call) =>
      deleteAccessKey(iam, input, call),
    ),
  }
}
