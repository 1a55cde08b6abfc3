// Reading and shaping the tree: the root, OUs, accounts and who is whose parent.
import type {
  CreateOrganizationalUnitCommandInput,
  DescribeAccountCommandInput,
  DescribeOrganizationalUnitCommandInput,
  ListAccountsCommandInput,
  ListAccountsForParentCommandInput,
  ListChildrenCommandInput,
  ListOrganizationalUnitsForParentCommandInput,
  ListParentsCommandInput,
  ListRootsCommandInput,
  MoveAccountCommandInput,
} from '@aws-sdk/client-organizations'
import { AwsError, type Operation } from '../../contract.ts'
import type { IamState } from '../../iam/state.ts'
import { addUnit } from '../../organization/edit.ts'
import type { AwsOrganization, OrganizationalUnit, OrganizationMember } from '../../organization/model.ts'
import { pathTo } from '../../organization/tree.ts'
import {
  type Ask,
  arnOfId,
  badPattern,
  hasParent,
  invalid,
  memberIn,
  membersOf,
  onAccount,
  onParent,
  operations,
  page,
  parentIn,
  shownMember,
  shownUnit,
  unitsOf,
} from './common.ts'

/** OUs under the root, one in the other. */
const deepest = 5

const policyTypes = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }]

function describeOrganization(organization: AwsOrganization) {
  const { id, managementAccountId, members } = organization
  return {
    Organization: {
      Id: id,
      Arn: `arn:aws:organizations::${managementAccountId}:organization/${id}`,
      FeatureSet: 'ALL',
      MasterAccountArn: arnOfId(organization, managementAccountId),
      MasterAccountId: managementAccountId,
      MasterAccountEmail: members[managementAccountId]?.email,
      AvailablePolicyTypes: policyTypes,
    },
  }
}

function unitIn(organization: AwsOrganization, id: string | undefined): OrganizationalUnit {
  if (!/^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/.test(id ?? '')) throw badPattern()
  const unit = organization.units[id ?? '']
  if (!unit)
    throw new AwsError(
      'OrganizationalUnitNotFoundException',
      "You specified an organizational unit that doesn't exist.",
    )
  return unit
}

function listParents(organization: AwsOrganization, input: ListParentsCommandInput) {
  const id = input.ChildId ?? ''
  if (!/^(\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$/.test(id)) throw badPattern()
  const child = organization.members[id] ?? organization.units[id]
  if (!child) throw new AwsError('ChildNotFoundException', "You specified a child that doesn't exist.")
  const Type = child.parentId === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT'
  return page('Parents', [{ Id: child.parentId, Type }], input)
}

function listChildren(organization: AwsOrganization, input: ListChildrenCommandInput) {
  const parentId = parentIn(organization, input.ParentId)
  const Type = input.ChildType
  if (Type === 'ACCOUNT')
    return page(
      'Children',
      membersOf(organization, parentId).map(({ accountId }) => ({ Id: accountId, Type })),
      input,
    )
  if (Type === 'ORGANIZATIONAL_UNIT')
    return page(
      'Children',
      unitsOf(organization, parentId).map(({ id }) => ({ Id: id, Type })),
      input,
    )
  throw invalid('You specified an invalid value.')
}

function createUnit(iam: IamState, input: CreateOrganizationalUnitCommandInput, { organization }: Ask) {
  const parentId = parentIn(organization, input.ParentId)
  const name = input.Name ?? ''
  if (name.length < 1 || name.length > 128) throw invalid('You provided a value that is too short or too long.')
  if (unitsOf(organization, parentId).some(unit => unit.name === name))
    throw new AwsError('DuplicateOrganizationalUnitException', 'An OU with the same name already exists.')
  if (pathTo(organization, parentId).length > deepest)
    throw new AwsError('ConstraintViolationException', 'You have exceeded the OU depth limit for this organization.')
  const id = `ou-${organization.rootId.slice(2)}-${iam.random.hex(4)}`
  const unit = iam.organizations.change(organization.id, draft => addUnit(draft, { id, name, parentId }))
  return { OrganizationalUnit: shownUnit(organization, unit) }
}

function moveAccount(iam: IamState, input: MoveAccountCommandInput, { organization }: Ask): void {
  const { accountId, parentId } = memberIn(organization, input.AccountId)
  if (!hasParent(organization, input.SourceParentId) || input.SourceParentId !== parentId)
    throw new AwsError('SourceParentNotFoundException', "You specified a source parent that doesn't exist.")
  const to = input.DestinationParentId
  if (!hasParent(organization, to))
    throw new AwsError('DestinationParentNotFoundException', "You specified a destination parent that doesn't exist.")
  if (to === parentId)
    throw new AwsError(
      'DuplicateAccountException',
      'The account is already present in the specified destination parent.',
    )
  iam.organizations.change(organization.id, draft => {
    memberIn(draft, accountId).parentId = to
  })
}

function listRoots(organization: AwsOrganization, input: ListRootsCommandInput) {
  const { rootId } = organization
  return page(
    'Roots',
    [{ Id: rootId, Arn: arnOfId(organization, rootId), Name: 'Root', PolicyTypes: policyTypes }],
    input,
  )
}

function listUnits(organization: AwsOrganization, input: ListOrganizationalUnitsForParentCommandInput) {
  const units = unitsOf(organization, parentIn(organization, input.ParentId))
  return page(
    'OrganizationalUnits',
    units.map(unit => shownUnit(organization, unit)),
    input,
  )
}

function listMembers(
  organization: AwsOrganization,
  members: OrganizationMember[],
  input: ListAccountsCommandInput | ListAccountsForParentCommandInput,
) {
  return page(
    'Accounts',
    members.map(member => shownMember(organization, member)),
    input,
  )
}

export const treeReads = (iam: IamState): Record<string, Operation> => ({
  ...operations(iam, 'members', {
    DescribeOrganization: { answer: (_input, { organization }) => describeOrganization(organization) },
  }),
  ...operations(iam, 'administrators', {
    ListRoots: { answer: (input: ListRootsCommandInput, { organization }) => listRoots(organization, input) },
    ListOrganizationalUnitsForParent: {
      on: onParent,
      answer: (input: ListOrganizationalUnitsForParentCommandInput, { organization }) => listUnits(organization, input),
    },
    ListAccountsForParent: {
      on: onParent,
      answer: (input: ListAccountsForParentCommandInput, { organization }) =>
        listMembers(organization, membersOf(organization, parentIn(organization, input.ParentId)), input),
    },
    ListAccounts: {
      answer: (input: ListAccountsCommandInput, { organization }) =>
        listMembers(organization, Object.values(organization.members), input),
    },
    DescribeAccount: {
      on: onAccount,
      answer: (input: DescribeAccountCommandInput, { organization }) => ({
        Account: shownMember(organization, memberIn(organization, input.AccountId)),
      }),
    },
    DescribeOrganizationalUnit: {
      on: ({ OrganizationalUnitId }: DescribeOrganizationalUnitCommandInput) => [OrganizationalUnitId],
      answer: (input: DescribeOrganizationalUnitCommandInput, { organization }) => ({
        OrganizationalUnit: shownUnit(organization, unitIn(organization, input.OrganizationalUnitId)),
      }),
    },
    ListParents: {
      on: ({ ChildId }: ListParentsCommandInput) => [ChildId],
      answer: (input: ListParentsCommandInput, { organization }) => listParents(organization, input),
    },
    ListChildren: {
      on: onParent,
      answer: (input: ListChildrenCommandInput, { organization }) => listChildren(organization, input),
    },
  }),
})

export const treeChanges = (iam: IamState): Record<string, Operation> =>
  operations(iam, 'management', {
    CreateOrganizationalUnit: {
      on: onParent,
      answer: (input: CreateOrganizationalUnitCommandInput, ask) => createUnit(iam, input, ask),
    },
    MoveAccount: {
      on: ({ AccountId, SourceParentId, DestinationParentId }: MoveAccountCommandInput) => [
        AccountId,
        SourceParentId,
        DestinationParentId,
      ],
      answer: (input: MoveAccountCommandInput, ask) => moveAccount(iam, input, ask),
    },
  })
