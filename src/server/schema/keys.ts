// The shapes of the API keys' endpoints.
import { z } from 'zod'
import { roles } from '../../core/user.ts'

const attributes = z.object({
  kind: z.enum(['api', 'app']),
  name: z.string(),
  role: z.enum(roles),
  /** The last four characters, to tell keys apart. */
  last_four: z.string(),
  created_at: z.number(),
  /** To the minute; null while unused. */
  last_used_at: z.number().nullable(),
})

/** GET /api/v2/heycloud/keys */
export const keysReply = z.object({
  data: z.array(z.object({ id: z.string(), type: z.literal('key'), attributes })),
})

/** POST /api/v2/heycloud/keys makes an API key and an application key; `key` is shown this once. */
export const madeKeysReply = z.object({
  data: z.array(
    z.object({ id: z.string(), type: z.literal('key'), attributes: attributes.extend({ key: z.string() }) }),
  ),
})
