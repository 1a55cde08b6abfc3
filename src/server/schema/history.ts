// A long history of an account, read on request: what it costs, and how far it is.
import { z } from 'zod'

/** AWS keeps hours for 15 months. */
const months = z.coerce.number().int().min(1).max(15)

export const historyQuery = z.object({ months: months.default(15) })
export const historyBody = z.object({ months })

export const historyReply = z.object({
  data: z.object({
    /** The account's config id. */
    id: z.string(),
    type: z.literal('aws_account_history'),
    attributes: z.object({
      months: z.number(),
      from: z.number().describe('Where it begins, epoch seconds'),
      metrics: z.number().describe('Metrics that are asked for, once each'),
      charge: z.number().describe('US dollars for all of it, once'),
      points: z.number().describe('At most'),
      already: z.boolean().describe('Whether as much has been read before; asking again costs as much again'),
      state: z.enum(['none', 'running', 'stopped', 'done']),
      /** What was asked for last; null where nothing was. */
      request: z
        .object({ months: z.number(), from: z.number(), requested_by: z.string(), requested_at: z.string() })
        .nullable(),
      regions: z.array(
        z.object({
          region: z.string(),
          metrics: z.number(),
          read: z.number(),
          failed: z.number(),
          points: z.number(),
          finished: z.boolean(),
          reason: z.string().describe('Why some failed, in AWS’s words; else empty'),
        }),
      ),
    }),
  }),
})
