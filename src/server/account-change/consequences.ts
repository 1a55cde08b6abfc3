// What follows from a change of an account, in sentences for the person who is about to save it.

import type { Forecast } from '../../collect/index.ts'
import { type AwsAccount, usesRole } from '../../core/account.ts'
import { featuresOf } from '../../core/account-settings.ts'
import type { Feature } from '../../core/define.ts'
import type { AccountChange } from '../../delegation/accounts/accounts.ts'
import type { Policies } from '../../delegation/policies/policies.ts'
import { featureWords } from '../../services/feature-words.ts'
import { changedFields } from './changes.ts'

export interface Prospect extends AccountChange {
  forecasts: { before: Forecast; after: Forecast }
  /** Regions that the account has enabled in AWS; empty when not known. */
  enabled: readonly string[]
  policies: Pick<Policies, 'actions'>
}

type Rule = (prospect: Prospect) => string[]

/** More than so many are counted, not named. */
const named = 5
const names = (all: readonly string[]): string =>
  all.length > named ? `${all.slice(0, named).join(', ')} and ${all.length - named} more` : all.join(', ')
const less = (all: Iterable<string>, those: Iterable<string>): string[] => [...new Set(all).difference(new Set(those))]
const count = (n: number): string => (n === 1 ? '1 metric' : `${n.toLocaleString('en-GB')} metrics`)

const regionsOf = ({ settings: { aws_regions: chosen } }: AwsAccount, enabled: readonly string[]): readonly string[] =>
  'include_only' in chosen ? chosen.include_only : chosen.include_all ? enabled : []

const regions: Rule = ({ before, after, enabled }) => {
  const [old, next] = [regionsOf(before, enabled), regionsOf(after, enabled)]
  const [gone, come] = [less(old, next), less(next, old)]
  const closed = enabled.length > 0 ? less(come, enabled) : []
  const opened = less(come, closed)
  return [
    ...(gone.length > 0
      ? [`${names(gone)} will no longer be collected; ${gone.length > 1 ? 'their' : 'its'} history stays.`]
      : []),
    ...(opened.length > 0 ? [`${names(opened)} will be collected.`] : []),
    ...closed.map(region => `${region} is not enabled in the account: nothing is collected there until it is.`),
  ]
}

const metricsOf = ({ settings: { metrics_config } }: AwsAccount) => metrics_config
const choiceOf = (account: AwsAccount): string => {
  const { enabled, collect_custom_metrics, namespace_filters } = metricsOf(account)
  return JSON.stringify([enabled, collect_custom_metrics, namespace_filters])
}

function willBeRead(namespace: string, metrics: number | null): string {
  if (metrics === null) return `${namespace} will be read; how many metrics it has shows when it is first listed.`
  return metrics === 0
    ? `${namespace} will be read; it has no metrics now.`
    : `${namespace} will be read: ${count(metrics)}.`
}

const namespaces: Rule = ({ before, after, forecasts }) => {
  if (choiceOf(before) === choiceOf(after)) return []
  if (!metricsOf(after).enabled) return ['No metrics will be read; their history stays.']
  const [old, next] = [forecasts.before.metrics, forecasts.after.metrics]
  const come = less(next.keys(), old.keys()).map(namespace => [namespace, next.get(namespace) ?? null] as const)
  const gone = less(old.keys(), next.keys()).filter(namespace => old.get(namespace) !== 0)
  const few = come.length <= named
  const total = come.reduce<number | null>((sum, [, n]) => (sum === null || n === null ? null : sum + n), 0)
  return [
    ...(few ? come.map(([namespace, metrics]) => willBeRead(namespace, metrics)) : []),
    ...(few ? [] : [willBeRead(names(come.map(([namespace]) => namespace)), total)]),
    ...(gone.length > 0
      ? [`${names(gone)} will no longer be read; ${gone.length > 1 ? 'their' : 'its'} history stays.`]
      : []),
  ]
}

/** Of namespaces that are read before and after, those whose own filters change. */
const filters: Rule = ({ before, after, forecasts }) => {
  const of = (account: AwsAccount, key: 'tag_filters' | 'metric_name_filters', namespace: string) =>
    JSON.stringify(metricsOf(account)[key].filter(filter => filter.namespace === namespace))
  const both = [...forecasts.before.metrics.keys()].filter(namespace => forecasts.after.metrics.has(namespace))
  return both.flatMap(namespace => {
    const [old, next] = [forecasts.before.metrics.get(namespace), forecasts.after.metrics.get(namespace)]
    if (of(before, 'tag_filters', namespace) !== of(after, 'tag_filters', namespace))
      return [`${namespace} will be read as its tags say; how many metrics that is shows at the next listing.`]
    if (of(before, 'metric_name_filters', namespace) === of(after, 'metric_name_filters', namespace)) return []
    return [
      next === null || next === undefined
        ? `Other metrics of ${namespace} will be read; how many shows at the next listing.`
        : `Of ${namespace} ${count(next)} will be read instead of ${(old ?? 0).toLocaleString('en-GB')}.`,
    ]
  })
}

/** The state of an alarm that nobody looks at is no state. */
const goneWords: Partial<Record<Feature, string>> = { alarms: 'Alarms will no longer be read, nor shown.' }

const features: Rule = ({ before, after, policies }) => {
  const [old, next] = [featuresOf(before.settings), featuresOf(after.settings)]
  const allowed = policies.actions(old)
  const words = (feature: Feature): string => featureWords[feature].title
  const come = next.filter(feature => !old.includes(feature))
  const gone = old.filter(feature => !next.includes(feature) && feature !== 'metrics')
  const needed = less(policies.actions(come), allowed)
  return [
    ...come.filter(feature => feature !== 'metrics').map(feature => `${words(feature)} will be read.`),
    ...gone.map(feature => goneWords[feature] ?? `${words(feature)} will no longer be read; what was read stays.`),
    ...(needed.length > 0
      ? [`The role needs ${names(needed)} for it; what it lacks shows on the account's page after saving.`]
      : []),
  ]
}

const labels: Rule = ({ before, after }) => [
  ...(before.name === after.name ? [] : [`Charts and lists will say ${after.name ?? after.alias ?? after.accountId}.`]),
  ...(String(before.settings.account_tags) === String(after.settings.account_tags)
    ? []
    : ['All series of the account will carry the new tags, those of its history too.']),
]

const kept = new Set(['logs_config', 'traces_config', 'metrics_config.automute_enabled'])
const linked: Rule = ({ before, after }) => {
  const [old, next] = [before.settings.features.linked_accounts, after.settings.features.linked_accounts]
  if (old === next) return []
  return next
    ? [
        'If this is a CloudWatch monitoring account, the metrics of the accounts linked to it are read and charged to it.',
      ]
    : ['Metrics of linked accounts are no longer read through this one; what was read stays.']
}

const storedOnly: Rule = ({ before, after }) => {
  const fields = changedFields(before, after)
  const posture = fields.some(({ field }) => field.endsWith('posture_management_collection'))
  return [
    ...fields
      .filter(({ field }) => kept.has(field))
      .map(({ title }) => `${title}: stored and returned; HeyCloud does nothing with it.`),
    ...(posture ? ['Security posture: stored; there are no checks yet.'] : []),
  ]
}

const proof: Rule = ({ before, after, moved }) => {
  if (!moved) return []
  const otherId = usesRole(before) && usesRole(after) && before.externalId !== after.externalId
  return [
    `Verification begins anew: collection pauses until the ${usesRole(after) ? 'role' : 'access key'} is proven.`,
    ...(otherId ? ["The role's trust policy must hold the new external ID."] : []),
  ]
}

const paused: Rule = ({ before, after }) =>
  before.pausedAt === null || changedFields(before, after).length === 0
    ? []
    : ['The account is paused: it takes effect when collection is resumed.']

const price: Rule = ({ forecasts: { before, after } }) => {
  if (after.charge !== null) return []
  if (before.charge === null) return ['What it costs a month is not known before something was read.']
  const where = after.unknownRegions.length > 0 ? `: ${names(after.unknownRegions)} was never listed whole` : ''
  return [`What it will cost a month is not known yet${where}.`]
}

const rules: Rule[] = [proof, regions, namespaces, filters, features, linked, labels, storedOnly, price, paused]

/** One sentence at least. */
export function consequencesOf(prospect: Prospect): string[] {
  if (!prospect.moved && changedFields(prospect.before, prospect.after).length === 0) return ['Nothing changes.']
  const sentences = rules.flatMap(rule => rule(prospect))
  return sentences.length > 0 ? sentences : ['Nothing else follows from it.']
}
