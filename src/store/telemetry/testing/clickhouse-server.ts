// A program for tests: ClickHouse's HTTP interface in front of chDB, so that the real client is proven over a real wire.
//
// node clickhouse-server.ts <directory>: prints its port, ends with its standard input. The engine is chDB on both sides: this
// proves wire, parameters and settings, and says nothing of replication, sharding, authentication or TLS.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { Session } from 'chdb'

const directory = process.argv[2]
if (directory === undefined) throw new Error('usage: clickhouse-server.ts <directory>')

/** Keeps the engine up between requests. */
const root = new Session(directory)

/** Parameters of the URL that are not settings of the query. */
const ofTheWire = new Set([
  'query',
  'query_id',
  'database',
  'session_id',
  'default_format',
  'wait_end_of_query',
  'enable_http_compression',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'role',
])

const literal = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  return (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8')
}

/** As ClickHouse does: settings and parameters of a request hold for that request alone, so each has a session of its own. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/ping') {
    response.end('Ok.\n')
    return
  }
  const id = searchParams.get('query_id') ?? randomUUID()
  const body = await bodyOf(request)
  const session = new Session(directory)
  try {
    for (const [name, value] of searchParams) {
      if (ofTheWire.has(name)) continue
      if (!/^\w+$/.test(name)) throw new Error(`Code: 115. DB::Exception: ${name} (UNKNOWN_SETTING)`)
      await session.queryAsync(
        `SET ${name} = ${/^-?\d+(\.\d+)?$/.test(value) && !name.startsWith('param_') ? value : literal(value)}`,
      )
    }
    const statement = searchParams.get('query')
    const sql = statement ? (body ? `${statement}\n${body}` : statement) : body
    const result = await session.queryAsync(sql, { format: searchParams.get('default_format') ?? 'TabSeparated' })
    response.writeHead(200, { 'x-clickhouse-query-id': id, 'x-clickhouse-server-display-name': 'chdb' })
    response.end(Buffer.from(result.bytes()))
  } catch (error) {
    const message = error instanceof Error ? error.message.replace(/^Query failed:\s*/, '') : String(error)
    const code = /Code: (\d+)/.exec(message)?.[1] ?? '1002'
    response.writeHead(500, { 'x-clickhouse-exception-code': code, 'x-clickhouse-query-id': id })
    response.end(`${message}\n`)
  } finally {
    session.close()
  }
}

/** ClickHouse takes addresses of up to a megabyte; parameters travel in them. */
const server = createServer({ maxHeaderSize: 2 ** 20 }, (request, response) => {
  answer(request, response).catch((error: unknown) => {
    response.destroy(error instanceof Error ? error : new Error(String(error)))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(address !== null && typeof address === 'object' ? address.port : '')
})
process.stdin.resume().once('end', () => {
  root.close()
  process.exit(0)
})
