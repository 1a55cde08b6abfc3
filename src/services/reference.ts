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
import { featureWords } from './feature-words.ts'
import { actionsOf, nameOfStatistic, services } from './index.ts'

const generated = '<!-- Written by docs/generate.ts from the registry: change the declaration, not this page. -->'

/** Markdown of a table; cells may not hold a pipe, so they are escaped. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
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

function namespaceSection(row: NamespaceDefinition): string {
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
    `A query that names no dimension reads the dimension set ${setsOf(row.grain)}, so that nothing counts twice.`,
    ...(resources.length > 0 ? [`Tags of the resource behind a metric: those of ${resources.join(', ')}.`] : []),
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
export const servicePage = (service: ServiceDefinition): string =>
  `${[generated, `# ${service.title}`, ...service.namespaces.map(namespaceSection), ...resourcesSection(service)].join('\n\n')}\n`

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
