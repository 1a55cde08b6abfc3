// An AWS Organization that an organisation has connected: its tree, who joins, and the external ID that its members share.

import type { Partition } from './account.ts'
import type { AccountSettings } from './account-settings.ts'

/** AWS: `r-` and 4 to 32, `ou-` and 4 to 32, a dash and 8 to 32 lower-case letters or digits (Organizations API reference). */
export const rootIdPattern = /^r-[0-9a-z]{4,32}$/
export const ouIdPattern = /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/
export const awsOrganizationIdPattern = /^o-[a-z0-9]{10,32}$/

/** A connection to one AWS Organization, read through one connected account: the management or a delegated administrator account. */
export interface OrganizationConnection {
  /** HeyCloud's config id, a UUID. */
  id: string
  organisation: string
  partition: Partition
  /** AWS's own: `o-…`. */
  awsOrganizationId: string
  managementAccountId: string
  /** Config id of the connected account whose role reads the tree. */
  readThrough: string
  /** One value in the roles of all members; valid for accounts that AWS lists as members, and for no other. */
  externalId: string
  /** The second value of a rotation under way. */
  nextExternalId: string | null
  roleName: string
  rolePath: string
  /** Roots and OUs whose accounts are wanted, those below them included. */
  include: string[]
  /** Account IDs that are left out. */
  exclude: string[]
  /** Whether accounts that appear later in the wanted OUs join by themselves. */
  autoJoin: boolean
  /** What members join with. */
  settings: AccountSettings
  createdAt: number
  modifiedAt: number
}

export interface OrganizationNode {
  /** `r-…`, `ou-…` or the 12 digits of an account. */
  id: string
  kind: 'root' | 'ou' | 'account'
  name: string
  parentId: string | null
  /** Of accounts their state, in AWS's words; only ACTIVE ones can be joined. */
  status: string | null
}

/** The tree as it was last read, and what came of the last attempt. */
export interface OrganizationReading {
  /** Parents before children. Carried forward when a read fails. */
  nodes: OrganizationNode[]
  readAt: number | null
  attemptedAt: number
  state: 'seen' | 'denied' | 'failed'
  /** The refused action, and AWS's words; empty when seen. */
  action: string | null
  reason: string
  /** Why a wanted account could not join, by account ID: one sentence for a person. */
  refusals: Record<string, string>
}

/** In the order in which they are told. */
export const memberStates = [
  'connected',
  'degraded',
  'waiting',
  'blocked',
  'denied_by_scp',
  'not_assumable',
  'paused',
  'not_joined',
  'excluded',
  'suspended',
  'management',
  'not_chosen',
] as const
/**
 * Of a connected account: `connected`, `degraded`, `paused` and `blocked` as everywhere; `denied_by_scp` when a policy of the
 * Organization stops some of what is read; `waiting` while its role has never let HeyCloud in, `not_assumable` when it did once.
 * Of the others: `not_joined` is wanted and not there yet; the rest say why it is not wanted.
 */
export type MemberState = (typeof memberStates)[number]
