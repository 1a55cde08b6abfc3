// IAM roles: made, read, changed, tagged, deleted.
import type {
  CreateRoleCommandInput,
  DeleteRoleCommandInput,
  GetRoleCommandInput,
  ListRolesCommandInput,
  ListRoleTagsCommandInput,
  TagRoleCommandInput,
  UntagRoleCommandInput,
  UpdateAssumeRolePolicyCommandInput,
  UpdateRoleCommandInput,
} from '@aws-sdk/client-iam'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { checkDocument } from '../../iam/document-rules.ts'
import { makeRole } from '../../iam/entities.ts'
import type { IamRole } from '../../iam/model.ts'
import type { IamState } from '../../iam/state.ts'
import { principalIdsOf, shownTrust } from '../../iam/trust-principals.ts'
import {
  checkName,
  checkPath,
  encodeDocument,
  findRole,
  limitExceeded,
  listArn,
  operation,
  ownAccount,
  ownArn,
  page,
  roleArn,
  sizeOf,
  tagList,
  tagRecord,
} from './common.ts'

const TRUST_LIMIT = 2048

function shown(iam: IamState, role: IamRole, withDetails: boolean) {
  const trust = shownTrust(role.trust, role.principalIds, accountId => iam.account(accountId))
  const details = {
    ...(Object.keys(role.tags).length > 0 ? { Tags: tagList(role.tags) } : {}),
    ...(role.boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.boundary } }),
    RoleLastUsed: {},
  }
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(trust),
    MaxSessionDuration: role.maxSessionDuration,
    ...(role.description === undefined ? {} : { Description: role.description }),
    // ListRoles leaves tags, boundary and last use out.
    ...(withDetails ? details : {}),
  }
}

function checkedTrust(text: string | undefined): string {
  if (text === undefined) throw new AwsError('MalformedPolicyDocument', 'Syntax errors in policy.')
  if (sizeOf(text) > TRUST_LIMIT) throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_LIMIT}`)
  checkDocument(text, 'trust')
  return text
}

function checkedDuration(seconds: number): number {
  if (!Number.isInteger(seconds) || seconds < 3600 || seconds > 43_200)
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value between 3600 and 43200`,
    )
  return seconds
}

function createRole(iam: IamState, input: CreateRoleCommandInput, call: Call) {
  const given = {
    name: checkName(input.RoleName, 'roleName', 64),
    path: checkPath(input.Path),
    trust: checkedTrust(input.AssumeRolePolicyDocument),
    tags: tagRecord(input.Tags),
    maxSessionDuration: checkedDuration(input.MaxSessionDuration ?? 3600),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.PermissionsBoundary === undefined ? {} : { boundary: input.PermissionsBoundary }),
  }
  return iam.change(call.caller.accountId, draft => ({ Role: shown(iam, makeRole(iam, draft, given), true) }))
}

function deleteRole(iam: IamState, { RoleName }: DeleteRoleCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const role = findRole(draft, RoleName)
    const conflict = (what: string) => new AwsError('DeleteConflict', `Cannot delete entity, must ${what} first.`, 409)
    if (role.attached.length > 0) throw conflict('detach all policies')
    if (Object.keys(role.inline).length > 0) throw conflict('delete policies')
    delete draft.roles[role.name.toLowerCase()]
  })
}

function listRoles(iam: IamState, input: ListRolesCommandInput, call: Call) {
  const roles = Object.values(ownAccount(iam, call).roles)
    .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, rest } = page(roles, input)
  return { Roles: items.map(role => shown(iam, role, false)), ...rest }
}

function updateTrust(iam: IamState, input: UpdateAssumeRolePolicyCommandInput, call: Call) {
  const text = checkedTrust(input.PolicyDocument)
  iam.change(call.caller.accountId, draft => {
    const role = findRole(draft, input.RoleName)
    role.principalIds = principalIdsOf(text, draft, iam)
    role.trust = text
  })
}

function updateRole(iam: IamState, input: UpdateRoleCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const role = findRole(draft, input.RoleName)
    if (input.MaxSessionDuration !== undefined) role.maxSessionDuration = checkedDuration(input.MaxSessionDuration)
    if (input.Description !== undefined) role.description = input.Description
  })
  return {}
}

function tagRole(iam: IamState, input: TagRoleCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const role = findRole(draft, input.RoleName)
    role.tags = tagRecord([...tagList(role.tags), ...(input.Tags ?? [])])
  })
}

function untagRole(iam: IamState, input: UntagRoleCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const role = findRole(draft, input.RoleName)
    for (const key of input.TagKeys ?? []) delete role.tags[key]
  })
}

export function roleOperations(iam: IamState): Record<string, Operation> {
  const arn = roleArn(iam)
  return {
    CreateRole: operation(
      'CreateRole',
      (input: CreateRoleCommandInput, call) => ownArn(call, `role${input.Path ?? '/'}${input.RoleName ?? ''}`),
      (input, call) => createRole(iam, input, call),
    ),
    GetRole: operation('GetRole', arn, (input: GetRoleCommandInput, call) => ({
      Role: shown(iam, findRole(ownAccount(iam, call), input.RoleName), true),
    })),
    ListRoles: operation('ListRoles', listArn('role'), (input: ListRolesCommandInput, call) =>
      listRoles(iam, input, call),
    ),
    DeleteRole: operation('DeleteRole', arn, (input: DeleteRoleCommandInput, call) => deleteRole(iam, input, call)),
    UpdateAssumeRolePolicy: operation(
      'UpdateAssumeRolePolicy',
      arn,
      (input: UpdateAssumeRolePolicyCommandInput, call) => updateTrust(iam, input, call),
    ),
    UpdateRole: operation('UpdateRole', arn, (input: UpdateRoleCommandInput, call) => updateRole(iam, input, call)),
    UpdateRoleDescription: operation('UpdateRoleDescription', arn, (input: UpdateRoleCommandInput, call) => {
      updateRole(iam, input, call)
      return { Role: shown(iam, findRole(ownAccount(iam, call), input.RoleName), true) }
    }),
    TagRole: operation('TagRole', arn, (input: TagRoleCommandInput, call) => tagRole(iam, input, call)),
    UntagRole: operation('UntagRole', arn, (input: UntagRoleCommandInput, call) => untagRole(iam, input, call)),
    ListRoleTags: operation('ListRoleTags', arn, (input: ListRoleTagsCommandInput, call) => {
      const { items, rest } = page(tagList(findRole(ownAccount(iam, call), input.RoleName).tags), input)
      return { Tags: items, ...rest }
    }),
    ListInstanceProfilesForRole: operation('ListInstanceProfilesForRole', arn, (input: GetRoleCommandInput, call) => {
      findRole(ownAccount(iam, call), input.RoleName)
      // Instance profiles cannot be made here, so no role is in one.
      return { InstanceProfiles: [], IsTruncated: false }
    }),
  }
}
