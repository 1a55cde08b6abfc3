// IAM's patterns: `*` is any run of characters, `?` one (IAM User Guide, "IAM JSON policy elements").

const compiled = new Map<string, RegExp>()
const mostKept = 1_000

/** Whether the pattern fits the whole text. IAM compares actions and condition keys without regard to case, values with. */
export function matchesPattern(pattern: string, text: string, { ignoreCase = false } = {}): boolean {
  const key = `${ignoreCase ? 'i' : ''} ${pattern}`
  let expression = compiled.get(key)
  if (!expression) {
    const source = pattern
      .replaceAll(/[\\^$.+()[\]{}|]/g, '\\$&')
      .replaceAll(/\*+/g, '.*')
      .replaceAll('?', '.')
    expression = new RegExp(`^${source}$`, ignoreCase ? 'is' : 's')
    if (compiled.size >= mostKept) compiled.clear()
    compiled.set(key, expression)
  }
  return expression.test(text)
}
