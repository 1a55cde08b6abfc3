// Where a policy's statements stand in its text, in lines and columns, as simulations point at them.

export interface Position {
  Line: number
  Column: number
}

export interface Span {
  StartPosition: Position
  EndPosition: Position
}

/** The end of the JSON value that begins at or after `from`: the first index behind it. */
function endOf(text: string, from: number): number {
  let depth = 0
  for (const token of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    const end = from + token.index + token[0].length
    if (token[0] === '{' || token[0] === '[') depth += 1
    else if (token[0] === '}' || token[0] === ']') depth -= 1
    if (depth === 0) return end
  }
  return text.length
}

/** The index behind the colon of the document's own `Statement`; strings and other members are skipped. */
function statementValue(text: string): number {
  const member = /"((?:[^"\\]|\\.)*)"\s*:/y
  let at = text.indexOf('{') + 1
  while (at < text.length) {
    at += /^[\s,]*/.exec(text.slice(at))?.[0].length ?? 0
    member.lastIndex = at
    const found = member.exec(text)
    if (!found) break
    if (found[1] === 'Statement') return member.lastIndex
    at = endOf(text, member.lastIndex)
  }
  return text.length
}

function positionAt(text: string, index: number): Position {
  const lines = text.slice(0, index).split('\n')
  return { Line: lines.length, Column: (lines.at(-1)?.length ?? 0) + 1 }
}

/** The spans of the statements in their order. A span begins behind the bracket or the comma before it, as IAM counts. */
export function statementSpans(text: string): Span[] {
  const value = statementValue(text)
  const open = value + (/^\s*/.exec(text.slice(value))?.[0].length ?? 0)
  const isList = text[open] === '['
  const spans: Span[] = []
  let start = isList ? open + 1 : value
  while (start < text.length) {
    const end = endOf(text, start)
    spans.push({ StartPosition: positionAt(text, start), EndPosition: positionAt(text, end) })
    const next = /^\s*,/.exec(text.slice(end))
    if (!isList || !next) break
    start = end + next[0].length
  }
  return spans
}
