// The settings contract of money: sums of the cost ledger, budgets, and AWS's own figures.
import { expect, it } from 'vitest'
import { account, at, cost, type Engine } from './testing/fixtures.ts'

export function money(engine: () => Engine) {
  it('sums the cost ledger up by whatever is asked for, of one organisation or of all', async () => {
    const { cost: ledger } = engine().first
    const rows = [
      cost({ organisation: 'sums', day: '2026-12-01', namespace: 'a', charge: 1 }),
      cost({ organisation: 'sums', day: '2026-12-01', namespace: 'b', charge: 2 }),
      cost({ organisation: 'sums', day: '2026-12-02', namespace: 'a', charge: 4 }),
      cost({ organisation: 'others', day: '2026-12-02', namespace: 'a', charge: 8 }),
    ]
    await ledger.add(rows)
    const sums = await ledger.sums(['namespace'], '2026-12-01', 'sums')
    const { calls, chargeableMetrics } = rows[0] ?? cost()
    expect(sums.sort((x, y) => (x.namespace < y.namespace ? -1 : 1))).toEqual([
      { namespace: 'a', charge: 5, calls: 2 * calls, chargeableMetrics: 2 * chargeableMetrics },
      { namespace: 'b', charge: 2, calls, chargeableMetrics },
    ])
    const all = await ledger.sums(['organisation', 'day'], '2026-12-02')
    expect(all.map(one => [one.organisation, one.day, one.charge]).sort()).toEqual([
      ['others', '2026-12-02', 8],
      ['sums', '2026-12-02', 4],
    ])
    expect(await ledger.sums(['organisation'], '2026-12-03', 'sums')).toEqual([])
  })

  it('keeps a limit and what came of it apart, so that neither overwrites the other', async () => {
    const { budgets } = engine().first
    const limit = { organisation: 'limits', accountConfigId: 'cfg', monthlyLimit: 12.5, setBy: 'user:ada', setAt: at }
    const state = { month: '2026-11', stretch: 2.4, stoppedAt: at, spent: 12.51 }
    await budgets.put(limit)
    expect(await budgets.list('limits')).toEqual([{ ...limit, month: '', stretch: 1, stoppedAt: null, spent: 0 }])
    await budgets.note({ organisation: 'limits', accountConfigId: 'cfg', ...state })
    await budgets.put({ ...limit, monthlyLimit: 20 })
    await budgets.put({ ...limit, accountConfigId: null, monthlyLimit: 100 })
    expect(await engine().second.budgets.list('limits')).toEqual([
      { ...limit, ...{ accountConfigId: null, monthlyLimit: 100, month: '', stretch: 1, stoppedAt: null, spent: 0 } },
      { ...limit, monthlyLimit: 20, ...state },
    ])
    expect(await budgets.list('acme')).toEqual([])
    expect((await budgets.listAll()).filter(one => one.organisation === 'limits')).toHaveLength(2)
    expect(await budgets.delete('limits', null)).toBe(true)
    expect(await budgets.delete('limits', null)).toBe(false)
    await budgets.note({ organisation: 'limits', accountConfigId: null, ...state })
    expect(await budgets.list('limits')).toHaveLength(1)
  })

  it('keeps the last of AWS’s own figures, and forgets with the account', async () => {
    const { accounts, billed, budgets } = engine().first
    const one = account({ id: 'billed-account', accountId: '909090909090' })
    await accounts.insert(one)
    const day = { day: '2026-11-22', metrics: 4_000, requests: 12, charge: 0.04012 }
    await billed.put(one.id, { at, lastSuccess: null, notSeen: null, days: [] })
    await billed.put(one.id, { at, lastSuccess: at, notSeen: null, days: [day] })
    expect(await billed.get(one.id)).toEqual({ at, lastSuccess: at, notSeen: null, days: [day] })
    await budgets.put({
      ...{ organisation: one.organisation, accountConfigId: one.id, monthlyLimit: 1, setBy: 'a', setAt: at },
    })
    await accounts.delete(one.organisation, one.id)
    expect(await billed.get(one.id)).toBeUndefined()
    expect((await budgets.list(one.organisation)).filter(row => row.accountConfigId === one.id)).toEqual([])
  })
}
