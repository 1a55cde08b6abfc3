// restJson1: the operation is in the method and the path, JSON in the body.
import { JsonCodec2 } from '@smithy/core/protocols'
import { readChecked } from './check-shape.ts'
import { jsonErrorName, type Protocol } from './protocol.ts'
import { readBindings, writeBindings } from './rest-bindings.ts'
import type { Shape } from './schemas.ts'

const EPOCH_SECONDS = 7
const codec = new JsonCodec2({
  timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
  httpBindings: true,
  jsonName: true,
})

function readJson(schema: Shape, body: Buffer): Promise<Record<string, unknown>> {
  return readChecked(schema, () => codec.createDeserializer().read(schema, body as unknown as string))
}

function writeJson(schema: Shape, value: unknown): Uint8Array {
  const serializer = codec.createSerializer()
  serializer.write(schema, value)
  return serializer.flush()
}

export const restJson: Protocol = {
  async read(request, route) {
    const { input, payload, bodyMembers } = readBindings(request, route)
    if (payload) {
      const { name, schema } = payload
      if (schema.isStructSchema()) input[name] = await readJson(schema, request.body)
      else input[name] = schema.isBlobSchema() ? request.body : request.body.toString('utf8')
    } else if (bodyMembers.length > 0 && request.body.length > 0) {
      const body = await readJson(route.operation.input, request.body)
      for (const name of bodyMembers) if (body[name] !== undefined) input[name] = body[name]
    }
    return input
  },
  write(route, output) {
    const bound = writeBindings(route, output)
    const headers = { 'content-type': 'application/json', ...bound.headers }
    if (bound.payload) {
      const { schema, value } = bound.payload
      const body = schema.isStructSchema() ? writeJson(schema, value) : (value as Uint8Array | string)
      return { status: bound.status, headers, body }
    }
    if (!route.operation.output.isStructSchema()) return { status: bound.status, headers, body: '' }
    return { status: bound.status, headers, body: writeJson(route.operation.output, bound.body) }
  },
  fail(error, context) {
    const name = jsonErrorName(error.code, context)
    return {
      status: error.status,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
      body: JSON.stringify({ message: error.message, Type: error.status < 500 ? 'User' : 'Service' }),
    }
  },
}
