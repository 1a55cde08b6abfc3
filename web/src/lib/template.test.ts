// Template variables, formulas and scopes as queries.
import { describe, expect, it } from 'vitest'
import { fillTemplate, queryOf, readScope } from './template.ts'

const variables = [
  { name: 'account', prefix: 'aws_account', default: '*' },
  { name: 'region', prefix: 'region', default: '*' },
  { name: 'scope', prefix: '', default: '*' },
]
const query = 'sum:aws.ec2.network_in{$account,$region,$scope,instanceid:*} by {name}'

describe('fillTemplate', () => {
  it('leaves out what is not chosen', () => {
    expect(fillTemplate(query, variables, {})).toBe('sum:aws.ec2.network_in{instanceid:*} by {name}')
    expect(fillTemplate('avg:a{$account,$region}', variables, {})).toBe('avg:a{*}')
  })
  it('puts in what is', () => {
    expect(fillTemplate(query, variables, { account: '111122223333', scope: 'env:prod,!team:x' })).toBe(
      'sum:aws.ec2.network_in{aws_account:111122223333,env:prod,!team:x,instanceid:*} by {name}',
    )
  })
})

describe('queryOf', () => {
  const queries = [
    { data_source: 'metrics' as const, name: 'a', query: 'sum:x{$account}' },
    { data_source: 'metrics' as const, name: 'b', query: 'sum:y{*} by {b}' },
  ]
  it('draws every query where there is no formula', () => {
    expect(queryOf([{ queries }], variables, {})).toEqual({ text: 'sum:x{*}, sum:y{*} by {b}', aliases: ['', ''] })
  })
  it('puts queries into formulas, and not into quoted words or functions', () => {
    const formulas = [{ formula: 'top(100 * a / b, 10, "b", "desc")', alias: 'share' }]
    expect(queryOf([{ queries, formulas }], variables, { account: '1' })).toEqual({
      text: 'top(100 * sum:x{aws_account:1} / sum:y{*} by {b}, 10, "b", "desc")',
      aliases: ['share'],
    })
  })
})

it('reads a scope and refuses what could change the query around it', () => {
  expect(readScope('')).toBe('*')
  expect(readScope(' env:prod, !team:core ')).toBe('env:prod,!team:core')
  for (const bad of ['env', 'env:prod} by {x', 'env:$x', 'a:b OR c:d', 'env:']) expect(readScope(bad), bad).toBeNull()
})
