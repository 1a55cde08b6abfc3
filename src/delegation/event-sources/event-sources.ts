// Event sources of the public API: a name that the events of an account's region come under, and where wanted a bus of that name.
import type { Clock } from '../../core/clock.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { Random } from '../../core/random.ts'
import type { EventSource, Settings } from '../../store/settings-ports.ts'
import type { AccountActor } from '../accounts/change.ts'
import { invalid } from '../accounts/input.ts'
import { connectedAccount, regionFault } from '../accounts/named-account.ts'
import type { Serial } from '../serial.ts'
import { type BusDependencies, type BusOutcome, makeBus } from './bus.ts'
import { checkedName, type EventSourceInput, suffixLength } from './input.ts'

/** The sources of one connected account, oldest first. */
export interface AccountSources {
  accountId: string
  /** The account's own tags, as its settings have them. */
  tags: string[]
  sources: EventSource[]
}

export interface EventSources {
  /** By account, those with sources alone. */
  list(organisation: string): Promise<AccountSources[]>
  /** Rejects with `bad_request` or `event_source_exists`; never for what AWS says to the making of a bus. */
  create(
    actor: AccountActor,
    input: EventSourceInput & { create_event_bus: boolean },
  ): Promise<{ source: EventSource; bus: BusOutcome }>
  /** Forgets the source. Its bus stays in AWS, since HeyCloud may not delete one. Rejects with `bad_request`. */
  delete(actor: AccountActor, input: EventSourceInput): Promise<EventSource>
}

export interface EventSourceDependencies extends BusDependencies {
  settings: Pick<Settings, 'accounts' | 'eventSources' | 'audit'>
  clock: Clock
  random: Random
  serial: Serial
}

const audit = (
  { settings, clock }: EventSourceDependencies,
  { organisation, name: actor }: AccountActor,
  action: string,
  { accountId: target, region, name, hasBus }: EventSource,
): Promise<void> =>
  settings.audit.append({
    ...{ organisation, at: clock.now(), actor, action, target },
    detail: { account_id: target, region, name, has_bus: String(hasBus) },
  })

const sameGivenName = (source: EventSource, name: string): boolean => source.name.slice(0, -suffixLength) === name

async function create(
  deps: EventSourceDependencies,
  actor: AccountActor,
  input: EventSourceInput & { create_event_bus: boolean },
) {
  const { organisation } = actor
  const { settings, random, clock } = deps
  const account = await connectedAccount(deps, organisation, input.account_id)
  const { region } = input
  const fault = regionFault(region, account)
  if (fault) throw invalid('region', fault)
  const given = checkedName(input.event_generator_name)
  const { accountId } = account
  const known = (await settings.eventSources.list(organisation)).find(
    source => source.accountId === accountId && source.region === region && sameGivenName(source, given),
  )
  if (known)
    throw new HeyCloudError('event_source_exists', `account ${accountId} has ${known.name} in ${region} already`, {
      event_generator_name: 'choose another name, or delete the source that there is',
    })
  const name = `${given}-${random.hex(4)}`
  const bus = await makeBus(deps, { account, region, name }, input.create_event_bus)
  const hasBus = bus.state === 'created'
  // Events that arrive, pulled from a queue or pushed to us, are taken in under this row: by (account, region, name of the bus that
  // they came over). What no row names belongs to no organisation, and is dropped.
  const source: EventSource = { organisation, accountId, region, name, hasBus, createdAt: clock.now() }
  await settings.eventSources.insert(source)
  await audit(deps, actor, 'event_source.create', source)
  return { source, bus }
}

/** Also of an account that is connected no more: the source outlives it. */
async function remove(deps: EventSourceDependencies, actor: AccountActor, input: EventSourceInput) {
  const { settings } = deps
  const { organisation } = actor
  const { account_id: accountId, region, event_generator_name: name } = input
  const source = (await settings.eventSources.list(organisation)).find(
    one => one.accountId === accountId && one.region === region && one.name === name,
  )
  if (!source || !(await settings.eventSources.delete(organisation, accountId, region, name)))
    throw new HeyCloudError('bad_request', 'event source not found', {
      event_generator_name: `account ${accountId} has no such source in ${region}; send the full name, with its suffix`,
    })
  await audit(deps, actor, 'event_source.delete', source)
  return source
}

export function createEventSources(deps: EventSourceDependencies): EventSources {
  const { settings, serial } = deps
  return {
    async list(organisation) {
      const sources = Map.groupBy(await settings.eventSources.list(organisation), ({ accountId }) => accountId)
      const accounts = await settings.accounts.list(organisation)
      return [...sources].map(([accountId, own]) => ({
        accountId,
        tags: accounts.find(account => account.accountId === accountId)?.settings.account_tags ?? [],
        sources: own,
      }))
    },
    create: (actor, input) =>
      serial.run(`event-sources/${actor.organisation}/${input.account_id}/${input.region}`, () =>
        create(deps, actor, input),
      ),
    delete: (actor, input) => remove(deps, actor, input),
  }
}
