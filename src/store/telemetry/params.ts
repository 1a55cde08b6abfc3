// Values on their way into SQL: always bound, never concatenated.
import type { Params } from './engine.ts'

export interface Binder {
  /** Takes a value and returns the placeholder to write where it belongs. */
  (type: 'String' | 'UInt32' | 'UInt64' | 'Array(String)' | 'Array(UInt32)', value: Params[string]): string
  readonly params: Params
}

export function createBinder(): Binder {
  const params: Params = {}
  const bind = (type: string, value: Params[string]) => {
    const name = `p${Object.keys(params).length}`
    params[name] = value
    return `{${name}:${type}}`
  }
  return Object.assign(bind, { params })
}

/** The one place where a query gets its organisation. */
export const organisationFilter = (bind: Binder, organisation: string): string =>
  `organisation = ${bind('String', organisation)}`
