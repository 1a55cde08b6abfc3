// Wildcards and policy variables: `*`, `?` and `${aws:username}` in actions, resources and condition values.

/** Looks up a policy variable; undefined when the request does not carry the key. */
export type Variables = (key: string) => string | undefined

const escapeRegExp = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const compiled = new Map<string, RegExp>()
const MOST_KEPT = 20_000

function compile(source: string, flags: string): RegExp {
  const id = `${flags}:${source}`
  let expression = compiled.get(id)
  if (!expression) {
    expression = new RegExp(`^${source}$`, flags)
    if (compiled.size >= MOST_KEPT) compiled.clear()
    compiled.set(id, expression)
  }
  return expression
}

const literals: Record<string, string> = { '*': '*', '?': '?', $: '$' }

/** `${key}`, `${key, 'default'}` or one of the escapes `${*}`, `${?}`, `${$}`. */
function variableText(inside: string, variables: Variables): string | undefined {
  const literal = literals[inside.trim()]
  if (literal !== undefined) return literal
  const match = /^([^,]+?)\s*(?:,\s*'([^']*)')?$/.exec(inside.trim())
  if (!match) return undefined
  return variables(match[1] ?? '') ?? match[2]
}

/**
 * The pattern as text with its variables filled in by `render`; undefined when one has no value, for such a pattern matches
 * nothing. Text from a variable is literal: a star in a user's name is no wildcard.
 */
function substitute(
  pattern: string,
  variables: Variables | undefined,
  own: (text: string) => string,
  filled: (text: string) => string,
): string | undefined {
  if (!variables) return own(pattern)
  let out = ''
  let from = 0
  for (const match of pattern.matchAll(/\$\{([^}]*)\}/g)) {
    const value = variableText(match[1] ?? '', variables)
    if (value === undefined) return undefined
    out += own(pattern.slice(from, match.index)) + filled(value)
    from = match.index + match[0].length
  }
  return out + own(pattern.slice(from))
}

const wild = (text: string) => escapeRegExp(text).replace(/\\\*/g, '[^]*').replace(/\\\?/g, '[^]')

/** Whether `text` fits a pattern with `*` and `?`. */
export function matchesWildcard(
  pattern: string,
  text: string,
  options: { variables?: Variables | undefined; ignoreCase?: boolean } = {},
): boolean {
  const source = substitute(pattern, options.variables, wild, escapeRegExp)
  return source !== undefined && compile(source, options.ignoreCase ? 'i' : '').test(text)
}

/** The pattern's text with variables filled in and no wildcards read; undefined when a variable has no value. */
export function fillVariables(pattern: string, variables: Variables | undefined): string | undefined {
  const same = (text: string) => text
  return substitute(pattern, variables, same, same)
}

const ARN_PARTS = 6

/** An ARN's six parts; the last keeps its own colons. Undefined for text of another form. */
export function arnParts(arn: string): string[] | undefined {
  const parts = arn.split(':')
  if (parts.length < ARN_PARTS || parts[0] !== 'arn') return undefined
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')]
}

/** Splits a pattern at its colons, but not at those inside `${aws:username}`. */
function patternParts(pattern: string): string[] | undefined {
  const marked = pattern.replace(/\$\{[^}]*\}/g, variable => variable.replaceAll(':', '\u0000'))
  return arnParts(marked)?.map(part => part.replaceAll('\u0000', ':'))
}

/** Whether an ARN fits a pattern part by part: a wildcard does not reach over a colon, except in the last part. */
export function matchesArn(pattern: string, arn: string, variables?: Variables): boolean {
  if (pattern === '*') return true
  const [wanted, given] = [patternParts(pattern), arnParts(arn)]
  if (!wanted || !given) return false
  return wanted.every((part, index) => matchesWildcard(part, given[index] ?? '', { variables }))
}
