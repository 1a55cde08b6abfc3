// A new external ID for one account in two phases, so that collection never stops: both are in the trust policy, then the new one alone.
import { type RoleAccount, usesRole } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { type AccountActor, type AccountDependencies, audit, getAccount, type Updated } from './change.ts'

/** Rejects with `bad_request` for an account that has no external ID of its own. */
async function ownIdAccount(deps: AccountDependencies, organisation: string, id: string): Promise<RoleAccount> {
  const account = await getAccount(deps, organisation, id)
  if (!usesRole(account))
    throw new HeyCloudError(
      'bad_request',
      'An access key has no external ID. Make a new key in IAM and send both its parts.',
    )
  if (account.joinedBy !== null)
    throw new HeyCloudError(
      'bad_request',
      'The members of the AWS Organization share this external ID: rotate it there, for all of them.',
    )
  return account
}

/** A rotation is under way. */
export type RotatingAccount = RoleAccount & { nextExternalId: string }
const isRotating = (account: RoleAccount): account is RotatingAccount => account.nextExternalId !== null

async function rotating(deps: AccountDependencies, organisation: string, id: string): Promise<RotatingAccount> {
  const account = await ownIdAccount(deps, organisation, id)
  if (isRotating(account)) return account
  throw new HeyCloudError('bad_request', 'No rotation is under way: POST …/rotate_external_id begins one.')
}

/** Phase one. The present ID goes on being used; verification tries the next beside it. The same again while it is under way. */
export async function rotate(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
): Promise<Updated<RotatingAccount>> {
  const account = await ownIdAccount(deps, actor.organisation, id)
  if (isRotating(account)) return { account, moved: false }
  const begun = { ...account, nextExternalId: await deps.externalIds.issueNext(actor.organisation, id) }
  await deps.settings.accounts.update(begun)
  await audit(deps, actor, 'account.rotate', account)
  return { account: begun, moved: false }
}

/** Asked of AWS at this moment: what a daily probe found may be of yesterday. Undefined where the next one is accepted. */
async function notAccepted(
  { aws }: AccountDependencies,
  account: RoleAccount,
  next: string,
): Promise<string | undefined> {
  const answer = await aws.tryAssume({ ...account, externalId: next }, next)
  if (answer.outcome === 'assumed') return undefined
  return answer.outcome === 'refused'
    ? 'AWS still refuses the role with the next external ID: put both values into its trust policy. A change takes up to a minute in AWS.'
    : `AWS did not say whether it accepts the next external ID: ${answer.notSeen.message} Try again.`
}

/**
 * Phase two. What AWS has accepted is collected with at once; what it has not, `force` makes the only one all the same, and nothing is
 * collected until it is proven.
 */
export async function finishRotation(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
  { force = false }: { force?: boolean | undefined } = {},
): Promise<Updated> {
  const account = await rotating(deps, actor.organisation, id)
  const reason = await notAccepted(deps, account, account.nextExternalId)
  if (reason !== undefined && !force) throw new HeyCloudError('rotation_not_ready', reason)
  const proven = reason === undefined
  const next: RoleAccount = {
    ...account,
    externalId: account.nextExternalId,
    nextExternalId: null,
    state: proven ? account.state : 'pending',
    modifiedAt: deps.clock.now(),
  }
  await deps.settings.accounts.update(next)
  if (!proven) await deps.settings.claims.release(id)
  await deps.externalIds.retire(account.externalId)
  await audit(deps, actor, 'account.rotate.finish', account, proven ? {} : { forced: 'true' })
  return { account: next, moved: true }
}

export async function cancelRotation(deps: AccountDependencies, actor: AccountActor, id: string): Promise<void> {
  const account = await rotating(deps, actor.organisation, id)
  await deps.settings.accounts.update({ ...account, nextExternalId: null })
  await deps.externalIds.retire(account.nextExternalId)
  await audit(deps, actor, 'account.rotate.cancel', account)
}
