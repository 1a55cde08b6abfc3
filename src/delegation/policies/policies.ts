// The permission policies that customers grant, derived from the actions that the registry declares; nothing here is kept by hand.
import { type ActionUse, type Feature, features } from '../../core/define.ts'
import { type ExplainedAction, explain } from './action-facts.ts'
import { allowActions, byName, chunkedPolicies, type NamedPolicy, pretty, sessionPolicyLimit } from './document.ts'
import { shrink } from './wildcards.ts'

/** What delegation needs of the registry: every use of an IAM action by the given features. */
export type ActionsOf = (features: readonly Feature[]) => readonly ActionUse[]

export const defaultPolicyName = 'HeyCloudIntegrationPolicy'
export const defaultRoleName = 'HeyCloudIntegrationRole'

const actionNames = (uses: readonly ActionUse[]): string[] => [...new Set(uses.map(use => use.action))].sort(byName)

export interface Policies {
  /** Every action by its complete name: nothing but what HeyCloud calls today. */
  strict(chosen?: readonly Feature[], name?: string): NamedPolicy[]
  /** Read-only wildcards where several actions share one, complete names elsewhere. */
  wildcard(chosen?: readonly Feature[], name?: string): Promise<NamedPolicy[]>
  /** Complete names, sorted, each once. */
  actions(chosen?: readonly Feature[]): string[]
  /** Uses with access level and reference, in the registry's order, one row per action and feature. */
  explain(chosen?: readonly Feature[]): Promise<ExplainedAction[]>
  /** The smallest document that adds exactly these actions; null when there are none. */
  missing(actions: readonly string[]): string | null
}

export function createPolicies(actionsOf: ActionsOf): Policies {
  const actions = (chosen: readonly Feature[] = features) => actionNames(actionsOf(chosen))
  return {
    actions,
    strict: (chosen, name = defaultPolicyName) => chunkedPolicies(name, actions(chosen)),
    wildcard: async (chosen, name = defaultPolicyName) => chunkedPolicies(name, await shrink(actions(chosen))),
    explain: (chosen = features) => explain(actionsOf(chosen)),
    missing: lacking => (lacking.length === 0 ? null : pretty(allowActions(lacking))),
  }
}

/** The purposes of src/aws whose sessions are narrowed by an inline policy. Inventory is not: its actions would not fit. */
const purposeFeatures = {
  verify: ['account', 'diagnosis'],
  metrics: ['metrics'],
  tags: ['tags'],
  alarms: ['alarms'],
} as const satisfies Record<string, readonly Feature[]>

export type NarrowedPurpose = keyof typeof purposeFeatures

/**
 * Session policies per purpose: what a session may do is the intersection of these and the role's own (STS API reference, AssumeRole).
 * A purpose whose policy would pass the quota gets none.
 */
export function sessionPolicies(actionsOf: ActionsOf): Partial<Record<NarrowedPurpose, string>> {
  const entries = Object.entries(purposeFeatures).flatMap(([purpose, chosen]) => {
    const text = JSON.stringify(allowActions(actionNames(actionsOf(chosen))))
    return text.length <= sessionPolicyLimit ? [[purpose, text] as const] : []
  })
  return Object.fromEntries(entries)
}
