// Series: what the ids of points mean, and the tags by which people find them.
import type { Series } from '../../core/metric.ts'
import type { TagFilter } from '../../core/question.ts'
import type { MetricSummary, SeriesScope } from '../ports.ts'
import type { Engine } from './engine.ts'
import { ofAccount } from './linked.ts'
import { createBinder, organisationFilter } from './params.ts'
import { renderFilter } from './render-filter.ts'
import { tables } from './schema.ts'
import type { Versions } from './versions.ts'

const blockRows = 10_000
const columns =
  'organisation, account_id AS accountId, region, namespace, metric, statistic, dimensions, name, id, unit, tags, resource'

export async function saveSeries(engine: Engine, versions: Versions, series: Series[]): Promise<void> {
  const version = versions.next()
  // The last of equal ids: within one block of one version ClickHouse would choose.
  const unique = [...new Map(series.map(s => [`${s.organisation}/${s.name}/${s.id}`, s])).values()]
  for (let start = 0; start < unique.length; start += blockRows)
    await engine.insert(
      tables.series,
      unique.slice(start, start + blockRows).map(s => ({
        organisation: s.organisation,
        account_id: s.accountId,
        region: s.region,
        namespace: s.namespace,
        metric: s.metric,
        statistic: s.statistic,
        dimensions: s.dimensions,
        name: s.name,
        id: s.id,
        unit: s.unit,
        tags: s.tags,
        resource: s.resource,
        version,
      })),
    )
}

export function loadSeries(engine: Engine, scope: SeriesScope): Promise<Series[]> {
  const bind = createBinder()
  const where = [organisationFilter(bind, scope.organisation), ofAccount(bind, scope)]
  if (scope.region !== undefined) where.push(`region = ${bind('String', scope.region)}`)
  if (scope.namespace !== undefined) where.push(`namespace = ${bind('String', scope.namespace)}`)
  return engine.query<Series>(
    `SELECT ${columns} FROM ${tables.series} FINAL WHERE ${where.join(' AND ')} ORDER BY name, id`,
    bind.params,
  )
}

export function findSeries(
  engine: Engine,
  organisation: string,
  metrics: readonly string[],
  filter: TagFilter,
  limit: number,
): Promise<Series[]> {
  const bind = createBinder()
  const names = metrics.map(name => bind('String', name))
  if (names.length === 0) return Promise.resolve([])
  return engine.query<Series>(
    `SELECT ${columns} FROM ${tables.series} FINAL
     WHERE ${organisationFilter(bind, organisation)} AND name IN (${names.join(', ')}) AND (${renderFilter(bind, filter)})
     ORDER BY name, id LIMIT ${bind('UInt32', limit)}`,
    bind.params,
  )
}

export async function metricNames(
  engine: Engine,
  organisation: string,
  options: { prefix?: string; filter?: TagFilter },
): Promise<MetricSummary[]> {
  const bind = createBinder()
  const where = [organisationFilter(bind, organisation)]
  if (options.prefix) where.push(`startsWith(name, ${bind('String', options.prefix)})`)
  if (options.filter) where.push(`(${renderFilter(bind, options.filter)})`)
  const rows = await engine.query<{ name: string; unit: string; series: string }>(
    `SELECT name, topK(1)(unit)[1] AS unit, count() AS series FROM ${tables.series} FINAL
     WHERE ${where.join(' AND ')} GROUP BY name ORDER BY name`,
    bind.params,
  )
  return rows.map(row => ({ ...row, series: Number(row.series) }))
}

export async function accountMetrics(
  engine: Engine,
  organisation: string,
  accountId: string,
): Promise<{ namespace: string; metric: string }[]> {
  const bind = createBinder()
  return engine.query(
    `SELECT DISTINCT namespace, metric FROM ${tables.series}
     WHERE ${organisationFilter(bind, organisation)} AND account_id = ${bind('String', accountId)}
     ORDER BY namespace, metric`,
    bind.params,
  )
}

export async function tagValues(engine: Engine, organisation: string, metric: string | null): Promise<string[]> {
  const bind = createBinder()
  const where = [organisationFilter(bind, organisation)]
  if (metric !== null) where.push(`name = ${bind('String', metric)}`)
  const rows = await engine.query<{ tag: string }>(
    `SELECT DISTINCT arrayJoin(tags) AS tag FROM ${tables.series} FINAL WHERE ${where.join(' AND ')} ORDER BY tag`,
    bind.params,
  )
  return rows.map(row => row.tag)
}
