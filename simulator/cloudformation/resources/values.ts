// Reading a resource's resolved properties, and bringing lists of them from one state to the next.
import type { Json, JsonObject } from '../model.ts'

export const textOf = (properties: JsonObject, name: string): string | undefined =>
  properties[name] === undefined ? undefined : String(properties[name])

/** Property and value for an API's input; nothing where the template has none. */
export const optional = (properties: JsonObject, ...names: string[]): Record<string, Json> =>
  Object.fromEntries(names.flatMap(name => (properties[name] === undefined ? [] : [[name, properties[name]]])))

export const textsOf = (properties: JsonObject, name: string): string[] => {
  const value = properties[name]
  return Array.isArray(value) ? [...new Set(value.map(String))] : []
}

/** Policy documents are objects in templates and text in the API; text passes as it is. */
export const documentOf = (properties: JsonObject, name: string): string => {
  const value = properties[name] ?? ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const objectsOf = (properties: JsonObject, name: string): JsonObject[] => {
  const value = properties[name]
  return Array.isArray(value) ? (value as JsonObject[]) : []
}

/** Calls `remove` for what only `before` has, then `add` for what only `after` has. */
export function fromTo(
  before: readonly string[],
  after: readonly string[],
  { add, remove }: { add(item: string): void; remove(item: string): void },
): void {
  for (const item of before) if (!after.includes(item)) remove(item)
  for (const item of after) if (!before.includes(item)) add(item)
}
