// The shapes of what comes of changing or removing an account: shown before, and how far an erasure is.
import { z } from 'zod'

const data = <T extends z.ZodType>(type: string, attributes: T) =>
  z.object({ id: z.string(), type: z.literal(type), attributes })

/** POST /api/v2/integration/aws/accounts/{id}/preview, with the body of a PATCH */
export const changePreviewReply = z.object({
  data: data(
    'account_change',
    z.object({
      changes: z.array(
        z.object({
          field: z.string().describe('The public API’s field, dotted'),
          title: z.string(),
          from: z.string(),
          to: z.string(),
        }),
      ),
      consequences: z.array(z.string()).describe('Sentences, one at least'),
      verification: z.enum(['none', 'anew']),
      monthly_charge_now: z.number().nullable().describe('US dollars at the present cadence; null where not known'),
      monthly_charge_then: z.number().nullable().describe('Null where what would be read was never listed'),
    }),
  ),
})
export type ChangePreview = z.infer<typeof changePreviewReply>['data']['attributes']

/** GET /api/v2/integration/aws/accounts/{id}/removal */
export const removalReply = z.object({
  data: data(
    'account_removal',
    z.object({
      remains: z
        .array(z.object({ what: z.string(), arn: z.string().nullable() }))
        .describe('What stays in AWS, where nobody but the account’s owner can remove it'),
      commands: z.string().describe('A block for AWS CloudShell that removes it'),
      rows: z.number().describe('Rows of telemetry that erasing would remove'),
    }),
  ),
})
export type Removal = z.infer<typeof removalReply>['data']['attributes']

const erasure = data(
  'erasure',
  z.object({
    account_id: z.string(),
    account_name: z.string(),
    state: z
      .enum(['waiting', 'erasing', 'verified', 'failed'])
      .describe('verified: counted afterwards, and nothing was left'),
    rows_before: z.number(),
    rows_left: z.number(),
    progress: z.number().describe('Share of the rows that are gone, 0 to 1'),
    reason: z.string().describe('Why it failed; empty otherwise'),
    requested_by: z.string(),
    requested_at: z.string(),
    finished_at: z.string().nullable(),
  }),
)
/** GET /api/v2/integration/aws/erasures/{id}, the removed account's config id */
export const erasureReply = z.object({ data: erasure })
/** GET /api/v2/integration/aws/erasures */
export const erasuresReply = z.object({ data: z.array(erasure) })
export type ErasureRow = z.infer<typeof erasure>['attributes']
