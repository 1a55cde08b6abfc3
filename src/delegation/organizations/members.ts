// Which accounts of an AWS Organization are wanted, and how each of its accounts fares: pure, of what was read and what is stored.
import { type AwsAccount, usesRole } from '../../core/account.ts'
import {
  type MemberState,
  memberStates,
  type OrganizationConnection,
  type OrganizationNode,
  type OrganizationReading,
} from '../../core/organization.ts'
import type { Verification } from '../../core/verification.ts'
import type { Settings } from '../../store/settings-ports.ts'
import type { IsMember } from '../external-ids.ts'

/** AWS's word for an account that works; every other state is of one that does not yet, or no longer. */
const active = 'ACTIVE'

/** Whether the last good reading of the tree holds the account as a working one. A reading that failed keeps what an earlier one found. */
export const isMemberIn =
  ({ awsOrganizations }: Pick<Settings, 'awsOrganizations'>): IsMember =>
  async (organisation, connectionId, accountId) => {
    if (!(await awsOrganizations.get(organisation, connectionId))) return false
    const reading = await awsOrganizations.reading(connectionId)
    return (
      reading?.nodes.some(node => node.kind === 'account' && node.id === accountId && node.status === active) ?? false
    )
  }

export interface MemberFacts {
  connection: OrganizationConnection
  nodes: readonly OrganizationNode[]
}

/** The ids of the roots and OUs whose accounts are wanted: those that were chosen, and all below them. */
function wantedParents({ connection, nodes }: MemberFacts): Set<string> {
  const wanted = new Set(connection.include)
  // Parents stand before their children.
  for (const { id, kind, parentId } of nodes)
    if (kind !== 'account' && parentId !== null && wanted.has(parentId)) wanted.add(id)
  return wanted
}

/** Accounts that are to be connected: working ones in the wanted OUs, but for the excluded ones and the management account. */
export function wantedAccounts(facts: MemberFacts): OrganizationNode[] {
  const { connection, nodes } = facts
  const parents = wantedParents(facts)
  return nodes.filter(
    node =>
      node.kind === 'account' &&
      node.status === active &&
      parents.has(node.parentId ?? '') &&
      // StackSets that AWS Organizations manages do not deploy to it (CloudFormation User Guide, "service-managed permissions").
      node.id !== connection.managementAccountId &&
      !connection.exclude.includes(node.id),
  )
}

export interface Member {
  accountId: string
  name: string
  /** Null for an account that AWS lists no longer. */
  parentId: string | null
  /** In AWS's words; null for an account that AWS lists no longer. */
  status: string | null
  state: MemberState
  /** Whether the connection would have it join. */
  wanted: boolean
  /** The connected account, whoever connected it; null when there is none. */
  accountConfigId: string | null
  /** Whether it joined by this connection, and so uses its external ID. */
  joined: boolean
  /** One sentence for a person; empty where the state says it all. */
  note: string
}

export interface MemberSources extends MemberFacts {
  reading: Pick<OrganizationReading, 'refusals'> | undefined
  /** The organisation's accounts. */
  accounts: readonly AwsAccount[]
  /** By config id, of those accounts at least whose state needs a word. */
  verifications: ReadonlyMap<string, Verification>
}

function stateOf(account: AwsAccount, verification: Verification | undefined): MemberState {
  if (account.pausedAt !== null) return 'paused'
  if (account.state === 'connected' || account.state === 'blocked') return account.state
  if (account.state === 'degraded')
    return verification?.missingActions.some(({ cause }) => cause === 'scp') ? 'denied_by_scp' : 'degraded'
  // Regions are the last that a proven role is asked for.
  const wasIn = (verification?.regions.length ?? 0) > 0 || verification?.problem?.code === 'account_claimed'
  return account.state === 'not_assumable' && wasIn ? 'not_assumable' : 'waiting'
}

/** What is odd about a connected account's place in the tree. Nothing is done about it: removing it is for people. */
function placeNote({ connection }: MemberSources, node: OrganizationNode | undefined, wanted: boolean): string {
  if (!node) return 'AWS lists it as a member no longer. It stays connected until somebody removes it.'
  if (node.status !== active) return `AWS says ${node.status}. It stays connected until somebody removes it.`
  if (connection.exclude.includes(node.id)) return 'Excluded, and still connected until somebody removes it.'
  if (!wanted && node.id !== connection.managementAccountId)
    return 'It is outside the chosen OUs now. It stays connected until somebody removes it.'
  return ''
}

function connected(sources: MemberSources, account: AwsAccount, node: OrganizationNode | undefined, wanted: boolean) {
  const { connection } = sources
  const verification = sources.verifications.get(account.id)
  const joined = account.joinedBy === connection.id
  return {
    state: stateOf(account, verification),
    accountConfigId: account.id,
    joined,
    note: (joined && placeNote(sources, node, wanted)) || (verification?.problem?.title ?? ''),
  }
}

function unconnected({ connection, reading }: MemberSources, node: OrganizationNode, wanted: boolean) {
  const none = { accountConfigId: null, joined: false }
  if (node.id === connection.managementAccountId)
    return {
      ...none,
      state: 'management' as const,
      note: 'StackSets do not deploy to the management account: connect it by itself.',
    }
  if (node.status !== active)
    return { ...none, state: 'suspended' as const, note: `AWS says ${node.status ?? 'nothing'}.` }
  if (connection.exclude.includes(node.id)) return { ...none, state: 'excluded' as const, note: '' }
  if (!wanted) return { ...none, state: 'not_chosen' as const, note: '' }
  return { ...none, state: 'not_joined' as const, note: reading?.refusals[node.id] ?? '' }
}

/** Every account of the tree, and after them those that joined by this connection and that AWS lists no longer. */
export function memberTable(sources: MemberSources): Member[] {
  const { connection, nodes, accounts } = sources
  const wantedIds = new Set(wantedAccounts(sources).map(({ id }) => id))
  const byAccountId = new Map(accounts.map(account => [account.accountId, account]))
  const listed = nodes.filter(({ kind }) => kind === 'account')
  const listedIds = new Set(listed.map(({ id }) => id))
  const rows = listed.map((node): Member => {
    const { id: accountId, name, parentId, status } = node
    const wanted = wantedIds.has(accountId)
    const account = byAccountId.get(accountId)
    const rest = account ? connected(sources, account, node, wanted) : unconnected(sources, node, wanted)
    return { ...{ accountId, name, parentId, status, wanted }, ...rest }
  })
  const left = accounts.filter(
    account => usesRole(account) && account.joinedBy === connection.id && !listedIds.has(account.accountId),
  )
  return [
    ...rows,
    ...left.map(account => ({
      ...{ accountId: account.accountId, name: account.name ?? '', parentId: null, status: null, wanted: false },
      ...connected(sources, account, undefined, false),
    })),
  ]
}

/** How many accounts are in each state. */
export const countMembers = (members: readonly Member[]): Record<MemberState, number> =>
  Object.fromEntries(
    memberStates.map(state => [state, members.filter(member => member.state === state).length]),
  ) as Record<MemberState, number>

const words: Partial<Record<MemberState, string>> = {
  connected: 'connected',
  degraded: 'with permissions missing',
  waiting: 'waiting',
  blocked: 'blocked',
  denied_by_scp: 'SCP',
  not_assumable: 'refused since',
  paused: 'paused',
  not_joined: 'not joined',
}

/** `97 connected, 19 waiting, 3 blocked, 1 SCP`. */
export const countSentence = (counts: Record<MemberState, number>): string =>
  memberStates
    .flatMap(state => (words[state] !== undefined && counts[state] > 0 ? [`${counts[state]} ${words[state]}`] : []))
    .join(', ')
