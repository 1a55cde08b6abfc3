// The public API's account, as it is sent and returned; HeyCloud's own additions stand beside its attributes.
import { z } from 'zod'
import { accountStates, partitions } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'

/** Said of a field that is missing, or is no text. */
const wanted = (kind: string) => ({
  error: (issue: { input?: unknown }) => (issue.input == null ? 'is required' : `must be ${kind}`),
})
const text = z.string(wanted('text'))

const authConfig = z.object(
  {
    role_name: text.nullish().describe('Case-sensitive; with its path before it where the role has one: team/Role'),
    external_id: text.nullish().describe('Only one that HeyCloud issued; left out, a new one is issued and returned'),
    access_key_id: text.nullish().describe('For aws-us-gov and aws-cn only, instead of role_name'),
    secret_access_key: text.nullish().describe('Kept encrypted, and never returned'),
  },
  wanted('an object'),
)

/** Groups are merged over what is stored and checked there, faults named by their dotted field. */
const group = z.record(z.string(), z.unknown()).nullish().describe('As in the reply; what is left out keeps its value')
const groups = {
  aws_regions: group,
  metrics_config: group,
  resources_config: group,
  logs_config: group,
  traces_config: group,
  features: group,
  account_tags: z.array(z.string()).nullish(),
}
const accountName = z.string().nullish().describe('HeyCloud’s addition: what people call it')

export const createAccountBody = z.object({
  data: z.object({
    type: z.literal('account'),
    attributes: z.looseObject({
      aws_account_id: text.describe('12 digits without dashes'),
      aws_partition: text.describe(partitions.join(', ')),
      auth_config: authConfig,
      account_name: accountName,
      ...groups,
    }),
  }),
})

export const updateAccountBody = z.object({
  data: z.object({
    type: z.literal('account'),
    id: text.nullish().describe('Where it is sent, that of the path'),
    attributes: z.looseObject({
      aws_account_id: text.nullish(),
      aws_partition: text.nullish(),
      auth_config: authConfig.nullish(),
      account_name: accountName,
      ...groups,
    }),
  }),
})

export const publicAccount = z.object({
  id: z.string(),
  type: z.literal('account'),
  attributes: accountSettingsSchema.extend({
    aws_account_id: z.string(),
    aws_partition: z.enum(partitions),
    auth_config: z
      .union([
        z.strictObject({ role_name: z.string(), external_id: z.string() }),
        z.strictObject({ access_key_id: z.string() }),
      ])
      .describe('Of a key nothing but its id, so that it matches one branch of the public API’s choice'),
    created_at: z.string(),
    modified_at: z.string(),
    account_name: z.string().nullable(),
    account_alias: z.string().nullable(),
    role_arn: z.string().nullable().describe('Null for an access key'),
    secret_access_key_last_four: z.string().nullable().describe('Null for a role'),
    status: z.enum(accountStates),
    paused_at: z.string().nullable().describe('Since when nothing is collected because somebody wants it so'),
    joined_by: z.string().nullable().describe('The AWS Organization’s connection that it joined by'),
  }),
})
export type PublicAccount = z.infer<typeof publicAccount>

/** What was saved though nobody knows it, and attributes that cannot be set and were left alone. */
const warnings = z.object({ warnings: z.record(z.string(), z.string()) })

export const publicAccountReply = z.object({ data: publicAccount, meta: warnings.optional() })
export const publicAccountsReply = z.object({ data: z.array(publicAccount) })

export const newExternalIdReply = z.object({
  data: z.object({
    id: z.string(),
    type: z.literal('external_id'),
    attributes: z.object({ external_id: z.string() }),
  }),
})

export const namespacesReply = z.object({
  data: z.object({
    id: z.literal('namespaces'),
    type: z.literal('namespaces'),
    attributes: z.object({ namespaces: z.array(z.string()) }),
  }),
})

export const permissionsReply = z.object({
  data: z.object({
    id: z.literal('permissions'),
    type: z.literal('permissions'),
    attributes: z.object({ permissions: z.union([z.array(z.string()), z.array(z.array(z.string()))]) }),
  }),
})
