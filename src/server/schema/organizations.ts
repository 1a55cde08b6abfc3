// The shapes of AWS Organizations and of work on many accounts: requests that come in, and the tree with the state of each account.
import { z } from 'zod'
import { partitions } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { memberStates } from '../../core/organization.ts'

const group = z.record(z.string(), z.unknown()).nullish().describe('What members join with, as of an account')
const chosen = {
  role_name: z.string().nullish().describe('Of the role in each member, its path before it'),
  include: z.array(z.string().max(100)).max(1_000).nullish().describe('Roots and OUs whose accounts are wanted'),
  exclude: z.array(z.string().max(100)).max(10_000).nullish().describe('Account IDs that are left out'),
  auto_join: z.boolean().nullish().describe('Whether wanted accounts join by themselves, those that appear later too'),
  aws_regions: group,
  metrics_config: group,
  resources_config: group,
  logs_config: group,
  traces_config: group,
  features: group,
  account_tags: z.array(z.string()).nullish(),
}

/** POST /api/v2/integration/aws/organizations */
export const connectOrganizationBody = z.object({
  read_through: z.string().describe('Config id of the connected management account, or of a delegated administrator'),
  ...chosen,
})
/** PATCH /api/v2/integration/aws/organizations/{id}; what is left out stays. */
export const updateOrganizationBody = z.object({ read_through: z.string().nullish(), ...chosen })

const organizationAttributes = z.object({
  aws_organization_id: z.string(),
  aws_partition: z.enum(partitions),
  management_account_id: z.string(),
  read_through: z.string(),
  external_id: z.string(),
  next_external_id: z.string().nullable(),
  role_name: z.string(),
  include: z.array(z.string()),
  exclude: z.array(z.string()),
  auto_join: z.boolean(),
  settings: accountSettingsSchema,
  created_at: z.number(),
  modified_at: z.number(),
})
export const organization = z.object({
  id: z.string(),
  type: z.literal('aws_organization'),
  attributes: organizationAttributes,
})
export type PublicOrganization = z.infer<typeof organization>
export const organizationReply = z.object({ data: organization })
export const organizationsReply = z.object({ data: z.array(organization) })

/** GET /api/v2/integration/aws/organizations/{id} */
export const organizationTreeReply = z.object({
  data: organization.extend({
    attributes: organizationAttributes.extend({
      reading: z
        .object({
          state: z.enum(['seen', 'denied', 'failed']),
          action: z.string().nullable().describe('The refused action'),
          reason: z.string().describe('AWS’s words; empty when seen'),
          read_at: z.number().nullable().describe('Of when the tree is'),
          attempted_at: z.number(),
        })
        .nullable()
        .describe('Null until the tree was read for the first time'),
      tree: z
        .array(
          z.object({
            id: z.string(),
            kind: z.enum(['root', 'ou']),
            name: z.string(),
            parent_id: z.string().nullable(),
          }),
        )
        .describe('Roots and OUs, parents before children'),
      accounts: z.array(
        z.object({
          account_id: z.string(),
          name: z.string(),
          parent_id: z.string().nullable().describe('Null for an account that AWS lists no longer'),
          status: z.string().nullable().describe('AWS’s word: ACTIVE, SUSPENDED …'),
          state: z.enum(memberStates),
          wanted: z.boolean(),
          account_config_id: z.string().nullable(),
          joined: z.boolean().describe('By this connection, with its external ID'),
          note: z.string().describe('One sentence for a person; empty where the state says it all'),
        }),
      ),
      counts: z.record(z.enum(memberStates), z.number()),
      summary: z.string().describe('97 connected, 19 waiting, 3 blocked, 1 SCP'),
      rotation: z
        .object({
          value: z.string(),
          accepted: z.number().describe('Members whose role admits it'),
          waiting: z.array(z.string()).describe('Account IDs of the others'),
        })
        .nullable()
        .describe('Of the external ID; null while none is under way'),
    }),
  }),
})
export type OrganizationTree = z.infer<typeof organizationTreeReply>['data']['attributes']

/** POST …/organizations/{id}/join */
export const joinBody = z.object({ account_ids: z.array(z.string().max(100)).min(1).max(1_000) })
export const joinReply = z.object({
  data: z.array(
    z.object({
      id: z.string().describe('The account ID'),
      type: z.literal('join_outcome'),
      attributes: z.object({ joined: z.boolean(), reason: z.string().nullable() }),
    }),
  ),
})

/** GET …/organizations/{id}/setup */
export const organizationSetupReply = z.object({
  data: z.object({
    id: z.string(),
    type: z.literal('aws_organization_setup'),
    attributes: z.object({
      external_id: z.string(),
      next_external_id: z.string().nullable(),
      stack_set_name: z.string(),
      file_name: z.string(),
      template: z.string(),
      parameters: z.array(z.object({ name: z.string(), value: z.string() })),
      block: z.string().nullable().describe('For CloudShell, with the template in it; null while no OU is chosen'),
      status_command: z.string(),
      terraform: z.object({
        stack_set: z.string().nullable().describe('Null while no OU is chosen'),
        module: z.string().describe('The configuration of one account, which `many` uses'),
        many: z.string(),
      }),
      notes: z.array(z.string()),
    }),
  }),
})

export const bulkActions = ['verify', 'pause', 'resume', 'edit'] as const
/** POST /api/v2/integration/aws/bulk */
export const bulkBody = z.object({
  ids: z.array(z.string().max(100)).min(1).max(1_000).describe('Config ids of accounts'),
  action: z.enum(bulkActions),
  attributes: z
    .looseObject({})
    .nullish()
    .describe('For edit: the settings groups to change, as in PATCH of one account'),
})
/** One bad id never fails the others: each has its own outcome, in the order in which they were sent. */
export const bulkReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('bulk_outcome'),
      attributes: z.object({
        outcome: z.enum(['done', 'failed']),
        error: z
          .object({
            code: z.string(),
            title: z.string(),
            detail: z.string(),
            meta: z.record(z.string(), z.string()).describe('A fault per dotted field'),
          })
          .nullable(),
      }),
    }),
  ),
})
