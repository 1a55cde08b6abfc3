// The public API's account, as it is sent and returned; HeyCloud's own additions stand beside its attributes.
import { z } from 'zod'
import { accountStates, partitions } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'

const authConfig = z.object({
  role_name: z
    .string()
    .optional()
    .describe('Case-sensitive; with its path before it where the role has one: team/Role'),
  external_id: z
    .string()
    .optional()
    .describe('Only one that HeyCloud issued; left out, a new one is issued and returned'),
  access_key_id: z.string().optional(),
  secret_access_key: z.string().optional(),
})

/** Groups are merged over what is stored and checked there, faults named by their dotted field. */
const group = z.record(z.string(), z.unknown()).nullish().describe('As in the reply; what is left out keeps its value')
const groups = {
  aws_regions: group,
  metrics_config: group,
  resources_config: group,
  logs_config: group,
  traces_config: group,
  account_tags: z.array(z.string()).nullish(),
}
const accountName = z.string().nullish().describe('HeyCloud’s addition: what people call it')

export const createAccountBody = z.object({
  data: z.object({
    type: z.literal('account'),
    attributes: z.looseObject({
      aws_account_id: z.string().describe('12 digits without dashes'),
      aws_partition: z.string().describe(partitions.join(', ')),
      auth_config: authConfig,
      account_name: accountName,
      ...groups,
    }),
  }),
})

export const updateAccountBody = z.object({
  data: z.object({
    type: z.literal('account'),
    id: z.string().optional(),
    attributes: z.looseObject({
      aws_account_id: z.string().optional(),
      aws_partition: z.string().optional(),
      auth_config: authConfig.optional(),
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
    auth_config: z.object({ role_name: z.string(), external_id: z.string() }),
    created_at: z.string(),
    modified_at: z.string(),
    account_name: z.string().nullable(),
    account_alias: z.string().nullable(),
    role_arn: z.string(),
    status: z.enum(accountStates),
  }),
})
export type PublicAccount = z.infer<typeof publicAccount>

/** Namespaces that a filter names and no list knows are saved as they are, and said here. */
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
