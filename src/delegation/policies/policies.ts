// The permission policies that customers grant, derived from the actions that the registry declares; nothing here is kept by hand.
import { type Access, type ActionUse, defaultFeatures, type Feature, mutatingFeatures } from '../../core/define.ts'
import { type ExplainedAction, explain, type UsedAction } from './action-facts.ts'
import {
  allowActions,
  byName,
  chunkedPolicies,
  managedPolicyLimit,
  type NamedPolicy,
  pretty,
  sessionPolicyLimit,
} from './document.ts'
import { reachedBy, shrink } from './wildcards.ts'

/** What delegation needs of the registry: every use of an IAM action by the given features; by accounts with a role unless said. */
export type ActionsOf = (features: readonly Feature[], access?: Access) => readonly ActionUse[]

export const defaultPolicyName = 'HeyCloudIntegrationPolicy'
/** What writes is never in the policy above, so that whoever reads that one sees reads alone. */
export const writePolicyName = 'HeyCloudWritePolicy'
export const defaultRoleName = 'HeyCloudIntegrationRole'

const actionNames = (uses: readonly ActionUse[]): string[] => [...new Set(uses.map(use => use.action))].sort(byName)
const writes = (feature: Feature): boolean => mutatingFeatures.includes(feature)

/** How much further than the complete names the wildcards reach, as AWS's list of actions stands. */
export interface Width {
  strict: number
  wildcard: number
  /** What the wildcards allow and HeyCloud does not call, sorted. */
  extra: string[]
}

/** Where features are not chosen, they are those that are on by default. */
export interface Policies {
  /** Every action by its complete name: nothing but what HeyCloud calls today, and nothing that writes. */
  strict(chosen?: readonly Feature[], name?: string, limit?: number): NamedPolicy[]
  /** Read-only wildcards where several actions share one, complete names elsewhere. */
  wildcard(chosen?: readonly Feature[], name?: string, limit?: number): Promise<NamedPolicy[]>
  /** The chosen features that write, in policies of their own; none unless somebody chose one. */
  mutating(chosen: readonly Feature[], limit?: number): NamedPolicy[]
  width(chosen?: readonly Feature[]): Promise<Width>
  /** Complete names, sorted, each once; those that write included where their feature is chosen. */
  actions(chosen?: readonly Feature[]): string[]
  /** Each action once, sorted, with its features, access level, reference and what stops without it. */
  explain(chosen?: readonly Feature[]): Promise<ExplainedAction[]>
  /** The smallest document that adds exactly these actions; null when there are none. */
  missing(actions: readonly string[]): string | null
}

function usedActions(chosen: readonly Feature[], actionsOf: ActionsOf): UsedAction[] {
  const calls = chosen.map(feature => ({ feature, names: new Set(actionNames(actionsOf([feature]))) }))
  return actionsOf(chosen).map(use => ({
    ...use,
    features: calls.filter(({ names }) => names.has(use.action)).map(({ feature }) => feature),
    stops: use.stops ?? '',
  }))
}

/** Policies for accounts of one kind: hand in `features => actionsOf(features, 'key')` for those that are read with an access key. */
export function createPolicies(actionsOf: ActionsOf): Policies {
  const actions = (chosen: readonly Feature[] = defaultFeatures) => actionNames(actionsOf(chosen))
  const reads = (chosen: readonly Feature[] = defaultFeatures) => actions(chosen.filter(feature => !writes(feature)))
  return {
    actions,
    strict: (chosen, name = defaultPolicyName, limit = managedPolicyLimit) =>
      chunkedPolicies(name, reads(chosen), limit),
    wildcard: async (chosen, name = defaultPolicyName, limit = managedPolicyLimit) =>
      chunkedPolicies(name, await shrink(reads(chosen)), limit),
    mutating: (chosen, limit = managedPolicyLimit) =>
      chunkedPolicies(writePolicyName, actions(chosen.filter(writes)), limit),
    async width(chosen) {
      const strict = reads(chosen)
      const reached = await reachedBy(await shrink(strict))
      const extra = reached.filter(action => !strict.includes(action))
      return { strict: strict.length, wildcard: reached.length, extra }
    },
    explain: (chosen = defaultFeatures) => explain(usedActions(chosen, actionsOf)),
    missing: lacking => (lacking.length === 0 ? null : pretty(allowActions(lacking))),
  }
}

/** The purposes of src/aws whose sessions are narrowed by an inline policy. Inventory is not: its actions would not fit. */
const purposeFeatures = {
  verify: ['account', 'diagnosis'],
  metrics: ['metrics'],
  tags: ['tags'],
  alarms: ['alarms'],
  organization: ['organization'],
  'event-bus': ['event_bus'],
  'cost-management': ['cost_management'],
} as const satisfies Record<string, readonly Feature[]>

export type NarrowedPurpose = keyof typeof purposeFeatures

/**
 * Session policies per purpose: what a session may do is the intersection of these and the role's own (STS API reference, AssumeRole).
 * A purpose whose policy would pass the quota, or that calls nothing, gets none.
 */
export function sessionPolicies(actionsOf: ActionsOf): Partial<Record<NarrowedPurpose, string>> {
  const entries = Object.entries(purposeFeatures).flatMap(([purpose, chosen]) => {
    const names = actionNames(actionsOf(chosen))
    const text = JSON.stringify(allowActions(names))
    return names.length > 0 && text.length <= sessionPolicyLimit ? [[purpose, text] as const] : []
  })
  return Object.fromEntries(entries)
}
