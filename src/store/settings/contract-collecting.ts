// The settings contract's second half: series ids, ledgers, people.
import { expect, it } from 'vitest'
import { at, cost, coverage, type Engine, hour, key, verification } from './testing/fixtures.ts'

export function seriesIds(engine: () => Engine) {
  it('gives equal keys equal ids, dense, also to two that race over thousands', async () => {
    const { first, second } = engine()
    const keys = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `series ${from + i}`)
    const [a, b] = await Promise.all([
      first.seriesIds.allocate('acme', keys(0, 3_000)),
      second.seriesIds.allocate('acme', keys(1_500, 4_500).reverse()),
    ])
    for (const [series, id] of b) if (a.has(series)) expect(id).toBe(a.get(series))
    const ids = [...new Set([...a.values(), ...b.values()])].sort((x, y) => x - y)
    expect(ids).toHaveLength(4_500)
    expect((ids.at(-1) ?? 0) - (ids[0] ?? 0)).toBe(4_499)
    expect(ids[0]).toBeGreaterThan(0)
    const again = await second.seriesIds.allocate('acme', keys(0, 4_500))
    expect([...again.values()].sort((x, y) => x - y)).toEqual(ids)
  })
  it('keeps organisations apart, and takes a key twice in one call', async () => {
    const { seriesIds } = engine().first
    const mine = await seriesIds.allocate('acme', ['same', 'same'])
    const theirs = await seriesIds.allocate('other', ['same'])
    expect(mine.size).toBe(1)
    expect(mine.get('same')).not.toBe(theirs.get('same'))
    expect(await seriesIds.allocate('acme', [])).toEqual(new Map())
  })
}

export function ledgers(engine: () => Engine) {
  it('keeps the last coverage of each key, null namespaces apart', async () => {
    const { coverage: ledger } = engine().first
    await ledger.put([coverage(), coverage({ namespace: null, kind: 'tags' }), coverage({ items: 13 })])
    await ledger.put([
      coverage({ state: 'denied', action: 'cloudwatch:GetMetricData', reason: 'no', lastSuccess: null }),
    ])
    await ledger.put([])
    expect(await ledger.list('acme', 'cfg-1')).toEqual([
      coverage({ state: 'denied', action: 'cloudwatch:GetMetricData', reason: 'no', lastSuccess: null }),
      coverage({ namespace: null, kind: 'tags' }),
    ])
    expect(await ledger.list('other')).toEqual([])
    await ledger.deleteByAccount('cfg-1')
    expect(await ledger.list('acme', 'cfg-1')).toEqual([])
  })
  it('adds up cost, also of two that race over many rows in opposite orders', async () => {
    const { first, second } = engine()
    const rows = Array.from({ length: 1_200 }, (_, i) => cost({ namespace: `n${i}` }))
    await Promise.all([
      ...[1, 2, 3].map(() => first.cost.add(rows)),
      ...[1, 2, 3].map(() => second.cost.add(rows.toReversed())),
    ])
    await first.cost.add([cost({ namespace: 'n0' }), cost({ namespace: 'n0', charge: 0.5 })])
    const list = await first.cost.list('acme', '2026-11-01')
    expect(list).toHaveLength(1_200)
    expect(list.find(row => row.namespace === 'n1')).toMatchObject({
      calls: 6,
      queries: 3_000,
      chargeableMetrics: 600,
      datapoints: 12_000,
    })
    expect(list.find(row => row.namespace === 'n0')?.charge).toBeCloseTo(0.507, 12)
    expect(await first.cost.list('acme', '2026-11-24')).toEqual([])
    expect(await first.cost.list('other', '2026-11-01')).toEqual([])
  })
  it('keeps watermarks per lease, namespace and period', async () => {
    const { watermarks } = engine().first
    const lease = 'cfg-1/eu-west-1/metrics'
    const mark = {
      lease,
      namespace: 'AWS/EC2',
      period: 60,
      upTo: 1_000,
      lagging: [{ id: 4_294_967_295, upTo: 900 }],
      backTo: null,
    }
    await watermarks.put({ ...mark, upTo: 500 })
    await watermarks.put(mark)
    await watermarks.put({ ...mark, period: 300, backTo: 0 })
    await watermarks.put({ ...mark, lease: 'cfg-10/eu-west-1/metrics' })
    expect(await watermarks.list(lease)).toEqual([mark, { ...mark, period: 300, backTo: 0 }])
    await watermarks.deleteByAccount('cfg-1')
    expect(await watermarks.list(lease)).toEqual([])
    expect(await watermarks.list('cfg-10/eu-west-1/metrics')).toHaveLength(1)
  })
  it('keeps the last verification whole', async () => {
    const { verifications } = engine().first
    await verifications.put('v', verification)
    await verifications.put('v', { ...verification, state: 'blocked' })
    expect(await verifications.get('v')).toEqual({ ...verification, state: 'blocked' })
    expect(await verifications.get('w')).toBeUndefined()
  })
}

export function people(engine: () => Engine) {
  const user = { id: 'u1', organisation: 'acme', email: 'Ada@Example.com', role: 'admin' as const, createdAt: at }
  it('knows a person by e-mail in any case, once', async () => {
    const { people } = engine().first
    expect(await people.count()).toBe(0)
    await people.insert(user, 'hash')
    expect(await people.count()).toBe(1)
    expect(await people.byEmail('ada@example.COM')).toEqual({ user, passwordHash: 'hash' })
    expect(await people.byEmail('nobody@example.com')).toBeUndefined()
    expect(await people.get('u1')).toEqual(user)
    await expect(people.insert({ ...user, id: 'u2', email: 'ADA@example.com' }, 'h')).rejects.toMatchObject({
      code: 'invalid_parameter',
    })
  })
  it('opens a session until it expires or is deleted', async () => {
    const { people } = engine().first
    await people.insertSession('t1', 'u1', at + hour)
    await people.insertSession('t2', 'u1', at + hour)
    expect(await people.session('t1', at + hour - 1)).toEqual(user)
    await people.deleteSession('t1')
    expect(await people.session('t1', at)).toBeUndefined()
    expect(await people.session('t2', at + hour)).toBeUndefined()
    expect(await people.session('t2', at)).toBeUndefined()
  })
  it('finds keys by hash, tells when they were used, and deletes them for their organisation', async () => {
    const { keys } = engine().first
    await keys.insert(key(), 'hash-1')
    await keys.insert(key({ id: 'key-2', createdAt: at + 1, kind: 'app' }), 'hash-2')
    await expect(keys.insert(key({ id: 'key-3' }), 'hash-1')).rejects.toThrow()
    await keys.touch('key-1', at + 5)
    expect(await keys.byHash('hash-1')).toEqual(key({ lastUsedAt: at + 5 }))
    expect((await keys.list('acme')).map(k => k.id)).toEqual(['key-1', 'key-2'])
    await keys.delete('other', 'key-1')
    expect(await keys.byHash('hash-1')).toBeDefined()
    await keys.delete('acme', 'key-1')
    expect(await keys.byHash('hash-1')).toBeUndefined()
  })
  it('lists the audit log newest first, in the order it was written within one millisecond', async () => {
    const { first, second } = engine()
    const entry = {
      organisation: 'acme',
      at,
      actor: 'user:ada',
      action: 'account.create',
      target: 'cfg-1',
      detail: { role: 'R' },
    }
    for (const target of ['1', '2', '3']) await first.audit.append({ ...entry, target })
    await Promise.all([
      first.audit.append({ ...entry, organisation: 'o' }),
      second.audit.append({ ...entry, organisation: 'o' }),
    ])
    const page = await first.audit.list('acme', 2)
    expect(page.map(e => e.target)).toEqual(['3', '2'])
    expect((await first.audit.list('acme', 2, page[1]?.sequence)).map(e => e.target)).toEqual(['1'])
    expect(await first.audit.list('acme', 2, 1)).toEqual([])
    expect(await first.audit.list('o', 9)).toEqual([
      { ...entry, organisation: 'o', sequence: expect.any(Number) },
      { ...entry, organisation: 'o', sequence: expect.any(Number) },
    ])
  })
}

export function setupLinks(engine: () => Engine) {
  it('spends a set-up link once, before it expires, one of two that race', async () => {
    const { first, second } = engine()
    await first.people.insertSetupLink('s1', 'acme', at + hour)
    await first.people.insertSetupLink('s2', 'acme', at + hour)
    expect(await first.people.setupLink('s2', at + hour)).toBeUndefined()
    expect(await first.people.spendSetupLink('s2', at + hour)).toBeUndefined()
    expect([await first.people.setupLink('s1', at), await first.people.setupLink('s1', at)]).toEqual(['acme', 'acme'])
    const spent = await Promise.all([first.people.spendSetupLink('s1', at), second.people.spendSetupLink('s1', at)])
    expect(spent.filter(organisation => organisation === 'acme')).toHaveLength(1)
    expect(await first.people.spendSetupLink('s1', at)).toBeUndefined()
  })
  it('voids the set-up links of one organisation', async () => {
    const { people } = engine().first
    for (const [link, owner] of [
      ['v1', 'acme'],
      ['v2', 'acme'],
      ['v3', 'other'],
    ] as const)
      await people.insertSetupLink(link, owner, at + hour)
    await people.deleteSetupLinks('acme')
    expect([
      await people.setupLink('v1', at),
      await people.setupLink('v2', at),
      await people.setupLink('v3', at),
    ]).toEqual([undefined, undefined, 'other'])
  })
}
