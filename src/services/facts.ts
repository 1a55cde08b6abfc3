// Small helpers that every resource listing needs: AWS's tag lists as a record, and a chosen part of a description as JSON.
import type { Json } from '../core/resource.ts'

interface SdkTag {
  Key?: string | undefined
  Value?: string | undefined
  key?: string | undefined
  value?: string | undefined
}

/** `[{ Key, Value }]`, or lower-case as ECS writes it, as a record. A tag without a value has the empty one. */
export function tagRecord(tags: readonly SdkTag[] | undefined): Record<string, string> {
  const pairs = (tags ?? []).flatMap(tag => {
    const key = tag.Key ?? tag.key
    return key === undefined ? [] : [[key, tag.Value ?? tag.value ?? ''] as const]
  })
  // Not by assignment: a tag may be called __proto__.
  return Object.fromEntries(pairs)
}

/** Only what is known: a label that AWS did not give is left out, not empty. */
export function labelRecord(labels: Record<string, string | number | boolean | undefined>): Record<string, string> {
  const known = Object.entries(labels).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)] as const],
  )
  return Object.fromEntries(known)
}

/**
 * The named members of a description, as JSON (dates as ISO 8601). A choice, never the whole: descriptions carry secrets
 * (a Lambda function's environment) and grow without notice.
 */
export function describe<T extends object>(source: T, members: readonly (keyof T & string)[]): Record<string, Json> {
  const chosen = Object.fromEntries(members.map(member => [member, source[member]]))
  return JSON.parse(JSON.stringify(chosen)) as Record<string, Json>
}

/** Slices of at most `size`, for operations that take a limited list of names. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  const slices: T[][] = []
  for (let start = 0; start < items.length; start += size) slices.push(items.slice(start, start + size))
  return slices
}
