// An account's settings as they arrive: merged over what is stored, checked as a whole, faults named by their dotted field.

import { knownRegions, partitionOf } from '../../aws/partitions.ts'
import type { Partition } from '../../core/account.ts'
import { type AccountSettings, accountSettingsSchema } from '../../core/account-settings.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { textFault } from './input.ts'

type Plain = Record<string, unknown>

/** Either/or choices: a new one replaces the old whole, since both branches at once are neither. */
const choices = new Set(['aws_regions', 'namespace_filters', 'xray_services'])

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Deeper than any setting lies; what nests further is refused as a whole by the schema. */
const deepest = 8

/** Some clients write null for what they leave out, also where there is no old value to keep: in a choice and in a list's items. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > deepest) return value
  if (Array.isArray(value)) return value.map(item => withoutNulls(item, depth + 1))
  if (!isPlain(value)) return value
  const given = Object.entries(value).filter(([, member]) => member !== null)
  return Object.fromEntries(given.map(([key, member]) => [key, withoutNulls(member, depth + 1)]))
}

/** What is left out, null or empty keeps its old value; lists and choices are replaced. */
function merge(old: Plain, given: Plain): Plain {
  const merged: Plain = { ...old }
  for (const [key, raw] of Object.entries(given)) {
    const before = old[key]
    const value = choices.has(key) || Array.isArray(raw) ? withoutNulls(raw) : raw
    if (value === null || value === undefined) continue
    if (isPlain(value) && choices.has(key)) merged[key] = Object.keys(value).length > 0 ? value : before
    else merged[key] = isPlain(value) && isPlain(before) ? merge(before, value) : value
  }
  return merged
}

/** CloudWatch: 1 to 255 ASCII characters, the first no colon (API reference, PutMetricData). */
const namespaceShape = /^[\x21-\x39\x3b-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/

/** Every namespace that the settings name, by the field that names it. */
function namedNamespaces({ metrics_config: metrics }: AccountSettings): Record<string, string[]> {
  const { namespace_filters: filters, tag_filters, metric_name_filters } = metrics
  const [choice, namespaces] =
    'include_only' in filters ? ['include_only', filters.include_only] : ['exclude_only', filters.exclude_only]
  return {
    [`metrics_config.namespace_filters.${choice}`]: namespaces,
    'metrics_config.tag_filters': tag_filters.map(filter => filter.namespace),
    'metrics_config.metric_name_filters': metric_name_filters.map(filter => filter.namespace),
  }
}

/** Faults that no single field shows. */
function crossFaults(settings: AccountSettings, partition: Partition): Record<string, string> {
  const faults: Record<string, string> = {}
  const { cloud_security_posture_management_collection: posture, extended_collection: extended } =
    settings.resources_config
  if (posture && !extended)
    faults['resources_config.cloud_security_posture_management_collection'] = 'requires extended_collection to be true'
  const odd = namedRegions(settings).filter(region => partitionOf(region) !== partition)
  if (odd.length > 0) faults['aws_regions.include_only'] = `invalid regions: [${odd.join(' ')}]`
  for (const [field, namespaces] of Object.entries(namedNamespaces(settings))) {
    const shapeless = namespaces.filter(namespace => !namespaceShape.test(namespace))
    if (shapeless.length > 0) faults[field] = `invalid namespaces: [${shapeless.join(' ')}]`
  }
  return faults
}

/** Texts that may not be kept, by their dotted field; lists are named without the position. */
function textFaults(value: unknown, field = ''): Record<string, string> {
  if (typeof value === 'string') {
    const fault = textFault(value)
    return fault === undefined ? {} : { [field]: fault }
  }
  if (Array.isArray(value)) return Object.assign({}, ...value.map(item => textFaults(item, field)))
  if (!isPlain(value)) return {}
  const members = Object.entries(value)
  return Object.assign({}, ...members.map(([key, member]) => textFaults(member, field ? `${field}.${key}` : key)))
}

/**
 * The settings after `given` (the public API's groups, any of them left out) is laid over `old`. Rejects with `bad_request` and a
 * fault per dotted field. Namespaces and regions that are unknown but of the right shape pass: AWS makes new ones faster than any list.
 */
export function mergeSettings(old: AccountSettings | undefined, given: Plain, partition: Partition): AccountSettings {
  const groups = Object.fromEntries(Object.keys(accountSettingsSchema.shape).map(key => [key, given[key]]))
  const parsed = accountSettingsSchema.safeParse(merge((old ?? {}) as Plain, groups))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => [issue.path.join('.'), issue.message] as const)
    throw new HeyCloudError('bad_request', 'invalid value', Object.fromEntries(faults))
  }
  const faults = { ...textFaults(parsed.data), ...crossFaults(parsed.data, partition) }
  if (Object.keys(faults).length > 0) throw new HeyCloudError('bad_request', 'invalid value', faults)
  return parsed.data
}

const namedRegions = ({ aws_regions: regions }: AccountSettings): string[] =>
  'include_only' in regions ? regions.include_only : []

/** What was saved and this version does not know, by its dotted field: a sentence each. `namespaces` are those that it knows. */
export function settingsWarnings(
  settings: AccountSettings,
  partition: Partition,
  namespaces: ReadonlySet<string>,
): Record<string, string> {
  const warnings: Record<string, string> = {}
  const warn = (field: string, unknown: string[]) => {
    if (unknown.length > 0) warnings[field] = `saved, but not known to this version: ${unknown.join(', ')}`
  }
  const known = knownRegions(partition)
  warn(
    'aws_regions.include_only',
    namedRegions(settings).filter(region => !known.includes(region)),
  )
  for (const [field, named] of Object.entries(namedNamespaces(settings)))
    warn(
      field,
      named.filter(namespace => !namespaces.has(namespace)),
    )
  return warnings
}
