// Replies of the public API, as far as the web UI reads them: what else a reply carries is ignored.
import { z } from 'zod'
import { accountStates } from '../../core/account.ts'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import type { coverageReply, coverageWhyReply } from './web.ts'

/** Every error that leaves the server. `meta` maps a dotted field name to its fault. */
export const errorReply = z.object({
  errors: z.array(
    z.union([
      z.string(),
      z.object({
        status: z.string().optional(),
        title: z.string().optional(),
        detail: z.string().optional(),
        code: z.string().optional(),
        meta: z.record(z.string(), z.string()).optional(),
      }),
    ]),
  ),
})

/** The public account shape, and HeyCloud's own additions beside it. */
export const accountData = z.object({
  id: z.string(),
  type: z.literal('account'),
  attributes: accountSettingsSchema.extend({
    aws_account_id: z.string(),
    aws_partition: z.string(),
    /** A role with its external ID, or an access key's id. */
    auth_config: z.object({
      role_name: z.string().optional(),
      external_id: z.string().optional(),
      access_key_id: z.string().optional(),
    }),
    created_at: z.string(),
    modified_at: z.string(),
    /** What people call it; sent as `account_name` on create and update, null clears it. */
    account_name: z.string().nullable().optional(),
    account_alias: z.string().nullable().optional(),
    role_arn: z.string().nullable(),
    secret_access_key_last_four: z.string().nullable(),
    status: z.enum(accountStates),
    paused_at: z.string().nullable(),
    joined_by: z.string().nullable(),
  }),
})
export type AccountData = z.infer<typeof accountData>
export const accountReply = z.object({ data: accountData })
export const accountsReply = z.object({ data: z.array(accountData) })

/** POST /api/v2/integration/aws/setup/external_id: the page's new draft. */
export const externalIdReply = z.object({
  data: z.object({ id: z.string(), attributes: z.object({ external_id: z.string() }) }),
})

const unitSchema = z.object({ family: z.string().optional(), name: z.string(), short_name: z.string().nullish() })
/** GET /api/v1/query?from&to&query (epoch seconds). Points are [epoch ms, value]; null is a gap. */
export const queryReply = z.object({
  status: z.string(),
  error: z.string().optional(),
  query: z.string(),
  from_date: z.number(),
  to_date: z.number(),
  series: z.array(
    z.object({
      metric: z.string(),
      display_name: z.string().optional(),
      expression: z.string(),
      scope: z.string(),
      tag_set: z.array(z.string()),
      interval: z.number(),
      unit: z.array(unitSchema.nullable()).nullish(),
      query_index: z.number().optional(),
      pointlist: z.array(z.tuple([z.number(), z.number().nullable()])),
    }),
  ),
  /** HeyCloud's own: start of the newest stored point that matched, epoch seconds. */
  newest_point: z.number().nullish(),
  /** HeyCloud's own: metrics that are being fetched from CloudWatch now; ask again in a second or two. */
  filling: z.number().optional(),
  /** HeyCloud's own: accounts that nothing is fetched of, and why. */
  not_filled: z.array(z.object({ account_id: z.string(), reason: z.string() })).optional(),
})
export type QueryReply = z.infer<typeof queryReply>

/** GET /api/v2/metrics */
export const metricsReply = z.object({ data: z.array(z.object({ id: z.string(), type: z.string() })) })
/** GET /api/v2/metrics/{metric}/all-tags */
export const allTagsReply = z.object({
  data: z.object({ id: z.string(), attributes: z.object({ tags: z.array(z.string()) }) }),
})

export type CoverageRow = z.infer<typeof coverageReply>['data'][number]['attributes']
export type CoverageWhy = z.infer<typeof coverageWhyReply>['data']['attributes']
