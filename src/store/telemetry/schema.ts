// The telemetry schema: one template for chDB, a server and a cluster; numbered migrations, recorded.
import type { Engine } from './engine.ts'

/** How tables are made. A cluster's name comes from the operator's configuration. */
export interface Layout {
  cluster: string | null
}

export const database = 'heycloud'
export const tables = {
  migrations: `${database}.schema_migrations`,
  samples: `${database}.samples`,
  rollups: `${database}.rollups_hourly`,
  rollupMarks: `${database}.rollup_marks`,
  series: `${database}.series`,
  resources: `${database}.resources`,
  resourcesHistory: `${database}.resources_history`,
  alarms: `${database}.alarms`,
  events: `${database}.events`,
} as const

/** fsync is off by default in ClickHouse; measured, it costs a few ms a block, and makes an acknowledgement mean something. */
const durable = 'SETTINGS fsync_after_insert = 1, fsync_part_directory = 1'

const onCluster = (layout: Layout) => (layout.cluster === null ? '' : ` ON CLUSTER '${layout.cluster}'`)

function engineOf(layout: Layout, table: string, kind: '' | 'Replacing', args: string): string {
  if (layout.cluster === null) return `${kind}MergeTree(${args})`
  const path = `'/clickhouse/tables/{shard}/${table.replace('.', '/')}', '{replica}'`
  return `Replicated${kind}MergeTree(${[path, args].filter(Boolean).join(', ')})`
}

interface TableTemplate {
  table: string
  columns: string
  /** Column by which the newest of equal keys is told, and the one that marks it as deleted. */
  replacing: string | null
  partitionBy: string | null
  orderBy: string
}

const createTable = (layout: Layout, t: TableTemplate): string => `
  CREATE TABLE IF NOT EXISTS ${t.table}${onCluster(layout)} (${t.columns})
  ENGINE = ${engineOf(layout, t.table, t.replacing === null ? '' : 'Replacing', t.replacing ?? '')}
  ${t.partitionBy === null ? '' : `PARTITION BY ${t.partitionBy}`}
  ORDER BY ${t.orderBy} ${durable}`

/**
 * A point's period is part of its key: a 300 s and a 60 s point that begin together say different things, and which of them
 * counts is decided when they are read (render-points.ts). The index on `written` finds what came since the last rollup.
 */
const samples: TableTemplate = {
  table: tables.samples,
  columns: `
    name LowCardinality(String),
    id UInt32 CODEC(Delta, ZSTD),
    ts DateTime('UTC') CODEC(DoubleDelta, ZSTD),
    period UInt32 CODEC(ZSTD),
    value Float64 CODEC(ZSTD(3)),
    weight Float64 CODEC(ZSTD(3)),
    written UInt64 CODEC(ZSTD(3)),
    INDEX written_range written TYPE minmax GRANULARITY 1`,
  replacing: 'written',
  partitionBy: 'toYYYYMMDD(ts)',
  orderBy: '(name, id, ts, period)',
}

const rollups: TableTemplate = {
  table: tables.rollups,
  columns: `
    name LowCardinality(String),
    id UInt32 CODEC(Delta, ZSTD),
    hour DateTime('UTC') CODEC(DoubleDelta, ZSTD),
    total Float64 CODEC(ZSTD(3)),
    weighted Float64 CODEC(ZSTD(3)),
    weights Float64 CODEC(ZSTD(3)),
    lowest Float64 CODEC(ZSTD(3)),
    highest Float64 CODEC(ZSTD(3)),
    points UInt32 CODEC(ZSTD),
    newest DateTime('UTC') CODEC(ZSTD),
    written UInt64 CODEC(ZSTD(3))`,
  replacing: 'written',
  partitionBy: 'toYYYYMM(hour)',
  orderBy: '(name, id, hour)',
}

/** One row per kind of rollup: everything before `up_to` (epoch seconds) with a `written` up to `mark` is rolled up. */
const rollupMarks: TableTemplate = {
  table: tables.rollupMarks,
  columns: 'kind String, up_to UInt64, mark UInt64, version UInt64',
  replacing: 'version',
  partitionBy: null,
  orderBy: 'kind',
}

const series: TableTemplate = {
  table: tables.series,
  columns: `
    organisation LowCardinality(String),
    account_id LowCardinality(String),
    region LowCardinality(String),
    namespace LowCardinality(String),
    metric LowCardinality(String),
    statistic LowCardinality(String),
    dimensions Map(String, String),
    name LowCardinality(String),
    id UInt32,
    unit LowCardinality(String),
    tags Array(LowCardinality(String)),
    resource String,
    version UInt64`,
  replacing: 'version',
  partitionBy: null,
  orderBy: '(organisation, name, id)',
}

const resourceColumns = `
    organisation LowCardinality(String),
    account_id LowCardinality(String),
    scope_region LowCardinality(String),
    region LowCardinality(String),
    type LowCardinality(String),
    arn String,
    name String,
    tags Map(String, String),
    labels Map(String, String),
    attributes String CODEC(ZSTD(3))`

const resources: TableTemplate = {
  table: tables.resources,
  columns: `${resourceColumns}, version UInt64, gone UInt8`,
  replacing: 'version, gone',
  partitionBy: null,
  orderBy: '(organisation, account_id, type, scope_region, arn)',
}

const resourcesHistory: TableTemplate = {
  table: tables.resourcesHistory,
  columns: `${resourceColumns}, at UInt64, change LowCardinality(String)`,
  replacing: null,
  partitionBy: `toYYYYMM(toDateTime(intDiv(at, 1000), 'UTC'))`,
  orderBy: '(organisation, arn, at)',
}

const alarms: TableTemplate = {
  table: tables.alarms,
  columns: `
    organisation LowCardinality(String),
    account_id LowCardinality(String),
    region LowCardinality(String),
    arn String,
    name String,
    state LowCardinality(String),
    reason String,
    since UInt64,
    namespace Nullable(String),
    metric Nullable(String),
    dimensions Map(String, String),
    version UInt64,
    gone UInt8`,
  replacing: 'version, gone',
  partitionBy: null,
  orderBy: '(organisation, account_id, region, arn)',
}

const events: TableTemplate = {
  table: tables.events,
  columns: `
    organisation LowCardinality(String),
    account_id LowCardinality(String),
    region LowCardinality(String),
    at UInt64,
    id String,
    source LowCardinality(String),
    detail_type LowCardinality(String),
    tags Array(LowCardinality(String)),
    body String CODEC(ZSTD(3)),
    version UInt64`,
  replacing: 'version',
  partitionBy: `toYYYYMMDD(toDateTime(intDiv(at, 1000), 'UTC'))`,
  orderBy: '(organisation, at, id)',
}

interface Migration {
  number: number
  name: string
  statements(layout: Layout): string[]
}

/** DDL is not transactional: each statement may be run again after half of a migration. Released ones never change. */
const migrations: Migration[] = [
  {
    number: 1,
    name: 'first',
    statements: layout =>
      [samples, rollups, rollupMarks, series, resources, resourcesHistory, alarms, events].map(template =>
        createTable(layout, template),
      ),
  },
  {
    number: 2,
    name: 'relations of resources',
    statements: layout =>
      [tables.resources, tables.resourcesHistory].map(
        table =>
          `ALTER TABLE ${table}${onCluster(layout)}
           ADD COLUMN IF NOT EXISTS relations Array(Tuple(kind String, to String)) AFTER attributes`,
      ),
  },
]

const createDatabase = (layout: Layout) =>
  `CREATE DATABASE IF NOT EXISTS ${database}${onCluster(layout)}${layout.cluster === null ? ' ENGINE = Atomic' : ''}`

const createMigrations = (layout: Layout) =>
  createTable(layout, {
    table: tables.migrations,
    columns: 'number UInt32, name String, version UInt64',
    replacing: 'version',
    partitionBy: null,
    orderBy: 'number',
  })

/** Everything that an empty store is made of, for one layout. */
export const allStatements = (layout: Layout): string[] => [
  createDatabase(layout),
  createMigrations(layout),
  ...migrations.flatMap(migration => migration.statements(layout)),
]

/** `version` gives the number by which the recorded rows are ordered, and when they were written. */
export async function migrate(engine: Engine, layout: Layout, version: () => number): Promise<void> {
  await engine.command(createDatabase(layout))
  await engine.command(createMigrations(layout))
  const done = await engine.query<{ number: number }>(`SELECT number FROM ${tables.migrations} FINAL`)
  for (const { number, name, statements } of migrations) {
    if (done.some(row => row.number === number)) continue
    for (const statement of statements(layout)) await engine.command(statement)
    await engine.insert(tables.migrations, [{ number, name, version: version() }])
  }
}
