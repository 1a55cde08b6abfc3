// The way from HeyCloud to AWS: one set of connections for all clients, through the operator's proxy and trusting the operator's CAs.
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { createSecureContext, getCACertificates } from 'node:tls'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { SECOND } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import { type Environment, proxyFault, withoutProxies } from './proxy.ts'

/** Experience shows that a longer wait hides a firewall. */
export const connectTimeoutMs = 5 * SECOND
const requestTimeoutMs = 60 * SECOND

export interface Network {
  /** What SDK clients send with. */
  requestHandler: Pick<NodeHttpHandler, 'handle' | 'metadata'>
  close(): void
}

/** The certificates of a PEM file. Throws in words that end a sentence: which file, and what is wrong with it. */
export function readCertificates(file: string): string[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`the file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
  }
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  if (found.length === 0) throw new Error(`${file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`)
  for (const [index, pem] of found.entries()) {
    try {
      new X509Certificate(pem)
    } catch {
      throw new Error(`certificate ${index + 1} of ${found.length} in ${file} cannot be read`)
    }
  }
  return found
}

/**
 * What TLS trusts: Node's own CAs and those of NODE_EXTRA_CA_CERTS, which Node reads itself, and beside them those of AWS_CA_BUNDLE, the
 * variable of aws-cli. Undefined where nothing is to be added. Throws `configuration` for a bundle that cannot be used.
 */
function trusted({ AWS_CA_BUNDLE: file }: Environment) {
  if (!file) return undefined
  try {
    // Made once: each connection would read all the certificates anew.
    return createSecureContext({ ca: [...getCACertificates('default'), ...readCertificates(file)] })
  } catch (error) {
    throw new HeyCloudError('configuration', `AWS_CA_BUNDLE: ${(error as Error).message}`)
  }
}

const isLoopback = (url: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname)

/**
 * The handler is shown to clients as `handle` alone: each new client would otherwise rewrite the handler's configuration for all
 * others, and each that is destroyed would close everybody's connections. A simulated AWS on this machine (`endpointUrl`) is asked
 * without a proxy. Throws `configuration` for a proxy or a CA bundle that cannot be used.
 */
export function createNetwork(env: Environment, endpointUrl?: string): Network {
  const fault = proxyFault(env)
  if (fault) throw new HeyCloudError('configuration', fault)
  const secureContext = trusted(env)
  const proxyEnv = endpointUrl && isLoopback(endpointUrl) ? withoutProxies(env) : env
  const agentOptions = { keepAlive: true, maxSockets: 64, proxyEnv }
  const httpAgent = new HttpAgent(agentOptions)
  const httpsAgent = new HttpsAgent({ ...agentOptions, ...(secureContext ? { secureContext } : {}) })
  const handler = new NodeHttpHandler({
    httpAgent,
    httpsAgent,
    connectionTimeout: connectTimeoutMs,
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
    // Its one message, that requests queue for a socket, is what the throttle intends.
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  })
  return {
    requestHandler: { metadata: handler.metadata, handle: (request, options) => handler.handle(request, options) },
    close() {
      httpAgent.destroy()
      httpsAgent.destroy()
    },
  }
}
