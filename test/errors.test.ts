// The error table and its page say the same, in both directions.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorTable } from '../src/core/errors.ts'

const page = readFileSync(new URL('../docs/guides/errors.md', import.meta.url), 'utf8')
const documented = new Map(
  [...page.matchAll(/^\| `([a-z_]+)`(?:, `[a-z_]+`)* *\| (\d{3}) *\|/gm)].map(row => [row[1], Number(row[2])]),
)

describe('the error table', () => {
  it('is documented whole, with its statuses', () => {
    for (const [code, { status }] of Object.entries(errorTable)) expect(documented.get(code), code).toBe(status)
  })

  it('has every error that the page documents', () => {
    expect([...documented.keys()].filter(code => !(String(code) in errorTable))).toEqual([])
  })
})
