// Smithy RPC v2 CBOR: one POST to /service/<name>/operation/<name>, CBOR both ways.
import { CborCodec } from '@smithy/core/cbor'
import { readChecked } from './check-shape.ts'
import { jsonErrorName, type Protocol, queryErrorHeader } from './protocol.ts'

const DOCUMENT = 15
const codec = new CborCodec()
const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' }

export const cbor: Protocol = {
  async read(request, route) {
    if (request.body.length === 0) return {}
    const { input } = route.operation
    return readChecked(input, () => codec.createDeserializer().read(input, request.body))
  },
  write(route, output) {
    const serializer = codec.createSerializer()
    serializer.write(route.operation.output, output ?? {})
    return { status: 200, headers, body: serializer.flush() }
  },
  fail(error, context) {
    const serializer = codec.createSerializer()
    serializer.write(DOCUMENT, { __type: jsonErrorName(error.code, context), message: error.message })
    return {
      status: error.status,
      headers: { ...headers, ...queryErrorHeader(error, context) },
      body: serializer.flush(),
    }
  },
}
