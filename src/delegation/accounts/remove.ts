// Removing an account: what it held is let go at once, and what was collected of it is kept or erased, as was asked.
import { type AwsAccount, accountLabel, roleArn, usesRole } from '../../core/account.ts'
import type { Erasure } from '../../store/settings-ports.ts'
import { leaveOut } from '../organizations/leave-out.ts'
import { type AccountActor, type AccountDependencies, audit, getAccount } from './change.ts'

export interface RemoveOptions {
  /** What becomes of the points, resources and alarms collected so far; they stay unless told otherwise. */
  data?: 'keep' | 'erase' | undefined
}

const erasureOf = ({ clock }: AccountDependencies, actor: AccountActor, account: AwsAccount): Erasure => ({
  ...{ id: account.id, organisation: account.organisation, accountId: account.accountId, state: 'waiting' },
  ...{ name: accountLabel(account), rowsBefore: 0, rowsLeft: 0, reason: '' },
  ...{ requestedBy: actor.name, requestedAt: clock.now(), finishedAt: null },
})

/** What nobody but its owner can remove from AWS. */
const remains = (account: AwsAccount): string =>
  usesRole(account) ? roleArn(account) : `access key ${account.accessKeyId} of the account ${account.accountId}`

const staying: Record<'keep' | 'erase', string> = {
  keep: 'points, resources and alarms until their retention ends',
  erase: 'nothing, once the erasure has ended',
}

export async function remove(
  deps: AccountDependencies,
  actor: AccountActor,
  id: string,
  { data = 'keep' }: RemoveOptions = {},
): Promise<void> {
  const { settings, aws, externalIds } = deps
  const account = await getAccount(deps, actor.organisation, id)
  await leaveOut(deps, account)
  await settings.accounts.delete(actor.organisation, id, data === 'erase' ? erasureOf(deps, actor, account) : undefined)
  await settings.claims.release(id)
  aws.forget(account.accountId)
  if (usesRole(account) && account.joinedBy === null)
    for (const value of [account.externalId, account.nextExternalId])
      if (value !== null) await externalIds.retire(value)
  if (!usesRole(account)) await settings.secrets.delete(account.secretId)
  await settings.watermarks.deleteByAccount(id)
  const detail = { data, stays_here: staying[data], stays_in_aws: remains(account) }
  await audit(deps, actor, 'account.delete', account, detail)
}
