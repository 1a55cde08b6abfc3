// The marked lines of a pasted trust policy.
import { describe, expect, it } from 'vitest'
import { linesOf } from './marks.ts'

const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::060482727757:root" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "sts:ExternalId": ["a, {", "b"]
        }
      }
    }
  ]
}`

describe('linesOf', () => {
  it('marks one line for a value', () => {
    expect([...linesOf(policy, 'Statement[0].Principal.AWS')]).toEqual([5])
    expect([...linesOf(policy, 'Statement[0].Action')]).toEqual([6])
  })
  it('marks the whole of an object', () => {
    expect([...linesOf(policy, 'Statement[0].Condition')]).toEqual([7, 8, 9, 10, 11])
  })
  it('is not misled by brackets within strings', () => {
    expect([...linesOf(policy, 'Statement[0].Condition.StringEquals.sts:ExternalId')]).toEqual([9])
  })
  it('marks the opening line of the parent of what is missing', () => {
    expect([...linesOf(policy, 'Statement[0].Condition.Bool')]).toEqual([7])
  })
  it('marks nothing in what is not JSON', () => {
    expect(linesOf('not json', 'Statement[0]').size).toBe(0)
    expect(linesOf('', 'Statement').size).toBe(0)
  })
})
