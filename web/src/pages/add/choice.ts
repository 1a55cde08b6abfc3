// What HeyCloud may read, as it is chosen on the Add page: features, and the form of their permissions.
import { z } from 'zod'
import type { AccountAttributes } from '../../lib/api.ts'

export const forms = ['wildcard', 'strict'] as const

export const choiceSchema = z.object({
  /** Null: those that are on by default, whatever a newer version makes of them. */
  features: z.array(z.string()).nullable(),
  form: z.enum(forms),
  ownRoleOnly: z.boolean(),
  /** Whether templates and commands attach AWS's own policy SecurityAudit too. */
  securityAudit: z.boolean(),
})
export type Choice = z.infer<typeof choiceSchema>

export const defaultChoice: Choice = { features: null, form: 'wildcard', ownRoleOnly: false, securityAudit: false }

interface Offered {
  feature: string
  default: boolean
}

export const chosenOf = (choice: Choice, offered: readonly Offered[]): string[] =>
  choice.features ?? offered.filter(one => one.default).map(one => one.feature)

/** In the order in which they are offered, so that the same choice always asks the same question. */
export function toggled(chosen: readonly string[], feature: string, offered: readonly Offered[]): string[] {
  const on = new Set(chosen)
  if (!on.delete(feature)) on.add(feature)
  return offered.map(one => one.feature).filter(name => on.has(name))
}

/** The API's default but for AWS/SQS: the AWS Overview shows how old messages are. */
const leftOutAtFirst = ['AWS/ElasticMapReduce', 'AWS/Usage']

/** What of the account's settings follows from the chosen features: what is not granted is not asked for. */
export function settingsFor(
  features: readonly string[],
): Pick<AccountAttributes, 'metrics_config' | 'resources_config' | 'features'> {
  const has = (feature: string) => features.includes(feature)
  return {
    metrics_config: {
      enabled: has('metrics'),
      collect_cloudwatch_alarms: has('alarms'),
      namespace_filters: { exclude_only: leftOutAtFirst },
    },
    resources_config: { extended_collection: has('resources') },
    features: {
      tags: has('tags'),
      diagnosis: has('diagnosis'),
      organization: has('organization'),
      event_bus: has('event_bus'),
      cost_management: has('cost_management'),
    },
  }
}
