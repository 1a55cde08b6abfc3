// Fills a dashboard's queries with what its template variables are set to: pure.
import type { Dashboard, WidgetRequest } from '../../../src/server/schema/dashboard.ts'

/** Variable name to chosen value; `*` for everything. */
export type Chosen = Record<string, string>

/** What a variable puts into a scope: nothing for everything, `prefix:value`, or the value alone where there is no prefix. */
function termOf(variable: Dashboard['template_variables'][number], value: string): string | null {
  if (value === '' || value === '*') return null
  return variable.prefix === '' ? value : `${variable.prefix}:${value}`
}

/** `{$account,$region,instanceid:*}` with account 1111 becomes `{aws_account:1111,instanceid:*}`; an empty scope is `{*}`. */
export function fillTemplate(query: string, variables: Dashboard['template_variables'], chosen: Chosen): string {
  return query.replaceAll(/\{([^{}]*)\}/g, (whole, inner: string) => {
    if (!inner.includes('$')) return whole
    const terms = inner.split(',').flatMap(term => {
      const name = /^\s*\$([a-z_]+)\s*$/i.exec(term)?.[1]
      if (name === undefined) return [term.trim()]
      const variable = variables.find(candidate => candidate.name === name)
      const filled = variable ? termOf(variable, chosen[name] ?? variable.default) : null
      return filled === null ? [] : [filled]
    })
    return `{${terms.length === 0 ? '*' : terms.join(',')}}`
  })
}

/** One query text for a widget's requests, and what each of its parts is called. */
export function queryOf(
  requests: readonly WidgetRequest[],
  variables: Dashboard['template_variables'],
  chosen: Chosen,
): { text: string; aliases: string[] } {
  const parts = requests.flatMap(request => {
    const queries = new Map(request.queries.map(q => [q.name, fillTemplate(q.query, variables, chosen)]))
    if (request.formulas === undefined) return [...queries.values()].map(text => ({ text, alias: '' }))
    return request.formulas.map(({ formula, alias }) => ({
      text: formula.replaceAll(/"[^"]*"|[A-Za-z_]\w*/g, word => queries.get(word) ?? word),
      alias: alias ?? '',
    }))
  })
  return { text: parts.map(part => part.text).join(', '), aliases: parts.map(part => part.alias) }
}

/** A scope that a person typed: `tag:value`, comma-separated, each perhaps with `!`. Null when it is not one. */
export function readScope(text: string): string | null {
  const terms = text
    .split(',')
    .map(term => term.trim())
    .filter(Boolean)
  if (terms.length === 0) return '*'
  return terms.every(term => /^!?[^\s{}(),:!$"']+:[^\s{}(),!$"']+$/.test(term)) ? terms.join(',') : null
}
