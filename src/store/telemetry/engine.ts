// One way to ask ClickHouse SQL: of chDB inside this process, through a small pool of sessions, or of a server by URL.
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { HeyCloudError } from '../../core/errors.ts'

/** Bound to `{name:Type}` in the SQL; never written into it. */
export type Params = Record<string, string | number | string[] | number[]>

export type Columns = [string, ...string[]]

export interface Engine {
  /** Where it runs decides how tables are made, and whether others may write at the same time. */
  readonly kind: 'embedded' | 'server'
  /** Rows of a SELECT as objects; 64-bit integers are strings. */
  query<T>(sql: string, params?: Params): Promise<T[]>
  /** A statement without an answer. */
  command(sql: string, params?: Params): Promise<void>
  /** Resolves when the rows are durable. */
  insert(table: string, rows: readonly object[]): Promise<void>
  /**
   * The same for very many rows, at half the cost: `text` is ClickHouse's TabSeparated, its fields in the order of `columns`,
   * with backslashes, tabs and newlines escaped.
   */
  insertText(table: string, columns: Columns, text: string): Promise<void>
  close(): Promise<void>
}

/**
 * One fixed set, because chDB's sessions keep what a call has set. `quote_64bit`: a JSON number above 2^53 loses digits.
 * `async_insert` 0: an acknowledged block is on the disk. `null_as_default` 0: a missing value is an error, never a zero.
 * `precise_float_parsing`: a value comes back to its last digit. `do_not_merge_across_partitions`: equal keys are always in one partition here, so FINAL need not look across them.
 */
const settings = {
  output_format_json_quote_64bit_integers: 1,
  async_insert: 0,
  input_format_null_as_default: 0,
  do_not_merge_across_partitions_select_final: 1,
  precise_float_parsing: 1,
} as const satisfies ClickHouseSettings

/** The process that chDB's `status` file names, if it runs; null where none can be told. */
function holder(directory: string): number | null {
  const file = join(directory, 'status')
  if (!existsSync(file)) return null
  const pid = Number(/^PID: (\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0)
  if (pid === 0 || pid === process.pid) return null
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Forbidden to signal it: then it runs. Anything else: it does not.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? pid : null
  }
  return pid
}

/** chDB says only that it could not open a directory; who has it is told by the directory itself. */
function notOpened(directory: string, error: unknown): HeyCloudError {
  const pid = holder(directory)
  if (pid !== null)
    return new HeyCloudError(
      'data_directory_locked',
      `${directory} is in use by the process with pid ${pid}. Stop it, or start this one with another data directory.`,
      {},
      { cause: error },
    )
  const reason = error instanceof Error ? error.message : String(error)
  return new HeyCloudError(
    'store_unavailable',
    `${directory} could not be opened: ${reason}. Is another HeyCloud, in a container perhaps, using it, and may it be written to?`,
    {},
    { cause: error },
  )
}

type Connection = NonNullable<NonNullable<Parameters<typeof createClient>[0]>['connection']>

/** What runs one statement at a time. */
interface Lane {
  client: ClickHouseClient
  insertText(table: string, columns: Columns, text: string): Promise<unknown>
}

function embeddedLane(path: string): Lane {
  const connection = createChdbConnection({ path })
  return {
    // chDB types its connection by the client's common package, of which the client carries a copy: the same, declared twice.
    client: createClient({ connection: connection as unknown as Connection, clickhouse_settings: settings }),
    // Past the client, which would join the text to the statement: chDB then parses both, for half as much time again.
    insertText: (table, columns, text) =>
      connection.chdb.rawInsert({ table, columns, values: Buffer.from(text), format: 'TabSeparated', settings }),
  }
}

const serverLane = (client: ClickHouseClient): Lane => ({
  client,
  insertText: (table, columns, text) =>
    client.insert({ table, columns, values: Readable.from([text], { objectMode: false }), format: 'TabSeparated' }),
})

function createEngine(kind: Engine['kind'], lanes: Lane[]): Engine {
  const idle = [...lanes]
  const waiting: ((lane: Lane) => void)[] = []
  async function use<T>(run: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = idle.pop() ?? (await new Promise<Lane>(resolve => waiting.push(resolve)))
    try {
      return await run(lane)
    } finally {
      const next = waiting.shift()
      if (next) next(lane)
      else idle.push(lane)
    }
  }
  let closing: Promise<unknown> | undefined
  return {
    kind,
    query: (sql, params = {}) =>
      use(async ({ client }) =>
        (await client.query({ query: sql, format: 'JSONEachRow', query_params: params })).json(),
      ),
    async command(sql, params = {}) {
      await use(({ client }) => client.command({ query: sql, query_params: params }))
    },
    async insert(table, rows) {
      if (rows.length > 0) await use(({ client }) => client.insert({ table, values: rows, format: 'JSONEachRow' }))
    },
    async insertText(table, columns, text) {
      if (text !== '') await use(lane => lane.insertText(table, columns, text))
    },
    async close() {
      closing ??= Promise.all(lanes.map(({ client }) => client.close()))
      await closing
    },
  }
}

/**
 * chDB now and then looks on the standard input for more of what is being inserted, and waits there for ever if it is a pipe that nobody
 * closes (seen on 3.4, in a read of descriptor 0 beneath an insert). Nothing here is told by it, so it is made empty.
 */
function emptyStandardInput(): void {
  const kind = fstatSync(0)
  if (!kind.isFIFO() && !kind.isSocket()) return
  closeSync(0)
  // The lowest free descriptor is given: that one.
  openSync('/dev/null', 'r')
}

/**
 * chDB in `directory`. A process can have one such directory open at a time, and a directory one process: else HeyCloudError
 * `data_directory_locked`, or `store_unavailable` where the reason cannot be told. Each session runs one query at a time on libuv's thread pool; three leave one of its four threads free.
 */
export async function openEmbedded(directory: string, sessions = 3): Promise<Engine> {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  emptyStandardInput()
  const lanes: Lane[] = []
  try {
    for (let n = 0; n < sessions; n++) lanes.push(embeddedLane(directory))
    const engine = createEngine('embedded', lanes)
    await engine.query('SELECT 1')
    return engine
  } catch (error) {
    await Promise.all(lanes.map(({ client }) => client.close()))
    throw notOpened(directory, error)
  }
}

/** A ClickHouse server; the URL may hold user and password. Rejects with HeyCloudError `store_unavailable`. */
export async function openServer(url: string): Promise<Engine> {
  const connections = 8
  const client = createClient({
    url,
    application: 'heycloud',
    // Every error is thrown; the driver's own log would repeat it with the values that were bound.
    log: { level: ClickHouseLogLevel.OFF },
    max_open_connections: connections,
    request_timeout: 120_000,
    clickhouse_settings: settings,
  })
  const answer = await client.ping({ select: true })
  if (!answer.success) {
    await client.close()
    // The driver's words only: the URL may hold a password.
    throw new HeyCloudError('store_unavailable', `ClickHouse refused the connection: ${answer.error.message}`)
  }
  const engine = createEngine('server', Array<Lane>(connections).fill(serverLane(client)))
  return { ...engine, close: () => client.close() }
}
