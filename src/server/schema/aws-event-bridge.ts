// The public API's event sources: requests and replies as its clients send and read them, with HeyCloud's own `meta` beside.
import { z } from 'zod'

const type = z.literal('event_bridge')
const attributes = z.object({
  account_id: z.string().describe('12 digits of a connected account'),
  region: z.string(),
  event_generator_name: z.string(),
})

export const createEventBridgeBody = z.object({
  data: z.object({
    type,
    attributes: attributes.extend({
      event_generator_name: z.string().describe('The given part; a suffix of eight characters is added'),
      create_event_bus: z
        .boolean()
        .nullish()
        .describe('True unless said otherwise. Made only where the account’s features.event_bus is on'),
    }),
  }),
})
export const deleteEventBridgeBody = z.object({
  data: z.object({
    type,
    attributes: attributes.extend({ event_generator_name: z.string().describe('The full name, with its suffix') }),
  }),
})

export const listEventBridgeReply = z.object({
  data: z.object({
    id: z.literal('get_event_bridge'),
    type,
    attributes: z.object({
      accounts: z.array(
        z.object({
          account_id: z.string(),
          tags: z.array(z.string()),
          event_hubs: z.array(z.object({ name: z.string(), region: z.string(), has_bus: z.boolean() })),
        }),
      ),
      is_installed: z.boolean(),
    }),
  }),
})

/** What became of the bus, for a person; `command` is an aws-cli line that does what is left to do. */
const meta = z.object({
  event_bus: z.object({
    state: z.enum(['created', 'not_asked_for', 'feature_off', 'not_proven', 'denied', 'failed', 'kept', 'none']),
    message: z.string(),
    what_to_do: z.string().nullable(),
    command: z.string().nullable(),
  }),
})

export const createEventBridgeReply = z.object({
  data: z.object({
    id: z.literal('create_event_bridge'),
    type,
    attributes: z.object({
      event_source_name: z.string(),
      has_bus: z.boolean(),
      region: z.string(),
      status: z.literal('created'),
    }),
  }),
  meta,
})
export const deleteEventBridgeReply = z.object({
  data: z.object({
    id: z.literal('delete_event_bridge'),
    type,
    attributes: z.object({ status: z.literal('empty') }),
  }),
  meta,
})
