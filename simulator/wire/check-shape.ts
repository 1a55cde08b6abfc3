// Whether a decoded JSON or CBOR input has the types of its schema: the codecs themselves let anything through.
import { AwsError } from '../contract.ts'
import type { Shape } from './schemas.ts'

function wrong(path: string, expected: string): AwsError {
  return new AwsError('SerializationException', `${path || 'the body'} can not be read as ${expected}`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function checkScalar(schema: Shape, value: unknown, path: string): void {
  if (schema.isStringSchema() && typeof value !== 'string') throw wrong(path, 'a String')
  if (schema.isBooleanSchema() && typeof value !== 'boolean') throw wrong(path, 'a Boolean')
  if (schema.isNumericSchema() && typeof value !== 'number') throw wrong(path, 'a Number')
  if (schema.isTimestampSchema() && !(value instanceof Date && !Number.isNaN(value.getTime())))
    throw wrong(path, 'a Timestamp')
}

/** Throws AwsError `SerializationException`; null and undefined are members left out. */
export function checkShape(schema: Shape, value: unknown, path = ''): void {
  if (value === undefined || value === null) return
  if (schema.isDocumentSchema() || schema.isBlobSchema()) return
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrong(path, 'a List')
    const member = schema.getValueSchema()
    for (const [index, item] of value.entries()) checkShape(member, item, `${path}[${index}]`)
  } else if (schema.isStructSchema()) {
    if (!isObject(value)) throw wrong(path, 'a Structure')
    for (const [name, member] of schema.structIterator())
      checkShape(member, value[name], path ? `${path}.${name}` : name)
  } else if (schema.isMapSchema()) {
    if (!isObject(value)) throw wrong(path, 'a Map')
    const member = schema.getValueSchema()
    for (const [key, item] of Object.entries(value)) checkShape(member, item, `${path}.${key}`)
  } else checkScalar(schema, value, path)
}

/** Reads an input with `decode`: what it throws, and a body that is no structure, is a `SerializationException`. */
export async function readChecked(schema: Shape, decode: () => unknown): Promise<Record<string, unknown>> {
  let value: unknown
  try {
    value = await decode()
  } catch (error) {
    throw new AwsError('SerializationException', error instanceof Error ? error.message : String(error))
  }
  if (!isObject(value)) throw wrong('', 'a Structure')
  checkShape(schema, value)
  return value
}
