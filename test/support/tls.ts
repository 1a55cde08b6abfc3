// A network as companies have it: TLS under a private CA in front of the simulated AWS, and a proxy that tunnels to it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, connect, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { generate } from 'selfsigned'

/** What AWS's host names end in, as far as HeyCloud asks them: a wildcard of a certificate stands for one label. */
const awsNames = [
  '*.amazonaws.com',
  '*.api.aws',
  ...['us-east-1', 'eu-west-1', 'us-gov-west-1', 'us-gov-east-1'].flatMap(region => [
    `*.${region}.amazonaws.com`,
    `*.${region}.api.aws`,
    `*.dualstack.${region}.amazonaws.com`,
    `*.sts.${region}.vpce.amazonaws.com`,
    `*.monitoring.${region}.vpce.amazonaws.com`,
    `*.s3.${region}.vpce.amazonaws.com`,
  ]),
  '*.global.api.aws',
  '*.us-gov.amazonaws.com',
  '*.us-gov.api.aws',
  '*.cn-north-1.amazonaws.com.cn',
  '*.cn-northwest-1.amazonaws.com.cn',
]

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Sockets are ended with their server, tunnels included. */
function closing(server: Server) {
  const open = new Set<Socket>()
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  server.on('connection', keep)
  return {
    keep,
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

/** A CA of this test's own, and its certificate in a file. Two that are trusted together need names apart, as anywhere. */
export async function createAuthority(name = 'Acme Private CA') {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-tls-'))
  const ca = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const file = join(directory, 'ca.pem')
  writeFileSync(file, ca.cert)
  const leaf = await generate([{ name: 'commonName', value: 'aws' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          ...awsNames.map(value => ({ type: 2 as const, value })),
          { type: 2 as const, value: 'localhost' },
          { type: 7 as const, ip: '127.0.0.1' },
        ],
      },
    ],
  })
  return {
    file,
    directory,
    leaf: { key: leaf.private, cert: leaf.cert },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

export type Authority = Awaited<ReturnType<typeof createAuthority>>

/** TLS in front of an HTTP server; `names` are the host names that clients asked for. */
export async function startTlsFront(authority: Authority, target: string) {
  const names: string[] = []
  const { port: behind, hostname } = new URL(target)
  const server = createTlsServer(authority.leaf, socket => {
    names.push(socket.servername || '')
    const inner = connect(Number(behind), hostname)
    keep(inner)
    socket.on('error', () => inner.destroy())
    inner.on('error', () => socket.destroy())
    socket.pipe(inner).pipe(socket)
  })
  const { keep, close } = closing(server)
  // A client that does not trust the certificate hangs up: that is what the test looks at.
  server.on('tlsClientError', () => undefined)
  const port = await listen(server)
  return { port, url: `https://127.0.0.1:${port}`, names, close }
}

export interface ProxyOptions {
  /** `user:password` that clients have to show. */
  credentials?: string
  /** Status for hosts that are not to be let through. */
  refuse?(host: string): number | undefined
}

/** A proxy that knows CONNECT alone: whatever host is asked for, the tunnel leads to `port`. `hosts` are those asked for. */
export async function startProxy(port: number, options: ProxyOptions = {}) {
  const hosts: string[] = []
  const expected = options.credentials && `Basic ${Buffer.from(options.credentials).toString('base64')}`
  const server = createHttpServer((_request, response) => response.writeHead(405).end())
  const { keep, close } = closing(server)
  server.on('connect', (request, socket: Socket) => {
    const host = (request.url ?? '').replace(/:443$/, '')
    hosts.push(host)
    const status =
      expected && request.headers['proxy-authorization'] !== expected ? 407 : (options.refuse?.(host) ?? 200)
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} Refused\r\n\r\n`)
    const inner = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      inner.pipe(socket).pipe(inner)
    })
    keep(inner)
    inner.on('error', () => socket.destroy())
    return socket
  })
  const at = await listen(server)
  return { host: `127.0.0.1:${at}`, hosts, close }
}
