// What every part of connecting an AWS Organization is handed, and how a change of it is written down.
import type { AwsAccess } from '../../aws/access.ts'
import { type RoleAccount, usesRole } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { OrganizationConnection } from '../../core/organization.ts'
import type { Random } from '../../core/random.ts'
import type { Settings } from '../../store/settings-ports.ts'
import type { AccountActor, Accounts } from '../accounts/accounts.ts'
import type { ExternalIds } from '../external-ids.ts'
import type { Serial } from '../serial.ts'
import type { LeaseDependencies } from '../under-lease.ts'
import type { Verifications } from '../verification/verifications.ts'

export interface OrganizationDependencies extends LeaseDependencies {
  settings: Pick<Settings, 'accounts' | 'audit' | 'awsOrganizations' | 'claims' | 'leases' | 'verifications'>
  /** Members join, and the reading account is changed, by the same doors as everybody else's. */
  accounts: Pick<Accounts, 'create' | 'update' | 'get'>
  externalIds: ExternalIds
  verification: Pick<Verifications, 'begin' | 'recheck' | 'isCollectable' | 'reportDenied'>
  aws: Pick<AwsAccess, 'session' | 'tryAssume'>
  /** Shared with what changes accounts. */
  serial: Serial
  random: Random
}

/** Rejects with `not_found`. */
export async function getConnection(
  { settings }: { settings: Pick<Settings, 'awsOrganizations'> },
  organisation: string,
  id: string,
): Promise<OrganizationConnection> {
  const connection = await settings.awsOrganizations.get(organisation, id)
  if (!connection) throw new HeyCloudError('not_found', 'No connection of an AWS Organization has this id.')
  return connection
}

/** Changes the connection as it is at that moment, so that of two changes neither is lost. Rejects with `not_found`. */
export function changeConnection(
  deps: Pick<OrganizationDependencies, 'serial'> & { settings: Pick<Settings, 'awsOrganizations'> },
  organisation: string,
  id: string,
  change: (present: OrganizationConnection) => OrganizationConnection,
): Promise<OrganizationConnection> {
  return deps.serial.run(`organization row/${id}`, async () => {
    const changed = change(await getConnection(deps, organisation, id))
    await deps.settings.awsOrganizations.update(changed)
    return changed
  })
}

export const audit = (
  { settings, clock }: Pick<OrganizationDependencies, 'settings' | 'clock'>,
  actor: AccountActor,
  action: string,
  connection: OrganizationConnection,
  detail: Record<string, string> = {},
): Promise<void> =>
  settings.audit.append({
    ...{ organisation: actor.organisation, at: clock.now(), actor: actor.name, action, target: connection.id },
    detail: { aws_organization_id: connection.awsOrganizationId, ...detail },
  })

/** The accounts that joined by the connection, and so share its external ID. */
export async function joinedAccounts(
  { settings }: Pick<OrganizationDependencies, 'settings'>,
  connection: OrganizationConnection,
): Promise<RoleAccount[]> {
  const accounts = await settings.accounts.list(connection.organisation)
  return accounts.filter(usesRole).filter(account => account.joinedBy === connection.id)
}

/** Changes one member alone, as it is at that moment; nothing when it is gone, or not a member any more. */
export function changeMember(
  { settings, serial }: Pick<OrganizationDependencies, 'settings' | 'serial'>,
  { organisation, id, joinedBy }: RoleAccount,
  change: (account: RoleAccount) => RoleAccount | undefined,
): Promise<RoleAccount | undefined> {
  return serial.run(id, async () => {
    const present = await settings.accounts.get(organisation, id)
    if (!present || !usesRole(present) || present.joinedBy !== joinedBy) return undefined
    const changed = change(present)
    if (changed) await settings.accounts.update(changed)
    return changed
  })
}
