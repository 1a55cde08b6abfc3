// Writing a value as XML in the form its schema asks for: names, flattened lists, attributes, timestamps.
import type { Shape } from './schemas.ts'

const HTTP_DATE = 6
const EPOCH_SECONDS = 7

const replacements: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#xD;',
}

/** Text made safe for XML content and attribute values; characters that XML 1.0 cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML forbids.
  const clean = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  return clean.replace(/[&<>"\r]/g, character => replacements[character] ?? character)
}

/** A Date in the timestamp format of its schema; date-time where the schema is silent. */
export function timestampText(schema: Shape, value: Date, defaultFormat = 5): string {
  const own = schema.getSchema()
  const format = own === HTTP_DATE || own === EPOCH_SECONDS || own === 5 ? own : defaultFormat
  if (format === EPOCH_SECONDS) return String(value.getTime() / 1000)
  if (format === HTTP_DATE) return value.toUTCString()
  return value.toISOString().replace('.000Z', 'Z')
}

function scalarText(schema: Shape, value: unknown): string {
  if (schema.isTimestampSchema() && value instanceof Date) return timestampText(schema, value)
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString('base64')
  return escapeXml(String(value))
}

function listXml(schema: Shape, values: unknown[], name: string): string {
  const member = schema.getValueSchema()
  if (schema.getMergedTraits().xmlFlattened) return values.map(value => toXml(member, value, name)).join('')
  const memberName = member.getMergedTraits().xmlName ?? 'member'
  return `<${name}>${values.map(value => toXml(member, value, memberName)).join('')}</${name}>`
}

function mapXml(schema: Shape, map: Record<string, unknown>, name: string): string {
  const valueSchema = schema.getValueSchema()
  const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key'
  const valueName = valueSchema.getMergedTraits().xmlName ?? 'value'
  const flat = schema.getMergedTraits().xmlFlattened
  const entryName = flat ? name : 'entry'
  const entries = Object.entries(map).map(
    ([key, value]) =>
      `<${entryName}><${keyName}>${escapeXml(key)}</${keyName}>${toXml(valueSchema, value, valueName)}</${entryName}>`,
  )
  return flat ? entries.join('') : `<${name}>${entries.join('')}</${name}>`
}

interface StructParts {
  attributes: string
  body: string
}

/** The attributes and the inner XML of a structure, without members that travel in headers. */
export function structParts(schema: Shape, struct: Record<string, unknown>): StructParts {
  const parts: StructParts = { attributes: '', body: '' }
  for (const [memberName, member] of schema.structIterator()) {
    const value = struct[memberName]
    if (value === undefined || value === null) continue
    const traits = member.getMergedTraits()
    if (traits.httpHeader || traits.httpResponseCode || traits.httpPrefixHeaders) continue
    const name = traits.xmlName ?? memberName
    if (traits.xmlAttribute) parts.attributes += ` ${name}="${escapeXml(String(value))}"`
    else parts.body += toXml(member, value, name)
  }
  return parts
}

/** One element called `name`; nothing for an absent value. `namespace` becomes its xmlns. */
export function toXml(schema: Shape, value: unknown, name: string, namespace?: string): string {
  if (value === undefined || value === null) return ''
  if (schema.isListSchema()) return listXml(schema, value as unknown[], name)
  if (schema.isStructSchema()) {
    const { attributes, body } = structParts(schema, value as Record<string, unknown>)
    const own = schema.getMergedTraits().xmlNamespace
    const xmlns = xmlnsText(own) || (namespace ? ` xmlns="${escapeXml(namespace)}"` : '')
    return `<${name}${xmlns}${attributes}>${body}</${name}>`
  }
  if (schema.isMapSchema()) return mapXml(schema, value as Record<string, unknown>, name)
  return `<${name}>${scalarText(schema, value)}</${name}>`
}

/** The model writes a namespace as `uri` or `[prefix, uri]`. */
function xmlnsText(trait: unknown): string {
  if (typeof trait === 'string') return ` xmlns="${escapeXml(trait)}"`
  if (!Array.isArray(trait) || trait.length !== 2) return ''
  return ` xmlns:${String(trait[0])}="${escapeXml(String(trait[1]))}"`
}
