// An account that somebody removes stays removed: its AWS Organization's connection would have it join again otherwise.
import { type AwsAccount, usesRole } from '../../core/account.ts'
import type { Settings } from '../../store/settings-ports.ts'
import type { Serial } from '../serial.ts'
import { changeConnection } from './change.ts'

export interface LeaveOutDependencies {
  settings: Pick<Settings, 'awsOrganizations'>
  serial: Serial
}

/** Adds a removed member to those that its connection leaves out; nothing for an account that joined by none. */
export async function leaveOut(deps: LeaveOutDependencies, account: AwsAccount): Promise<void> {
  const { organisation, accountId } = account
  if (!usesRole(account) || account.joinedBy === null) return
  if (!(await deps.settings.awsOrganizations.get(organisation, account.joinedBy))) return
  await changeConnection(deps, organisation, account.joinedBy, present => ({
    ...present,
    exclude: [...new Set([...present.exclude, accountId])],
  }))
}
