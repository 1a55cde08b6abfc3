// What an organisation chooses about one account, in the public API's own shape and words (its snake_case is kept, so that
// what was sent is what is stored and returned, lists in the order sent).
import { z } from 'zod'
import { type Feature, features } from './define.ts'

const strings = z.array(z.string())

export const regionsSchema = z.union([
  z.strictObject({ include_all: z.boolean() }),
  z.strictObject({ include_only: strings }),
])
export const namespaceFiltersSchema = z.union([
  z.strictObject({ include_only: strings }),
  z.strictObject({ exclude_only: strings }),
])
export const metricNameFilterSchema = z.union([
  z.strictObject({ namespace: z.string(), include_only: strings }),
  z.strictObject({ namespace: z.string(), exclude_only: strings }),
])

/** HeyCloud has no logs, traces or monitors: their settings are kept for those who send them, and nothing is done with them. */
const storedOnly = 'Stored and returned only'

/** Namespaces that are not read unless asked for: they are dear and seldom looked at (the public API's own default). */
export const defaultExcludedNamespaces = ['AWS/SQS', 'AWS/ElasticMapReduce', 'AWS/Usage']

export const metricsConfigSchema = z.object({
  enabled: z.boolean().default(true),
  automute_enabled: z.boolean().default(true).describe(storedOnly),
  collect_custom_metrics: z.boolean().default(false),
  collect_cloudwatch_alarms: z.boolean().default(false),
  tag_filters: z.array(z.object({ namespace: z.string(), tags: strings.nullish() })).default([]),
  namespace_filters: namespaceFiltersSchema.default({ exclude_only: defaultExcludedNamespaces }),
  metric_name_filters: z.array(metricNameFilterSchema).default([]),
})

export const logsConfigSchema = z.object({
  lambda_forwarder: z
    .object({
      lambdas: strings.default([]),
      sources: strings.default([]),
      log_source_config: z
        .object({ tag_filters: z.array(z.object({ source: z.string(), tags: strings.nullish() })).default([]) })
        .default({ tag_filters: [] }),
    })
    .default({ lambdas: [], sources: [], log_source_config: { tag_filters: [] } }),
})

export const accountSettingsSchema = z.object({
  account_tags: strings.default([]),
  aws_regions: regionsSchema.default({ include_all: true }),
  metrics_config: metricsConfigSchema.prefault({}),
  resources_config: z
    .object({
      extended_collection: z.boolean().default(true),
      cloud_security_posture_management_collection: z
        .boolean()
        .default(false)
        .describe(`${storedOnly}, until there are checks; requires extended_collection`),
    })
    .prefault({}),
  logs_config: logsConfigSchema.prefault({}).describe(storedOnly),
  traces_config: z
    .object({
      xray_services: z
        .union([z.strictObject({ include_all: z.boolean() }), z.strictObject({ include_only: strings })])
        .default({ include_only: [] }),
    })
    .prefault({})
    .describe(storedOnly),
  features: z
    .object({
      tags: z.boolean().default(true),
      diagnosis: z.boolean().default(true),
      organization: z.boolean().default(false),
      event_bus: z.boolean().default(false),
      cost_management: z.boolean().default(false),
      linked_accounts: z
        .boolean()
        .default(false)
        .describe(
          'In a CloudWatch monitoring account: the metrics of the source accounts that are linked to it are read through its role',
        ),
    })
    .prefault({})
    .describe('HeyCloud’s addition: what the public groups have no switch for'),
})
export type AccountSettings = z.infer<typeof accountSettingsSchema>

/** The features that an account's settings switch on; each needs its actions in the role's policy. */
export function featuresOf(settings: AccountSettings): Feature[] {
  const on: Record<Feature, boolean> = {
    account: true,
    diagnosis: settings.features.diagnosis,
    metrics: settings.metrics_config.enabled,
    tags: settings.features.tags && (settings.metrics_config.enabled || settings.resources_config.extended_collection),
    resources: settings.resources_config.extended_collection,
    alarms: settings.metrics_config.collect_cloudwatch_alarms,
    organization: settings.features.organization,
    event_bus: settings.features.event_bus,
    cost_management: settings.features.cost_management,
  }
  return features.filter(feature => on[feature])
}
