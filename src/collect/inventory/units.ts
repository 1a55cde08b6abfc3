// Where an account stands in its AWS Organization, as far as one that the organisation has connected tells.
import type { AwsAccount } from '../../core/account.ts'
import type { Settings } from '../../store/settings-ports.ts'

/** The names of its organizational units, from the root down to its own; empty where no connected Organization has the account. */
export async function unitsOf(
  { awsOrganizations }: Pick<Settings, 'awsOrganizations'>,
  { organisation, accountId }: Pick<AwsAccount, 'organisation' | 'accountId'>,
): Promise<string[]> {
  for (const { id } of await awsOrganizations.list(organisation)) {
    const nodes = new Map((await awsOrganizations.reading(id))?.nodes.map(node => [node.id, node]))
    const names: string[] = []
    // Never longer than there are nodes, whatever was read.
    let parent = nodes.get(accountId)?.parentId
    while (parent && names.length < nodes.size) {
      const node = nodes.get(parent)
      names.unshift(node?.name ?? parent)
      parent = node?.parentId
    }
    if (names.length > 0) return names
  }
  return []
}
