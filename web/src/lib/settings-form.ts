// An account's settings as they are edited: from what is stored to fields and back, what is wrong with them, and what differs.
import type { AccountData } from '../../../src/server/schema/web-reads.ts'
import { t } from '../i18n.ts'
import { parseNamespaces, parseRegions, parseTags } from './account-form.ts'
import type { AccountAttributes } from './api.ts'

export type StoredSettings = AccountData['attributes']

/** Either all but these or only these; both lists are kept while the choice is changed to and fro. */
interface Choice {
  choice: 'without' | 'only'
  without: string[]
  only: string[]
}
export interface TagFilterRow {
  namespace: string
  /** Separated by commas. */
  tags: string
}
export interface NameFilterRow {
  namespace: string
  choice: 'without' | 'only'
  /** Separated by commas. */
  patterns: string
}

export interface SettingsForm {
  name: string
  /** One `key:value` a line. */
  tags: string
  regions: 'all' | 'only'
  /** Those that are ticked. */
  picked: string[]
  /** Further ones as text. */
  otherRegions: string
  metrics: boolean
  custom: boolean
  automute: boolean
  alarms: boolean
  namespaces: Choice
  tagFilters: TagFilterRow[]
  nameFilters: NameFilterRow[]
  resources: boolean
  posture: boolean
  features: StoredSettings['features']
}

/** The fields that may be wrong, by the public API's name: a fault of the server's is laid at the one that its name begins with. */
export const faultFields = [
  'account_name',
  'account_tags',
  'aws_regions',
  'metrics_config.namespace_filters',
  'metrics_config.tag_filters',
  'metrics_config.metric_name_filters',
  'resources_config',
] as const
export type FaultField = (typeof faultFields)[number]
export type Faults = Partial<Record<FaultField, string>>

const choiceOf = (filters: StoredSettings['metrics_config']['namespace_filters']): Choice =>
  'include_only' in filters
    ? { choice: 'only', only: filters.include_only, without: [] }
    : { choice: 'without', only: [], without: filters.exclude_only }

export function formOf(stored: StoredSettings): SettingsForm {
  const { metrics_config: metrics, resources_config: resources, aws_regions: regions } = stored
  return {
    name: stored.account_name ?? '',
    tags: stored.account_tags.join('\n'),
    regions: 'include_all' in regions && regions.include_all ? 'all' : 'only',
    picked: 'include_only' in regions ? regions.include_only : [],
    otherRegions: '',
    metrics: metrics.enabled,
    custom: metrics.collect_custom_metrics,
    automute: metrics.automute_enabled,
    alarms: metrics.collect_cloudwatch_alarms,
    namespaces: choiceOf(metrics.namespace_filters),
    tagFilters: metrics.tag_filters.map(({ namespace, tags }) => ({ namespace, tags: (tags ?? []).join(', ') })),
    nameFilters: metrics.metric_name_filters.map(filter =>
      'include_only' in filter
        ? { namespace: filter.namespace, choice: 'only', patterns: filter.include_only.join(', ') }
        : { namespace: filter.namespace, choice: 'without', patterns: filter.exclude_only.join(', ') },
    ),
    resources: resources.extended_collection,
    posture: resources.cloud_security_posture_management_collection,
    features: stored.features,
  }
}

/** Rows that nothing was typed into are no filters yet. */
const typed = <R extends { namespace: string }>(rows: readonly R[], text: (row: R) => string): R[] =>
  rows.filter(row => `${row.namespace}${text(row)}`.trim() !== '')

/** As the public API has them. */
export const nameFiltersOf = ({
  nameFilters,
}: Pick<SettingsForm, 'nameFilters'>): StoredSettings['metrics_config']['metric_name_filters'] =>
  typed(nameFilters, row => row.patterns).map(({ namespace, choice, patterns }) =>
    choice === 'only'
      ? { namespace: namespace.trim(), include_only: parseNamespaces(patterns) }
      : { namespace: namespace.trim(), exclude_only: parseNamespaces(patterns) },
  )

const regionsOf = ({ picked, otherRegions }: SettingsForm): string[] => [
  ...new Set([...picked, ...parseRegions(otherRegions).regions]),
]

/** Everything that the form holds, in the public API's words. */
function settingsOf(form: SettingsForm) {
  const { namespaces } = form
  return {
    account_name: form.name.trim() === '' ? null : form.name.trim(),
    account_tags: parseTags(form.tags).tags,
    aws_regions: form.regions === 'all' ? { include_all: true } : { include_only: regionsOf(form) },
    metrics_config: {
      enabled: form.metrics,
      automute_enabled: form.automute,
      collect_custom_metrics: form.custom,
      collect_cloudwatch_alarms: form.alarms,
      namespace_filters:
        namespaces.choice === 'only' ? { include_only: namespaces.only } : { exclude_only: namespaces.without },
      tag_filters: typed(form.tagFilters, row => row.tags).map(({ namespace, tags }) => ({
        namespace: namespace.trim(),
        tags: parseNamespaces(tags),
      })),
      metric_name_filters: nameFiltersOf(form),
    },
    resources_config: {
      extended_collection: form.resources,
      // It stands on the inventory, and is refused without.
      cloud_security_posture_management_collection: form.posture && form.resources,
    },
    features: form.features,
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function differing<T extends object>(before: T, after: T): Partial<T> | undefined {
  const keys = (Object.keys(after) as (keyof T)[]).filter(key => !same(before[key], after[key]))
  if (keys.length === 0) return undefined
  return Object.fromEntries(keys.map(key => [key, after[key]])) as Partial<T>
}

/** What saving would send: only what differs from what is stored, groups taken apart; undefined where nothing does. */
export function changeOf(stored: StoredSettings, form: SettingsForm): Partial<AccountAttributes> | undefined {
  const [before, after] = [settingsOf(formOf(stored)), settingsOf(form)]
  const changed = differing(before, after)
  if (changed === undefined) return undefined
  const { metrics_config, resources_config, features, ...whole } = changed
  return {
    ...whole,
    ...(metrics_config && { metrics_config: differing(before.metrics_config, metrics_config) ?? {} }),
    ...(resources_config && { resources_config: differing(before.resources_config, resources_config) ?? {} }),
    ...(features && { features: differing(before.features, features) ?? {} }),
  }
}

const words = t.settings
const shared = t.account.settings

function regionFault(form: SettingsForm): string | undefined {
  if (form.regions === 'all') return undefined
  const { bad } = parseRegions(form.otherRegions)
  if (bad !== null) return shared.badRegion(bad)
  return regionsOf(form).length === 0 ? shared.noRegion : undefined
}

const tagsFault = ({ tags }: SettingsForm): string | undefined => {
  const { bad } = parseTags(tags)
  return bad === null ? undefined : shared.badTag(bad)
}

const unfinished = (row: { namespace: string }, text: string): string | undefined => {
  if (row.namespace.trim() === '') return words.noNamespace
  return parseNamespaces(text).length === 0 ? words.nothingNamed(row.namespace) : undefined
}

const firstFault = <R>(rows: readonly R[], fault: (row: R) => string | undefined): string | undefined =>
  rows.map(fault).find(text => text !== undefined)

/** What cannot be saved, by field. What was not touched is not judged: it was saved before, perhaps by a program. */
export function formFaults(stored: StoredSettings, form: SettingsForm): Faults {
  const change = changeOf(stored, form)
  const metrics = change?.metrics_config
  const found: Partial<Record<FaultField, string | undefined>> = {
    account_tags: change?.account_tags && tagsFault(form),
    aws_regions: change?.aws_regions && regionFault(form),
    'metrics_config.namespace_filters':
      metrics?.namespace_filters && form.namespaces.choice === 'only' && form.namespaces.only.length === 0
        ? words.noNamespaces
        : undefined,
    'metrics_config.tag_filters':
      metrics?.tag_filters &&
      firstFault(
        typed(form.tagFilters, row => row.tags),
        row => unfinished(row, row.tags),
      ),
    'metrics_config.metric_name_filters':
      metrics?.metric_name_filters &&
      firstFault(
        typed(form.nameFilters, row => row.patterns),
        row => unfinished(row, row.patterns),
      ),
  }
  return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== undefined))
}

/** The server's faults at the form's fields; `others` are those that it has no field for. */
export function serverFaults(fields: Readonly<Record<string, string>>): { faults: Faults; others: string[] } {
  const faults: Faults = {}
  const others: string[] = []
  for (const [name, fault] of Object.entries(fields)) {
    const field = faultFields.find(own => name === own || name.startsWith(`${own}.`))
    if (field === undefined) others.push(`${name}: ${fault}`)
    else faults[field] = fault
  }
  return { faults, others }
}
