// An account's settings as they arrive: merged over what is stored, checked as a whole, faults named by their dotted field.

import { partitionOf } from '../../aws/partitions.ts'
import type { Partition } from '../../core/account.ts'
import { type AccountSettings, accountSettingsSchema } from '../../core/account-settings.ts'
import { HeyCloudError } from '../../core/errors.ts'

type Plain = Record<string, unknown>

/** Either/or choices: a new one replaces the old whole, since both branches at once are neither. */
const choices = new Set(['aws_regions', 'namespace_filters', 'xray_services'])

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is left out, null or empty keeps its old value; lists and choices are replaced. */
function merge(old: Plain, given: Plain): Plain {
  const merged: Plain = { ...old }
  for (const [key, value] of Object.entries(given)) {
    const before = old[key]
    if (value === null || value === undefined) continue
    if (isPlain(value) && choices.has(key)) merged[key] = Object.keys(value).length > 0 ? value : before
    else merged[key] = isPlain(value) && isPlain(before) ? merge(before, value) : value
  }
  return merged
}

/** Faults that no single field shows. */
function crossFaults(settings: AccountSettings, partition: Partition): Record<string, string> {
  const faults: Record<string, string> = {}
  const { cloud_security_posture_management_collection: posture, extended_collection: extended } =
    settings.resources_config
  if (posture && !extended)
    faults['resources_config.cloud_security_posture_management_collection'] = 'requires extended_collection to be true'
  if ('include_only' in settings.aws_regions) {
    const odd = settings.aws_regions.include_only.filter(region => partitionOf(region) !== partition)
    if (odd.length > 0) faults['aws_regions.include_only'] = `invalid regions: [${odd.join(' ')}]`
  }
  return faults
}

/**
 * The settings after `given` (the public API's groups, any of them left out) is laid over `old`. Rejects with `bad_request` and a
 * fault per dotted field. Unknown namespaces pass: AWS makes new ones faster than any list.
 */
export function mergeSettings(old: AccountSettings | undefined, given: Plain, partition: Partition): AccountSettings {
  const groups = Object.fromEntries(Object.keys(accountSettingsSchema.shape).map(key => [key, given[key]]))
  const parsed = accountSettingsSchema.safeParse(merge((old ?? {}) as Plain, groups))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => [issue.path.join('.'), issue.message] as const)
    throw new HeyCloudError('bad_request', 'invalid value', Object.fromEntries(faults))
  }
  const faults = crossFaults(parsed.data, partition)
  if (Object.keys(faults).length > 0) throw new HeyCloudError('bad_request', 'invalid value', faults)
  return parsed.data
}

/** Namespaces that a filter names and the registry does not know: saved as they are, and said. */
export function unknownNamespaces(settings: AccountSettings, known: ReadonlySet<string>): string[] {
  const filters = settings.metrics_config.namespace_filters
  const named = 'include_only' in filters ? filters.include_only : filters.exclude_only
  return named.filter(namespace => !known.has(namespace))
}
