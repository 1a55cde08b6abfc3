// One look at an AWS Organization: the tree is read, wanted accounts that are not connected yet join, and members keep in step.
import { globalRegion } from '../../aws/partitions.ts'
import { type AwsAccount, accountLabel, type RoleAccount } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Denied, Observation } from '../../core/observation.ts'
import type { OrganizationConnection, OrganizationNode, OrganizationReading } from '../../core/organization.ts'
import { checkedName } from '../accounts/input.ts'
import { writtenRoleName } from '../accounts/role-name.ts'
import { underLease } from '../under-lease.ts'
import { changeMember, joinedAccounts, type OrganizationDependencies } from './change.ts'
import { wantedAccounts } from './members.ts'
import { describeOrganization, readTree } from './read-tree.ts'

/** Who is written down for what nobody pressed a button for. */
const heycloud = 'heycloud'

type Tree = Observation<OrganizationNode[]>

/** What stands in the way on this side, so that AWS is not asked. */
const standing = ({ clock }: OrganizationDependencies, message: string): Tree => ({
  ...{ state: 'failed', code: 'NotAsked', message, transient: false, at: clock.now() },
})

async function readThrough(
  deps: OrganizationDependencies,
  account: AwsAccount,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Tree> {
  const found = await describeOrganization(deps, account)
  if (found.state !== 'seen') return found
  const { awsOrganizationId } = found.value
  // Members of another AWS Organization are not members of this one, whoever reads them.
  if (awsOrganizationId !== id)
    return standing(
      deps,
      `${accountLabel(account)} is in ${awsOrganizationId} now, not in ${id}. Choose another account.`,
    )
  return readTree(deps, account, signal)
}

/** AWS is asked only through an account that is proven and not paused. */
async function look(
  deps: OrganizationDependencies,
  connection: OrganizationConnection,
  signal: AbortSignal | undefined,
): Promise<Tree> {
  const account = await deps.settings.accounts.get(connection.organisation, connection.readThrough)
  if (!account) return standing(deps, 'The account that it was read through was removed. Choose another.')
  const label = accountLabel(account)
  if (account.pausedAt !== null) return standing(deps, `${label}, which it is read through, is paused.`)
  if (!(await deps.verification.isCollectable(account)))
    return standing(deps, `${label}, which it is read through, is not connected at present.`)
  const tree = await readThrough(deps, account, connection.awsOrganizationId, signal)
  if (tree.state === 'denied' && tree.cause !== 'unknown')
    await deps.verification.reportDenied({ account, region: globalRegion(account.partition), denied: tree })
  return tree
}

/** Organizations names no policy when the account is of the wrong kind, whatever its role may do. */
const refusalWords = ({ message, cause }: Denied): string =>
  cause === 'unknown'
    ? `${message} Only the management account and delegated administrators may list the accounts of an AWS Organization.`
    : message

/** What was seen before stays when it cannot be seen now. */
function readingOf(tree: Tree, before: OrganizationReading | undefined): OrganizationReading {
  const { nodes, readAt, refusals } = before ?? { nodes: [], readAt: null, refusals: {} }
  const attemptedAt = tree.at
  if (tree.state === 'seen')
    return {
      ...{ nodes: tree.value, readAt: tree.at, attemptedAt, refusals },
      ...{ state: 'seen', action: null, reason: '' },
    }
  return {
    ...{ nodes, readAt, attemptedAt, refusals, state: tree.state },
    action: tree.state === 'denied' ? tree.action : null,
    reason: tree.state === 'denied' ? refusalWords(tree) : tree.message,
  }
}

/** AWS allows names that HeyCloud does not show. */
function nameOf(node: OrganizationNode): string | null {
  try {
    return checkedName(node.name)
  } catch {
    // The account number stands in its place.
    return null
  }
}

/** Makes the account's row with what the connection gives its members. Undefined when it joined; else why not, for a person. */
export async function join(
  { accounts }: Pick<OrganizationDependencies, 'accounts'>,
  connection: OrganizationConnection,
  node: OrganizationNode,
  actor: string,
): Promise<string | undefined> {
  try {
    await accounts.create(
      { organisation: connection.organisation, name: actor },
      {
        ...connection.settings,
        aws_account_id: node.id,
        aws_partition: connection.partition,
        auth_config: { role_name: writtenRoleName(connection), external_id: connection.externalId },
        account_name: nameOf(node),
      },
    )
    return undefined
  } catch (error) {
    if (!(error instanceof HeyCloudError)) throw error
    return `${error.title}: ${[error.detail, ...Object.values(error.fields)].join('; ')}.`
  }
}

/** Wanted accounts that nobody of the organisation has connected join. Returns why some could not, by account ID. */
async function joinWanted(
  deps: OrganizationDependencies,
  connection: OrganizationConnection,
  nodes: readonly OrganizationNode[],
): Promise<Record<string, string>> {
  const connected = new Set((await deps.settings.accounts.list(connection.organisation)).map(one => one.accountId))
  const refusals: Record<string, string> = {}
  for (const node of wantedAccounts({ connection, nodes })) {
    if (connected.has(node.id)) continue
    const refusal = await join(deps, connection, node, heycloud)
    if (refusal !== undefined) refusals[node.id] = refusal
  }
  return refusals
}

/** The member as the connection has it; undefined where it is so already. */
function inStep(account: RoleAccount, { externalId, nextExternalId }: OrganizationConnection): RoleAccount | undefined {
  // The rotation is being finished, member by member.
  if (account.externalId === nextExternalId) return undefined
  // It joined in the moment in which a rotation was finished.
  if (account.externalId !== externalId) return { ...account, externalId, nextExternalId, state: 'pending' }
  return account.nextExternalId === nextExternalId ? undefined : { ...account, nextExternalId }
}

/** Members have the connection's external ID and, while a rotation is under way, its next one; those that joined meanwhile too. */
export async function keepInStep(deps: OrganizationDependencies, connection: OrganizationConnection): Promise<void> {
  for (const account of await joinedAccounts(deps, connection)) {
    const changed = await changeMember(deps, account, present => inStep(present, connection))
    if (!changed) continue
    await (changed.externalId === account.externalId
      ? deps.verification.recheck(changed)
      : deps.verification.begin(changed))
  }
}

async function syncAlone(
  deps: OrganizationDependencies,
  { organisation, id }: OrganizationConnection,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { awsOrganizations } = deps.settings
  const before = await awsOrganizations.get(organisation, id)
  if (!before) return
  const tree = await look(deps, before, signal)
  // It may have been changed, or removed, while AWS was read.
  const connection = await awsOrganizations.get(organisation, id)
  if (!connection) return
  const reading = readingOf(tree, await awsOrganizations.reading(id))
  // Stored before anybody joins: whether an account is a member is asked of it.
  await awsOrganizations.putReading(id, reading)
  if (reading.state === 'seen' && connection.autoJoin) {
    const refusals = await joinWanted(deps, connection, reading.nodes)
    await awsOrganizations.putReading(id, { ...reading, refusals })
  }
  await keepInStep(deps, connection)
}

/** One process at a time; resolves when it has ended. False when another process is at it. Rejects when it is aborted. */
export const sync = (
  deps: OrganizationDependencies,
  holder: string,
  connection: OrganizationConnection,
  signal?: AbortSignal,
): Promise<boolean> =>
  underLease(deps, holder, `organization/${connection.id}`, () => syncAlone(deps, connection, signal))
