// What restJson1 and restXml share: members that travel in the path, the query and the headers.
import { AwsError } from '../contract.ts'
import type { Route, WireRequest } from './protocol.ts'
import type { Shape } from './schemas.ts'
import { timestampText } from './xml.ts'

const HTTP_DATE = 6

function scalar(schema: Shape, text: string): unknown {
  if (schema.isBooleanSchema()) return text === 'true'
  if (schema.isNumericSchema()) {
    const value = Number(text)
    if (text === '' || Number.isNaN(value)) throw new AwsError('SerializationException', `'${text}' is not a number`)
    return value
  }
  if (schema.isTimestampSchema()) {
    const date = new Date(/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text)
    if (Number.isNaN(date.getTime())) throw new AwsError('SerializationException', `'${text}' is not a timestamp`)
    return date
  }
  return text
}

export interface BoundInput {
  input: Record<string, unknown>
  /** Members that are in the body, by name. */
  bodyMembers: string[]
  /** The member that is the whole body. */
  payload?: { name: string; schema: Shape }
}

function readQuery(schema: Shape, values: string[]): unknown {
  const [first] = values
  if (first === undefined) return undefined
  if (schema.isListSchema()) return values.map(value => scalar(schema.getValueSchema(), value))
  return scalar(schema, first)
}

/** The members of a REST request that are not in its body. */
export function readBindings(request: WireRequest, route: Route): BoundInput {
  const bound: BoundInput = { input: {}, bodyMembers: [] }
  if (!route.operation.input.isStructSchema()) return bound
  const query = new URLSearchParams(request.query)
  for (const [name, schema] of route.operation.input.structIterator()) {
    const traits = schema.getMergedTraits()
    let value: unknown
    if (traits.httpLabel) {
      const label = route.labels[name]
      value = label === undefined ? undefined : scalar(schema, label)
    } else if (traits.httpQuery) value = readQuery(schema, query.getAll(traits.httpQuery))
    else if (traits.httpHeader) {
      const header = request.headers[traits.httpHeader.toLowerCase()]
      value = header === undefined ? undefined : scalar(schema, header)
    } else if (traits.httpPayload) bound.payload = { name, schema }
    else if (!traits.httpQueryParams && !traits.httpPrefixHeaders) bound.bodyMembers.push(name)
    if (value !== undefined) bound.input[name] = value
  }
  return bound
}

export interface BoundOutput {
  headers: Record<string, string>
  status: number
  /** Members of the body. */
  body: Record<string, unknown>
  payload?: { schema: Shape; value: unknown }
}

/** Splits an output into headers, status and body. */
export function writeBindings(route: Route, output: unknown): BoundOutput {
  const bound: BoundOutput = { headers: {}, status: route.operation.http?.status ?? 200, body: {} }
  const shape = route.operation.output
  if (!shape.isStructSchema()) return bound
  const struct = (output ?? {}) as Record<string, unknown>
  for (const [name, schema] of shape.structIterator()) {
    const value = struct[name]
    if (value === undefined || value === null) continue
    const traits = schema.getMergedTraits()
    if (traits.httpHeader) {
      const text = value instanceof Date ? timestampText(schema, value, HTTP_DATE) : String(value)
      bound.headers[traits.httpHeader.toLowerCase()] = text
    } else if (traits.httpResponseCode) bound.status = Number(value)
    else if (traits.httpPayload) bound.payload = { schema, value }
    else bound.body[name] = value
  }
  return bound
}
