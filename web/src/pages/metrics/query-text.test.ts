// The explorer's fields: as a query, and there and back through the address.
import { describe, expect, it } from 'vitest'
import {
  blankFields,
  type Fields,
  queryText,
  readFault,
  readFields,
  tagKeys,
  usableTags,
  writeFields,
} from './query-text.ts'

const full: Fields = {
  metric: 'aws.ec2.cpuutilization',
  aggregator: 'max',
  filter: ['env:prod', 'arn:aws:x'],
  by: ['name', 'region'],
  method: 'min',
  interval: 300,
  limit: 10,
  order: 'bottom',
}

describe('queryText', () => {
  it('asks for nothing without a metric', () => {
    expect(queryText(blankFields)).toBe('')
  })
  it('writes only what was chosen', () => {
    expect(queryText({ ...blankFields, metric: 'aws.a.b' })).toBe('avg:aws.a.b{*}')
    expect(queryText({ ...blankFields, metric: 'aws.a.b', aggregator: 'sum', interval: 60 })).toBe(
      'sum:aws.a.b{*}.rollup(sum, 60)',
    )
    expect(queryText(full)).toBe(
      "top(max:aws.ec2.cpuutilization{env:prod,arn:aws:x} by {name,region}.rollup(min, 300), 10, 'mean', 'asc')",
    )
  })
})

describe('address', () => {
  it('brings the same fields back and keeps the range', () => {
    const params = writeFields(new URLSearchParams('range=7d&q=old'), full)
    expect(params.get('range')).toBe('7d')
    expect(params.has('q')).toBe(false)
    expect(readFields(params)).toEqual(full)
    expect(readFields(writeFields(params, blankFields))).toEqual(blankFields)
  })
  it('does not believe what somebody wrote into it', () => {
    expect(readFields(new URLSearchParams('agg=drop&rollup=x&every=-5&limit=NaN&order=up'))).toEqual(blankFields)
  })
})

it('lists keys of tags, and tags that a query can hold', () => {
  expect(tagKeys(['env:prod', 'env:dev', 'bare', 'name:a:b'])).toEqual(['env', 'name'])
  expect(usableTags(['b:2', 'a:1', 'bad:x,y', 'bad:{z}'])).toEqual(['a:1', 'b:2'])
})

describe('readFault', () => {
  it('tells the words from the query and the place in it', () => {
    expect(readFault('Column 3: expected a metric.\na:\n  ^')).toEqual({
      message: 'Column 3: expected a metric.',
      query: 'a:',
      at: 2,
    })
  })
  it('leaves words without a place as they are', () => {
    expect(readFault('There are too many series.\nAsk for fewer.')).toMatchObject({ query: '', at: 0 })
  })
})
