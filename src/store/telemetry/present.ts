// What is present now, resources and alarms: each read replaces its scope, and what vanished stays in history.
import type { Alarm, Json, Relation, Resource } from '../../core/resource.ts'
import type { ResourceFilter, ResourceScope } from '../ports.ts'
import type { Engine } from './engine.ts'
import { createBinder, organisationFilter } from './params.ts'
import { tables } from './schema.ts'
import type { Versions } from './versions.ts'

/** A stored resource; `scope_region` is where it was listed, which for a global service is not where it lives. */
interface ResourceRow {
  organisation: string
  account_id: string
  scope_region: string
  region: string
  type: string
  arn: string
  name: string
  tags: Record<string, string>
  labels: Record<string, string>
  attributes: string
  relations: Relation[]
}
const resourceColumns =
  'organisation, account_id, scope_region, region, type, arn, name, tags, labels, attributes, relations' as const

const toRow = (scope: ResourceScope, r: Resource): ResourceRow => ({
  organisation: scope.organisation,
  account_id: scope.accountId,
  scope_region: scope.region,
  region: r.region,
  type: r.type,
  arn: r.arn,
  name: r.name,
  tags: r.tags,
  labels: r.labels,
  attributes: JSON.stringify(r.attributes),
  relations: (r.relations ?? []).map(({ kind, to }) => ({ kind, to })),
})
const fromRow = (row: ResourceRow): Resource => ({
  organisation: row.organisation,
  accountId: row.account_id,
  region: row.region,
  arn: row.arn,
  type: row.type,
  name: row.name,
  tags: row.tags,
  labels: row.labels,
  attributes: JSON.parse(row.attributes) as Record<string, Json>,
  ...(row.relations.length > 0 && { relations: row.relations }),
})
const content = ({ region, name, tags, labels, attributes, relations }: ResourceRow) =>
  JSON.stringify([region, name, Object.entries(tags).sort(), Object.entries(labels).sort(), attributes, relations])
const same = (a: ResourceRow, b: ResourceRow) => content(a) === content(b)

/** Only what changed is written, of all types at once: a write costs the store tens of ms, however few its rows. History first: a crash between the two repeats an entry rather than losing one. */
export async function saveResources(
  engine: Engine,
  versions: Versions,
  scope: ResourceScope,
  resources: Resource[],
  at: number,
): Promise<void> {
  const bind = createBinder()
  const before = await engine.query<ResourceRow>(
    `SELECT ${resourceColumns} FROM ${tables.resources} FINAL
     WHERE ${organisationFilter(bind, scope.organisation)} AND account_id = ${bind('String', scope.accountId)}
       AND type IN ${bind('Array(String)', [...scope.types])} AND scope_region = ${bind('String', scope.region)}`,
    bind.params,
  )
  const known = new Map(before.map(row => [row.arn, row]))
  const present = new Map(resources.map(resource => [resource.arn, toRow(scope, resource)]))
  const changes: { row: ResourceRow; change: 'appeared' | 'changed' | 'vanished' }[] = []
  for (const [arn, row] of present) {
    const old = known.get(arn)
    if (!old) changes.push({ row, change: 'appeared' })
    else if (!same(old, row)) changes.push({ row, change: 'changed' })
  }
  for (const [arn, row] of known) if (!present.has(arn)) changes.push({ row, change: 'vanished' })
  const version = versions.next()
  await engine.insert(
    tables.resourcesHistory,
    changes.map(({ row, change }) => ({ ...row, at, change })),
  )
  await engine.insert(
    tables.resources,
    changes.map(({ row, change }) => ({ ...row, version, gone: change === 'vanished' ? 1 : 0 })),
  )
}

export async function resources(
  engine: Engine,
  organisation: string,
  filter: Partial<ResourceFilter>,
): Promise<Resource[]> {
  const bind = createBinder()
  const where = [organisationFilter(bind, organisation)]
  if (filter.accountId !== undefined) where.push(`account_id = ${bind('String', filter.accountId)}`)
  if (filter.region !== undefined) where.push(`region = ${bind('String', filter.region)}`)
  if (filter.type !== undefined) where.push(`type = ${bind('String', filter.type)}`)
  if (filter.search) {
    const search = bind('String', filter.search)
    const holds = (text: string) => `positionCaseInsensitiveUTF8(${text}, ${search}) > 0`
    where.push(
      `(${holds('arn')} OR ${holds('name')} OR arrayExists((k, v) -> ${holds("concat(k, ':', v)")}, mapKeys(tags), mapValues(tags)))`,
    )
  }
  const limit = filter.limit === undefined ? '' : `LIMIT ${bind('UInt32', filter.limit)}`
  const rows = await engine.query<ResourceRow>(
    `SELECT ${resourceColumns} FROM ${tables.resources} FINAL WHERE ${where.join(' AND ')}
     ORDER BY account_id, region, type, name, arn ${limit}`,
    bind.params,
  )
  return rows.map(fromRow)
}

export async function resourceCounts(
  engine: Engine,
  organisation: string,
): Promise<{ accountId: string; region: string; type: string; count: number }[]> {
  const bind = createBinder()
  const rows = await engine.query<{ accountId: string; region: string; type: string; count: string }>(
    `SELECT account_id AS accountId, region, type, count() AS count FROM ${tables.resources} FINAL
     WHERE ${organisationFilter(bind, organisation)} GROUP BY accountId, region, type ORDER BY accountId, region, type`,
    bind.params,
  )
  return rows.map(row => ({ ...row, count: Number(row.count) }))
}

const alarmColumns =
  'organisation, account_id AS accountId, region, arn, name, state, reason, since, namespace, metric, dimensions'
type AlarmRow = Omit<Alarm, 'since'> & { since: string }

export async function saveAlarms(
  engine: Engine,
  versions: Versions,
  scope: Omit<ResourceScope, 'types'>,
  alarms: Alarm[],
): Promise<void> {
  const bind = createBinder()
  const known = await engine.query<AlarmRow>(
    `SELECT ${alarmColumns} FROM ${tables.alarms} FINAL
     WHERE ${organisationFilter(bind, scope.organisation)} AND account_id = ${bind('String', scope.accountId)}
       AND region = ${bind('String', scope.region)}`,
    bind.params,
  )
  const present = new Map(alarms.map(alarm => [alarm.arn, alarm]))
  const version = versions.next()
  const toAlarmRow = (a: Alarm | AlarmRow, gone: 0 | 1) => ({
    organisation: scope.organisation,
    account_id: scope.accountId,
    region: scope.region,
    arn: a.arn,
    name: a.name,
    state: a.state,
    reason: a.reason,
    since: a.since,
    namespace: a.namespace,
    metric: a.metric,
    dimensions: a.dimensions,
    version,
    gone,
  })
  await engine.insert(tables.alarms, [
    ...[...present.values()].map(alarm => toAlarmRow(alarm, 0)),
    ...known.filter(alarm => !present.has(alarm.arn)).map(alarm => toAlarmRow(alarm, 1)),
  ])
}

export async function alarms(engine: Engine, organisation: string): Promise<Alarm[]> {
  const bind = createBinder()
  const rows = await engine.query<AlarmRow>(
    `SELECT ${alarmColumns} FROM ${tables.alarms} FINAL WHERE ${organisationFilter(bind, organisation)}
     ORDER BY account_id, region, name, arn`,
    bind.params,
  )
  return rows.map(row => ({ ...row, since: Number(row.since) }))
}
