// The simulated AWS as an HTTP server: bytes in, bytes out, AWS's headers on every reply.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../src/core/clock.ts'
import type { SimulatedService } from './contract.ts'
import { controlReply } from './control.ts'
import { createFaults, type Faults } from './faults.ts'
import { createHandler, Disconnect } from './handle.ts'
import type { IamState } from './iam/state.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { WireReply, WireRequest } from './wire/protocol.ts'

export interface SimulatorServerOptions {
  services: SimulatedService[]
  iam: IamState
  /** The world's clock. */
  clock: Clock
  /** `127.0.0.1` unless told otherwise. */
  host?: string
  /** A free one when 0 or left out. */
  port?: number
  ledger?: Ledger
  faults?: Faults
  isRegionEnabled?: (accountId: string, region: string) => boolean
  log?: (message: string, error: unknown) => void
}

export interface SimulatorServer {
  /** `http://127.0.0.1:4566`: what AWS_ENDPOINT_URL is set to. */
  endpoint: string
  ledger: Ledger
  faults: Faults
  close(): Promise<void>
}

const MAX_BODY = 16 * 1024 * 1024

/** The body, or undefined when it is longer than any AWS API takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += (chunk as Buffer).length
    if (length > MAX_BODY) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value
  return headers
}

function addressOf(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')
}

function wireRequest(request: IncomingMessage, body: Buffer): WireRequest {
  const url = request.url ?? '/'
  const at = url.indexOf('?')
  return {
    method: request.method ?? 'GET',
    path: at < 0 ? url : url.slice(0, at),
    query: at < 0 ? '' : url.slice(at + 1),
    headers: headersOf(request),
    rawBody: body,
    body,
    sourceIp: addressOf(request),
  }
}

function send(response: ServerResponse, reply: WireReply, requestId: string, now: number): void {
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body
  response.writeHead(reply.status, {
    'x-amzn-requestid': requestId,
    'content-length': body.length,
    // The SDK sets its clock by this header.
    date: new Date(now).toUTCString(),
    ...reply.headers,
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${name}:${address.port}`
}

/** Starts listening. Rejects when the port is taken. */
export async function createSimulatorServer(options: SimulatorServerOptions): Promise<SimulatorServer> {
  const { services, iam, clock, host = '127.0.0.1', port = 0 } = options
  const {
    ledger = createLedger(),
    faults = createFaults(),
    isRegionEnabled = () => true,
    log = () => undefined,
  } = options
  const handle = createHandler({ services, iam, clock, ledger, faults, isRegionEnabled, log })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = iam.random.uuid()
    const body = await readBody(request)
    const now = iam.wallClock.now()
    if (!body) return send(response, { status: 413, headers: {}, body: '' }, requestId, now)
    const wire = wireRequest(request, body)
    const reply = controlReply(wire, { ledger, faults, worldNow: () => clock.now() }) ?? (await handle(wire, requestId))
    send(response, reply, requestId, iam.wallClock.now())
  }

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      if (!(error instanceof Disconnect)) log('a connection failed', error)
      request.socket.destroy()
    })
  })
  const endpoint = await listen(server, port, host)
  return {
    endpoint,
    ledger,
    faults,
    close: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}
