// What a request for an account may say of its partition, role, account and name; each fault is named by its field.
import { type Partition, partitions, type RoleTarget } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { accountIdFault, parseRoleName, roleNameFault } from './role-name.ts'

/** The public API's `auth_config`, before anything is known of it. */
export interface AuthInput {
  role_name?: string | undefined
  external_id?: string | undefined
  access_key_id?: string | undefined
  secret_access_key?: string | undefined
}

/** The public API's account attributes; the settings groups travel beside them. */
export interface AccountInput {
  aws_account_id?: string | undefined
  aws_partition?: string | undefined
  auth_config?: AuthInput | undefined
  /** HeyCloud's own addition; null clears it. */
  account_name?: string | null | undefined
  [group: string]: unknown
}

export const invalid = (field: string, fault: string): HeyCloudError =>
  new HeyCloudError('bad_request', 'invalid value', { [field]: fault })

export function partitionFrom(text: string | undefined): Partition {
  const partition = partitions.find(name => name === text)
  if (!partition) throw invalid('aws_partition', text === undefined ? 'is required' : `invalid partition: ${text}`)
  return partition
}

/** Role delegation only: access keys are for partitions that HeyCloud cannot be trusted from, and are not kept by this version. */
export function refuseKeys(auth: AuthInput, partition: Partition): void {
  if (auth.access_key_id === undefined && auth.secret_access_key === undefined) return
  throw invalid(
    'auth_config',
    partition === 'aws'
      ? 'access keys are accepted for aws-us-gov and aws-cn only; in the partition aws use role delegation: send role_name'
      : `access keys for ${partition} are not supported by this version of HeyCloud; send role_name`,
  )
}

export function checkedRole(auth: AuthInput): Pick<RoleTarget, 'roleName' | 'rolePath'> {
  const fault = roleNameFault(auth.role_name ?? '')
  if (fault) throw invalid('auth_config.role_name', fault)
  return parseRoleName(auth.role_name ?? '')
}

export function checkedAccountId(text: string | undefined): string {
  const fault = accountIdFault(text ?? '')
  if (fault) throw invalid('aws_account_id', fault)
  return text ?? ''
}

export function checkedName(name: string | null | undefined): string | null {
  const text = name?.trim() || null
  if (text && text.length > 100) throw invalid('account_name', 'at most 100 characters')
  // It is printed in terminals, logs and reports, where such characters move the cursor or hide what follows.
  if (text && /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(text))
    throw invalid('account_name', 'holds a control character')
  return text
}
