// The one codec between the domain's values and the portable column types.

/** A structure as text; keys keep their order, so what was sent is what is returned. */
export const toJson = (value: unknown): string => JSON.stringify(value)

/** Reads what `toJson` wrote. The type is the writer's: only this store writes these columns. */
export const fromJson = <T>(text: string): T => JSON.parse(text) as T

/** Cuts a list so that one statement stays below the engines' limits of bound parameters (SQLite: 32,766). */
export function* chunks<T>(items: readonly T[], size = 500): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}

/**
 * The last of each key, sorted by key. One upsert may not touch a row twice (Postgres 21000), and rows locked in one order by
 * everybody cannot deadlock.
 */
export function lastByKey<T>(items: readonly T[], key: (item: T) => string): T[] {
  const byKey = new Map(items.map(item => [key(item), item]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

/** Whether an engine refused a row because its key is taken: Postgres 23505, SQLite's UNIQUE and PRIMARYKEY codes. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as Error & { code?: unknown; errcode?: unknown }
  return code === '23505' || errcode === 2067 || errcode === 1555
}
