// How a fault of a trust policy is written down, and where two texts part.
import type { TrustFault } from '../../core/verification.ts'

export const error = (id: string, path: string, title: string, explanation: string): TrustFault => ({
  ...{ id, title, explanation, path },
  severity: 'error',
})

/** A person may know of it and leave it. */
export const warning = (id: string, path: string, title: string, explanation: string): TrustFault => ({
  ...{ id, title, explanation, path },
  severity: 'warning',
})

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** With its number where a person cannot tell it from another, or cannot see it. */
export const shown = (character: string): string =>
  /^[\x21-\x7e]$/.test(character) ? `"${character}"` : `"${character}" (${codePoint(character)})`

/** The first place that is not the same, counted from 0; the length of the shorter where one begins the other. */
export function lead(a: readonly string[], b: readonly string[]): number {
  let index = 0
  while (index < a.length && index < b.length && a[index] === b[index]) index += 1
  return index
}

/** Where two texts part, in words; positions count from 1. */
export function firstDifference(present: string, expected: string): string {
  if (present.trim() === expected) return 'There is white space before or after it.'
  const [is, must] = [[...present], [...expected]]
  const at = lead(is, must)
  if (at === is.length) return `It ends after ${at} characters; the whole value has ${must.length}.`
  if (at === must.length) return `It goes on after character ${at}, where the value ends.`
  return `Character ${at + 1} is ${shown(is[at] ?? '')} and must be ${shown(must[at] ?? '')}.`
}
