// A new external ID for all members of an AWS Organization in two phases: both are in the trust policies, then the new one alone.
import pLimit from 'p-limit'
import type { RoleAccount } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { OrganizationConnection } from '../../core/organization.ts'
import type { AccountActor } from '../accounts/accounts.ts'
import { isCollectableState } from '../verification/state.ts'
import {
  audit,
  changeConnection,
  changeMember,
  getConnection,
  joinedAccounts,
  type OrganizationDependencies,
} from './change.ts'
import { keepInStep } from './sync.ts'

const probesAtOnce = 8

/** A rotation is under way. */
export type RotatingConnection = OrganizationConnection & { nextExternalId: string }

const isRotating = (connection: OrganizationConnection): connection is RotatingConnection =>
  connection.nextExternalId !== null

async function rotating(deps: OrganizationDependencies, organisation: string, id: string): Promise<RotatingConnection> {
  const connection = await getConnection(deps, organisation, id)
  if (isRotating(connection)) return connection
  throw new HeyCloudError('bad_request', 'No rotation is under way: POST …/rotate_external_id begins one.')
}

const withIds = (
  deps: OrganizationDependencies,
  { organisation, id }: OrganizationConnection,
  ids: Partial<Pick<OrganizationConnection, 'externalId' | 'nextExternalId'>>,
): Promise<OrganizationConnection> =>
  changeConnection(deps, organisation, id, present => ({ ...present, ...ids, modifiedAt: deps.clock.now() }))

/** Phase one. The present ID goes on being used; verification tries the next beside it. The same again while it is under way. */
export async function rotate(
  deps: OrganizationDependencies,
  actor: AccountActor,
  id: string,
): Promise<RotatingConnection> {
  const connection = await getConnection(deps, actor.organisation, id)
  if (isRotating(connection)) return connection
  const nextExternalId = await deps.externalIds.issueForOrganization(actor.organisation, id)
  const begun = { ...(await withIds(deps, connection, { nextExternalId })), nextExternalId }
  await keepInStep(deps, begun)
  await audit(deps, actor, 'organization.rotate', connection)
  return begun
}

/** Of members whose present ID works: for the others nothing is lost. Undefined where AWS accepts the next one. */
async function notAccepted({ aws }: OrganizationDependencies, account: RoleAccount, next: string) {
  if (account.externalId === next || !isCollectableState(account.state)) return undefined
  const answer = await aws.tryAssume({ ...account, externalId: next }, next)
  if (answer.outcome === 'assumed') return undefined
  return answer.outcome === 'refused'
    ? 'AWS still refuses the role with the next external ID'
    : `AWS did not say whether it accepts the next external ID: ${answer.notSeen.message}`
}

/** The next ID becomes the member's only one. What AWS has not accepted with it is proven before anything is collected. */
async function giveNext(deps: OrganizationDependencies, account: RoleAccount, next: string, accepted: boolean) {
  const changed = await changeMember(deps, account, present =>
    present.externalId === next
      ? undefined
      : {
          ...present,
          externalId: next,
          nextExternalId: null,
          state: accepted ? present.state : 'pending',
          modifiedAt: deps.clock.now(),
        },
  )
  if (!changed) return
  if (!accepted) await deps.settings.claims.release(changed.id)
  await deps.verification.begin(changed)
}

/**
 * Phase two. Rejects with `rotation_not_ready` while a member that is connected refuses the next ID, unless `force`. Begun again
 * after a process died in its midst it goes on where that one stopped.
 */
export async function finishRotation(
  deps: OrganizationDependencies,
  actor: AccountActor,
  id: string,
  { force = false }: { force?: boolean | undefined } = {},
): Promise<OrganizationConnection> {
  const connection = await rotating(deps, actor.organisation, id)
  const next = connection.nextExternalId
  const members = await joinedAccounts(deps, connection)
  const limit = pLimit(probesAtOnce)
  const faults = await Promise.all(members.map(account => limit(() => notAccepted(deps, account, next))))
  const refusals = members.flatMap(({ accountId }, index) => {
    const fault = faults[index]
    return fault === undefined ? [] : [[accountId, fault] as const]
  })
  if (refusals.length > 0 && !force)
    throw new HeyCloudError(
      'rotation_not_ready',
      `${refusals.length} of ${members.length} members do not accept the next external ID yet: update the StackSet, so that their trust policies hold both values. A change takes up to a minute in AWS.`,
      Object.fromEntries(refusals),
    )
  for (const [index, account] of members.entries()) await giveNext(deps, account, next, faults[index] === undefined)
  const finished = await withIds(deps, connection, { externalId: next, nextExternalId: null })
  await deps.externalIds.retire(connection.externalId)
  await audit(deps, actor, 'organization.rotate.finish', connection, refusals.length > 0 ? { forced: 'true' } : {})
  return finished
}

export async function cancelRotation(deps: OrganizationDependencies, actor: AccountActor, id: string): Promise<void> {
  const connection = await rotating(deps, actor.organisation, id)
  const members = await joinedAccounts(deps, connection)
  if (members.some(({ externalId }) => externalId === connection.nextExternalId))
    throw new HeyCloudError('bad_request', 'Some members use the next external ID alone already: finish the rotation.')
  const cancelled = await withIds(deps, connection, { nextExternalId: null })
  await keepInStep(deps, cancelled)
  await deps.externalIds.retire(connection.nextExternalId)
  await audit(deps, actor, 'organization.rotate.cancel', connection)
}
