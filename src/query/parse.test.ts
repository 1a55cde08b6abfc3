// Queries as people write them, against the questions they are to ask; and bad ones against what is said of them.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HeyCloudError } from '../core/errors.ts'
import type { Question } from '../core/question.ts'
import { metricQueries } from './ast.ts'
import { functions } from './functions.ts'
import { parseFormula, parseQueries, parseQuery } from './parse.ts'
import { gridOf, questionOf } from './question-of.ts'

const cases: { query: string; range: number; questions: Partial<Question>[] }[] = JSON.parse(
  readFileSync(new URL('./cases/questions.json', import.meta.url), 'utf8'),
)

/** Sat 22 Nov 2025, 12:00:00 UTC: on every grid below. */
const to = 1_763_812_800

describe('parseQueries', () => {
  it.each(cases)('$query over $range s', ({ query, range, questions }) => {
    const expression = parseQuery(query)
    const grid = gridOf(expression, to - range, to)
    const asked = metricQueries(expression).map(metric => questionOf(metric, 'acme', grid))
    expect(asked).toHaveLength(questions.length)
    for (const [index, question] of questions.entries()) expect(asked[index]).toMatchObject(question)
  })

  it('splits at commas outside of braces and brackets', () => {
    const texts = parseQueries('avg:a{x:1,y:2} by {k,l}, top(avg:b{*}, 5), sum:c{*}').map(query => query.text)
    expect(texts).toEqual(['avg:a{x:1,y:2} by {k,l}', 'top(avg:b{*}, 5)', 'sum:c{*}'])
  })

  it('binds as arithmetic does', () => {
    const sum = parseQuery('a{*} - b{*} - 2 * c{*} / (d{*} + 1)')
    expect(sum).toMatchObject({
      operator: '-',
      left: { operator: '-', left: { metric: 'a' }, right: { metric: 'b' } },
      right: { operator: '/', left: { operator: '*', left: { value: 2 } }, right: { operator: '+' } },
    })
  })

  it('reads signs, fractions and exponents', () => {
    expect(parseQuery('-a{*} * 1.5e-3')).toMatchObject({ right: { value: 0.0015 }, left: { left: { value: -1 } } })
    expect(parseQuery('timeshift(a{*}, -3600)')).toMatchObject({ name: 'timeshift', parameters: [-3600] })
  })

  it('fills in what a function leaves open, and takes quoted words and bare ones', () => {
    expect(parseQuery('top(a{*} by {k}, 10)')).toMatchObject({ parameters: [10, 'mean', 'desc'] })
    expect(parseQuery(`top(a{*} by {k}, 10, 'MAX', "asc")`)).toMatchObject({ parameters: [10, 'max', 'asc'] })
    expect(parseQuery('top10_l2norm(a{*} by {k})')).toMatchObject({ name: 'top10_l2norm', parameters: [] })
    expect(parseQuery('a{*}.fill(linear)')).toMatchObject({ fill: { method: 'linear', limit: 300 } })
    expect(parseQuery('a{*}.as_rate().fill(last, 600)')).toMatchObject({ as: 'rate', fill: { limit: 600 } })
  })
})

describe('parseFormula', () => {
  it('puts the named queries in', () => {
    const expression = parseFormula('100 * errors / requests', { errors: 'sum:e{*}', requests: 'sum:r{*}' })
    expect(metricQueries(expression).map(query => query.metric)).toEqual(['e', 'r'])
    expect(parseFormula('top(a, 5, max, desc)', { a: 'avg:x{*} by {k}' })).toMatchObject({
      of: { metric: 'x' },
      parameters: [5, 'max', 'desc'],
    })
  })

  it('says which names it knows', () => {
    expect(() => parseFormula('error / 2', { errors: 'sum:e{*}' })).toThrow(
      'Column 1: no query is called error. Did you mean errors?',
    )
  })
})

const refusal = (query: string): HeyCloudError => {
  try {
    parseQueries(query)
  } catch (error) {
    if (error instanceof HeyCloudError) return error
    throw error
  }
  throw new Error(`${query} was read`)
}

describe('what cannot be read', () => {
  it.each([
    ['', 1, 'but the query ends there'],
    ['avg:aws.ec2.cpuutilization', 27, 'expected "{"'],
    ['avg:a{*', 8, 'expected "}"'],
    ['avg:a{*} by {host', 18, 'expected "}"'],
    ['avg:a{*} by host', 13, 'expected "{", but there is "host"'],
    ['avg:a{env:prod env:dev}', 16, 'OR, AND, or ","'],
    ['avg:a{}', 7, 'a tag such as env:prod'],
    ['avg:a{$env}', 7, '$env is a template variable'],
    ['avg:a{region IN ($region.value)}', 18, '$region.value is a template variable'],
    ['avg:a{*} +', 11, 'expected a name, a number, a metric'],
    ['(avg:a{*}', 10, 'expected ")"'],
    ['p95:aws.lambda.duration{*}', 1, 'A percentile is a metric of its own: max:aws.lambda.duration.p95.'],
    ['average:a{*}', 1, 'average is none of avg, sum, min, max, count.'],
    ['cpu', 1, 'a metric needs its scope: cpu{*}'],
    ['5', 1, 'a number alone is no query.'],
    ['avg:a{*}, 2 * 3', 11, 'a number alone is no query.'],
    ['anomalies(avg:a{*}, basic, 2)', 1, 'there is no function anomalies.'],
    ['topp(avg:a{*})', 1, 'Did you mean top,'],
    ['abs()', 5, 'abs needs a query within its brackets.'],
    ['abs(5)', 5, 'abs is of a query, not of a number.'],
    ['top(avg:a{*})', 13, 'n is missing: top(query, n, [method], [order]).'],
    ['top(avg:a{*}, 0)', 15, 'n is at least 1.'],
    ['top(avg:a{*}, ten)', 15, 'n is a number, not "ten".'],
    ['top(avg:a{*}, 5, median)', 18, 'method is one of mean, min, max, sum, last, area, l2norm, not median.'],
    ['abs(avg:a{*}, 5)', 15, 'too many parameters: abs(query).'],
    ['clamp_min(avg:a{*}, avg:b{*})', 21, 'a number or a word was expected here.'],
    ['timeshift(avg:a{*}, 3600)', 21, 'seconds is at most 0.'],
    ['avg:a{*}.rollup(p95, 60)', 17, 'method is one of avg, sum, min, max, count, not p95.'],
    ['avg:a{*}.rollup()', 17, 'method is missing: rollup(method, [seconds]).'],
    ['avg:a{*}.fill(spline)', 15, 'method is one of linear, last, zero, null, not spline.'],
    ['avg:a{*}.smooth()', 10, 'there is no .smooth(); there are .rollup(), .as_count(), .as_rate(), .fill().'],
    ['avg:a{*}"', 9, 'but there is """'],
  ])('%s', (query, column, message) => {
    const error = refusal(query)
    expect(error.code).toBe('query_syntax')
    expect(error.detail).toContain(`Column ${column}: `)
    expect(error.detail).toContain(message)
    expect(error.fields.query).toContain(message)
  })

  it('shows the place, on its own line', () => {
    expect(refusal('avg:a{*},\n  avg:b{$x}').detail.split('\n').slice(1)).toEqual(['  avg:b{$x}', '        ^'])
  })

  it.each([
    '('.repeat(4000),
    `${'('.repeat(2000)}a{*}${')'.repeat(2000)}`,
    `${'-'.repeat(4900)}a{*}`,
    `a{${'!'.repeat(4900)}x:1}`,
    `a{*}${'+1'.repeat(2400)}`,
    'x'.repeat(20_000),
  ])('a hostile one of whatever depth: %#', query => {
    expect(refusal(query).code).toBe('query_syntax')
  })
})

it('has a sentence on every function', () => {
  for (const [name, declared] of functions) {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
    expect(declared.about).toMatch(/[.`]$/)
  }
})
