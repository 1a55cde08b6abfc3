import { expect, it } from 'vitest'
import { isFilling } from './metric-query.ts'

it('asks again while metrics are being fetched, once more afterwards, and not for ever', () => {
  expect(isFilling(undefined, 0)).toBe(false)
  expect(isFilling({ following: false }, 1)).toBe(false)
  expect(isFilling({ filling: 0, following: false }, 1)).toBe(false)
  expect(isFilling({ filling: 12, following: false }, 1)).toBe(true)
  expect(isFilling({ filling: 0, following: true }, 2)).toBe(true)
  expect(isFilling({ filling: 12, following: true }, 14)).toBe(false)
})
