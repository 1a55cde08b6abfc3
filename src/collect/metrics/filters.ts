// Which namespaces, metrics and tagged resources an account's owner wants read: the public API's filters, as pure predicates.
import type { AccountSettings } from '../../core/account-settings.ts'
import type { NamespaceDefinition } from '../../core/define.ts'
import { normaliseTag } from '../../core/metric-name.ts'
import { matches } from './pattern.ts'

type MetricsConfig = AccountSettings['metrics_config']

/** Names that no filter can leave out: the lists of hosts and functions hang on them (public API, metric_name_filters). */
const protectedNames = new Set(['aws.ec2.cpuutilization', 'aws.lambda.invocations'])

/** AWS's namespaces that do not begin as the others do (CloudWatch User Guide, "AWS services that publish CloudWatch metrics"). */
const oddlyNamed = new Set(['Glue', 'WAF', 'AmazonMWAA'])

/** Whether AWS itself publishes in the namespace; everything else is a customer's own. */
const isCustomNamespace = (namespace: string, declared: boolean): boolean =>
  !declared && !/^(?:AWS\/|\/aws\/)/.test(namespace) && !oddlyNamed.has(namespace)

/**
 * Whether a namespace is read at all. Custom ones are switched on by `collect_custom_metrics`; a list of wanted namespaces narrows
 * them only where it names some, since the public API's lists know AWS's alone. `isDeclared`: the registry knows it.
 */
export function namespaceWanted(
  config: MetricsConfig,
  namespace: string,
  isDeclared: (namespace: string) => boolean,
): boolean {
  if (!config.enabled) return false
  const isCustom = (name: string) => isCustomNamespace(name, isDeclared(name))
  if (isCustom(namespace) && !config.collect_custom_metrics) return false
  const filter = config.namespace_filters
  if ('exclude_only' in filter) return !filter.exclude_only.includes(namespace)
  return filter.include_only.includes(namespace) || (isCustom(namespace) && !filter.include_only.some(isCustom))
}

/** The only namespaces that can be wanted; undefined where that cannot be said. */
export function namespacesNamed(
  config: MetricsConfig,
  isDeclared: (namespace: string) => boolean,
): readonly string[] | undefined {
  const filter = config.namespace_filters
  if (!('include_only' in filter)) return undefined
  const named = filter.include_only
  const othersToo = config.collect_custom_metrics && !named.some(name => isCustomNamespace(name, isDeclared(name)))
  return othersToo ? undefined : [...new Set(named)].filter(name => namespaceWanted(config, name, isDeclared))
}

/** Whether a filter's pattern means this metric: with a statistic's suffix that one, without it all of its statistics. */
export function patternMeans(pattern: string, base: string, name: string): boolean {
  const wanted = pattern.trim().toLowerCase()
  return matches(wanted, name) || matches(wanted, base)
}

/**
 * Whether a metric is read. Patterns are HeyCloud's names; one without a statistic's suffix means all of its statistics.
 * `base` is the name without suffix, `name` with it.
 */
export function metricWanted(
  { metric_name_filters }: Pick<MetricsConfig, 'metric_name_filters'>,
  namespace: string,
  base: string,
  name: string,
): boolean {
  if (protectedNames.has(name)) return true
  const hit = (pattern: string) => patternMeans(pattern, base, name)
  return metric_name_filters
    .filter(filter => filter.namespace === namespace)
    .every(filter => ('include_only' in filter ? filter.include_only.some(hit) : !filter.exclude_only.some(hit)))
}

/** Of all tags, `key:value`, that count for a series. */
export type TagPredicate = (tags: readonly string[]) => boolean

/** The namespace whose tag filter governs this one: its own, else the one that its declaration names (EC2's, for volumes). */
export function governingNamespace(
  config: Pick<MetricsConfig, 'tag_filters'>,
  namespace: string,
  definition: NamespaceDefinition | undefined,
): string {
  const other = definition?.filteredWith?.namespace
  return other === undefined || patternsOf(config, namespace).length > 0 ? namespace : other
}

const patternsOf = ({ tag_filters }: Pick<MetricsConfig, 'tag_filters'>, namespace: string): string[] =>
  tag_filters
    .filter(filter => filter.namespace === namespace)
    .flatMap(({ tags }) => tags ?? [])
    .map(pattern => pattern.trim())
    .filter(pattern => /[^!\s]/.test(pattern))

/**
 * Which series of a namespace are read, by their tags: those with any of the wanted tags (if there are such) and none of the `!`
 * ones; `*` and `?` as usual, written as tags are stored. Null where no filter is set.
 */
export function tagFilter(
  config: Pick<MetricsConfig, 'tag_filters'>,
  namespace: string,
  definition: NamespaceDefinition | undefined,
): TagPredicate | null {
  const patterns = patternsOf(config, governingNamespace(config, namespace, definition))
  if (patterns.length === 0) return null
  const [no, yes] = [true, false].map(negated =>
    patterns
      .filter(pattern => pattern.startsWith('!') === negated)
      .map(pattern => normaliseTag(negated ? pattern.slice(1) : pattern)),
  )
  return tags => {
    const has = (pattern: string) => tags.some(tag => matches(pattern, tag))
    return (!yes?.length || yes.some(has)) && !no?.some(has)
  }
}
