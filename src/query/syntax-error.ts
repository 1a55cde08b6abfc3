// A query that cannot be read: says where, what was expected there, and shows the place.
import type { FailedMatchResult } from 'ohm-js'
import { HeyCloudError } from '../core/errors.ts'

/** The line with the fault and a caret under it. */
function marked(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  return `${text.slice(start, end < 0 ? undefined : end)}\n${' '.repeat(offset - start)}^`
}

/**
 * HeyCloudError `query_syntax`. `offset` counts from 0; the column shown counts from 1 over the whole text.
 * `message` reads on after "Column 7: ".
 */
export function querySyntaxError(text: string, offset: number, message: string): HeyCloudError {
  const sentence = `Column ${offset + 1}: ${message}`
  return new HeyCloudError('query_syntax', `${sentence}\n${marked(text, offset)}`, { query: sentence })
}

/** The error of a text that the grammar does not match. */
export function mismatchError(text: string, match: FailedMatchResult): HeyCloudError {
  const offset = match.getRightmostFailurePosition()
  const rest = text.slice(offset)
  const found = rest === '' ? 'the query ends there' : `there is "${/^\s*\S{0,30}/.exec(rest)?.[0].trim()}"`
  return querySyntaxError(text, offset, `expected ${match.getExpectedText()}, but ${found}.`)
}
