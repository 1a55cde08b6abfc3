// Tag filters and groupings as SQL over a series' sorted `key:value` tags.
import type { TagFilter } from '../../core/question.ts'
import { type Binder, organisationFilter } from './params.ts'
import { tables } from './schema.ts'

/** LIKE's own `%`, `_` and `\` are taken literally. */
const literally = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')

/** A condition on the column `tags`. An empty `and` holds, an empty `or` does not. */
export function renderFilter(bind: Binder, filter: TagFilter): string {
  switch (filter.kind) {
    case 'everything':
      return '1'
    case 'tag': {
      const tag = filter.value === '' ? filter.key : `${filter.key}:${filter.value}`
      if (!filter.value.includes('*')) return `has(tags, ${bind('String', tag)})`
      // `*` stands for any run of characters in the value; in a key it is a letter like any other.
      const pattern = `${literally(filter.key)}:${literally(filter.value).replaceAll('*', '%')}`
      return `arrayExists(t -> t LIKE ${bind('String', pattern)}, tags)`
    }
    case 'not':
      return `NOT (${renderFilter(bind, filter.of)})`
    case 'and':
    case 'or': {
      if (filter.of.length === 0) return filter.kind === 'and' ? '1' : '0'
      const parts = filter.of.map(part => `(${renderFilter(bind, part)})`)
      return parts.join(filter.kind === 'and' ? ' AND ' : ' OR ')
    }
  }
}

/** An array of one `key:value` per key: the first tag of that key, `key:N/A` where there is none. */
export function renderGroup(bind: Binder, keys: string[]): string {
  const parts = keys.map(key => {
    const prefix = bind('String', `${key}:`)
    const first = `arrayFirst(t -> startsWith(t, ${prefix}), tags)`
    return `if(empty(${first}), concat(${prefix}, 'N/A'), toString(${first}))`
  })
  return `CAST([${parts.join(', ')}] AS Array(String))`
}

export interface Selection {
  organisation: string
  metric: string
  filter: TagFilter
  groupBy: string[]
}

/** The series of a question: columns `id`, `group`, `unit`. */
export const renderSeries = (bind: Binder, selection: Selection): string => `
  SELECT id, unit, ${renderGroup(bind, selection.groupBy)} AS group
  FROM ${tables.series} FINAL
  WHERE ${organisationFilter(bind, selection.organisation)}
    AND name = ${bind('String', selection.metric)}
    AND ${renderFilter(bind, selection.filter)}`
