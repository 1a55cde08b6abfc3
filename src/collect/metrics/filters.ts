// Which namespaces, metrics and tagged resources an account's owner wants read: the public API's filters, as pure predicates.
import type { AccountSettings } from '../../core/account-settings.ts'
import { normaliseTag } from '../../core/metric-name.ts'

type MetricsConfig = AccountSettings['metrics_config']

/** Names that no filter can leave out: the lists of hosts and functions hang on them (public API, metric_name_filters). */
const protectedNames = new Set(['aws.ec2.cpuutilization', 'aws.lambda.invocations'])

/** Whether AWS itself publishes in the namespace; everything else is a customer's own. */
export const isCustomNamespace = (namespace: string, declared: boolean): boolean =>
  !declared && !namespace.startsWith('AWS/')

/** Whether a namespace is read at all. `declared`: the registry knows it. */
export function namespaceWanted(config: MetricsConfig, namespace: string, declared: boolean): boolean {
  if (!config.enabled) return false
  if (isCustomNamespace(namespace, declared) && !config.collect_custom_metrics) return false
  const filter = config.namespace_filters
  if ('include_only' in filter) return filter.include_only.includes(namespace)
  return !filter.exclude_only.includes(namespace)
}

const patterns = new Map<string, RegExp>()

/** A pattern with `*` for any run of characters and `?` for one. */
function matches(pattern: string, text: string): boolean {
  let compiled = patterns.get(pattern)
  if (!compiled) {
    const source = pattern
      .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')
    compiled = new RegExp(`^${source}$`, 's')
    if (patterns.size >= 1_000) patterns.clear()
    patterns.set(pattern, compiled)
  }
  return compiled.test(text)
}

/**
 * Whether a metric is read. Patterns are HeyCloud's names; one without a statistic's suffix means all of its statistics.
 * `base` is the name without suffix, `name` with it.
 */
export function metricWanted(config: MetricsConfig, namespace: string, base: string, name: string): boolean {
  if (protectedNames.has(name)) return true
  const hit = (pattern: string) => {
    const wanted = pattern.trim().toLowerCase()
    return matches(wanted, name) || matches(wanted, base)
  }
  return config.metric_name_filters
    .filter(filter => filter.namespace === namespace)
    .every(filter => ('include_only' in filter ? filter.include_only.some(hit) : !filter.exclude_only.some(hit)))
}

/** Whether a namespace's metrics are chosen by tag, so that nothing can be chosen before tags are seen. */
export const hasTagFilter = (config: MetricsConfig, namespace: string): boolean =>
  config.tag_filters.some(filter => filter.namespace === namespace && (filter.tags?.length ?? 0) > 0)

/** Whether a series with these `key:value` tags is read: any of the wanted tags (if there are such), none of the `!` ones. */
export function tagsWanted(config: MetricsConfig, namespace: string, tags: readonly string[]): boolean {
  const wanted = config.tag_filters
    .filter(filter => filter.namespace === namespace)
    .flatMap(({ tags: list }) => list ?? [])
  const has = (pattern: string) => tags.some(tag => matches(normaliseTag(pattern), tag))
  const [no, yes] = [wanted.filter(tag => tag.startsWith('!')), wanted.filter(tag => !tag.startsWith('!'))]
  return (yes.length === 0 || yes.some(has)) && !no.some(tag => has(tag.slice(1)))
}
