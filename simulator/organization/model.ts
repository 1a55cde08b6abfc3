// What the simulated AWS keeps of an AWS Organization: plain JSON, so that it can be snapshotted and written to a file.

export interface OrganizationMember {
  accountId: string
  name: string
  email: string
  /** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html */
  state: 'PENDING_ACTIVATION' | 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'CLOSED'
  joinedMethod: 'INVITED' | 'CREATED'
  /** Epoch ms of real time, as all times here. */
  joinedAt: number
  /** The root or the OU that it is in. */
  parentId: string
  /** When it became a delegated administrator, by service principal. */
  delegated: Record<string, number>
}

export interface OrganizationalUnit {
  /** `ou-ab12-1a2b3c4d`: the second part is the root's. */
  id: string
  name: string
  parentId: string
}

export interface ControlPolicy {
  /** `p-…`. */
  id: string
  name: string
  description: string
  /** The document's text as it was given. */
  text: string
  awsManaged: boolean
}

export interface AccountCreation {
  /** `car-` and 32 letters and digits. */
  id: string
  accountName: string
  /** The account is there once the creation has succeeded. */
  accountId: string
  requestedAt: number
}

export interface AwsOrganization {
  /** `o-…`. */
  id: string
  /** `r-…`. */
  rootId: string
  managementAccountId: string
  units: Record<string, OrganizationalUnit>
  members: Record<string, OrganizationMember>
  /** Service control policies by id. */
  policies: Record<string, ControlPolicy>
  /** Ids of the policies that are attached to a root, an OU or an account, in the order in which they were. */
  attached: Record<string, string[]>
  creations: Record<string, AccountCreation>
  /** Service principals with trusted access, and since when. */
  serviceAccess: Record<string, number>
}
