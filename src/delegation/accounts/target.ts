// How an account lets HeyCloud in, as a value: a role or an access key, compared, and read from a request for a new account.
import { type AccountTarget, type KeyTarget, type Partition, type RoleTarget, usesRole } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import {
  type AccountInput,
  type AuthInput,
  checkedAccessKeyId,
  checkedAccountId,
  checkedRole,
  checkedSecret,
  invalid,
  partitionFrom,
  refuseKeysIn,
} from './input.ts'

/** Whether what was proven of one way in holds for the other. */
export function sameTarget(a: AccountTarget, b: AccountTarget): boolean {
  if (a.partition !== b.partition || a.accountId !== b.accountId) return false
  if (usesRole(a))
    return usesRole(b) && a.roleName === b.roleName && a.rolePath === b.rolePath && a.externalId === b.externalId
  return !usesRole(b) && a.accessKeyId === b.accessKeyId && a.secretId === b.secretId
}

export const accountNotFound = (): HeyCloudError =>
  new HeyCloudError('account_not_found', 'AWS account with provided id is not integrated')

export type EnteredRole = Omit<RoleTarget, 'externalId'> & { externalId: string | undefined }
export type EnteredKeys = Omit<KeyTarget, 'secretId'> & { secret: string }

const keysGiven = (auth: AuthInput): boolean => auth.access_key_id != null || auth.secret_access_key != null
const roleGiven = (auth: AuthInput): boolean => auth.role_name != null || auth.external_id != null

/** What a new account is entered with. Rejects with `bad_request` by the field that is wrong. */
export function enteredTarget(input: AccountInput): EnteredRole | EnteredKeys {
  const auth = input.auth_config ?? {}
  const partition = partitionFrom(input.aws_partition)
  const keys = keysGiven(auth)
  if (keys) refuseKeysIn(partition)
  if (keys && roleGiven(auth))
    throw invalid('auth_config', 'send role_name, or access_key_id and secret_access_key; not both')
  const accountId = checkedAccountId(input.aws_account_id)
  if (!keys) return { partition, accountId, ...checkedRole(auth), externalId: auth.external_id ?? undefined }
  return {
    partition,
    accountId,
    accessKeyId: checkedAccessKeyId(auth.access_key_id),
    secret: checkedSecret(auth.secret_access_key),
  }
}

const kindFixed = (): HeyCloudError =>
  new HeyCloudError('auth_kind_fixed', 'cannot switch between role and key based auth')

function changedRole(old: RoleTarget, auth: AuthInput): Pick<RoleTarget, 'roleName' | 'rolePath' | 'externalId'> {
  if (keysGiven(auth)) throw kindFixed()
  return {
    ...(auth.role_name == null ? { roleName: old.roleName, rolePath: old.rolePath } : checkedRole(auth)),
    externalId: auth.external_id ?? old.externalId,
  }
}

/** A pair, or the present key's id alone as clients send it back; the secret is known to nobody but its owner. */
function changedKeys(old: KeyTarget, auth: AuthInput, partition: Partition): { accessKeyId: string; secret?: string } {
  if (roleGiven(auth)) throw kindFixed()
  refuseKeysIn(partition)
  if (!keysGiven(auth)) return { accessKeyId: old.accessKeyId }
  const accessKeyId = checkedAccessKeyId(auth.access_key_id)
  if (auth.secret_access_key != null) return { accessKeyId, secret: checkedSecret(auth.secret_access_key) }
  if (accessKeyId !== old.accessKeyId)
    throw invalid('auth_config.secret_access_key', 'is required together with another access key id')
  return { accessKeyId }
}

/** The account's way in as it would be, and the new secret where one was sent. Nothing is written. */
export function changedTarget<T extends AccountTarget>(old: T, input: AccountInput): { target: T; secret?: string } {
  const auth = input.auth_config ?? {}
  const partition = input.aws_partition == null ? old.partition : partitionFrom(input.aws_partition)
  const accountId = input.aws_account_id == null ? old.accountId : checkedAccountId(input.aws_account_id)
  if (usesRole(old)) return { target: { ...old, partition, accountId, ...changedRole(old, auth) } }
  const { secret, ...keys } = changedKeys(old as KeyTarget, auth, partition)
  return { target: { ...old, partition, accountId, ...keys }, ...(secret === undefined ? {} : { secret }) }
}
