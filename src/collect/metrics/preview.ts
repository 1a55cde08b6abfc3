// What filters of metric names would leave out of an account, before they are saved.
import { type AccountSettings, metricsConfigSchema } from '../../core/account-settings.ts'
import type { ServiceDefinition } from '../../core/define.ts'
import { metricWanted, patternMeans } from './filters.ts'
import { createRules } from './rules.ts'

/** One of CloudWatch's metrics, whatever its dimensions. */
export interface MetricOfNamespace {
  namespace: string
  metric: string
}

export interface NamespacePreview {
  namespace: string
  /** The patterns of the namespace's filters, in the order given, and how many of the names below each means. */
  filters: { pattern: string; matches: number }[]
  /** CloudWatch's metrics by name; each with HeyCloud's names, and whether the filters leave them out. */
  metrics: { metric: string; names: { name: string; filtered: boolean }[] }[]
}

/** Pure. `known` are the account's metrics. Namespaces sorted; those that are only named in a filter have no metrics. */
export function previewMetricNames(
  known: Iterable<MetricOfNamespace>,
  filters: AccountSettings['metrics_config']['metric_name_filters'],
  services: readonly ServiceDefinition[],
): NamespacePreview[] {
  const rules = createRules(services, metricsConfigSchema.parse({}))
  const byNamespace = new Map<string, Set<string>>(filters.map(({ namespace }) => [namespace, new Set()]))
  for (const { namespace, metric } of known)
    byNamespace.set(namespace, (byNamespace.get(namespace) ?? new Set()).add(metric))
  return [...byNamespace.keys()].sort().map(namespace => {
    const metrics = [...(byNamespace.get(namespace) ?? [])].sort().map(metric => ({
      metric,
      names: rules.names(namespace, metric).map(({ name, base }) => ({
        ...{ name, base },
        filtered: !metricWanted({ metric_name_filters: filters }, namespace, base, name),
      })),
    }))
    const names = metrics.flatMap(metric => metric.names)
    const patterns = filters
      .filter(filter => filter.namespace === namespace)
      .flatMap(filter => ('include_only' in filter ? filter.include_only : filter.exclude_only))
    return {
      namespace,
      filters: patterns.map(pattern => ({
        pattern,
        matches: names.filter(({ base, name }) => patternMeans(pattern, base, name)).length,
      })),
      metrics: metrics.map(({ metric, names: own }) => ({
        metric,
        names: own.map(({ name, filtered }) => ({ name, filtered })),
      })),
    }
  })
}
