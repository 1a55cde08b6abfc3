// Managed policies and their versions: the account's own, and AWS's to read.
import type {
  CreatePolicyCommandInput,
  CreatePolicyVersionCommandInput,
  DeletePolicyCommandInput,
  DeletePolicyVersionCommandInput,
  GetPolicyVersionCommandInput,
  ListEntitiesForPolicyCommandInput,
  ListPoliciesCommandInput,
  ListPolicyVersionsCommandInput,
  SetDefaultPolicyVersionCommandInput,
  TagPolicyCommandInput,
  UntagPolicyCommandInput,
} from '@aws-sdk/client-iam'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { awsManagedPolicies } from '../../iam/aws-managed.ts'
import { checkDocument } from '../../iam/document-rules.ts'
import { makePolicy, seconds } from '../../iam/entities.ts'
import type { IamAccount, ManagedPolicy, PolicyVersion } from '../../iam/model.ts'
import type { IamState } from '../../iam/state.ts'
import { partitionOfArn } from '../../partitions.ts'
import {
  checkName,
  checkPath,
  encodeDocument,
  limitExceeded,
  listArn,
  operation,
  ownAccount,
  ownArn,
  page,
  sizeOf,
  tagList,
  tagRecord,
} from './common.ts'

const SIZE_LIMIT = 6144
const VERSIONS_LIMIT = 5

function identities(account: IamAccount) {
  return [...Object.values(account.roles), ...Object.values(account.users)]
}

function shown(account: IamAccount, policy: ManagedPolicy, withTags = true) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: identities(account).filter(({ attached }) => attached.includes(policy.arn)).length,
    PermissionsBoundaryUsageCount: identities(account).filter(({ boundary }) => boundary === policy.arn).length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    ...(withTags && Object.keys(policy.tags).length > 0 ? { Tags: tagList(policy.tags) } : {}),
  }
}

const missing = (arn: string | undefined) => new AwsError('NoSuchEntity', `Policy ${arn ?? ''} was not found.`, 404)

function findPolicy(account: IamAccount, arn: string | undefined): ManagedPolicy {
  const policy = awsManagedPolicies(account).get(arn ?? '') ?? account.policies[arn ?? '']
  if (!policy) throw missing(arn)
  return policy
}

/** One that the account may change. */
function findOwn(account: IamAccount, arn: string | undefined): ManagedPolicy {
  const policy = account.policies[arn ?? '']
  if (!policy) throw missing(arn)
  return policy
}

function findVersion(policy: ManagedPolicy, id: string | undefined): PolicyVersion {
  const version = policy.versions.find(candidate => candidate.id === id)
  if (!version)
    throw new AwsError(
      'NoSuchEntity',
      `Policy ${policy.arn} version ${id ?? ''} does not exist or is not attachable.`,
      404,
    )
  return version
}

function checkedText(text: string | undefined, call: Call): string {
  const document = text ?? ''
  if (sizeOf(document) > SIZE_LIMIT) throw limitExceeded(`Cannot exceed quota for PolicySize: ${SIZE_LIMIT}`)
  checkDocument(document, 'identity', partitionOfArn(call.caller.arn))
  return document
}

function shownVersion(policy: ManagedPolicy, version: PolicyVersion) {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: new Date(version.createdAt),
  }
}

function createPolicy(iam: IamState, input: CreatePolicyCommandInput, call: Call) {
  const given = {
    name: checkName(input.PolicyName, 'policyName', 128),
    path: checkPath(input.Path),
    text: checkedText(input.PolicyDocument, call),
    tags: tagRecord(input.Tags),
    ...(input.Description === undefined ? {} : { description: input.Description }),
  }
  return iam.change(call.caller.accountId, draft => ({ Policy: shown(draft, makePolicy(iam, draft, given)) }))
}

function createVersion(iam: IamState, input: CreatePolicyVersionCommandInput, call: Call) {
  const text = checkedText(input.PolicyDocument, call)
  return iam.change(call.caller.accountId, draft => {
    const policy = findOwn(draft, input.PolicyArn)
    if (policy.versions.length >= VERSIONS_LIMIT)
      throw limitExceeded(
        `A managed policy can have up to ${VERSIONS_LIMIT} versions. Before you create a new version, you must delete an existing version.`,
      )
    policy.lastVersion += 1
    const now = seconds(iam.wallClock.now())
    const version: PolicyVersion = { id: `v${policy.lastVersion}`, text, createdAt: now }
    policy.versions.unshift(version)
    policy.updatedAt = now
    if (input.SetAsDefault) policy.defaultVersion = version.id
    return { PolicyVersion: shownVersion(policy, version) }
  })
}

function deletePolicy(iam: IamState, input: DeletePolicyCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const policy = findOwn(draft, input.PolicyArn)
    if (identities(draft).some(({ attached, boundary }) => attached.includes(policy.arn) || boundary === policy.arn))
      throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.', 409)
    if (policy.versions.length > 1)
      throw new AwsError(
        'DeleteConflict',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        409,
      )
    delete draft.policies[policy.arn]
  })
}

function deleteVersion(iam: IamState, input: DeletePolicyVersionCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const policy = findOwn(draft, input.PolicyArn)
    const version = findVersion(policy, input.VersionId)
    if (version.id === policy.defaultVersion)
      throw new AwsError('DeleteConflict', 'Cannot delete the default version of a policy.', 409)
    policy.versions = policy.versions.filter(other => other !== version)
  })
}

function setDefault(iam: IamState, input: SetDefaultPolicyVersionCommandInput, call: Call) {
  iam.change(call.caller.accountId, draft => {
    const policy = findOwn(draft, input.PolicyArn)
    policy.defaultVersion = findVersion(policy, input.VersionId).id
  })
}

function listPolicies(iam: IamState, input: ListPoliciesCommandInput, call: Call) {
  const account = ownAccount(iam, call)
  const own = input.Scope === 'AWS' ? [] : Object.values(account.policies)
  const aws = input.Scope === 'Local' ? [] : [...awsManagedPolicies(account).values()]
  const all = [...own, ...aws]
    .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    .map(policy => shown(account, policy, false))
    .filter(({ AttachmentCount }) => !input.OnlyAttached || AttachmentCount > 0)
  const { items, rest } = page(all, input)
  return { Policies: items, ...rest }
}

function listEntities(iam: IamState, input: ListEntitiesForPolicyCommandInput, call: Call) {
  const account = ownAccount(iam, call)
  const { arn } = findPolicy(account, input.PolicyArn)
  const uses = (identity: { attached: string[]; boundary?: string }) =>
    input.PolicyUsageFilter === 'PermissionsBoundary' ? identity.boundary === arn : identity.attached.includes(arn)
  const wants = (filter: string) => input.EntityFilter === undefined || input.EntityFilter === filter
  const roles = wants('Role') ? Object.values(account.roles).filter(uses) : []
  const users = wants('User') ? Object.values(account.users).filter(uses) : []
  return {
    PolicyRoles: roles.map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    PolicyUsers: users.map(({ name, id }) => ({ UserName: name, UserId: id })),
    PolicyGroups: [],
    IsTruncated: false,
  }
}

function changeTags(iam: IamState, arn: string | undefined, call: Call, edit: (policy: ManagedPolicy) => void) {
  iam.change(call.caller.accountId, draft => edit(findOwn(draft, arn)))
}

const arnOf = ({ PolicyArn }: { PolicyArn?: string | undefined }) => PolicyArn ?? '*'

function readOperations(iam: IamState): Record<string, Operation> {
  return {
    GetPolicy: operation('GetPolicy', arnOf, (input: DeletePolicyCommandInput, call) => {
      const account = ownAccount(iam, call)
      return { Policy: shown(account, findPolicy(account, input.PolicyArn)) }
    }),
    GetPolicyVersion: operation('GetPolicyVersion', arnOf, (input: GetPolicyVersionCommandInput, call) => {
      const policy = findPolicy(ownAccount(iam, call), input.PolicyArn)
      const version = findVersion(policy, input.VersionId)
      return { PolicyVersion: { ...shownVersion(policy, version), Document: encodeDocument(version.text) } }
    }),
    ListPolicies: operation('ListPolicies', listArn('policy'), (input: ListPoliciesCommandInput, call) =>
      listPolicies(iam, input, call),
    ),
    ListPolicyVersions: operation('ListPolicyVersions', arnOf, (input: ListPolicyVersionsCommandInput, call) => {
      const policy = findPolicy(ownAccount(iam, call), input.PolicyArn)
      const { items, rest } = page(policy.versions, input)
      return { Versions: items.map(version => shownVersion(policy, version)), ...rest }
    }),
    ListEntitiesForPolicy: operation('ListEntitiesForPolicy', arnOf, (input: ListEntitiesForPolicyCommandInput, call) =>
      listEntities(iam, input, call),
    ),
    ListPolicyTags: operation('ListPolicyTags', arnOf, (input: ListPolicyVersionsCommandInput, call) => {
      const { items, rest } = page(tagList(findPolicy(ownAccount(iam, call), input.PolicyArn).tags), input)
      return { Tags: items, ...rest }
    }),
  }
}

export function policyOperations(iam: IamState): Record<string, Operation> {
  return {
    ...readOperations(iam),
    CreatePolicy: operation(
      'CreatePolicy',
      (input: CreatePolicyCommandInput, call) => ownArn(call, `policy${input.Path ?? '/'}${input.PolicyName ?? ''}`),
      (input, call) => createPolicy(iam, input, call),
    ),
    CreatePolicyVersion: operation('CreatePolicyVersion', arnOf, (input: CreatePolicyVersionCommandInput, call) =>
      createVersion(iam, input, call),
    ),
    DeletePolicy: operation('DeletePolicy', arnOf, (input: DeletePolicyCommandInput, call) =>
      deletePolicy(iam, input, call),
    ),
    DeletePolicyVersion: operation('DeletePolicyVersion', arnOf, (input: DeletePolicyVersionCommandInput, call) =>
      deleteVersion(iam, input, call),
    ),
    SetDefaultPolicyVersion: operation(
      'SetDefaultPolicyVersion',
      arnOf,
      (input: SetDefaultPolicyVersionCommandInput, call) => setDefault(iam, input, call),
    ),
    TagPolicy: operation('TagPolicy', arnOf, (input: TagPolicyCommandInput, call) =>
      changeTags(iam, input.PolicyArn, call, policy => {
        policy.tags = tagRecord([...tagList(policy.tags), ...(input.Tags ?? [])])
      }),
    ),
    UntagPolicy: operation('UntagPolicy', arnOf, (input: UntagPolicyCommandInput, call) =>
      changeTags(iam, input.PolicyArn, call, policy => {
        for (const key of input.TagKeys ?? []) delete policy.tags[key]
      }),
    ),
  }
}
