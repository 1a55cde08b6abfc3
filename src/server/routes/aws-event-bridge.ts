// The public API's EventBridge sources: list, create, delete.
import type { BusOutcome } from '../../delegation/event-sources/bus.ts'
import type { EventSource } from '../../store/settings-ports.ts'
import {
  createEventBridgeBody,
  createEventBridgeReply,
  deleteEventBridgeBody,
  deleteEventBridgeReply,
  listEventBridgeReply,
} from '../schema/aws-event-bridge.ts'
import { actorOf } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

const path = '/api/v2/integration/aws/event_bridge'
const type = 'event_bridge' as const

const made = ({ state, message, whatToDo, command }: BusOutcome) => ({
  event_bus: { state, message, what_to_do: whatToDo, command },
})

const left = ({ name, region, accountId, hasBus }: EventSource) => ({
  event_bus: hasBus
    ? {
        state: 'kept' as const,
        message: `The event bus ${name} stays in ${accountId}, ${region}: HeyCloud may make a bus, but not delete one.`,
        what_to_do: 'Delete it where nothing else uses it.',
        command: `aws events delete-event-bus --name '${name}' --region ${region}`,
      }
    : { state: 'none' as const, message: 'HeyCloud made no event bus for it.', what_to_do: null, command: null },
})

export const awsEventBridgeRoutes: Routes =
  ({ delegation: { eventSources } }) =>
  async app => {
    speakJsonApi(app)

    app.get(path, { schema: { response: { 200: listEventBridgeReply } } }, async ({ actor }) => {
      const found = await eventSources.list(actor.organisation)
      const accounts = found.map(({ accountId, tags, sources }) => ({
        account_id: accountId,
        tags,
        event_hubs: sources.map(({ name, region, hasBus }) => ({ name, region, has_bus: hasBus })),
      }))
      const attributes = { accounts, is_installed: accounts.length > 0 }
      return { data: { id: 'get_event_bridge' as const, type, attributes } }
    })

    app.post(
      path,
      {
        config: { audit: 'event_source.create' },
        schema: { body: createEventBridgeBody, response: { 200: createEventBridgeReply } },
      },
      async request => {
        const { create_event_bus, ...input } = request.body.data.attributes
        const wanted = create_event_bus ?? true
        const { source, bus } = await eventSources.create(actorOf(request), { ...input, create_event_bus: wanted })
        const { name: event_source_name, hasBus: has_bus, region } = source
        const attributes = { event_source_name, has_bus, region, status: 'created' as const }
        return { data: { id: 'create_event_bridge' as const, type, attributes }, meta: made(bus) }
      },
    )

    app.delete(
      path,
      {
        config: { audit: 'event_source.delete' },
        schema: { body: deleteEventBridgeBody, response: { 200: deleteEventBridgeReply } },
      },
      async request => {
        const source = await eventSources.delete(actorOf(request), request.body.data.attributes)
        const attributes = { status: 'empty' as const }
        return { data: { id: 'delete_event_bridge' as const, type, attributes }, meta: left(source) }
      },
    )
  }
