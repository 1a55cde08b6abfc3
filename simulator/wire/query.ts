// awsQuery and ec2Query: form parameters such as `Filter.1.Name=x` in, XML out.
import { AwsError } from '../contract.ts'
import { type FailureContext, type Protocol, queryErrorCode, type WireError, type WireReply } from './protocol.ts'
import type { Shape } from './schemas.ts'
import { escapeXml, structParts, toXml } from './xml.ts'

/** The parameters as a tree by their dots; a leaf is text. */
type Tree = string | { [key: string]: Tree }

function formTree(form: string): { [key: string]: Tree } {
  const root: { [key: string]: Tree } = Object.create(null)
  for (const [key, value] of new URLSearchParams(form)) {
    const parts = key.split('.')
    const last = parts.pop() ?? key
    let node = root
    for (const part of parts) {
      const next = node[part]
      if (typeof next === 'object') node = next
      else {
        const made: { [key: string]: Tree } = Object.create(null)
        node[part] = made
        node = made
      }
    }
    node[last] = value
  }
  return root
}

function scalar(schema: Shape, text: string): unknown {
  if (schema.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false')
      throw new AwsError('MalformedInput', `Value '${text}' is not a boolean: expected true or false`)
    return text === 'true'
  }
  if (schema.isNumericSchema()) {
    const value = Number(text)
    if (text === '' || Number.isNaN(value)) throw new AwsError('MalformedInput', `Value '${text}' is not a number`)
    return value
  }
  if (schema.isTimestampSchema()) {
    const date = new Date(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text)
    if (Number.isNaN(date.getTime())) throw new AwsError('MalformedInput', `timestamp must follow ISO8601: ${text}`)
    return date
  }
  return schema.isBlobSchema() ? Buffer.from(text, 'base64') : text
}

function memberKey(name: string, schema: Shape, ec2: boolean): string {
  const traits = schema.getMergedTraits()
  if (!ec2) return traits.xmlName ?? name
  if (typeof traits.ec2QueryName === 'string') return traits.ec2QueryName
  const key = traits.xmlName ?? name
  return `${key.charAt(0).toUpperCase()}${key.slice(1)}`
}

function byNumber(node: Tree | undefined): Tree[] {
  if (node === undefined || typeof node === 'string') return []
  return Object.keys(node)
    .filter(key => /^\d+$/.test(key))
    .sort((a, b) => Number(a) - Number(b))
    .map(key => node[key] ?? '')
}

function readList(schema: Shape, node: Tree, ec2: boolean): unknown[] {
  if (typeof node === 'string') return []
  const member = schema.getValueSchema()
  const flat = ec2 || schema.getMergedTraits().xmlFlattened
  const items = byNumber(flat ? node : node[member.getMergedTraits().xmlName ?? 'member'])
  return items.map(item => readNode(member, item, ec2))
}

function readMap(schema: Shape, node: Tree, ec2: boolean): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  if (typeof node === 'string') return map
  const value = schema.getValueSchema()
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key'
  const valueName = value.getMergedTraits().xmlName ?? 'value'
  for (const entry of byNumber(schema.getMergedTraits().xmlFlattened ? node : node.entry)) {
    if (typeof entry === 'string') continue
    const key = entry[keyName]
    const item = entry[valueName]
    if (typeof key === 'string' && item !== undefined) map[key] = readNode(value, item, ec2)
  }
  return map
}

function readNode(schema: Shape, node: Tree, ec2: boolean): unknown {
  if (schema.isListSchema()) return readList(schema, node, ec2)
  if (schema.isMapSchema()) return readMap(schema, node, ec2)
  if (!schema.isStructSchema()) return typeof node === 'string' ? scalar(schema, node) : undefined
  const struct: Record<string, unknown> = {}
  if (typeof node === 'string') return struct
  for (const [name, member] of schema.structIterator()) {
    const child = node[memberKey(name, member, ec2)]
    if (child !== undefined) struct[name] = readNode(member, child, ec2)
  }
  return struct
}

/** The form of a query request: its body, or the URL's query for a GET. */
export function formOf(request: { method: string; query: string; body: Buffer }): string {
  return request.method === 'GET' ? request.query : request.body.toString('utf8')
}

function queryFailure(error: WireError, context: FailureContext): WireReply {
  const side = error.status < 500 ? 'Sender' : 'Receiver'
  const namespace = context.service?.xmlNamespace ?? 'http://webservices.amazon.com/AWSFault/2005-15-09'
  const code = escapeXml(queryErrorCode(error.code, context))
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml' },
    body:
      `<ErrorResponse xmlns="${escapeXml(namespace)}"><Error><Type>${side}</Type><Code>${code}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${context.requestId}</RequestId></ErrorResponse>`,
  }
}

export const query: Protocol = {
  async read(request, route) {
    return route.operation.input.isStructSchema()
      ? readNode(route.operation.input, formTree(formOf(request)), false)
      : {}
  },
  write(route, output, requestId) {
    const { name, output: shape } = route.operation
    const result = shape.isStructSchema() ? toXml(shape, output ?? {}, `${name}Result`) : ''
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body:
        `<${name}Response xmlns="${escapeXml(route.service.xmlNamespace ?? '')}">${result}` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`,
    }
  },
  fail: queryFailure,
}

export const ec2Query: Protocol = {
  async read(request, route) {
    return route.operation.input.isStructSchema()
      ? readNode(route.operation.input, formTree(formOf(request)), true)
      : {}
  },
  write(route, output, requestId) {
    const { name, output: shape } = route.operation
    const body = shape.isStructSchema() ? structParts(shape, (output ?? {}) as Record<string, unknown>).body : ''
    return {
      status: 200,
      headers: { 'content-type': 'text/xml;charset=UTF-8' },
      body:
        `<?xml version="1.0" encoding="UTF-8"?>\n<${name}Response xmlns="${escapeXml(route.service.xmlNamespace ?? '')}">` +
        `<requestId>${requestId}</requestId>${body}</${name}Response>`,
    }
  },
  fail(error, context) {
    const code = escapeXml(queryErrorCode(error.code, context))
    return {
      status: error.status,
      headers: { 'content-type': 'text/xml;charset=UTF-8' },
      body:
        '<?xml version="1.0" encoding="UTF-8"?>\n' +
        `<Response><Errors><Error><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error></Errors>` +
        `<RequestID>${context.requestId}</RequestID></Response>`,
    }
  },
}
