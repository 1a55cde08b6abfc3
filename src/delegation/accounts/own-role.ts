// HeyCloud's own role and account: connecting them would let its users read HeyCloud itself.
import type { AwsAccess, OwnIdentity } from '../../aws/access.ts'
import { type Partition, type RoleTarget, usesRole } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { invalid } from './input.ts'

/** The role name in a session's ARN; the session ARN leaves out the role's path. */
export const ownRoleName = (arn: string): string | undefined => /:assumed-role\/([^/]+)\//.exec(arn)?.[1]

/** Whether the target is the role that HeyCloud itself runs as. Role names are unique in an account ignoring case (IAM). */
export const isOwnRole = (target: Pick<RoleTarget, 'accountId' | 'roleName'>, own: OwnIdentity): boolean =>
  target.accountId === own.accountId && target.roleName.toLowerCase() === ownRoleName(own.arn)?.toLowerCase()

export interface OwnRoleDependencies {
  settings: Pick<Settings, 'organisations'>
  aws: Pick<AwsAccess, 'identity'>
  /** Whether an installation with several organisations may connect the account it runs in. */
  allowOwnAccount?: boolean | undefined
}

/** A role, or the account of an access key. */
export type OwnCandidate =
  | Pick<RoleTarget, 'partition' | 'accountId' | 'roleName'>
  | { partition: Partition; accountId: string }

/**
 * Rejects a target that is HeyCloud's own role (always), its own account (where several organisations share it), or a role in a
 * partition that its identity cannot reach; an access key reaches its own. While HeyCloud has no identity nothing is refused:
 * verification asks again before its first call.
 */
export async function refuseOwn(target: OwnCandidate, deps: OwnRoleDependencies): Promise<void> {
  const identity = await deps.aws.identity()
  if (identity.state !== 'seen') return
  const own = identity.value
  if (usesRole(target) && target.partition !== own.partition)
    throw invalid(
      'aws_partition',
      `HeyCloud runs in the partition ${own.partition}; no role can be assumed from one partition into another`,
    )
  if (target.accountId !== own.accountId) return
  if (usesRole(target) && isOwnRole(target, own))
    throw new HeyCloudError(
      'own_role_refused',
      'Make a role of its own for collection, beside the one HeyCloud runs as.',
      {
        'auth_config.role_name': 'is the role that HeyCloud itself runs as',
      },
    )
  if (!deps.allowOwnAccount && (await deps.settings.organisations.list()).length > 1)
    throw new HeyCloudError(
      'own_account_refused',
      'Several organisations share this HeyCloud: only its operator may allow it.',
      { aws_account_id: 'is the account that HeyCloud itself runs in' },
    )
}
