// restXml as S3 speaks it: the operation is in the method and the path, XML in the reply.
import { AwsError } from '../contract.ts'
import type { Protocol } from './protocol.ts'
import { readBindings, writeBindings } from './rest-bindings.ts'
import { escapeXml, toXml } from './xml.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

export const restXml: Protocol = {
  async read(request, route) {
    const { input, payload, bodyMembers } = readBindings(request, route)
    if (payload && !payload.schema.isStructSchema()) {
      input[payload.name] = payload.schema.isBlobSchema() ? request.body : request.body.toString('utf8')
    } else if ((payload || bodyMembers.length > 0) && request.body.length > 0) {
      // Reads carry no XML body; refusing a write is truer than dropping what it says.
      throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented.', 501)
    }
    return input
  },
  write(route, output) {
    const bound = writeBindings(route, output)
    const headers: Record<string, string> = { 'content-type': 'application/xml', ...bound.headers }
    const namespace = route.service.xmlNamespace
    if (bound.payload) {
      const { schema, value } = bound.payload
      if (!schema.isStructSchema()) return { status: bound.status, headers, body: value as Uint8Array | string }
      const name = schema.getMergedTraits().xmlName ?? schema.getName() ?? 'Result'
      return { status: bound.status, headers, body: declaration + toXml(schema, value, name, namespace) }
    }
    const shape = route.operation.output
    if (!shape.isStructSchema()) return { status: bound.status, headers, body: '' }
    const name = shape.getMergedTraits().xmlName ?? shape.getName() ?? `${route.operation.name}Result`
    return { status: bound.status, headers, body: declaration + toXml(shape, bound.body, name, namespace) }
  },
  fail(error, context) {
    const elements = { Code: error.code, Message: error.message, ...error.elements, RequestId: context.requestId }
    const inner = Object.entries(elements).map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
    const body = `${declaration}<Error>${inner.join('')}</Error>`
    return {
      status: error.status,
      headers: { 'content-type': 'application/xml', ...error.headers },
      body: context.method === 'HEAD' ? '' : body,
    }
  },
}
