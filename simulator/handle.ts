// One request of the simulated AWS from end to end: route, authenticate, fault, authorize, answer, count.
import { gunzipSync } from 'node:zlib'
import type { Clock } from '../src/core/clock.ts'
import { authenticate } from './authenticate.ts'
import { AwsError, type Call, type FaultKind, type SimulatedService, type Usage } from './contract.ts'
import type { Faults } from './faults.ts'
import { authorize } from './iam/authorize.ts'
import { denialCodes, denialError, throttleCodes } from './iam/denial.ts'
import type { IamState } from './iam/state.ts'
import type { Ledger, LedgerKey, LedgerOutcome } from './ledger.ts'
import { credentialError } from './wire/auth-errors.ts'
import type { Protocol, ProtocolName, Route, WireReply, WireRequest } from './wire/protocol.ts'
import { protocols } from './wire/protocols.ts'
import { createRouter, type Target, unknownOperation } from './wire/route.ts'
import { loadModel } from './wire/schemas.ts'

export interface HandlerParts {
  services: SimulatedService[]
  iam: IamState
  /** The world's clock; signatures and expiries follow `iam.wallClock`. */
  clock: Clock
  ledger: Ledger
  faults: Faults
  isRegionEnabled: (accountId: string, region: string) => boolean
  /** Told of errors that are the simulator's own. */
  log: (message: string, error: unknown) => void
}

const MAX_BODY = 16 * 1024 * 1024

/** The connection is to be cut without an answer. */
export class Disconnect extends Error {}

function decompress(request: WireRequest): WireRequest {
  if (request.headers['content-encoding'] !== 'gzip') return request
  try {
    return { ...request, body: gunzipSync(request.rawBody, { maxOutputLength: MAX_BODY }) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AwsError('SerializationException', `The gzip body cannot be read: ${reason}`)
  }
}

/** Denials are 400 in the JSON protocols and 403 in all others. */
function denialStatus(protocol: ProtocolName): number {
  return protocol === 'awsJson1_0' || protocol === 'awsJson1_1' || protocol === 'rpcV2Cbor' ? 400 : 403
}

function outcomeOf(error: unknown): LedgerOutcome {
  if (!(error instanceof AwsError)) return 'failed'
  if (denialCodes.has(error.code)) return 'denied'
  return throttleCodes.has(error.code) ? 'throttled' : 'failed'
}

async function actFaults(kinds: FaultKind[], iam: IamState, { caller }: Call, protocol: ProtocolName): Promise<void> {
  for (const kind of kinds) if ('latencyMs' in kind) await iam.wallClock.sleep(kind.latencyMs)
  for (const kind of kinds) {
    // A long-term key has no session that could end.
    if ('expireSession' in kind && caller.issuedAt !== undefined) {
      iam.endSession(caller.accessKeyId)
      throw credentialError({ kind: 'expired' }, protocol)
    }
    if ('disconnect' in kind) throw new Disconnect()
    if ('error' in kind) throw new AwsError(kind.error, kind.message, kind.status)
  }
}

/** A percent sign that starts no escape is the client's fault. */
function knownError(error: unknown): unknown {
  return error instanceof URIError ? new AwsError('InvalidURI', "Couldn't parse the specified URI.") : error
}

/** Answers requests; `requestId` is the one that the reply carries. */
export function createHandler(parts: HandlerParts) {
  const router = createRouter(parts.services)

  async function answer(request: WireRequest, route: Route, key: LedgerKey, call: Call): Promise<[unknown, Usage]> {
    const kinds = parts.faults.take(key)
    await actFaults(kinds, parts.iam, call, route.protocol)
    if (kinds.length > 0) call.faults = kinds
    const { service } = route
    const operation = service.operations[route.operation.name]
    const protocolName = route.protocol
    if (!operation) throw unknownOperation({ protocol: protocolName, service, operation: route.operation.name })
    const input = await protocols[protocolName].read(request, route)
    for (const requirement of operation.requires(input, call)) {
      const decision = authorize(parts.iam, call.caller, requirement, call)
      if (!decision.allowed)
        throw denialError(service.signingName, call.caller, requirement, decision, denialStatus(protocolName))
    }
    service.quota?.(route.operation.name, input, call)
    const output = await operation.answer(input, call)
    return [output, service.meter?.(route.operation.name, input, output, call) ?? {}]
  }

  async function perform(request: WireRequest, found: Target, requestId: string): Promise<WireReply> {
    const route = await router.resolve(request, found)
    const { caller, region } = authenticate(parts.iam, request, route.protocol, parts.isRegionEnabled)
    const { headers, sourceIp } = request
    const call: Call = { caller, region, now: parts.clock.now(), headers, sourceIp }
    const operation = route.operation.name
    const key = { accountId: caller.accountId, region, service: route.service.signingName, operation }
    try {
      const [output, usage] = await answer(request, route, key, call)
      parts.ledger.record(key, 'answered', usage, call.now)
      return protocols[route.protocol].write(route, output, requestId)
    } catch (error) {
      parts.ledger.record(key, outcomeOf(error))
      throw error
    }
  }

  async function fail(protocol: Protocol, thrown: unknown, found: Target, request: WireRequest, requestId: string) {
    const error = knownError(thrown)
    if (!(error instanceof AwsError)) parts.log('a request failed inside the simulator', error)
    const model = found.service && (await loadModel(found.service.client))
    const failure =
      error instanceof AwsError
        ? { code: error.code, message: error.message, status: error.status, ...error.extra }
        : { code: 'InternalFailure', message: 'The request failed inside the simulator.', status: 500 }
    const queryMode = request.headers['x-amzn-query-mode'] === 'true'
    return protocol.fail(failure, { service: found.service, model, queryMode, requestId, method: request.method })
  }

  /** Throws only Disconnect. */
  return async function handle(given: WireRequest, requestId: string): Promise<WireReply> {
    let request = given
    let found = router.target(given)
    try {
      request = decompress(given)
      // The action of a query request is in its body.
      if (request !== given) found = router.target(request)
      return await perform(request, found, requestId)
    } catch (error) {
      if (error instanceof Disconnect) throw error
      return fail(protocols[found.protocol], error, found, request, requestId)
    }
  }
}
