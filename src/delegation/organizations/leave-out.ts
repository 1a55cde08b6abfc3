// An account that somebody removes stays removed: its AWS Organization's connection would have it join again otherwise.
import { type AwsAccount, usesRole } from '../../core/account.ts'
import type { Settings } from '../../store/settings-ports.ts'

/** Adds a removed member to those that its connection leaves out; nothing for an account that joined by none. */
export async function leaveOut(settings: Pick<Settings, 'awsOrganizations'>, account: AwsAccount): Promise<void> {
  if (!usesRole(account) || account.joinedBy === null) return
  const connection = await settings.awsOrganizations.get(account.organisation, account.joinedBy)
  if (!connection || connection.exclude.includes(account.accountId)) return
  await settings.awsOrganizations.update({ ...connection, exclude: [...connection.exclude, account.accountId] })
}
