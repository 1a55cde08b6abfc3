// The Add page's last part as a value: what is typed, what is wrong with it, and what is sent.
import { z } from 'zod'
import { t } from '../../i18n.ts'
import {
  checkAccountId,
  checkRoleArn,
  checkRoleName,
  parseRegions,
  parseRoleArn,
  parseTags,
} from '../../lib/account-form.ts'
import type { AccountAttributes } from '../../lib/api.ts'
import { parseLimit } from '../../lib/cost.ts'
import type { ApiError } from '../../lib/http.ts'
import { settingsFor } from './choice.ts'

export const typedSchema = z.object({
  roleArn: z.string(),
  accountId: z.string(),
  /** What was mended in the account ID; kept so that the note stays. */
  accountIdNote: z.string().nullable(),
  roleName: z.string(),
  name: z.string(),
  tags: z.string(),
  regions: z.enum(['all', 'only']),
  regionList: z.string(),
  /** US dollars a month, as typed; kept apart from the account, which the public API's body is. */
  limit: z.string().default(''),
})
export type Typed = z.infer<typeof typedSchema>

export const blank: Typed = {
  roleArn: '',
  accountId: '',
  accountIdNote: null,
  roleName: '',
  name: '',
  tags: '',
  regions: 'all',
  regionList: '',
  limit: '',
}
export const typedKey = 'heycloud.add-account'

/** A pasted ARN fills the two fields below it; a half-typed one leaves them. */
export function withRoleArn(typed: Typed, roleArn: string): Typed {
  const parsed = parseRoleArn(roleArn)
  if (parsed === null) return { ...typed, roleArn }
  return { ...typed, roleArn, accountId: parsed.accountId, accountIdNote: null, roleName: parsed.roleName }
}

export function withAccountId(typed: Typed, text: string): Typed {
  const { value, note } = checkAccountId(text)
  // The note stays while the digits that it speaks of stay.
  const kept = value === typed.accountId ? typed.accountIdNote : null
  return { ...typed, accountId: value, accountIdNote: note ?? kept }
}

export type Field = 'roleArn' | 'accountId' | 'roleName' | 'tags' | 'regionList' | 'limit'
export type Faults = Partial<Record<Field, string>>

export function faultsOf(typed: Typed): Faults {
  const faults: Faults = {}
  const arn = checkRoleArn(typed.roleArn)
  if (arn !== null) faults.roleArn = arn
  const id = checkAccountId(typed.accountId).error
  if (id !== null) faults.accountId = id
  const role = checkRoleName(typed.roleName)
  if (role !== null) faults.roleName = role.message
  const { bad } = parseTags(typed.tags)
  if (bad !== null) faults.tags = t.account.settings.badTag(bad)
  if (typed.regions === 'only') {
    const list = parseRegions(typed.regionList)
    if (list.bad !== null) faults.regionList = t.account.settings.badRegion(list.bad)
    else if (list.regions.length === 0) faults.regionList = t.account.settings.noRegion
  }
  const { fault } = parseLimit(typed.limit)
  if (fault !== null) faults.limit = fault
  return faults
}

/** The pasted ARN names another account than the field: which one, else null. */
export function arnAccount(typed: Typed): string | null {
  const parsed = parseRoleArn(typed.roleArn)
  return parsed !== null && parsed.accountId !== typed.accountId ? parsed.accountId : null
}

export function attributesOf(typed: Typed, externalId: string, features: readonly string[]): AccountAttributes {
  return {
    aws_account_id: typed.accountId,
    aws_partition: parseRoleArn(typed.roleArn)?.partition ?? 'aws',
    auth_config: { role_name: typed.roleName, external_id: externalId },
    account_name: typed.name.trim() === '' ? null : typed.name.trim(),
    account_tags: parseTags(typed.tags).tags,
    ...settingsFor(features),
    aws_regions:
      typed.regions === 'all' ? { include_all: true } : { include_only: parseRegions(typed.regionList).regions },
  }
}

const serverFields: Record<string, Field> = {
  aws_account_id: 'accountId',
  'auth_config.role_name': 'roleName',
  role_name: 'roleName',
  account_tags: 'tags',
  aws_regions: 'regionList',
  'aws_regions.include_only': 'regionList',
}

/** The server's faults, at the fields that they speak of; `rest` are those of no field here. */
export function serverFaults(error: ApiError): { faults: Faults; rest: string[] } {
  const faults: Faults = {}
  const rest: string[] = []
  for (const [name, message] of Object.entries(error.fields)) {
    const field = serverFields[name.replace(/^data\.attributes\./, '')]
    if (field === undefined) rest.push(`${name}: ${message}`)
    else faults[field] = message
  }
  return { faults, rest }
}
