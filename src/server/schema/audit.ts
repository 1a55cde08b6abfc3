// The shape of the audit log's endpoint.
import { z } from 'zod'

/** GET /api/v2/heycloud/audit, newest first. */
export const auditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  /** `meta.next_cursor` of the page before. */
  cursor: z.coerce.number().int().min(1).optional(),
})
export const auditReply = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      type: z.literal('audit_entry'),
      attributes: z.object({
        at: z.number(),
        /** `user:<email>`, `key:<name>` or `heycloud`. */
        actor: z.string(),
        /** What was done; what was refused ends in `.refused`, with `detail.reason`. */
        action: z.string(),
        target: z.string(),
        detail: z.record(z.string(), z.string()),
      }),
    }),
  ),
  /** Null on the last page. */
  meta: z.object({ next_cursor: z.string().nullable() }),
})
