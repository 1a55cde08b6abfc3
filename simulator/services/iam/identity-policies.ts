// Inline policies, attached policies and permissions boundaries: the same operations for roles, for users and for groups.
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { awsManagedPolicies } from '../../iam/aws-managed.ts'
import { checkDocument } from '../../iam/document-rules.ts'
import type { IamAccount, IamGroup, IamRole, IamUser } from '../../iam/model.ts'
import type { IamState } from '../../iam/state.ts'
import {
  checkName,
  encodeDocument,
  findGroup,
  findRole,
  findUser,
  groupArn,
  limitExceeded,
  operation,
  ownAccount,
  page,
  roleArn,
  sizeOf,
  userArn,
} from './common.ts'

/** Characters without white space, all inline policies together. */
const inlineLimits = { Role: 10_240, User: 2048, Group: 5120 } as const
const ATTACHED_LIMIT = 10

type Kind = keyof typeof inlineLimits

interface IdentityInput {
  RoleName?: string
  UserName?: string
  GroupName?: string
  PolicyName?: string
  PolicyDocument?: string
  PolicyArn?: string
  PermissionsBoundary?: string
  PathPrefix?: string
  Marker?: string
  MaxItems?: number
}

function find(kind: Kind, account: IamAccount, input: IdentityInput): IamRole | IamUser | IamGroup {
  if (kind === 'Group') return findGroup(account, input.GroupName)
  return kind === 'Role' ? findRole(account, input.RoleName) : findUser(account, input.UserName)
}

function policyName(account: IamAccount, arn: string): string | undefined {
  return (awsManagedPolicies(account).get(arn) ?? account.policies[arn])?.name
}

function noSuchInline(kind: Kind, name: string): AwsError {
  return new AwsError('NoSuchEntity', `The ${kind.toLowerCase()} policy with name ${name} cannot be found.`, 404)
}

function inlineText(kind: Kind, identity: IamRole | IamUser | IamGroup, name = ''): string {
  const text = Object.hasOwn(identity.inline, name) ? identity.inline[name] : undefined
  if (text === undefined) throw noSuchInline(kind, name)
  return text
}

function putInline(kind: Kind, draft: IamAccount, input: IdentityInput): void {
  const identity = find(kind, draft, input)
  const name = checkName(input.PolicyName, 'policyName', 128)
  const text = input.PolicyDocument ?? ''
  checkDocument(text, 'identity', draft.partition ?? 'aws')
  identity.inline[name] = text
  const size = Object.values(identity.inline).reduce((sum, document) => sum + sizeOf(document), 0)
  const limit = inlineLimits[kind]
  if (size > limit)
    throw limitExceeded(`Maximum policy size of ${limit} bytes exceeded for ${kind.toLowerCase()} ${identity.name}`)
}

function attach(kind: Kind, draft: IamAccount, input: IdentityInput): void {
  const identity = find(kind, draft, input)
  const arn = input.PolicyArn ?? ''
  if (policyName(draft, arn) === undefined)
    throw new AwsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404)
  if (identity.attached.includes(arn)) return
  if (identity.attached.length >= ATTACHED_LIMIT)
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind}: ${ATTACHED_LIMIT}`)
  identity.attached.push(arn)
}

function detach(kind: Kind, draft: IamAccount, input: IdentityInput): void {
  const identity = find(kind, draft, input)
  if (!identity.attached.includes(input.PolicyArn ?? ''))
    throw new AwsError('NoSuchEntity', `Policy ${input.PolicyArn ?? ''} was not found.`, 404)
  identity.attached = identity.attached.filter(arn => arn !== input.PolicyArn)
}

function setBoundary(kind: Kind, draft: IamAccount, input: IdentityInput): void {
  const arn = input.PermissionsBoundary ?? ''
  if (policyName(draft, arn) === undefined)
    throw new AwsError('NoSuchEntity', `Scope ARN: ${arn} does not exist or is not attachable.`, 404)
  find(kind, draft, input).boundary = arn
}

function listInline(kind: Kind, account: IamAccount, input: IdentityInput) {
  const { items, rest } = page(Object.keys(find(kind, account, input).inline).sort(), input)
  return { PolicyNames: items, ...rest }
}

function listAttached(kind: Kind, account: IamAccount, input: IdentityInput) {
  const { items, rest } = page(find(kind, account, input).attached, input)
  const AttachedPolicies = items.map(PolicyArn => ({ PolicyName: policyName(account, PolicyArn), PolicyArn }))
  return { AttachedPolicies, ...rest }
}

/** `PutRolePolicy`, `AttachRolePolicy`, `PutRolePermissionsBoundary` and their like, for one kind of identity. */
export function identityPolicyOperations(iam: IamState, kind: Kind): Record<string, Operation> {
  const arn = { Role: roleArn, User: userArn, Group: groupArn }[kind](iam)
  const read = (action: string, answer: (account: IamAccount, input: IdentityInput) => unknown) => ({
    [action]: operation(action, arn, (input: IdentityInput, call: Call) => answer(ownAccount(iam, call), input)),
  })
  const change = (action: string, edit: (draft: IamAccount, input: IdentityInput) => void) => ({
    [action]: operation(action, arn, (input: IdentityInput, call: Call) =>
      iam.change(call.caller.accountId, draft => edit(draft, input)),
    ),
  })
  return {
    ...change(`Put${kind}Policy`, (draft, input) => putInline(kind, draft, input)),
    ...read(`Get${kind}Policy`, (account, input) => ({
      [`${kind}Name`]: find(kind, account, input).name,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeDocument(inlineText(kind, find(kind, account, input), input.PolicyName)),
    })),
    ...change(`Delete${kind}Policy`, (draft, input) => {
      const identity = find(kind, draft, input)
      inlineText(kind, identity, input.PolicyName)
      delete identity.inline[input.PolicyName ?? '']
    }),
    ...read(`List${kind}Policies`, (account, input) => listInline(kind, account, input)),
    ...change(`Attach${kind}Policy`, (draft, input) => attach(kind, draft, input)),
    ...change(`Detach${kind}Policy`, (draft, input) => detach(kind, draft, input)),
    ...read(`ListAttached${kind}Policies`, (account, input) => listAttached(kind, account, input)),
    // A group has no permissions boundary.
    ...(kind === 'Group'
      ? {}
      : {
          ...change(`Put${kind}PermissionsBoundary`, (draft, input) => setBoundary(kind, draft, input)),
          ...change(`Delete${kind}PermissionsBoundary`, (draft, input) => {
            delete find(kind, draft, input).boundary
          }),
        }),
  }
}
