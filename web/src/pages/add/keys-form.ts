// The form of access keys as a value: what is typed (but for the secret, which is kept nowhere), what is wrong, what is sent.
import { z } from 'zod'
import { t } from '../../i18n.ts'
import { checkAccountId, parseTags } from '../../lib/account-form.ts'
import type { AccountAttributes } from '../../lib/api.ts'
import { settingsFor } from './choice.ts'

export const keyPartitions = ['aws-us-gov', 'aws-cn'] as const

export const typedKeysSchema = z.object({
  partition: z.enum(keyPartitions),
  accountId: z.string(),
  keyId: z.string(),
  name: z.string(),
  tags: z.string(),
})
export type TypedKeys = z.infer<typeof typedKeysSchema>
export const blankKeys: TypedKeys = { partition: 'aws-us-gov', accountId: '', keyId: '', name: '', tags: '' }
export const typedKeysKey = 'heycloud.add-access-keys'

export type KeyField = 'accountId' | 'keyId' | 'secret' | 'tags'
export type KeyFaults = Partial<Record<KeyField, string>>

const words = t.ways

function keyIdFault(text: string): string | undefined {
  if (/^ASIA[A-Z0-9]*$/.test(text)) return words.keyIdTemporary
  return /^AKIA[A-Z0-9]{12,124}$/.test(text) ? undefined : words.keyIdBad
}

export function keyFaults(typed: TypedKeys, secret: string): KeyFaults {
  const faults: KeyFaults = {}
  const id = checkAccountId(typed.accountId).error
  if (id !== null) faults.accountId = id
  const keyId = keyIdFault(typed.keyId)
  if (keyId !== undefined) faults.keyId = keyId
  if (secret === '') faults.secret = words.secretEmpty
  else if (/\s/.test(secret)) faults.secret = words.secretSpace
  const { bad } = parseTags(typed.tags)
  if (bad !== null) faults.tags = t.account.settings.badTag(bad)
  return faults
}

const fieldNames: Record<string, KeyField> = {
  aws_account_id: 'accountId',
  'auth_config.access_key_id': 'keyId',
  'auth_config.secret_access_key': 'secret',
  account_tags: 'tags',
}

/** The server's faults, at the fields that they speak of; `rest` are those of no field here. */
export function serverKeyFaults(fields: Record<string, string>): { faults: KeyFaults; rest: string[] } {
  const faults: KeyFaults = {}
  const rest: string[] = []
  for (const [name, message] of Object.entries(fields)) {
    const field = fieldNames[name]
    if (field === undefined) rest.push(`${name}: ${message}`)
    else faults[field] = message
  }
  return { faults, rest }
}

export const keyAttributes = (typed: TypedKeys, secret: string, features: readonly string[]): AccountAttributes => ({
  aws_account_id: typed.accountId,
  aws_partition: typed.partition,
  auth_config: { access_key_id: typed.keyId, secret_access_key: secret },
  account_name: typed.name.trim() === '' ? null : typed.name.trim(),
  account_tags: parseTags(typed.tags).tags,
  ...settingsFor(features),
})
