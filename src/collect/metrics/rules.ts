// What is read of a metric: its statistics, names, period and delay, by the registry where it is declared, else by one rule for all.
import type { AccountSettings } from '../../core/account-settings.ts'
import type { MetricDefinition, NamespaceDefinition, ServiceDefinition } from '../../core/define.ts'
import { metricName } from '../../core/metric-name.ts'
import { metricWanted, namespacesNamed, namespaceWanted } from './filters.ts'

/** One statistic that becomes a series. */
export interface WantedStatistic {
  statistic: string
  /** HeyCloud's name. */
  name: string
}

/** What is read of a metric of a name, wherever it is: all metrics of the name share it. */
export interface MetricRule {
  /** As CloudWatch spells them. */
  namespace: string
  metric: string
  unit: string
  /** Seconds. */
  period: number
  /** Seconds after a bucket's end before it is taken as complete. */
  delay: number
  wanted: WantedStatistic[]
  /** What is asked of CloudWatch: the wanted ones, and SampleCount where it weighs the average. All in one request. */
  statistics: string[]
  weighted: boolean
}

/** AWS shows points of its own one-minute metrics about two minutes after the fact. */
const undeclared = { period: 60, publicationDelay: 120 }

/**
 * A metric that no service declares, a customer's own included: everything that CloudWatch aggregates by itself. With
 * SampleCount these are five statistics, which cost as much as one.
 */
const undeclaredMetric = (name: string): MetricDefinition => ({
  name,
  unit: '',
  statistics: ['Average', 'Maximum', 'Minimum', 'Sum'],
  weighted: true,
})

export interface Rules {
  namespace(name: string): NamespaceDefinition | undefined
  /** Whether the account's owner wants the namespace read. */
  wanted(namespace: string): boolean
  /** All namespaces that can be wanted; undefined where that hangs on which there are. */
  readonly named: readonly string[] | undefined
  /** Null where a filter leaves every statistic of the metric out. */
  rule(namespace: string, metric: string): MetricRule | null
  /** All names that a metric may come under, wanted or not; `base` is the one without a statistic's suffix. */
  names(namespace: string, metric: string): readonly { name: string; base: string }[]
  /** Declared namespaces with metrics that CloudWatch's list of recently active ones may leave out. */
  slowNamespaces(): string[]
}

/** ListMetrics can be narrowed to what was active in the last three hours: wrong for metrics that come more seldom. */
export const recentlyActiveSeconds = 3 * 3_600

interface Catalogue {
  namespaces: ReadonlyMap<string, NamespaceDefinition>
  /** By `<namespace> <metric>`. */
  definitions: ReadonlyMap<string, MetricDefinition>
  /** By the settings that they are made of, as text. */
  made: Map<string, Rules>
}

/** Thousands of metrics are declared, and there are as many plans as regions of accounts: they share what does not differ. */
const catalogues = new WeakMap<readonly ServiceDefinition[], Catalogue>()
/** As many different settings are remembered: most accounts of an installation have the same. */
const rulesKept = 64

function catalogueOf(services: readonly ServiceDefinition[]): Catalogue {
  let catalogue = catalogues.get(services)
  if (!catalogue) {
    const namespaces = new Map(services.flatMap(service => service.namespaces).map(one => [one.namespace, one]))
    const definitions = new Map(
      [...namespaces.values()].flatMap(({ namespace, metrics }) =>
        metrics.map(metric => [`${namespace} ${metric.name}`, metric] as const),
      ),
    )
    catalogue = { namespaces, definitions, made: new Map() }
    catalogues.set(services, catalogue)
  }
  return catalogue
}

/** The same for the same settings. */
export function createRules(services: readonly ServiceDefinition[], config: AccountSettings['metrics_config']): Rules {
  const catalogue = catalogueOf(services)
  const key = JSON.stringify(config)
  const rules = catalogue.made.get(key) ?? makeRules(catalogue, config)
  // The one asked for last comes last, so that the first is the one to forget.
  catalogue.made.delete(key)
  catalogue.made.set(key, rules)
  const [oldest] = catalogue.made.keys()
  if (oldest !== undefined && catalogue.made.size > rulesKept) catalogue.made.delete(oldest)
  return rules
}

function makeRules({ namespaces, definitions }: Catalogue, config: AccountSettings['metrics_config']): Rules {
  const known = new Map<string, MetricRule | null>()
  const isDeclared = (namespace: string) => namespaces.has(namespace)

  const definitionOf = (namespace: string, metric: string) =>
    definitions.get(`${namespace} ${metric}`) ?? undeclaredMetric(metric)

  const make = (namespace: string, metric: string): MetricRule | null => {
    const timing = namespaces.get(namespace) ?? undeclared
    const definition = definitionOf(namespace, metric)
    const wanted = namesOf(namespace, definition).filter(({ base, name }) =>
      metricWanted(config, namespace, base, name),
    )
    if (wanted.length === 0) return null
    const weighted = definition.weighted === true
    const statistics = wanted.map(({ statistic }) => statistic)
    return {
      namespace,
      metric,
      unit: definition.unit,
      period: definition.period ?? timing.period,
      delay: definition.publicationDelay ?? timing.publicationDelay,
      wanted: wanted.map(({ statistic, name }) => ({ statistic, name })),
      statistics: weighted && !statistics.includes('SampleCount') ? [...statistics, 'SampleCount'] : statistics,
      weighted,
    }
  }

  return {
    namespace: name => namespaces.get(name),
    wanted: namespace => namespaceWanted(config, namespace, isDeclared),
    named: namespacesNamed(config, isDeclared),
    rule(namespace, metric) {
      const key = `${namespace} ${metric}`
      let rule = known.get(key)
      if (rule === undefined) {
        rule = make(namespace, metric)
        known.set(key, rule)
      }
      return rule
    },
    names: (namespace, metric) => namesOf(namespace, definitionOf(namespace, metric)),
    slowNamespaces: () =>
      [...namespaces.values()]
        .filter(one => [one.period, ...one.metrics.map(metric => metric.period ?? 0)].some(isSlow))
        .map(one => one.namespace),
  }
}

export const isSlow = (period: number): boolean => period > recentlyActiveSeconds

function namesOf(namespace: string, definition: MetricDefinition) {
  const standard = definition.bareName === false ? null : definition.statistics[0]
  const base = metricName(namespace, definition.name, '', '')
  return definition.statistics.map(statistic => ({
    statistic,
    name: metricName(namespace, definition.name, statistic, standard),
    base,
  }))
}
