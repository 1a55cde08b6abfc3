// The one thing that HeyCloud makes in a customer's account, and only where its owner has switched it on: an event bus.
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { AwsAccess } from '../../aws/access.ts'
import { observe } from '../../aws/observe.ts'
import { type AwsAccount, accountLabel } from '../../core/account.ts'
import type { Clock } from '../../core/clock.ts'
import type { NotSeen } from '../../core/observation.ts'
import { isCollectableState } from '../verification/state.ts'

/** Whether a bus was made, and else why not and what to do about it. */
export interface BusOutcome {
  state: 'created' | 'not_asked_for' | 'feature_off' | 'not_proven' | 'denied' | 'failed'
  message: string
  /** One sentence; null where nothing is left to do. */
  whatToDo: string | null
  /** An aws-cli line that makes the bus; null where there is one. */
  command: string | null
}

export interface BusDependencies {
  aws: Pick<AwsAccess, 'session'>
  clock: Clock
  /** After a refusal verification looks again: what the role lacks is then shown with the account. */
  recheck(account: AwsAccount): Promise<void>
}

interface Bus {
  account: AwsAccount
  region: string
  name: string
}

const action = 'events:CreateEventBus'

const without = (
  { region, name }: Bus,
  state: BusOutcome['state'],
  message: string,
  whatToDo = 'Make the bus yourself.',
): BusOutcome => ({
  state,
  message,
  whatToDo,
  command: `aws events create-event-bus --name '${name}' --region ${region}`,
})

const created = ({ region, name }: Bus): BusOutcome => ({
  state: 'created',
  message: `The event bus ${name} was made in ${region}.`,
  whatToDo: null,
  command: null,
})

/** Why AWS is not even asked; undefined when it is. */
function whyNot(bus: Bus, wanted: boolean): BusOutcome | undefined {
  const { account } = bus
  if (!wanted) return without(bus, 'not_asked_for', 'No event bus was asked for (create_event_bus is false).')
  if (!account.settings.features.event_bus)
    return without(
      bus,
      'feature_off',
      'HeyCloud makes nothing in this account: its feature event_bus is off.',
      `Make the bus yourself; or delete the source, set features.event_bus to true, allow ${action} in the role’s policy, and make the source anew.`,
    )
  if (!isCollectableState(account.state))
    return without(
      bus,
      'not_proven',
      `HeyCloud uses no role before it is proven safe, and ${accountLabel(account)} is ${account.state}.`,
      'Make the bus yourself; or delete the source, and make it anew once the account is connected: its status says what is in the way.',
    )
  return undefined
}

function refused(bus: Bus, notSeen: NotSeen): BusOutcome {
  if (notSeen.state === 'denied')
    return without(
      bus,
      'denied',
      `AWS refused ${notSeen.action}: ${notSeen.message}`,
      `Make the bus yourself; or have ${notSeen.action} allowed where AWS says that it is not, delete the source and make it anew.`,
    )
  return without(
    bus,
    'failed',
    `AWS made no event bus (${notSeen.code}): ${notSeen.message}`,
    notSeen.transient ? 'Make the bus yourself; or delete the source, and make it anew later.' : undefined,
  )
}

/** Never rejects for what AWS says: a source without a bus is a source all the same. */
export async function makeBus(deps: BusDependencies, bus: Bus, wanted: boolean): Promise<BusOutcome> {
  const notAsked = whyNot(bus, wanted)
  if (notAsked) return notAsked
  const { account, region, name } = bus
  const client = deps.aws.session(account, 'event-bus').client(EventBridgeClient, region)
  const answer = await observe(action, () => client.send(new CreateEventBusCommand({ Name: name })), deps.clock)
  if (answer.state === 'seen') return created(bus)
  // The suffix is ours and new: a bus of this name was made by an attempt whose answer was lost on the way.
  if (answer.state === 'failed' && answer.code === 'ResourceAlreadyExistsException') return created(bus)
  if (answer.state === 'denied') await deps.recheck(account)
  return refused(bus, answer)
}
