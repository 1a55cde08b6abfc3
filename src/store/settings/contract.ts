// What every settings engine must do; run on SQLite and on a real Postgres.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ledgers, people, seriesIds, setupLinks } from './contract-collecting.ts'
import { accessKeys, awsOrganizations, beside, claims, records, secrets } from './contract-connections.ts'
import { money } from './contract-money.ts'
import { historyRequests, watches } from './contract-watches.ts'
import {
  account,
  at,
  coverage,
  type Engine,
  erasure,
  externalId,
  hour,
  outcomes,
  twice,
  verification,
} from './testing/fixtures.ts'

function accounts(engine: () => Engine) {
  it('returns an account as it was saved, lists in the order sent', async () => {
    const { accounts } = engine().first
    const saved = account({ name: `O'Brien's "prod" \u{1f600}`, rolePath: '/teams/' })
    await accounts.insert(saved)
    expect(await accounts.get('acme', 'cfg-1')).toEqual(saved)
    expect(await accounts.byAccountId('acme', '123456789012')).toEqual(saved)
    expect(await accounts.byAccountId('other', '123456789012')).toBeUndefined()
    expect(await accounts.get('other', 'cfg-1')).toBeUndefined()
    expect(await accounts.list('other')).toEqual([])
  })
  it('refuses an AWS account that the organisation has already, and no other organisation for it', async () => {
    const { accounts } = engine().first
    const refusal = { code: 'account_exists', detail: 'AWS account with provided id already exists' }
    await expect(accounts.insert(account({ id: 'cfg-2' }))).rejects.toMatchObject(refusal)
    await accounts.insert(account({ id: 'cfg-2', organisation: 'other' }))
    await accounts.insert(account({ id: 'cfg-3', accountId: '210987654321' }))
    await expect(accounts.update(account({ id: 'cfg-3' }))).rejects.toMatchObject(refusal)
    await accounts.delete('other', 'cfg-2')
  })
  it('lets one of two racing saves of an AWS account through', async () => {
    const { first, second } = engine()
    const results = await twice(
      () => first.accounts.insert(account({ id: 'race-1', accountId: '333333333333' })),
      () => second.accounts.insert(account({ id: 'race-2', accountId: '333333333333' })),
    )
    expect(outcomes(results)).toEqual(['fulfilled', 'rejected'])
  })
  it('deletes an account with what is known of it, and only its organisation can', async () => {
    const { accounts, coverage: ledger, watermarks, verifications, erasures } = engine().first
    await accounts.insert(account({ id: 'gone', accountId: '444444444444' }))
    await ledger.put([coverage({ accountConfigId: 'gone' })])
    await watermarks.put({
      lease: 'gone/eu-west-1/metrics',
      namespace: 'n',
      period: 60,
      upTo: 1,
      lagging: [],
      backTo: 1,
    })
    await verifications.put('gone', verification)
    await accounts.delete('other', 'gone', erasure({ id: 'gone', organisation: 'other' }))
    expect(await accounts.get('acme', 'gone')).toBeDefined()
    expect(await erasures.open()).toEqual([])
    await accounts.delete('acme', 'gone', erasure({ id: 'gone', organisation: 'acme' }))
    expect(await erasures.open()).toEqual([erasure({ id: 'gone', organisation: 'acme' })])
    await erasures.put(erasure({ id: 'gone', organisation: 'acme', state: 'verified' }))
    expect(await accounts.get('acme', 'gone')).toBeUndefined()
    expect(await ledger.list('acme', 'gone')).toEqual([])
    expect(await watermarks.list('gone/eu-west-1/metrics')).toEqual([])
    expect(await verifications.get('gone')).toBeUndefined()
    expect((await accounts.listAll()).map(a => a.id)).toEqual(expect.arrayContaining(['cfg-1', 'cfg-3']))
  })
}

function accountEdits(engine: () => Engine) {
  it('updates what is there and refuses what is not', async () => {
    const { accounts } = engine().first
    const changed = account({ name: 'production', modifiedAt: at + 1 })
    await accounts.update(changed)
    expect(await accounts.get('acme', 'cfg-1')).toEqual(changed)
    await expect(accounts.update(account({ id: 'nobody', accountId: '999999999999' }))).rejects.toMatchObject({
      code: 'account_not_found',
    })
    await expect(accounts.update(account({ organisation: 'other' }))).rejects.toMatchObject({
      code: 'account_not_found',
    })
  })
  it('never opens by an edit what was closed meanwhile, and closes by one what was open', async () => {
    const { accounts } = engine().first
    await accounts.note('acme', 'cfg-1', { state: 'connected', alias: 'learned' })
    const read = await accounts.get('acme', 'cfg-1')
    if (!read) throw new Error('the account is gone')
    await accounts.note('acme', 'cfg-1', { state: 'blocked' })
    await accounts.update({ ...read, name: 'edited from what was read', alias: null })
    expect(await accounts.get('acme', 'cfg-1')).toMatchObject({
      name: 'edited from what was read',
      state: 'blocked',
      alias: 'learned',
    })
    await accounts.note('acme', 'cfg-1', { state: 'connected', alias: null })
    await accounts.update({ ...read, state: 'pending' })
    expect((await accounts.get('acme', 'cfg-1'))?.state).toBe('pending')
  })
  it('notes what was learned without touching an edit', async () => {
    const { accounts } = engine().first
    const before = account({ name: 'edited', state: 'connected', modifiedAt: at + 2 })
    await accounts.update(before)
    await accounts.note('acme', 'cfg-1', { alias: 'acme-prod' })
    await accounts.note('acme', 'cfg-1', { state: 'degraded' })
    await accounts.note('acme', 'cfg-1', {})
    await accounts.note('other', 'cfg-1', { state: 'blocked' })
    expect(await accounts.get('acme', 'cfg-1')).toEqual({ ...before, alias: 'acme-prod', state: 'degraded' })
  })
}

function externalIds(engine: () => Engine) {
  it('issues a value once for ever, over all organisations and after it is retired', async () => {
    const { externalIds } = engine().first
    await externalIds.insert(externalId('a'))
    const refusal = { code: 'invalid_external_id' }
    await expect(externalIds.insert(externalId('a', { organisation: 'other' }))).rejects.toMatchObject(refusal)
    await externalIds.retire('a', at + 1)
    await expect(externalIds.insert(externalId('a'))).rejects.toMatchObject(refusal)
    expect(await externalIds.get('a')).toEqual(externalId('a', { state: 'retired', changedAt: at + 1 }))
    await externalIds.retire('a', at + 9)
    expect((await externalIds.get('a'))?.changedAt).toBe(at + 1)
  })
  it("shows the page's newest draft of one organisation and never the API's", async () => {
    const { externalIds } = engine().first
    expect(await externalIds.pageDraft('drafts')).toBeUndefined()
    await externalIds.insert(externalId('d1', { organisation: 'drafts' }))
    await externalIds.insert(externalId('d2', { organisation: 'drafts', createdAt: at + 1 }))
    await externalIds.insert(externalId('d3', { organisation: 'drafts', createdAt: at + 2, origin: 'api' }))
    await externalIds.insert(externalId('d4', { organisation: 'others', createdAt: at + 3 }))
    expect((await externalIds.pageDraft('drafts'))?.value).toBe('d2')
    await externalIds.bind('d2', 'drafts', 'cfg', at + 4)
    expect((await externalIds.pageDraft('drafts'))?.value).toBe('d1')
  })
  it('binds once, for its own organisation, one of two that race', async () => {
    const { first, second } = engine()
    await first.externalIds.insert(externalId('b'))
    expect(await first.externalIds.bind('b', 'other', 'cfg-9', at)).toBe(false)
    const won = await Promise.all([
      first.externalIds.bind('b', 'acme', 'cfg-1', at + 1),
      second.externalIds.bind('b', 'acme', 'cfg-2', at + 1),
    ])
    expect(won.filter(Boolean)).toHaveLength(1)
    const bound = await first.externalIds.get('b')
    expect(bound).toMatchObject({ state: 'bound', accountConfigId: won[0] ? 'cfg-1' : 'cfg-2', changedAt: at + 1 })
    expect(await first.externalIds.bind('b', 'acme', 'cfg-3', at + 2)).toBe(false)
    expect(await first.externalIds.bind('never-issued', 'acme', 'cfg-3', at + 2)).toBe(false)
  })
}

function leases(engine: () => Engine) {
  it('is held by one until it expires or is released', async () => {
    const { leases } = engine().first
    expect(await leases.acquire('l', 'A', at, 1_000)).toBe(true)
    expect(await leases.acquire('l', 'B', at + 999, 1_000)).toBe(false)
    expect(await leases.acquire('l', 'A', at + 999, 1_000)).toBe(true)
    expect(await leases.acquire('l', 'B', at + 1_998, 1_000)).toBe(false)
    expect(await leases.acquire('l', 'B', at + 1_999, 1_000)).toBe(true)
    await leases.release('l', 'A')
    expect(await leases.acquire('l', 'A', at + 2_000, 1_000)).toBe(false)
    await leases.release('l', 'B')
    expect(await leases.acquire('l', 'A', at + 2_000, 1_000)).toBe(true)
  })
  it('tells which are held, by how their names begin', async () => {
    const { leases } = engine().first
    for (const name of ['cfg_1/eu/tags', 'cfg_1/eu/metrics', 'cfgX1/eu/tags', 'cfg_1'])
      await leases.acquire(name, 'A', at, 1_000)
    expect(await leases.held('cfg_1/', at + 999)).toEqual(['cfg_1/eu/metrics', 'cfg_1/eu/tags'])
    expect(await leases.held('cfg_1/', at + 1_000)).toEqual([])
  })
  it('goes to one of many that race for it, free or expired', async () => {
    const { first, second } = engine()
    for (const now of [at, at + hour]) {
      const holders = Array.from({ length: 20 }, (_, index) => `holder-${now}-${index}`)
      const won = await Promise.all(
        holders.map((holder, index) => (index % 2 ? first : second).leases.acquire('race', holder, now, 1_000)),
      )
      expect(won.filter(Boolean)).toHaveLength(1)
    }
  })
}

/** Runs the contract against one engine, which `start` opens empty. */
export function settingsContract(name: string, start: () => Promise<Engine>): void {
  describe(`settings on ${name}`, () => {
    let opened: Engine | undefined
    const engine = () => {
      if (!opened) throw new Error('the engine did not start')
      return opened
    }
    beforeAll(async () => {
      opened = await start()
      await Promise.all([opened.first.migrate(), opened.second.migrate()])
      await opened.first.migrate()
    }, 120_000)
    afterAll(() => opened?.stop())
    it('ensures organisations once', async () => {
      const { organisations } = engine().first
      await organisations.ensure('acme', 'Acme', at)
      await organisations.ensure('acme', 'Renamed', at + 1)
      await organisations.ensure('other', 'Other', at + 2)
      expect(await organisations.list()).toEqual([
        { id: 'acme', name: 'Acme' },
        { id: 'other', name: 'Other' },
      ])
    })
    describe('accounts', () => {
      accounts(engine)
      accountEdits(engine)
      accessKeys(engine)
    })
    describe('claims', () => claims(engine))
    describe('secrets', () => secrets(engine))
    describe('beside an account', () => beside(engine))
    describe('records', () => records(engine))
    describe('AWS Organizations', () => awsOrganizations(engine))
    describe('external IDs', () => externalIds(engine))
    describe('leases', () => leases(engine))
    describe('series ids', () => seriesIds(engine))
    describe('ledgers', () => ledgers(engine))
    describe('watches', () => watches(engine))
    describe('history on request', () => historyRequests(engine))
    describe('money', () => money(engine))
    describe('people', () => people(engine))
    describe('set-up links', () => setupLinks(engine))
  })
}
