// What AWS's errors mean: refused (by which policy, for which action) or failed (and whether waiting helps).
import { isThrottlingError, isTransientError } from '@smithy/core/retry'
import type { Clock } from '../core/clock.ts'
import { HeyCloudError } from '../core/errors.ts'
import type { Denied, NotSeen, Observation } from '../core/observation.ts'
import { seen } from '../core/observation.ts'

/**
 * Runs one read of AWS and says what came of it; nothing is thrown, so nothing can be taken for an empty answer.
 * `action` is the IAM action that the read needs, used where AWS's refusal names none.
 */
export async function observe<T>(action: string, read: () => Promise<T>, clock: Clock): Promise<Observation<T>> {
  try {
    return seen(await read(), clock.now())
  } catch (error) {
    return classify(error, action, clock.now())
  }
}

/** The parts of an SDK error that are looked at. */
interface AwsFault extends Error {
  code?: string
  Code?: string
  $metadata?: { httpStatusCode?: number }
  $fault?: 'client' | 'server'
}

const deniedCodes = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AccessDeniedFault',
  'UnauthorizedOperation',
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotAuthorizedException',
  'UnauthorizedException',
  'Forbidden',
  'ForbiddenException',
])

/** The credentials themselves were not accepted, which says nothing of permissions. */
const credentialCodes = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'AuthFailure',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'MissingAuthenticationToken',
  'InvalidToken',
])
const regionCodes = new Set([
  'OptInRequired',
  'RegionDisabledException',
  'RegionDisabled',
  'SubscriptionRequiredException',
])
const clockCodes = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture'])
/** EC2 says RequestExpired of expired credentials, S3 ExpiredToken, JSON services ExpiredTokenException. */
const expiredCodes = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'])
const dnsCodes = new Set(['ENOTFOUND', 'EAI_AGAIN'])
/** What the system says of a connection, and what that looks like from here. */
const networkCodes = new Map([
  ['ECONNREFUSED', 'nothing takes connections there'],
  ['ECONNRESET', 'the connection was cut without an answer: the network, a proxy or a firewall'],
  ['EPIPE', 'the connection was cut without an answer: the network, a proxy or a firewall'],
  ['EHOSTUNREACH', 'no way leads there: the network or a firewall'],
  ['ENETUNREACH', 'no way leads there: this machine has no network'],
])
const tlsCode = /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO)/

/** Whether TLS failed: mostly a certificate that nobody vouches for. */
export const isUntrusted = (error: unknown): boolean => error instanceof Error && tlsCode.test(networkCode(error))

/** Whether AWS asked for fewer calls. */
export const isThrottle = (error: unknown): boolean => error instanceof Error && isThrottlingError(error as never)

/** Whether the credentials that signed the call have run out, so that new ones will do. */
export const isExpired = (error: unknown): boolean => error instanceof Error && expiredCodes.has(codeOf(error))

const unknownCodes = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'AuthFailure',
  'InvalidToken',
])
/** Whether AWS does not know the credentials that signed the call: here, or not any more. */
export const isUnknown = (error: unknown): boolean => error instanceof Error && unknownCodes.has(codeOf(error))

const refusedKeyCodes = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'AuthFailure',
])

/**
 * Whether AWS does not take the key that signed, so that waiting changes nothing: it is unknown, inactive, deleted or of another
 * partition (AWS does not say which), or the secret is another's. A wrong clock comes under the same codes and says nothing of the key.
 */
export const isRefusedKey = (error: unknown): boolean =>
  error instanceof Error &&
  refusedKeyCodes.has(codeOf(error)) &&
  !/^Signature (expired|not yet current)/.test(error.message)

/**
 * Turns an error of the SDK into what is stored and shown. Sources: the common errors of AWS's APIs
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html and each API's CommonErrors page).
 */
export function classify(error: unknown, action: string, at: number): NotSeen {
  if (!(error instanceof Error))
    return { state: 'failed', code: 'Unknown', message: String(error), transient: false, at }
  const code = codeOf(error)
  if (error instanceof HeyCloudError) return { state: 'failed', code, message: error.detail, transient: false, at }
  if (isDenied(error, code)) return denied(error, action, at)
  const known = failure(error, code)
  return { state: 'failed', ...known, at }
}

function codeOf(error: AwsFault): string {
  if (error instanceof HeyCloudError) return error.code
  // The SDK's query and JSON clients put AWS's code into `name`; S3's HEAD answers have a status only.
  return error.name === 'Error' || error.name === 'Unknown' ? (error.Code ?? error.code ?? error.name) : error.name
}

function isDenied(error: AwsFault, code: string): boolean {
  if (deniedCodes.has(code)) return true
  if (error.$metadata?.httpStatusCode !== 403) return false
  const known = [credentialCodes, regionCodes, clockCodes, expiredCodes].some(codes => codes.has(code))
  // A 403 without a code is S3's answer to HEAD; a throttle or a server's fault may also come as 403.
  return !known && !isThrottle(error) && /^(403|UnknownError|Unknown|AllAccessDisabled)$/.test(code)
}

function denied(error: AwsFault, action: string, at: number): Denied {
  const message = error.message || 'Access denied (AWS gave no reason)'
  const named = /not authorized to perform:?\s+([a-z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1]
  const resource = /\bon resource:?\s+(?:(?:role|user|policy)\s+)?"?(arn:[^\s"]+|\*)/
    .exec(message)?.[1]
    ?.replace(/[.,;]$/, '')
  return {
    state: 'denied',
    action: named ?? action,
    message,
    cause: causeOf(message),
    ...(/with an explicit deny/.test(message) ? { explicitDeny: true } : {}),
    ...(resource ? { resource } : {}),
    at,
  }
}

const causes: [RegExp, Denied['cause']][] = [
  [/identity-based polic/, 'identity'],
  // Both are policies of an AWS Organization, and only its administrator can change them.
  [/(service|resource) control polic/, 'scp'],
  [/permissions boundary/, 'boundary'],
  [/session polic/, 'session'],
  [/resource-based polic/, 'resource'],
]

/** `because no <type> policy allows the <action> action`, or `with an explicit deny in a <type> policy`. */
function causeOf(message: string): Denied['cause'] {
  const reason = /(?:because no|with an explicit deny in an?)\s+(.*)/s.exec(message)?.[1] ?? ''
  return causes.find(([wording]) => wording.test(reason))?.[1] ?? 'unknown'
}

function failure(error: AwsFault, code: string): { code: string; message: string; transient: boolean } {
  const message = messageOf(error)
  const network = networkFailure(error, message)
  if (network) return network
  if (code === 'CredentialsProviderError' || code === 'ProviderError' || code === 'TokenProviderError')
    return { code: 'NoCredentials', message, transient: false }
  if (credentialCodes.has(code))
    return {
      code,
      message: `${message} (AWS did not accept the credentials here; a region that is not enabled answers so too)`,
      transient: false,
    }
  if (regionCodes.has(code) || clockCodes.has(code)) return { code, message, transient: false }
  if (expiredCodes.has(code))
    return {
      code,
      message: `${message} (new credentials were got at once, and AWS calls those expired too: is HeyCloud’s clock right?)`,
      transient: true,
    }
  if (error.name === 'AbortError') return { code: 'Aborted', message, transient: true }
  if (error instanceof SyntaxError)
    return {
      code: 'UnreadableAnswer',
      message: `The answer was not AWS's (a proxy's page?): ${message}`,
      transient: true,
    }
  const server = (error.$metadata?.httpStatusCode ?? 0) >= 500 || error.$fault === 'server'
  if (isThrottle(error))
    return {
      code,
      message: `${message} (AWS asks for fewer calls: HeyCloud slows down, and goes on by itself)`,
      transient: true,
    }
  const transient = isTransientError(error as never) || server || code === 'InternalFailure'
  return { code, message, transient }
}

const networkCode = (error: AwsFault): string => error.code ?? (error.cause as AwsFault | undefined)?.code ?? ''

function networkFailure(error: AwsFault, message: string) {
  const code = networkCode(error)
  if (code === 'ERR_PROXY_TUNNEL') return proxyFailure(error, message)
  if (error.name === 'TimeoutError' && !networkCodes.has(code)) return { code: 'TimedOut', message, transient: true }
  if (code === 'ETIMEDOUT') return { code: 'TimedOut', message, transient: true }
  if (dnsCodes.has(code))
    return { code: 'Unreachable', message: `${message} (${unresolved(message)})`, transient: true }
  const cut = networkCodes.get(code)
  if (cut) return { code: 'Unreachable', message: `${message} (${cut})`, transient: true }
  if (tlsCode.test(code))
    return {
      code: 'Unreachable',
      message: `${message} (TLS: ${code}; a private CA needs AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS)`,
      transient: false,
    }
  return undefined
}

const unresolved = (message: string): string =>
  /-fips\./.test(message)
    ? 'the host name could not be resolved: AWS may have no FIPS endpoint of this service in this region'
    : 'the host name could not be resolved'

/** The proxy's own answer, of which the proxy's owner knows more than AWS. */
function proxyFailure(error: AwsFault & { statusCode?: number }, message: string) {
  const { statusCode = 0 } = error
  const hint =
    statusCode === 407
      ? ' (the proxy wants a user and a password: HTTPS_PROXY=http://user:password@host:port)'
      : statusCode >= 400 && statusCode < 500
        ? ' (the proxy does not let this host through)'
        : ''
  return { code: 'Unreachable', message: `${message}${hint}`, transient: statusCode === 0 || statusCode >= 500 }
}

/** Node's connection attempts over IPv4 and IPv6 fail together, with the words in the parts. */
function messageOf(error: AwsFault): string {
  const parts =
    error instanceof AggregateError ? error.errors.map(part => String((part as Error)?.message ?? part)) : []
  return error.message || parts.join('; ') || codeOf(error)
}
