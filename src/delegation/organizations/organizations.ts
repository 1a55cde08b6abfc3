// AWS Organizations as the rest of HeyCloud sees them: connected, looked at with all of their accounts, rotated, let go.
import type { AwsAccount } from '../../core/account.ts'
import { SECOND } from '../../core/clock.ts'
import type { MemberState, OrganizationConnection, OrganizationReading } from '../../core/organization.ts'
import type { Verification } from '../../core/verification.ts'
import type { AccountActor } from '../accounts/accounts.ts'
import { pause } from '../under-lease.ts'
import { changeConnection, getConnection, joinedAccounts, type OrganizationDependencies } from './change.ts'
import { connect, disconnect, edit } from './connect.ts'
import type { OrganizationInput } from './input.ts'
import { countMembers, type Member, memberTable } from './members.ts'
import { cancelRotation, finishRotation, type RotatingConnection, rotate } from './rotation.ts'
import { createOrganizationSchedule } from './schedule.ts'
import { join } from './sync.ts'

/** A connection with everything that is known of its accounts. */
export interface OrganizationView {
  connection: OrganizationConnection
  /** Undefined until the tree was read for the first time. */
  reading: OrganizationReading | undefined
  members: Member[]
  counts: Record<MemberState, number>
  /** Null while no rotation is under way. */
  rotation: { value: string; accepted: number; waiting: string[] } | null
}

/** What came of one account of several. */
export interface JoinOutcome {
  accountId: string
  /** One sentence for a person; null where it joined. */
  refusal: string | null
}

export interface Organizations {
  list(organisation: string): Promise<OrganizationConnection[]>
  /** Rejects with `not_found`, also for another organisation's. */
  view(organisation: string, id: string): Promise<OrganizationView>
  /** Rejects with `bad_request`, `organization_exists`, `missing_permissions` or `aws_unavailable`. */
  connect(actor: AccountActor, input: OrganizationInput): Promise<OrganizationConnection>
  update(actor: AccountActor, id: string, input: OrganizationInput): Promise<OrganizationConnection>
  /** The accounts stay connected, each by itself. */
  delete(actor: AccountActor, id: string): Promise<void>
  /** Reads the tree now. Resolves when that has ended, or after some seconds while it goes on. */
  sync(organisation: string, id: string): Promise<void>
  /** Has members join by hand, in whichever OU they are; an excluded one is excluded no longer. */
  join(actor: AccountActor, id: string, accountIds: readonly string[]): Promise<JoinOutcome[]>
  rotate(actor: AccountActor, id: string): Promise<RotatingConnection>
  finishRotation(
    actor: AccountActor,
    id: string,
    options?: { force?: boolean | undefined },
  ): Promise<OrganizationConnection>
  cancelRotation(actor: AccountActor, id: string): Promise<void>
  tick(): Promise<void>
  /** Keeps all trees read until aborted. The caller runs it in one process or more. */
  run(signal: AbortSignal): Promise<void>
}

/** A large tree takes longer than anybody waits for an answer. */
const longestWait = 10 * SECOND

async function verificationsOf({ settings }: OrganizationDependencies, accounts: readonly AwsAccount[]) {
  const found = new Map<string, Verification>()
  for (const { id } of accounts) {
    const verification = await settings.verifications.get(id)
    if (verification) found.set(id, verification)
  }
  return found
}

async function rotationOf(
  deps: OrganizationDependencies,
  connection: OrganizationConnection,
): Promise<OrganizationView['rotation']> {
  const value = connection.nextExternalId
  if (value === null) return null
  const members = await joinedAccounts(deps, connection)
  const known = await verificationsOf(deps, members)
  const waiting = members.filter(
    account => account.externalId !== value && known.get(account.id)?.nextExternalId !== 'accepted',
  )
  return { value, accepted: members.length - waiting.length, waiting: waiting.map(({ accountId }) => accountId) }
}

async function view(deps: OrganizationDependencies, organisation: string, id: string): Promise<OrganizationView> {
  const connection = await getConnection(deps, organisation, id)
  const reading = await deps.settings.awsOrganizations.reading(id)
  const accounts = await deps.settings.accounts.list(organisation)
  // A connected account's state says it all.
  const verifications = await verificationsOf(
    deps,
    accounts.filter(({ state }) => state !== 'connected'),
  )
  const members = memberTable({ connection, nodes: reading?.nodes ?? [], reading, accounts, verifications })
  const rotation = await rotationOf(deps, connection)
  return { connection, reading, members, counts: countMembers(members), rotation }
}

async function joinByHand(
  deps: OrganizationDependencies,
  actor: AccountActor,
  id: string,
  accountIds: readonly string[],
): Promise<JoinOutcome[]> {
  const connection = await getConnection(deps, actor.organisation, id)
  const nodes = (await deps.settings.awsOrganizations.reading(id))?.nodes ?? []
  const outcomes: JoinOutcome[] = []
  for (const accountId of new Set(accountIds)) {
    const node = nodes.find(({ kind, id: nodeId }) => kind === 'account' && nodeId === accountId)
    const refusal = node
      ? await join(deps, connection, node, actor.name)
      : 'AWS does not list it as a member of the AWS Organization.'
    outcomes.push({ accountId, refusal: refusal ?? null })
  }
  const joined = new Set(outcomes.flatMap(({ accountId, refusal }) => (refusal === null ? [accountId] : [])))
  await changeConnection(deps, actor.organisation, id, present => ({
    ...present,
    exclude: present.exclude.filter(accountId => !joined.has(accountId)),
  }))
  return outcomes
}

export function createOrganizations(deps: OrganizationDependencies): Organizations {
  const schedule = createOrganizationSchedule(deps)
  async function readSoon(connection: OrganizationConnection): Promise<void> {
    const ended = new AbortController()
    await Promise.race([schedule.now(connection), pause(deps.clock, longestWait, ended.signal)])
    ended.abort()
  }
  /** One change of a connection after the other. */
  const alone = <T>(id: string, work: () => Promise<T>): Promise<T> => deps.serial.run(`organization/${id}`, work)
  return {
    list: organisation => deps.settings.awsOrganizations.list(organisation),
    view: (organisation, id) => view(deps, organisation, id),
    async connect(actor, input) {
      const connection = await connect(deps, actor, input)
      await readSoon(connection)
      return connection
    },
    async update(actor, id, input) {
      const connection = await alone(id, () => edit(deps, actor, id, input))
      await readSoon(connection)
      return connection
    },
    delete: (actor, id) => alone(id, () => disconnect(deps, actor, id)),
    sync: async (organisation, id) => readSoon(await getConnection(deps, organisation, id)),
    join: (actor, id, accountIds) => alone(id, () => joinByHand(deps, actor, id, accountIds)),
    rotate: (actor, id) => alone(id, () => rotate(deps, actor, id)),
    finishRotation: (actor, id, options) => alone(id, () => finishRotation(deps, actor, id, options)),
    cancelRotation: (actor, id) => alone(id, () => cancelRotation(deps, actor, id)),
    tick: schedule.tick,
    run: schedule.run,
  }
}
