// How each protocol words a request whose credentials are no good.
import { AwsError } from '../contract.ts'
import type { ProtocolName } from './protocol.ts'
import { formatAmzDate, SIGNATURE_LIFETIME } from './sigv4.ts'

export type CredentialFault =
  | { kind: 'missing' }
  | { kind: 'unknown' }
  | { kind: 'expired' }
  | { kind: 'signature' }
  | { kind: 'payload' }
  | { kind: 'region'; expected: string }
  /** The signature's date and the server's, epoch ms. */
  | { kind: 'skew'; signedAt: number; now: number }

type Family = 'query' | 'ec2' | 's3' | 'json' | 'rest'

const familyOf: Record<ProtocolName, Family> = {
  awsQuery: 'query',
  ec2Query: 'ec2',
  restXml: 's3',
  awsJson1_0: 'json',
  awsJson1_1: 'json',
  rpcV2Cbor: 'json',
  restJson1: 'rest',
}

const NO_MATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
  'and signing method. Consult the service documentation for details.'
const INVALID_TOKEN = 'The security token included in the request is invalid.'
const EXPIRED_TOKEN = 'The security token included in the request is expired'
const EC2_INVALID = 'AWS was not able to validate the provided access credentials'

type Row = [code: string, message: string, status: number]

/** Codes and sentences as the services send them; JSON services answer 400 where query services answer 403. */
const rows: Record<Exclude<CredentialFault['kind'], 'skew' | 'region'>, Record<Family, Row>> = {
  missing: {
    query: ['MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
    ec2: ['AuthFailure', EC2_INVALID, 401],
    s3: ['AccessDenied', 'Access Denied', 403],
    json: ['MissingAuthenticationTokenException', 'Request is missing Authentication Token', 400],
    rest: ['MissingAuthenticationTokenException', 'Missing Authentication Token', 403],
  },
  unknown: {
    query: ['InvalidClientTokenId', INVALID_TOKEN, 403],
    ec2: ['AuthFailure', EC2_INVALID, 401],
    s3: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
    json: ['UnrecognizedClientException', INVALID_TOKEN, 400],
    rest: ['UnrecognizedClientException', INVALID_TOKEN, 403],
  },
  expired: {
    query: ['ExpiredToken', EXPIRED_TOKEN, 403],
    ec2: ['RequestExpired', 'Request has expired.', 400],
    s3: ['ExpiredToken', 'The provided token has expired.', 400],
    json: ['ExpiredTokenException', EXPIRED_TOKEN, 400],
    rest: ['ExpiredTokenException', EXPIRED_TOKEN, 403],
  },
  signature: {
    query: ['SignatureDoesNotMatch', NO_MATCH, 403],
    ec2: ['AuthFailure', EC2_INVALID, 401],
    s3: [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      403,
    ],
    json: ['InvalidSignatureException', NO_MATCH, 400],
    rest: ['InvalidSignatureException', NO_MATCH, 403],
  },
  payload: {
    query: ['SignatureDoesNotMatch', NO_MATCH, 403],
    ec2: ['AuthFailure', EC2_INVALID, 401],
    s3: [
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      400,
    ],
    json: ['InvalidSignatureException', NO_MATCH, 400],
    rest: ['InvalidSignatureException', NO_MATCH, 403],
  },
}

function skewMessage(signedAt: number, now: number): string {
  const [signed, server] = [formatAmzDate(signedAt), formatAmzDate(now)]
  return signedAt < now
    ? `Signature expired: ${signed} is now earlier than ${formatAmzDate(now - SIGNATURE_LIFETIME)} (${server} - 15 min.)`
    : `Signature not yet current: ${signed} is still later than ${formatAmzDate(now + SIGNATURE_LIFETIME)} (${server} + 15 min.)`
}

function skewRow(family: Family, signedAt: number, now: number): Row {
  if (family === 's3')
    return ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 403]
  if (family === 'ec2') return ['RequestExpired', 'Request has expired.', 400]
  const [code, , status] = rows.signature[family]
  return [code, skewMessage(signedAt, now), status]
}

/** The error that a service of this protocol sends for the fault. */
export function credentialError(fault: CredentialFault, protocol: ProtocolName): AwsError {
  const family = familyOf[protocol]
  if (fault.kind === 'skew') return new AwsError(...skewRow(family, fault.signedAt, fault.now))
  if (fault.kind === 'region') {
    const [code, , status] = rows.signature[family]
    return new AwsError(code, `Credential should be scoped to a valid region, not '${fault.expected}'. `, status)
  }
  return new AwsError(...rows[fault.kind][family])
}
