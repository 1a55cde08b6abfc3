// When AWS Organizations are read: every five minutes, at once when somebody asks, by one process each.
import { MINUTE, SECOND } from '../../core/clock.ts'
import type { OrganizationConnection } from '../../core/organization.ts'
import { pause } from '../under-lease.ts'
import type { OrganizationDependencies } from './change.ts'
import { sync } from './sync.ts'

export const syncEvery = 5 * MINUTE
/** Connections made by other processes are found so often. */
const rescanEvery = 15 * SECOND

export interface OrganizationSchedule {
  /** Reads those that are due, and resolves when it has ended. */
  tick(): Promise<void>
  /** Reads them as they fall due, until aborted. */
  run(signal: AbortSignal): Promise<void>
  /** Reads one now, due or not. Resolves when it has ended, in this process or, unseen, in another. */
  now(connection: OrganizationConnection): Promise<void>
}

export function createOrganizationSchedule(deps: OrganizationDependencies): OrganizationSchedule {
  const { settings, clock, log } = deps
  const holder = deps.random.uuid()
  const running = new Map<string, Promise<void>>()

  /** An error here is a fault of ours or of the store: logged, and tried again when it is due. */
  async function once(connection: OrganizationConnection): Promise<void> {
    try {
      await sync(deps, holder, connection)
    } catch (error) {
      log.error({ err: error, organization: connection.id }, 'an AWS Organization could not be read')
    }
  }

  function start(connection: OrganizationConnection): Promise<void> {
    const started = running.get(connection.id) ?? once(connection).finally(() => running.delete(connection.id))
    running.set(connection.id, started)
    return started
  }

  async function due(): Promise<OrganizationConnection[]> {
    const found: OrganizationConnection[] = []
    for (const connection of await settings.awsOrganizations.listAll()) {
      const reading = await settings.awsOrganizations.reading(connection.id)
      if (!reading || reading.attemptedAt + syncEvery <= clock.now()) found.push(connection)
    }
    return found
  }

  const tick = async (): Promise<void> => {
    await Promise.all((await due()).map(start))
  }

  return {
    tick,
    now: start,
    async run(signal) {
      while (!signal.aborted) {
        await tick().catch(error =>
          log.error({ err: error }, 'the AWS Organizations could not be listed; trying again'),
        )
        await pause(clock, rescanEvery, signal)
      }
    },
  }
}
