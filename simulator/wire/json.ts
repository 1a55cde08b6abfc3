// awsJson1_0 and awsJson1_1: one POST with the operation in x-amz-target, JSON both ways.
import { JsonCodec2 } from '@smithy/core/protocols'
import { readChecked } from './check-shape.ts'
import { jsonErrorName, type Protocol, queryErrorHeader } from './protocol.ts'

const EPOCH_SECONDS = 7
const codec = new JsonCodec2({ timestampFormat: { useTrait: true, default: EPOCH_SECONDS }, jsonName: false })

function jsonProtocol(version: '1.0' | '1.1'): Protocol {
  const contentType = `application/x-amz-json-${version}`
  return {
    async read(request, route) {
      const body = request.body.length > 0 ? request.body : Buffer.from('{}')
      const { input } = route.operation
      return readChecked(input, () => codec.createDeserializer().read(input, body as unknown as string))
    },
    write(route, output) {
      if (route.operation.output.isUnitSchema())
        return { status: 200, headers: { 'content-type': contentType }, body: '{}' }
      const serializer = codec.createSerializer()
      serializer.write(route.operation.output, output ?? {})
      return { status: 200, headers: { 'content-type': contentType }, body: serializer.flush() }
    },
    fail(error, context) {
      const name = jsonErrorName(error.code, context)
      return {
        status: error.status,
        headers: { 'content-type': contentType, 'x-amzn-errortype': name, ...queryErrorHeader(error, context) },
        body: JSON.stringify({ __type: name, message: error.message }),
      }
    },
  }
}

export const json10 = jsonProtocol('1.0')
export const json11 = jsonProtocol('1.1')
