// The audit log's rows: words for what was done, a mark on what was refused, and the filter over all that is shown.
import { describe, expect, it } from 'vitest'
import { auditMatches, auditRow } from './audit.ts'

const entry = (action: string, detail: Record<string, string> = {}, actor = 'user:ada@acme.test') =>
  auditRow({
    id: '7',
    type: 'audit_entry',
    attributes: { at: Date.UTC(2026, 10, 24, 10), actor, action, target: 'c-1', detail },
  })

describe('an entry', () => {
  it('is told in words, with the account apart from the details', () => {
    expect(entry('account.pause', { account_id: '111122223333', role_name: 'R', found: '' })).toMatchObject({
      ...{ actor: 'ada@acme.test', what: 'Pause an account', refused: false },
      ...{ accountId: '111122223333', details: [['role_name', 'R']] },
    })
  })

  it('that was refused is marked, and says what was tried', () => {
    const row = entry('account.rotate.finish.refused', { reason: 'forbidden' }, 'key:terraform')
    expect(row).toMatchObject({ actor: 'key terraform', refused: true, accountId: null })
    expect(row.what).toBe('Finish the rotation of an external ID')
  })

  it('of a kind that has no words keeps its name', () => {
    expect(entry('dashboard.create.refused').what).toBe('dashboard.create')
  })
})

it('is found by any of what is shown of it', () => {
  const row = entry('account.create.refused', { account_id: '111122223333', reason: 'invalid_external_id' })
  for (const text of ['', 'ada', 'CONNECT', 'refused 1111', '2026-11-24', 'invalid_external', 'production connect'])
    expect(auditMatches(row, text, 'Production EU')).toBe(true)
  expect(auditMatches(row, 'ada pause')).toBe(false)
})
