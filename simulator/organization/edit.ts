// How an Organization grows: every root, OU and account begins under FullAWSAccess, as AWS has it.
import type { AwsOrganization, OrganizationalUnit, OrganizationMember } from './model.ts'

/** AWS's own policy, attached to everything when it is made. */
export const fullAccessId = 'p-FullAWSAccess'
const fullAccess = {
  id: fullAccessId,
  name: 'FullAWSAccess',
  description: 'Allows access to every operation',
  text: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  awsManaged: true,
}

export type NewMember = Pick<OrganizationMember, 'accountId' | 'name' | 'joinedMethod' | 'joinedAt' | 'parentId'> & {
  email?: string
}

export function addMember(draft: AwsOrganization, given: NewMember): void {
  draft.members[given.accountId] = {
    email: `aws+${given.name}@acme.test`,
    ...given,
    state: 'ACTIVE',
    delegated: {},
  }
  draft.attached[given.accountId] = [fullAccessId]
}

export function addUnit(draft: AwsOrganization, unit: OrganizationalUnit): OrganizationalUnit {
  draft.units[unit.id] = unit
  draft.attached[unit.id] = [fullAccessId]
  return unit
}

/** An Organization with its root alone; `accountId` is its management account. */
export function newOrganization(given: { id: string; rootId: string; management: Omit<NewMember, 'parentId'> }) {
  const { id, rootId, management } = given
  const organization: AwsOrganization = {
    id,
    rootId,
    managementAccountId: management.accountId,
    units: {},
    members: {},
    policies: { [fullAccessId]: fullAccess },
    attached: { [rootId]: [fullAccessId] },
    creations: {},
    serviceAccess: {},
  }
  addMember(organization, { ...management, parentId: rootId })
  return organization
}
