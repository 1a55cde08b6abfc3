// The simulated EventBridge: an account's event buses in each region, and rules. Targets and events are not simulated.
import type {
  CreateEventBusCommandInput,
  DeleteEventBusCommandInput,
  DescribeEventBusCommandInput,
  ListEventBusesCommandInput,
  ListRulesCommandInput,
  Rule,
} from '@aws-sdk/client-eventbridge'
import { AwsError, type Call, type Requirement, type SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { here, onAll, onOwn, ownArn, pageOf } from './here.ts'
import { thingsOf } from './listed.ts'

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html: buses of an account in a region, the default one included. */
const BUS_QUOTA = 100

interface EventBus {
  Name: string
  Arn: string
  Description?: string
  CreationTime: Date
  LastModifiedTime: Date
}

/** The buses of one account in one region, by name. */
type Buses = Map<string, EventBus>

const busArn = (call: Call, name: string): string => ownArn(call, 'events', `event-bus/${name}`)

/** Reads take a name or an ARN. */
const nameOf = (nameOrArn: string | undefined): string => nameOrArn?.split(':event-bus/').at(-1) ?? 'default'

function invalid(value: string, member: string, constraint: string): AwsError {
  const fault = `Value '${value}' at '${member}' failed to satisfy constraint: Member must ${constraint}`
  return new AwsError('ValidationException', `1 validation error detected: ${fault}`)
}

/** The API's constraints on a name, then those on a custom bus: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
function checkName(name: string, isPartner: boolean): void {
  if (name.length < 1 || name.length > 256) throw invalid(name, 'name', 'have length between 1 and 256, inclusive')
  if (!/^[/.\-_A-Za-z0-9]+$/.test(name))
    throw invalid(name, 'name', 'satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+')
  if (!isPartner && name.includes('/'))
    throw new AwsError('ValidationException', "Event bus name must not contain '/'.")
}

function create(buses: Buses, input: CreateEventBusCommandInput, call: Call) {
  const name = input.Name ?? ''
  checkName(name, input.EventSourceName !== undefined)
  if (input.EventSourceName !== undefined)
    throw new AwsError('ResourceNotFoundException', `Event source ${input.EventSourceName} does not exist.`)
  if (buses.has(name)) throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`)
  if (buses.size >= BUS_QUOTA)
    throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.')
  const at = new Date(call.now)
  const described = input.Description === undefined ? {} : { Description: input.Description }
  buses.set(name, { Name: name, Arn: busArn(call, name), ...described, CreationTime: at, LastModifiedTime: at })
  return { EventBusArn: busArn(call, name), ...described }
}

function describe(buses: Buses, input: DescribeEventBusCommandInput) {
  const bus = buses.get(nameOf(input.Name))
  if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${nameOf(input.Name)} does not exist.`)
  return bus
}

function list(buses: Buses, input: ListEventBusesCommandInput) {
  const size = input.Limit ?? 100
  if (size < 1 || size > 100) throw invalid(String(size), 'limit', 'have value between 1 and 100, inclusive')
  const found = [...buses.values()]
    .filter(({ Name }) => Name.startsWith(input.NamePrefix ?? ''))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1))
  const refuse = () => new AwsError('ValidationException', 'The next token is not valid.')
  const { items, next } = pageOf('event-buses', found, size, input.NextToken, refuse)
  return { EventBuses: items, ...(next !== undefined && { NextToken: next }) }
}

/** Of the default bus unless another is named: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
function listRules(world: World, buses: Buses, input: ListRulesCommandInput, call: Call) {
  const bus = nameOf(input.EventBusName)
  if (!buses.has(bus)) throw new AwsError('ResourceNotFoundException', `Event bus ${bus} does not exist.`)
  const size = input.Limit ?? 100
  if (size < 1 || size > 100) throw invalid(String(size), 'limit', 'have value between 1 and 100, inclusive')
  const found = thingsOf<Rule>(world, call, 'events:rule').filter(
    ({ EventBusName, Name = '' }) => EventBusName === bus && Name.startsWith(input.NamePrefix ?? ''),
  )
  const refuse = () => new AwsError('ValidationException', 'The next token is not valid.')
  const { items, next } = pageOf('rules', found, size, input.NextToken, refuse)
  return { Rules: items, ...(next !== undefined && { NextToken: next }) }
}

/** A bus that is not there is gone already. */
function remove(buses: Buses, input: DeleteEventBusCommandInput) {
  if (input.Name === 'default') throw new AwsError('ValidationException', 'Cannot delete event bus default.')
  buses.delete(nameOf(input.Name))
  return {}
}

/** Tags at the making need a permission of their own. */
function requiresCreate(input: CreateEventBusCommandInput, call: Call): Requirement[] {
  const resource = busArn(call, input.Name ?? '*')
  const tags = input.Tags ?? []
  const context: Record<string, string | string[]> = {}
  for (const { Key, Value } of tags) context[`aws:RequestTag/${Key}`] = Value ?? ''
  if (tags.length > 0) context['aws:TagKeys'] = tags.map(({ Key }) => Key ?? '')
  const actions = ['events:CreateEventBus', ...(tags.length > 0 ? ['events:TagResource'] : [])]
  return actions.map(action => ({ action, resource, context }))
}

export function simulatedEvents(world: World): SimulatedService {
  const places = new Map<string, Buses>()
  const busesOf = (call: Call): Buses => {
    here(world, call)
    const key = `${call.caller.accountId} ${call.region}`
    const known = places.get(key)
    if (known) return known
    const at = new Date(world.start)
    const bus = { Name: 'default', Arn: busArn(call, 'default'), CreationTime: at, LastModifiedTime: at }
    const made: Buses = new Map([['default', bus]])
    places.set(key, made)
    return made
  }
  return {
    signingName: 'events',
    client: '@aws-sdk/client-eventbridge',
    protocol: 'awsJson1_1',
    target: 'AWSEvents',
    operations: {
      CreateEventBus: { requires: requiresCreate, answer: (input, call) => create(busesOf(call), input, call) },
      DescribeEventBus: {
        requires: onOwn<DescribeEventBusCommandInput>(
          'events:DescribeEventBus',
          'events',
          input => `event-bus/${nameOf(input.Name)}`,
        ),
        answer: (input, call) => describe(busesOf(call), input),
      },
      ListEventBuses: {
        requires: () => [{ action: 'events:ListEventBuses', resource: '*' }],
        answer: (input, call) => list(busesOf(call), input),
      },
      ListRules: {
        requires: onAll('events:ListRules'),
        answer: (input, call) => listRules(world, busesOf(call), input, call),
      },
      DeleteEventBus: {
        requires: onOwn<DeleteEventBusCommandInput>(
          'events:DeleteEventBus',
          'events',
          input => `event-bus/${nameOf(input.Name)}`,
        ),
        answer: (input, call) => remove(busesOf(call), input),
      },
    },
  }
}
