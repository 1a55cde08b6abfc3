// What a request for an account may say of its partition, role, keys, account and name; each fault is named by its field.
import { accessKeyIdPattern, type Partition, partitions, type RoleTarget } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { accountIdFault, parseRoleName, roleNameFault } from './role-name.ts'

/** The public API's `auth_config`, before anything is known of it; null is as good as left out. */
export interface AuthInput {
  role_name?: string | null | undefined
  external_id?: string | null | undefined
  access_key_id?: string | null | undefined
  secret_access_key?: string | null | undefined
}

/** The public API's account attributes; the settings groups travel beside them. */
export interface AccountInput {
  aws_account_id?: string | null | undefined
  aws_partition?: string | null | undefined
  auth_config?: AuthInput | null | undefined
  /** HeyCloud's own addition; null clears it. */
  account_name?: string | null | undefined
  [group: string]: unknown
}

const settable = new Set([
  ...['aws_account_id', 'aws_partition', 'auth_config', 'account_name'],
  ...Object.keys(accountSettingsSchema.shape),
])

/** Attributes that nobody can set by a request, such as the organisation and the state: nothing is done with them. */
export const ignoredNames = (input: AccountInput): string[] =>
  Object.keys(input).filter(name => !settable.has(name) && /^\w{1,100}$/.test(name))

export const invalid = (field: string, fault: string): HeyCloudError =>
  new HeyCloudError('bad_request', 'invalid value', { [field]: fault })

/**
 * Why a text may not be kept; undefined when it may. What people enter is printed in terminals, logs and reports, where such
 * characters move the cursor or hide what follows; and half a surrogate pair is not what it was once a store has kept it.
 */
export function textFault(text: string): string | undefined {
  if (/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u.test(text)) return 'holds a control character'
  return text.isWellFormed() ? undefined : 'is not well-formed Unicode'
}

export function partitionFrom(text: string | null | undefined): Partition {
  const partition = partitions.find(name => name === text)
  if (!partition) throw invalid('aws_partition', text == null ? 'is required' : `invalid partition: ${text}`)
  return partition
}

/** Access keys are for partitions that HeyCloud's own identity cannot assume a role in. */
export function refuseKeysIn(partition: Partition): void {
  if (partition !== 'aws') return
  throw invalid(
    'auth_config',
    'access keys are accepted for aws-us-gov and aws-cn only; in the partition aws use role delegation: send role_name',
  )
}

export function checkedRole(auth: AuthInput): Pick<RoleTarget, 'roleName' | 'rolePath'> {
  const fault = roleNameFault(auth.role_name ?? '')
  if (fault) throw invalid('auth_config.role_name', fault)
  return parseRoleName(auth.role_name ?? '')
}

/** No fault repeats what was entered: people paste the secret into the field beside it. */
export function checkedAccessKeyId(text: string | null | undefined): string {
  const fault = (words: string) => invalid('auth_config.access_key_id', words)
  if (!text) throw fault('is required')
  if (text.startsWith('ASIA'))
    throw fault('is a temporary key, which expires; make a long-term key of an IAM user: AKIA…')
  if (!accessKeyIdPattern.test(text)) throw fault('must be AKIA and 12 to 124 upper-case letters or digits')
  return text
}

/** AWS documents no shape of it; those that it makes have 40 characters of Base64. */
export function checkedSecret(text: string | null | undefined): string {
  const fault = (words: string) => invalid('auth_config.secret_access_key', words)
  if (!text) throw fault('is required')
  if (/\s/u.test(text)) throw fault('holds a space or other white space')
  if (!/^[\x21-\x7e]{16,128}$/.test(text)) throw fault('must be 16 to 128 ASCII characters; copy it whole')
  return text
}

export function checkedAccountId(text: string | null | undefined): string {
  const fault = accountIdFault(text ?? '')
  if (fault) throw invalid('aws_account_id', fault)
  return text ?? ''
}

export function checkedName(name: string | null | undefined): string | null {
  const text = name?.trim() || null
  const fault = text && (text.length > 100 ? 'at most 100 characters' : textFault(text))
  if (fault) throw invalid('account_name', fault)
  return text
}
