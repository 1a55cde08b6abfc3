// Values and blocks of HashiCorp's configuration language, laid out as `terraform fmt` does.

/** An expression that is written as it is: a reference, a function call. */
export interface Expression {
  expression: string
}
export type HclValue = string | boolean | Expression | readonly HclValue[] | { readonly [key: string]: HclValue }

export const expression = (text: string): Expression => ({ expression: text })
const isExpression = (value: HclValue): value is Expression =>
  typeof value === 'object' && Object.keys(value).join() === 'expression'
const isList = (value: HclValue): value is readonly HclValue[] => Array.isArray(value)

/** Text in quotes. `${` and `%{` begin templates and are doubled; HCL knows fewer escapes than JSON, but all by number. */
export const hclString = (text: string): string =>
  JSON.stringify(text)
    .replaceAll(/\\(.)/g, (whole, letter: string) => ({ b: '\\u0008', f: '\\u000c' })[letter] ?? whole)
    .replaceAll(/[$%](?=\{)/g, sign => sign + sign)

/** Empty lines stay empty. */
const indented = (lines: string): string => lines.replaceAll(/\n(?!\n)/g, '\n  ')

export function hclValue(value: HclValue): string {
  if (typeof value === 'string') return hclString(value)
  if (typeof value === 'boolean') return String(value)
  if (isExpression(value)) return value.expression
  if (isList(value)) {
    if (value.length === 0) return '[]'
    const items = value.map(hclValue)
    if (items.length === 1 && !items[0]?.includes('\n')) return `[${items[0]}]`
    return `[\n${items.map(item => `  ${indented(item)},`).join('\n')}\n]`
  }
  return `{\n  ${indented(attributes(value))}\n}`
}

/** `name = value` lines; the equals signs of neighbours that each take one line stand below one another. */
export function attributes(values: Readonly<Record<string, HclValue>>): string {
  const entries = Object.entries(values).map(([key, value]) => ({
    key: /^[A-Za-z_][\w-]*$/.test(key) ? key : hclString(key),
    value: hclValue(value),
  }))
  const lines: string[] = []
  let run: typeof entries = []
  const flush = () => {
    const width = Math.max(...run.map(({ key }) => key.length))
    lines.push(...run.map(({ key, value }) => `${key.padEnd(width)} = ${value}`))
    run = []
  }
  for (const entry of entries) {
    if (entry.value.includes('\n')) {
      flush()
      lines.push(`${entry.key} = ${entry.value}`)
    } else run.push(entry)
  }
  flush()
  return lines.join('\n')
}

/** `resource "aws_iam_role" "heycloud" { … }`; the body is lines of attributes and blocks. */
export const block = (head: string, ...body: string[]): string =>
  body.length === 0 ? `${head} {}` : `${head} {\n  ${indented(body.join('\n'))}\n}`
