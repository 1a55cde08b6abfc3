// What every wire protocol offers the server: a request becomes an input, an output or an error becomes a reply.
import type { ErrorExtra, SimulatedService } from '../contract.ts'
import type { OperationShape, ServiceModel } from './schemas.ts'

export type ProtocolName = SimulatedService['protocol'] | 'rpcV2Cbor'

/** A request whose body has been read and decompressed. */
export interface WireRequest {
  method: string
  /** As sent: still percent-encoded, without the query. */
  path: string
  /** As sent, without the question mark. */
  query: string
  headers: Record<string, string>
  /** As sent, still compressed: what the signature covers. */
  rawBody: Buffer
  body: Buffer
  sourceIp: string
}

export interface WireReply {
  status: number
  headers: Record<string, string>
  body: Uint8Array | string
}

/** Where a request goes: found by the router before anything is decoded. */
export interface Route {
  service: SimulatedService
  model: ServiceModel
  operation: OperationShape
  protocol: ProtocolName
  /** Path labels of the REST protocols, decoded. */
  labels: Record<string, string>
}

/** What is known of a request when it fails: any of it may be missing. */
export interface FailureContext {
  service: SimulatedService | undefined
  model: ServiceModel | undefined
  /** `x-amzn-query-mode: true` asks for the query protocol's error code beside the JSON one. */
  queryMode: boolean
  requestId: string
  method: string
}

export interface WireError extends ErrorExtra {
  code: string
  message: string
  status: number
}

export interface Protocol {
  /** Throws AwsError `SerializationException` or `MalformedInput` when the body cannot be read. */
  read(request: WireRequest, route: Route): Promise<unknown>
  write(route: Route, output: unknown, requestId: string): WireReply
  fail(error: WireError, context: FailureContext): WireReply
}

/** Codes that the query protocols and the JSON protocols spell differently although no model says so. */
const spelledInJson: Record<string, string> = {
  AccessDenied: 'AccessDeniedException',
  Throttling: 'ThrottlingException',
  ValidationError: 'ValidationException',
}
const spelledInQuery = new Map(Object.entries(spelledInJson).map(([query, json]) => [json, query]))

/** The error's shape name as the JSON and CBOR protocols send it in `__type`. */
export function jsonErrorName(code: string, context: FailureContext): string {
  return context.model?.errors.get(code)?.name ?? spelledInJson[code] ?? code
}

/** The error's code as the query protocols send it. */
export function queryErrorCode(code: string, context: FailureContext): string {
  return context.model?.errors.get(code)?.queryCode ?? spelledInQuery.get(code) ?? code
}

/** The header that query-compatible JSON services add, so that old code finds the old error code. */
export function queryErrorHeader(error: WireError, context: FailureContext): Record<string, string> {
  if (!context.queryMode) return {}
  const side = error.status < 500 ? 'Sender' : 'Receiver'
  return { 'x-amzn-query-error': `${queryErrorCode(error.code, context)};${side}` }
}
