// The shapes of what is done to a connected account: features turned off, external IDs rotated, warnings accepted.
import { z } from 'zod'

/** POST /api/v2/integration/aws/accounts/{id}/turn_off */
export const turnOffBody = z.object({ feature: z.string().max(100) })

/** POST …/rotate_external_id: the present value and its successor; the status says how the successor fares. */
export const rotationReply = z.object({
  data: z.object({
    id: z.string(),
    type: z.literal('external_id_rotation'),
    attributes: z.object({ external_id: z.string(), next_external_id: z.string() }),
  }),
})

/** POST …/rotate_external_id/finish; the body may be left out. */
export const finishRotationBody = z
  .object({
    force: z
      .boolean()
      .default(false)
      .describe('Also where AWS does not accept the next one yet: nothing is collected until it does'),
  })
  .nullish()

const place = { fault_id: z.string().max(200), path: z.string().max(1_000) }
/** POST …/accept_fault; `path` as the fault gives it. */
export const acceptFaultBody = z.object({ ...place, reason: z.string().max(1_000).describe('3 to 500 characters') })
/** DELETE …/accept_fault */
export const withdrawFaultBody = z.object(place)

export const acceptedFaultReply = z.object({
  data: z.object({
    id: z.string(),
    type: z.literal('accepted_fault'),
    attributes: z.object({ ...place, reason: z.string(), actor: z.string(), at: z.number() }),
  }),
})
