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
  /** Reads one anew, due or not. Resolves when it has ended; at once where another process is at it. */
  now(connection: OrganizationConnection): Promise<void>
}

export function createOrganizationSchedule(deps: OrganizationDependencies): OrganizationSchedule {
  const { settings, clock, log } = deps
  const holder = deps.random.uuid()
  const running = new Map<string, Promise<void>>()

  /** An error here is a fault of ours or of the store: logged, and tried again when it is due. */
  async function once(connection: OrganizationConnection, signal?: AbortSignal): Promise<void> {
    try {
      await sync(deps, holder, connection, signal)
    } catch (error) {
      if (!signal?.aborted)
        log.error({ err: error, organization: connection.id }, 'an AWS Organization could not be read')
    }
  }

  function start(connection: OrganizationConnection, signal?: AbortSignal): Promise<void> {
    const { id } = connection
    const present = running.get(id)
    if (present) return present
    const started = once(connection, signal).finally(() => running.delete(id))
    running.set(id, started)
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

  const tick = async (signal?: AbortSignal): Promise<void> => {
    await Promise.all((await due()).map(connection => start(connection, signal)))
  }

  return {
    tick: () => tick(),
    async now(connection) {
      // What is being read now began before whatever made somebody ask.
      await running.get(connection.id)
      await start(connection)
    },
    async run(signal) {
      while (!signal.aborted) {
        await tick(signal).catch(error =>
          log.error({ err: error }, 'the AWS Organizations could not be listed; trying again'),
        )
        await pause(clock, rescanEvery, signal)
      }
    },
  }
}
