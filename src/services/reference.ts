// The reference pages of the services, written from the registry: what is read of each, by which actions, under which names.
import { DAY, HOUR, MINUTE, SECOND } from '../core/clock.ts'
import {
  type DimensionSet,
  defaultFeatures,
  type Feature,
  features,
  type MetricDefinition,
  mutatingFeatures,
  type NamespaceDefinition,
  type ServiceDefinition,
} from '../core/define.ts'
import { dimensionSetValue, dimensionTagKey } from '../core/metric-name.ts'
import { derivedOf } from './derived.ts'
import { featureWords } from './feature-words.ts'
import { actionsOf, nameOfStatistic, services } from './index.ts'

const generated = '<!-- Written by docs/generate.ts from the registry: change the declaration, not this page. -->'

/** Markdown of a table; cells may not hold a pipe, so they are escaped. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** US dollars a month for one metric with so many statistics, read once every `every` seconds. */
type ChargeOf = (statistics: number, every: number) => number

/** What reading costs at the default settings; periods in seconds. */
export interface ReadingCosts {
  watched: number
  rest: number
  chargeOf: ChargeOf
}

const code = (text: string): string => `\`${text}\``

/** `a minute`, `6 hours`. */
function duration(seconds: number): string {
  const units = [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [MINUTE, 'minute'],
  ] as const
  const [ms, name] = units.find(([length]) => (seconds * SECOND) % length === 0) ?? [SECOND, 'second']
  const count = (seconds * SECOND) / ms
  if (count === 1) return `${name === 'hour' ? 'an' : 'a'} ${name}`
  return `${count} ${name}s`
}

/** The default statistic by its name, the others by their suffixes. */
function namesOf(namespace: string, metric: MetricDefinition): string {
  const [first, ...rest] = metric.statistics.map(statistic => nameOfStatistic(namespace, metric, statistic))
  const base = nameOfStatistic(namespace, { ...metric, statistics: [''] }, '')
  const suffixes = rest.map(name => code(name.slice(base.replace(/\.$/, '').length)))
  return [code(first ?? ''), ...suffixes].join(' ')
}

/** `tablename`, or `tablename` and `tablename+...` beside it; empty where nothing is known. */
const setsOf = (grain: readonly DimensionSet[]): string => grain.map(set => code(dimensionSetValue(set))).join(' and ')

const grainSentence = ({ grain }: NamespaceDefinition): string =>
  grain.length > 0
    ? `A query that names no dimension reads the dimension set ${setsOf(grain)}, so that nothing counts twice.`
    : 'AWS does not say which dimension sets count everything once: a query that names no dimension reads all of them.'

const average = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length

/** As money, with cents; of less than a cent the first figure. */
const dollars = (amount: number): string => `$${amount >= 0.01 ? amount.toFixed(2) : amount.toPrecision(1)}`

/** What a hundred of the namespace's metrics cost a month: SampleCount is read too where it weighs. */
function costSentence({ metrics, period }: NamespaceDefinition, { watched, rest, chargeOf }: ReadingCosts): string {
  const hundred = (cadence: number) =>
    dollars(
      100 *
        average(
          metrics.map(metric => {
            const statistics = metric.statistics.length + Number(metric.weighted === true)
            return chargeOf(statistics, Math.max(cadence, metric.period ?? period))
          }),
        ),
    )
  const often = `${hundred(watched)} a month where they are watched (read every ${duration(watched)})`
  const seldom = `${hundred(rest)} where not (every ${duration(rest)})`
  return `A hundred of these metrics cost ${often} and ${seldom}, calculated at AWS’s list price; none is read oftener than it is published.`
}

const derivedSection = (service: ServiceDefinition): string[] => {
  const rows = derivedOf(service).map(({ metric, resource }) => [
    code(metric.name),
    metric.unit,
    metric.description,
    code(resource.type),
  ])
  if (rows.length === 0) return []
  const about =
    'CloudWatch does not have these: they are made anew of each listing of the resources, and cost nothing. What is not listed, or may not be, has a gap.'
  return ['## Derived metrics', about, table(['HeyCloud', 'Unit', 'What it says', 'Of each'], rows)]
}

function namespaceSection(row: NamespaceDefinition, costs: ReadingCosts): string {
  const metrics = row.metrics.map(metric => [
    metric.name,
    namesOf(row.namespace, metric),
    metric.statistics.join(', '),
    metric.unit,
    metric.period === undefined ? '' : duration(metric.period),
    metric.grain === undefined ? '' : setsOf(metric.grain) || 'all',
  ])
  const tags = (row.dimensions ?? []).map(dimension => `${code(dimensionTagKey(dimension))} (${dimension})`)
  const resources = [...new Set(row.associations.map(association => code(association.resourceType)))]
  const parts = [
    `## ${row.namespace}`,
    `Published once in ${duration(row.period)}; a point is taken as complete ${duration(row.publicationDelay)} after its end.`,
    ...(tags.length > 0 ? [`Tags from dimensions: ${tags.join(', ')}.`] : []),
    grainSentence(row),
    ...(resources.length > 0 ? [`Tags of the resource behind a metric: those of ${resources.join(', ')}.`] : []),
    costSentence(row, costs),
    table(['CloudWatch', 'HeyCloud', 'Statistics', 'Unit', 'Period, where another', 'Set, where another'], metrics),
  ]
  return parts.join('\n\n')
}

function resourcesSection(service: ServiceDefinition): string[] {
  if (service.resources.length === 0) return []
  const rows = service.resources.map(resource => [
    resource.title,
    code(resource.type),
    resource.actions.map(use => code(use.action)).join(' '),
    (resource.labels ?? []).map(code).join(' '),
  ])
  return ['## Resources', table(['', 'Type', 'Actions', 'Facts that become tags'], rows)]
}

/** One service's page. */
export function servicePage(service: ServiceDefinition, costs: ReadingCosts): string {
  const namespaces = service.namespaces.map(row => namespaceSection(row, costs))
  const parts = [...namespaces, ...derivedSection(service), ...resourcesSection(service)]
  return `${[generated, `# ${service.title}`, ...parts].join('\n\n')}\n`
}

/** Whether people choose the feature, and whether it writes. */
function featureNote(feature: Feature): string {
  if (mutatingFeatures.includes(feature))
    return 'Off unless you choose it. **It writes**: its actions stand in a policy of their own.'
  return defaultFeatures.includes(feature) ? 'On by default.' : 'Off unless you choose it.'
}

/** Every IAM action that HeyCloud may call, by feature: those for roles, and those that only the user of an access key needs. */
export function actionsPage(): string {
  const sections = features.map(feature => {
    const roles = actionsOf([feature])
    const users = actionsOf([feature], 'key').filter(use => !roles.some(own => own.action === use.action))
    const rows = [...roles, ...users].map(use => [
      code(use.action),
      use.why,
      use.stops ?? '',
      use.access === undefined ? '' : use.access === 'role' ? 'roles' : 'access keys',
    ])
    const { title, description } = featureWords[feature]
    const head = ['Action', 'What for', 'Without it', 'Only for']
    return `## ${title}\n\n${description} ${featureNote(feature)}\n\n${table(head, rows)}`
  })
  const about =
    'In a connected account HeyCloud calls these and nothing else. A feature that is switched off leaves the policy with its actions. `heycloud policy --explain` prints them with their access level and API reference.'
  return `${[generated, '# IAM actions', about, ...sections].join('\n\n')}\n`
}

/** The list of all services' pages. */
export function servicesPage(): string {
  const rows = services.map(service => [
    `[${service.title}](${service.id}.md)`,
    service.namespaces.map(row => row.namespace).join(', '),
    String(service.namespaces.flatMap(row => row.metrics).length),
    service.resources.map(resource => resource.title).join(', '),
  ])
  return `${[generated, '# Services', table(['Service', 'Namespaces', 'Metrics', 'Resources'], rows)].join('\n\n')}\n`
}
