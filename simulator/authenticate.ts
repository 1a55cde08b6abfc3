// Who a request is from: the signature is verified, and a fault is worded as the protocol words it.
import type { Caller } from './contract.ts'
import { resolveCredentials } from './iam/credentials.ts'
import type { IamState } from './iam/state.ts'
import { globalServices, partitionOfArn, partitionOfRegion } from './partitions.ts'
import { type CredentialFault, credentialError } from './wire/auth-errors.ts'
import type { ProtocolName, WireRequest } from './wire/protocol.ts'
import { parseAmzDate, parseAuthorization, payloadMatches, SIGNATURE_LIFETIME, signatureMatches } from './wire/sigv4.ts'

export interface Authenticated {
  caller: Caller
  region: string
  signingName: string
}

/** Throws the AwsError of the fault. */
export function authenticate(
  iam: IamState,
  request: WireRequest,
  protocol: ProtocolName,
  isRegionEnabled: (accountId: string, region: string) => boolean,
): Authenticated {
  const refuse = (fault: CredentialFault) => credentialError(fault, protocol)
  const scope = parseAuthorization(request.headers.authorization)
  if (!scope) throw refuse({ kind: 'missing' })
  const signedAt = parseAmzDate(request.headers['x-amz-date'])
  if (signedAt === undefined) throw refuse({ kind: 'missing' })
  const resolved = resolveCredentials(iam, scope.accessKeyId, request.headers['x-amz-security-token'])
  if ('fault' in resolved) throw refuse({ kind: resolved.fault })
  const now = iam.wallClock.now()
  if (Math.abs(now - signedAt) > SIGNATURE_LIFETIME) throw refuse({ kind: 'skew', signedAt, now })
  if (!payloadMatches(request)) throw refuse({ kind: 'payload' })
  if (!signatureMatches(request, scope, resolved.secretAccessKey)) throw refuse({ kind: 'signature' })
  const { caller } = resolved
  const partition = partitionOfArn(caller.arn)
  // Each partition has an IAM of its own, which has never heard of the others' keys.
  if (partition !== partitionOfRegion(scope.region)) throw refuse({ kind: 'unknown' })
  const expected = globalServices[scope.signingName]?.[partition]
  if (expected !== undefined && scope.region !== expected) throw refuse({ kind: 'region', expected })
  // A region that the account has not enabled does not know its credentials; a service of one region is no region's.
  if (expected === undefined && !isRegionEnabled(caller.accountId, scope.region)) throw refuse({ kind: 'unknown' })
  return { caller, region: scope.region, signingName: scope.signingName }
}
