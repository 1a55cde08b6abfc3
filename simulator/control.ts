// The simulator's own paths under /_simulator/: health, ledger, faults. No web page of another site may reach them.
import { type Faults, isFault } from './faults.ts'
import type { Ledger } from './ledger.ts'
import type { WireReply, WireRequest } from './wire/protocol.ts'

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).hostname : undefined
}

/**
 * A browser says where a request comes from by Origin, Referer or Sec-Fetch-Site. Such a request has to come from this
 * machine's own pages, and has to have asked for this machine by name: a foreign name that resolves to it is refused too.
 */
export function isForeignBrowser(headers: Record<string, string>): boolean {
  const says = ['origin', 'referer', 'sec-fetch-site'].some(name => headers[name] !== undefined)
  // A page may keep all three to itself by its referrer policy, but no browser hides that it is one.
  const isBrowser = says || /^Mozilla\//.test(headers['user-agent'] ?? '')
  if (!isBrowser) return false
  const origins = [headers.origin, headers.referer].filter(value => value !== undefined)
  const hosts = [...origins.map(hostOf), hostOf(`http://${headers.host ?? ''}`)]
  return hosts.some(host => host === undefined || !loopbackHosts.has(host))
}

function reply(status: number, value: unknown): WireReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

function readFault(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    // Not JSON is not a fault: the caller of this answers 400.
    return undefined
  }
}

function faultsReply(request: WireRequest, faults: Faults): WireReply {
  if (request.method === 'GET') return reply(200, faults.list())
  if (request.method === 'DELETE') {
    faults.clear()
    return reply(200, { cleared: true })
  }
  if (request.method !== 'POST') return reply(405, { message: 'GET, POST or DELETE' })
  const fault = readFault(request.body)
  if (!isFault(fault)) return reply(400, { message: 'The body is not a fault: {service, operation, kind, times?}' })
  return reply(201, { id: faults.add(fault) })
}

function ledgerReply(request: WireRequest, ledger: Ledger): WireReply {
  if (request.method === 'DELETE') {
    ledger.reset()
    return reply(200, { cleared: true })
  }
  return request.method === 'GET'
    ? reply(200, { entries: ledger.entries(), total: ledger.total() })
    : reply(405, { message: 'GET or DELETE' })
}

/** Answers a path under /_simulator/; undefined for any other path. */
export function controlReply(
  request: WireRequest,
  parts: { ledger: Ledger; faults: Faults; worldNow: () => number },
): WireReply | undefined {
  if (!request.path.startsWith('/_simulator/')) return undefined
  if (isForeignBrowser(request.headers)) return reply(403, { message: 'Not from a page of another site' })
  if (request.path === '/_simulator/health')
    return reply(200, { status: 'ok', now: new Date(parts.worldNow()).toISOString() })
  if (request.path === '/_simulator/ledger') return ledgerReply(request, parts.ledger)
  const single = /^\/_simulator\/faults\/([\w-]+)$/.exec(request.path)?.[1]
  if (single !== undefined && request.method === 'DELETE')
    return parts.faults.remove(single) ? reply(200, { removed: single }) : reply(404, { message: 'No such fault' })
  if (request.path === '/_simulator/faults') return faultsReply(request, parts.faults)
  return reply(404, { message: 'health, ledger and faults are here' })
}
