// Verifying a Signature Version 4: the canonical request is rebuilt from what arrived and signed again.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { WireRequest } from './protocol.ts'

/** How long a signature is good for, either way, in ms. */
export const SIGNATURE_LIFETIME = 15 * 60_000

export interface SignedScope {
  accessKeyId: string
  /** `20261123`. */
  day: string
  region: string
  signingName: string
  signedHeaders: string[]
  signature: string
}

const pattern =
  /^AWS4-HMAC-SHA256\s+Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/

/** The parts of an Authorization header; undefined where there is none or it is of another kind. */
export function parseAuthorization(header: string | undefined): SignedScope | undefined {
  const match = pattern.exec(header ?? '')
  if (!match) return undefined
  const [, accessKeyId = '', day = '', region = '', signingName = '', signedHeaders = '', signature = ''] = match
  return { accessKeyId, day, region, signingName, signedHeaders: signedHeaders.split(';'), signature }
}

/** `20261123T203600Z` to epoch ms; undefined for anything else. */
export function parseAmzDate(text: string | undefined): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '')
  if (!match) return undefined
  const [, year, month, day, hour, minute, second] = match
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

/** Epoch ms to `20261123T203600Z`. */
export function formatAmzDate(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}

function canonicalQuery(query: string): string {
  const pairs = query
    .split('&')
    .filter(part => part !== '')
    .map(part => {
      const at = part.indexOf('=')
      const [key, value] = at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
      return [encode(decodeURIComponent(key)), encode(decodeURIComponent(value))] as const
    })
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return pairs
    .sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
    .map(pair => pair.join('='))
    .join('&')
}

function canonicalRequest(request: WireRequest, scope: SignedScope): string {
  // Every service but S3 signs the path encoded once more than it is sent.
  const path = scope.signingName === 's3' ? request.path : request.path.split('/').map(encode).join('/')
  const headers = scope.signedHeaders.map(name => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}`)
  const payload = request.headers['x-amz-content-sha256'] ?? sha256(request.rawBody)
  return [
    request.method,
    path || '/',
    canonicalQuery(request.query),
    ...headers,
    '',
    scope.signedHeaders.join(';'),
    payload,
  ].join('\n')
}

/** Whether the body is what its signed hash says; `UNSIGNED-PAYLOAD` and streaming forms say nothing. */
export function payloadMatches(request: WireRequest): boolean {
  const declared = request.headers['x-amz-content-sha256']
  return declared === undefined || !/^[0-9a-f]{64}$/.test(declared) || declared === sha256(request.rawBody)
}

/** Whether the signature was made with this secret. */
export function signatureMatches(request: WireRequest, scope: SignedScope, secretAccessKey: string): boolean {
  if (!scope.signedHeaders.includes('host')) return false
  const scopeText = `${scope.day}/${scope.region}/${scope.signingName}/aws4_request`
  const toSign = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'] ?? '',
    scopeText,
    sha256(canonicalRequest(request, scope)),
  ]
  const day = hmac(`AWS4${secretAccessKey}`, scope.day)
  const key = hmac(hmac(hmac(day, scope.region), scope.signingName), 'aws4_request')
  const expected = createHmac('sha256', key).update(toSign.join('\n')).digest()
  return timingSafeEqual(expected, Buffer.from(scope.signature, 'hex'))
}
