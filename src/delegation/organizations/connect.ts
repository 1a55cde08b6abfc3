// Connecting an AWS Organization through an account, changing the connection, and letting go of it.
import { type AwsAccount, accountLabel } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { OrganizationConnection } from '../../core/organization.ts'
import type { AccountActor } from '../accounts/accounts.ts'
import { invalid } from '../accounts/input.ts'
import {
  audit,
  changeConnection,
  changeMember,
  getConnection,
  joinedAccounts,
  type OrganizationDependencies,
} from './change.ts'
import { chosenFrom, type OrganizationInput } from './input.ts'
import { describeOrganization } from './read-tree.ts'

const field = 'read_through'

async function readerOf(deps: OrganizationDependencies, organisation: string, id: string | null | undefined) {
  if (id == null) throw invalid(field, 'is required: the config id of the connected management account')
  const account = await deps.settings.accounts.get(organisation, id)
  if (!account) throw invalid(field, 'is not an account that you have connected')
  if (!(await deps.verification.isCollectable(account)))
    throw invalid(field, `${accountLabel(account)} is not connected at present: verify it first`)
  return account
}

/** Which AWS Organization the account is in. Rejects where AWS does not tell. */
async function seenThrough(deps: OrganizationDependencies, account: AwsAccount) {
  const found = await describeOrganization(deps, account)
  if (found.state === 'seen') return found.value
  if (found.state === 'denied')
    throw new HeyCloudError(
      'missing_permissions',
      `${found.message} Attach the policy of the feature "organization" to the role of ${accountLabel(account)}, and try again.`,
      { [field]: `${found.action} is refused` },
    )
  if (found.code === 'AWSOrganizationsNotInUseException')
    throw invalid(field, `${accountLabel(account)} is in no AWS Organization`)
  throw new HeyCloudError('aws_unavailable', `organizations:DescribeOrganization: ${found.code}: ${found.message}`)
}

/** The account's settings say that its role needs the permissions, so that what is missing of them is shown. */
const switchFeature = (deps: OrganizationDependencies, actor: AccountActor, id: string, on: boolean) =>
  deps.accounts.update(actor, id, { features: { organization: on } })

export async function connect(
  deps: OrganizationDependencies,
  actor: AccountActor,
  input: OrganizationInput,
): Promise<OrganizationConnection> {
  const { organisation } = actor
  const account = await readerOf(deps, organisation, input.read_through)
  const chosen = chosenFrom(input, account.partition, [])
  const facts = await seenThrough(deps, account)
  const present = (await deps.settings.awsOrganizations.list(organisation)).find(
    one => one.awsOrganizationId === facts.awsOrganizationId,
  )
  if (present)
    throw new HeyCloudError(
      'organization_exists',
      `${facts.awsOrganizationId} is connected already; change that connection.`,
    )
  const id = deps.random.uuid()
  const now = deps.clock.now()
  const connection: OrganizationConnection = {
    ...{ id, organisation, partition: account.partition, ...facts, readThrough: account.id, ...chosen },
    externalId: await deps.externalIds.issueForOrganization(organisation, id),
    ...{ nextExternalId: null, createdAt: now, modifiedAt: now },
  }
  try {
    await deps.settings.awsOrganizations.insert(connection)
  } catch (error) {
    await deps.externalIds.retire(connection.externalId)
    throw error
  }
  await switchFeature(deps, actor, account.id, true)
  await audit(deps, actor, 'organization.connect', connection, { read_through: account.accountId })
  return connection
}

/** Another account may read the tree, if it is in the same AWS Organization. */
async function otherReader(deps: OrganizationDependencies, old: OrganizationConnection, id: string) {
  const account = await readerOf(deps, old.organisation, id)
  const facts = await seenThrough(deps, account)
  if (facts.awsOrganizationId !== old.awsOrganizationId)
    throw invalid(field, `${accountLabel(account)} is in ${facts.awsOrganizationId}, not in ${old.awsOrganizationId}`)
  return { readThrough: account.id, managementAccountId: facts.managementAccountId }
}

/** What is left out stays. The role's name and the settings are what further members join with; present ones keep theirs. */
export async function edit(
  deps: OrganizationDependencies,
  actor: AccountActor,
  id: string,
  input: OrganizationInput,
): Promise<OrganizationConnection> {
  const old = await getConnection(deps, actor.organisation, id)
  const reading = await deps.settings.awsOrganizations.reading(id)
  const isOther = input.read_through != null && input.read_through !== old.readThrough
  const reader = isOther ? await otherReader(deps, old, input.read_through ?? '') : {}
  const next = await changeConnection(deps, actor.organisation, id, present => ({
    ...present,
    ...chosenFrom(input, present.partition, reading?.nodes ?? [], present),
    ...reader,
    modifiedAt: deps.clock.now(),
  }))
  if (next.readThrough !== old.readThrough) await switchFeature(deps, actor, next.readThrough, true)
  await audit(deps, actor, 'organization.update', next)
  return next
}

/** The members stay, each an account by itself; no other account may use their external ID from now on. */
export async function disconnect(deps: OrganizationDependencies, actor: AccountActor, id: string): Promise<void> {
  const connection = await getConnection(deps, actor.organisation, id)
  for (const account of await joinedAccounts(deps, connection))
    await changeMember(deps, account, present => ({ ...present, joinedBy: null, nextExternalId: null }))
  await deps.settings.awsOrganizations.delete(actor.organisation, id)
  for (const value of [connection.externalId, connection.nextExternalId])
    if (value !== null) await deps.externalIds.retire(value)
  if (await deps.settings.accounts.get(actor.organisation, connection.readThrough))
    await switchFeature(deps, actor, connection.readThrough, false)
  await audit(deps, actor, 'organization.disconnect', connection)
}
