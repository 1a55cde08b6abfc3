// Which lines of a JSON document a path such as `Statement[0].Condition.StringEquals` speaks of: pure.

interface Token {
  text: string
  line: number
}

/** The punctuation, strings and bare words of a JSON text with the line that each stands on. */
function tokens(text: string): Token[] {
  const found: Token[] = []
  let line = 0
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\n/g)) {
    if (match[0] === '\n') line++
    else found.push({ text: match[0], line })
  }
  return found
}

const steps = (path: string): string[] =>
  [...path.matchAll(/\[(\d+)\]|\["([^"]*)"\]|([^.[\]]+)/g)].map(m => m[1] ?? m[2] ?? m[3] ?? '')

interface Span {
  from: number
  to: number
}

/** Walks the value that begins at token `at`; records the line span of every path beneath it. */
function walk(list: Token[], start: number, path: string, spans: Map<string, Span>): number {
  const first = list[start]
  if (first === undefined) return start
  const opens = first.text === '{' || first.text === '['
  if (!opens) {
    spans.set(path, { from: first.line, to: first.line })
    return start + 1
  }
  const isObject = first.text === '{'
  let at = start + 1
  let index = 0
  while (at < list.length && list[at]?.text !== '}' && list[at]?.text !== ']') {
    if (list[at]?.text === ',') {
      at++
      continue
    }
    const key = isObject ? (list[at]?.text ?? '').replace(/^"|"$/g, '') : String(index++)
    const line = list[at]?.line ?? 0
    const child = `${path}\u0000${key}`
    at = walk(list, isObject ? at + 2 : at, child, spans)
    const span = spans.get(child)
    if (span) spans.set(child, { from: Math.min(line, span.from), to: span.to })
  }
  spans.set(path, { from: first.line, to: list[at]?.line ?? first.line })
  return at + 1
}

/** 0-based lines of the deepest part of `path` that the document has; empty for a document that is not JSON-like. */
export function linesOf(document: string, path: string): Set<number> {
  const spans = new Map<string, Span>()
  walk(tokens(document), 0, '', spans)
  const names = steps(path)
  for (let depth = names.length; depth > 0; depth--) {
    const span = spans.get(
      names
        .slice(0, depth)
        .map(name => `\u0000${name}`)
        .join(''),
    )
    if (span === undefined) continue
    // What is missing from an object is marked at the object's first line, not over the whole of it.
    const to = depth === names.length ? span.to : span.from
    return new Set(Array.from({ length: to - span.from + 1 }, (_, at) => span.from + at))
  }
  return new Set()
}
