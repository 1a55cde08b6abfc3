// What the operations of Organizations share: who may call, where things are, pages, ARNs and shapes.
import type { Account } from '@aws-sdk/client-organizations'
import { AwsError, type Call, type Operation, type Requirement } from '../../contract.ts'
import type { IamState } from '../../iam/state.ts'
import type {
  AwsOrganization,
  ControlPolicy,
  OrganizationalUnit,
  OrganizationMember,
} from '../../organization/model.ts'
import { orgPath, policyArn } from '../../organization/tree.ts'
import { pageOf } from '../here.ts'

/** Every list of Organizations: at most 20 a page, and 20 unless told otherwise (the API's MaxResults). */
const pageSize = 20

/** Throws `AWSOrganizationsNotInUseException` for an account that is in none. */
function organizationOf(iam: IamState, call: Call): AwsOrganization {
  const found = iam.organizations.of(call.caller.accountId)
  if (!found)
    throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.')
  return found
}

const noAccess = () => new AwsError('AccessDeniedException', "You don't have permissions to access this resource.")

/** Who may call an operation: anybody in the Organization, those who may look at it, its management account alone. */
export type Audience = 'members' | 'administrators' | 'management'

/** The caller's Organization, if the caller is of the audience. Throws `AccessDeniedException`, which names no policy. */
function openTo(iam: IamState, call: Call, audience: Audience): AwsOrganization {
  const organization = organizationOf(iam, call)
  const { accountId } = call.caller
  if (audience === 'members' || accountId === organization.managementAccountId) return organization
  const delegated = Object.keys(organization.members[accountId]?.delegated ?? {}).length > 0
  if (audience === 'management' || !delegated) throw noAccess()
  return organization
}

/** Reads may not change what they are given; writes go through `iam.organizations.change`. */
export interface Ask {
  organization: AwsOrganization
  call: Call
}

const arnOf = (organization: AwsOrganization, kind: string, id: string): string =>
  `arn:aws:organizations::${organization.managementAccountId}:${kind}/${organization.id}/${id}`

/** The ARN that an action on this id is evaluated on; of another Organization's or of nothing, all the same. */
export function arnOfId(organization: AwsOrganization, id: string): string {
  if (id.startsWith('r-')) return arnOf(organization, 'root', id)
  if (id.startsWith('ou-')) return arnOf(organization, 'ou', id)
  return id.startsWith('p-') ? policyArn(organization, id) : arnOf(organization, 'account', id)
}

export interface Declared {
  answer(input: never, ask: Ask): unknown
  /** The ids that the action is evaluated on; everything when there are none. */
  on?(input: never): (string | undefined)[]
}

/**
 * Operations of one audience, by name. Their ARNs name the management account, but it is the caller's own policies that decide:
 * what lets a member in at all is its being a delegated administrator.
 */
export function operations(
  iam: IamState,
  audience: Audience,
  declared: Record<string, Declared>,
): Record<string, Operation> {
  const operation = (name: string, { answer, on }: Declared): Operation => ({
    requires(input: never, call): Requirement[] {
      const organization = iam.organizations.of(call.caller.accountId)
      const ids = (on?.(input) ?? []).flatMap(id => id ?? [])
      const resources = organization && ids.length > 0 ? ids.map(id => arnOfId(organization, id)) : ['*']
      const action = `organizations:${name}`
      return resources.map(resource => ({ action, resource, ownerAccountId: call.caller.accountId }))
    },
    answer: (input: never, call) => answer(input, { organization: openTo(iam, call, audience), call }),
  })
  return Object.fromEntries(Object.entries(declared).map(([name, one]) => [name, operation(name, one)]))
}

/** For operations on one account, one parent or one policy. */
export const onAccount = ({ AccountId }: { AccountId: string | undefined }) => [AccountId]
export const onParent = ({ ParentId }: { ParentId: string | undefined }) => [ParentId]

interface PageInput {
  NextToken?: string | undefined
  MaxResults?: number | undefined
}

/** One page under the name that the operation gives its list. Throws `InvalidInputException`. */
export function page<T>(name: string, list: readonly T[], { NextToken, MaxResults = pageSize }: PageInput) {
  if (MaxResults < 1 || MaxResults > pageSize)
    throw invalid(`You specified a value of ${MaxResults} for MaxResults; it has to be between 1 and ${pageSize}.`)
  const refuse = () =>
    invalid('You specified an invalid value for nextToken. You must get the value from the response.')
  const { items, next } = pageOf(name.toLowerCase(), list, MaxResults, NextToken, refuse)
  return { [name]: items, ...(next === undefined ? {} : { NextToken: next }) }
}

export const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message)

export const badPattern = (): AwsError => invalid('You provided a value that does not match the required pattern.')

const parentPattern = /^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/

/** Whether the root or the OU is there. Throws `InvalidInputException` for what is neither's id. */
export function hasParent(organization: AwsOrganization, id: string | undefined): id is string {
  if (!parentPattern.test(id ?? '')) throw badPattern()
  return id === organization.rootId || Object.hasOwn(organization.units, id ?? '')
}

export function parentIn(organization: AwsOrganization, id: string | undefined): string {
  if (!hasParent(organization, id))
    throw new AwsError('ParentNotFoundException', "You specified parent that doesn't exist.")
  return id
}

export function memberIn(organization: AwsOrganization, accountId: string | undefined): OrganizationMember {
  if (!/^\d{12}$/.test(accountId ?? '')) throw badPattern()
  const member = organization.members[accountId ?? '']
  if (!member) throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.")
  return member
}

export const membersOf = (organization: AwsOrganization, parentId: string): OrganizationMember[] =>
  Object.values(organization.members).filter(member => member.parentId === parentId)

export const unitsOf = (organization: AwsOrganization, parentId: string): OrganizationalUnit[] =>
  Object.values(organization.units).filter(unit => unit.parentId === parentId)

/**
 * AWS withdrew `Status` on 9 September 2026 in favour of `State`, so that only the latter is sent.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html
 */
export function shownMember(organization: AwsOrganization, member: OrganizationMember): Account {
  const { accountId, email, name, state, joinedMethod, joinedAt } = member
  return {
    Id: accountId,
    Arn: arnOfId(organization, accountId),
    Email: email,
    Name: name,
    State: state,
    Paths: [`${orgPath(organization, accountId)}${accountId}/`],
    JoinedMethod: joinedMethod,
    JoinedTimestamp: new Date(joinedAt),
  }
}

export const shownUnit = (organization: AwsOrganization, { id, name }: OrganizationalUnit) => ({
  Id: id,
  Arn: arnOfId(organization, id),
  Name: name,
})

export const shownPolicy = (organization: AwsOrganization, { id, name, description, awsManaged }: ControlPolicy) => ({
  Id: id,
  Arn: arnOfId(organization, id),
  Name: name,
  Description: description,
  Type: 'SERVICE_CONTROL_POLICY',
  AwsManaged: awsManaged,
})
