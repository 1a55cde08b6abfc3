// Reads an AWS Organization through one account: which it is, and its tree of OUs and accounts.
import {
  type Account,
  DescribeOrganizationCommand,
  OrganizationsClient,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListRoots,
} from '@aws-sdk/client-organizations'
import type { AwsAccess } from '../../aws/access.ts'
import { observe } from '../../aws/observe.ts'
import { globalRegion } from '../../aws/partitions.ts'
import { type AwsAccount, accountIdPattern } from '../../core/account.ts'
import type { Clock } from '../../core/clock.ts'
import { type Observation, seen } from '../../core/observation.ts'
import {
  awsOrganizationIdPattern,
  type OrganizationConnection,
  type OrganizationNode,
} from '../../core/organization.ts'

export interface TreeReader {
  aws: Pick<AwsAccess, 'session'>
  clock: Clock
}

/** Organizations has one endpoint for a whole partition. */
const clientOf = ({ aws }: TreeReader, account: AwsAccount): OrganizationsClient =>
  aws.session(account, 'organization').client(OrganizationsClient, globalRegion(account.partition))

/** Which AWS Organization the account is in. Any of its accounts may ask. */
export async function describeOrganization(
  reader: TreeReader,
  account: AwsAccount,
): Promise<Observation<Pick<OrganizationConnection, 'awsOrganizationId' | 'managementAccountId'>>> {
  const client = clientOf(reader, account)
  const ask = async () => {
    const { Organization } = await client.send(new DescribeOrganizationCommand({}))
    const { Id = '', MasterAccountId = '' } = Organization ?? {}
    if (!awsOrganizationIdPattern.test(Id) || !accountIdPattern.test(MasterAccountId))
      throw new Error('AWS named no Organization')
    return { awsOrganizationId: Id, managementAccountId: MasterAccountId }
  }
  return observe('organizations:DescribeOrganization', ask, reader.clock)
}

/** `State` took the place of `Status`, which AWS withdrew on 9 September 2026 (Organizations API reference, Account). */
const accountNode = (parentId: string, { Id, Name, State, Status }: Account): OrganizationNode => ({
  id: Id ?? '',
  kind: 'account',
  name: Name ?? '',
  parentId,
  status: State ?? Status ?? null,
})

async function all<P, T>(pages: AsyncIterable<P>, items: (page: P) => T[] | undefined): Promise<T[]> {
  const found: T[] = []
  for await (const page of pages) found.push(...(items(page) ?? []))
  return found
}

/**
 * The roots, OUs and accounts, parents before children. What is not seen whole is not seen: nobody is missed in silence. Rejects
 * with the signal's reason when it is aborted.
 */
export async function readTree(
  reader: TreeReader,
  account: AwsAccount,
  signal?: AbortSignal,
): Promise<Observation<OrganizationNode[]>> {
  const { clock } = reader
  const client = clientOf(reader, account)
  const roots = await observe(
    'organizations:ListRoots',
    () => all(paginateListRoots({ client }, {}), page => page.Roots),
    clock,
  )
  if (roots.state !== 'seen') return roots
  const nodes = roots.value.map(
    ({ Id, Name }): OrganizationNode => ({
      id: Id ?? '',
      kind: 'root',
      name: Name ?? '',
      parentId: null,
      status: null,
    }),
  )
  // What is found below is appended, and walked in its turn.
  for (const { id: ParentId, kind } of nodes) {
    if (kind === 'account') continue
    signal?.throwIfAborted()
    const units = await observe(
      'organizations:ListOrganizationalUnitsForParent',
      () => all(paginateListOrganizationalUnitsForParent({ client }, { ParentId }), page => page.OrganizationalUnits),
      clock,
    )
    if (units.state !== 'seen') return units
    const accounts = await observe(
      'organizations:ListAccountsForParent',
      () => all(paginateListAccountsForParent({ client }, { ParentId }), page => page.Accounts),
      clock,
    )
    if (accounts.state !== 'seen') return accounts
    for (const { Id, Name } of units.value)
      nodes.push({ id: Id ?? '', kind: 'ou', name: Name ?? '', parentId: ParentId, status: null })
    nodes.push(...accounts.value.map(one => accountNode(ParentId, one)))
  }
  return seen(nodes, clock.now())
}
