// Amazon EventBridge: event buses and rules. No event is read.
import type { EventBus, Rule } from '@aws-sdk/client-eventbridge'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, pagesOf, related, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

async function* busesOf(context: ReadContext): AsyncIterable<EventBus[]> {
  const { EventBridgeClient, ListEventBusesCommand } = await import('@aws-sdk/client-eventbridge')
  const client = context.client(EventBridgeClient)
  const ask = (NextToken?: string) => client.send(new ListEventBusesCommand({ Limit: 100, NextToken }))
  for await (const page of pagesOf(ask, ({ NextToken }) => NextToken)) yield page.EventBuses ?? []
}

async function* rulesOf(context: ReadContext, EventBusName: string | undefined): AsyncIterable<Rule[]> {
  const { EventBridgeClient, ListRulesCommand } = await import('@aws-sdk/client-eventbridge')
  const client = context.client(EventBridgeClient)
  const ask = (NextToken?: string) => client.send(new ListRulesCommand({ EventBusName, Limit: 100, NextToken }))
  for await (const page of pagesOf(ask, ({ NextToken }) => NextToken)) yield page.Rules ?? []
}

const busFacts = (bus: EventBus, arn: string): ResourceFacts => ({
  arn,
  name: bus.Name ?? arn,
  tags: {},
  labels: {},
  attributes: describe(bus, ['Name', 'Description', 'CreationTime', 'ManagedBy']),
})

function ruleFacts(bus: EventBus, rule: Rule, arn: string): ResourceFacts {
  return {
    arn,
    name: rule.Name ?? arn,
    tags: {},
    labels: labelRecord({ state: rule.State, bus: bus.Name }),
    attributes: describe(rule, [
      'Name',
      'Description',
      'EventBusName',
      'State',
      'EventPattern',
      'ScheduleExpression',
      'ManagedBy',
    ]),
    ...related(['in', bus.Arn], ['uses', rule.RoleArn]),
  }
}

const listBuses = { action: 'events:ListEventBuses', why: 'Lists the event buses of each region. No event is read.' }

const buses: ResourceDefinition = {
  type: 'events:event-bus',
  title: 'EventBridge event buses',
  actions: [listBuses],
  scope: 'regional',
  async *list(context) {
    for await (const page of busesOf(context)) yield withArn(page, 'Arn', busFacts)
  },
}

const rules: ResourceDefinition = {
  type: 'events:rule',
  title: 'EventBridge rules',
  actions: [
    listBuses,
    { action: 'events:ListRules', why: 'Lists the rules of each event bus, with their pattern or schedule.' },
  ],
  scope: 'regional',
  labels: ['state', 'bus'],
  async *list(context) {
    for await (const page of busesOf(context))
      for (const bus of page)
        for await (const found of rulesOf(context, bus.Name))
          yield withArn(found, 'Arn', (rule, arn) => ruleFacts(bus, rule, arn))
  },
}

export const events = defineService({
  id: 'events',
  title: 'Amazon EventBridge',
  namespaces,
  resources: [buses, rules],
})
