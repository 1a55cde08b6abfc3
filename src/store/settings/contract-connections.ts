// The settings contract's third part: access keys, claims, secrets, and what is kept beside an account.
import { expect, it } from 'vitest'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import {
  acceptedFault,
  account,
  at,
  connection,
  type Engine,
  erasure,
  eventSource,
  keyAccount,
  outcomes,
  twice,
} from './testing/fixtures.ts'

export function accessKeys(engine: () => Engine) {
  it('returns an account of access keys as it was saved, and knows it from a role', async () => {
    const { accounts } = engine().first
    const saved = keyAccount({ accountId: '555500001111' })
    await accounts.insert(saved)
    const read = await accounts.get('acme', saved.id)
    expect(read).toEqual(saved)
    expect(read).not.toHaveProperty('roleName')
    const changed = { ...saved, accessKeyId: 'AKIAI44QH8DHBEXAMPLE', secretLastFour: 'new4', pausedAt: at }
    await accounts.update(changed)
    expect(await accounts.get('acme', saved.id)).toEqual(changed)
    await accounts.delete('acme', saved.id)
  })
  it('keeps the pause, the next external ID and the organization of a role through an edit, and returns a role', async () => {
    const { accounts } = engine().first
    const saved = account({ id: 'facts', accountId: '555500002222', joinedBy: 'org-1' })
    await accounts.insert(saved)
    const changed = { ...saved, pausedAt: at + 5, nextExternalId: '1'.repeat(32), joinedBy: null }
    await accounts.update(changed)
    await accounts.note('acme', 'facts', { alias: 'x' })
    expect(await accounts.get('acme', 'facts')).toEqual({ ...changed, alias: 'x' })
    await accounts.update({ ...changed, pausedAt: null, nextExternalId: null })
    expect(await accounts.get('acme', 'facts')).toMatchObject({ pausedAt: null, nextExternalId: null })
    await accounts.delete('acme', 'facts')
  })
}

export function claims(engine: () => Engine) {
  const accountId = '777700001111'
  it('belongs to one connection, until that lets go', async () => {
    const { accounts, claims } = engine().first
    await accounts.insert(account({ id: 'c1', accountId }))
    await accounts.insert(account({ id: 'c2', accountId, organisation: 'other' }))
    expect(await claims.holder(accountId)).toBeUndefined()
    expect(await claims.claim(accountId, 'c1', at)).toBe(true)
    expect(await claims.claim(accountId, 'c1', at + 1)).toBe(true)
    expect(await claims.claim(accountId, 'c2', at + 2)).toBe(false)
    expect(await claims.holder(accountId)).toBe('c1')
    await claims.release('c2')
    expect(await claims.holder(accountId)).toBe('c1')
    await claims.release('c1')
    expect(await claims.claim(accountId, 'c2', at + 3)).toBe(true)
    expect(await claims.holder(accountId)).toBe('c2')
  })
  it('goes with the account, and with its number', async () => {
    const { accounts, claims } = engine().first
    await accounts.delete('other', 'c2')
    expect(await claims.holder(accountId)).toBeUndefined()
    expect(await claims.claim(accountId, 'c1', at)).toBe(true)
    await accounts.update(account({ id: 'c1', accountId: '777700002222' }))
    expect(await claims.holder(accountId)).toBeUndefined()
    await accounts.update(account({ id: 'c1', accountId }))
    expect(await claims.holder(accountId)).toBeUndefined()
  })
  it('is not kept from others by a connection that is gone', async () => {
    const { claims } = engine().first
    expect(await claims.claim(accountId, 'deleted while it was verified', at)).toBe(true)
    expect(await claims.holder(accountId)).toBeUndefined()
    expect(await claims.claim(accountId, 'c1', at)).toBe(true)
  })
  it('goes to one of many that race for it', async () => {
    const { first, second } = engine()
    const ids = Array.from({ length: 12 }, (_, i) => `racer-${i}`)
    for (const id of ids) await first.accounts.insert(account({ id, organisation: id, accountId: '777700003333' }))
    const won = await Promise.all(ids.map((id, i) => (i % 2 ? first : second).claims.claim('777700003333', id, at)))
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(await second.claims.holder('777700003333')).toBe(ids[won.indexOf(true)])
    for (const id of ids) await first.accounts.delete(id, id)
  })
}

export function secrets(engine: () => Engine) {
  it('gives back what was put, replaces it, and forgets it', async () => {
    const { first, second } = engine()
    await first.secrets.put('s1', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')
    expect(await second.secrets.get('s1')).toBe('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')
    await second.secrets.put('s1', 'ünï \u{1f511}')
    expect(await first.secrets.get('s1')).toBe('ünï \u{1f511}')
    expect([await first.secrets.rewrap(), await second.secrets.unreadable()]).toEqual([0, []])
    await first.secrets.delete('s1')
    expect(await first.secrets.get('s1')).toBeUndefined()
  })
}

export function beside(engine: () => Engine) {
  it('goes with its account: secret, accepted faults, cost exports; another account keeps its own', async () => {
    const { accounts, secrets, acceptedFaults, costExports } = engine().first
    const exports = [
      { bucket_name: 'b', bucket_region: 'eu-west-1', report_name: 'r', report_prefix: 'p', report_type: 'CUR2.0' },
    ]
    for (const [id, accountId] of [
      ['goes', '888800001111'],
      ['stays', '888800002222'],
    ] as const) {
      await accounts.insert(account({ id, accountId }))
      await secrets.put(id, 'secret')
      await acceptedFaults.put(acceptedFault({ accountConfigId: id }))
      await costExports.put(id, [])
      await costExports.put(id, exports)
    }
    await accounts.delete('acme', 'goes')
    expect([await secrets.get('goes'), await costExports.get('goes')]).toEqual([undefined, undefined])
    expect(await acceptedFaults.list('goes')).toEqual([])
    expect(await secrets.get('stays')).toBe('secret')
    expect(await acceptedFaults.list('stays')).toHaveLength(1)
    expect(await costExports.get('stays')).toEqual(exports)
    expect([await costExports.delete('stays'), await costExports.delete('stays')]).toEqual([true, false])
    await accounts.delete('acme', 'stays')
  })
  it('keeps the last acceptance of a fault at a place', async () => {
    const { acceptedFaults } = engine().first
    await acceptedFaults.put(acceptedFault())
    await acceptedFaults.put(acceptedFault({ path: 'Statement[1]', at: at + 1 }))
    await acceptedFaults.put(acceptedFault({ reason: 'another', actor: 'user:grace' }))
    expect(await acceptedFaults.list('cfg-1')).toEqual([
      acceptedFault({ reason: 'another', actor: 'user:grace' }),
      acceptedFault({ path: 'Statement[1]', at: at + 1 }),
    ])
    await acceptedFaults.delete('cfg-1', 'wildcard_principal', 'Statement[0]')
    expect(await acceptedFaults.list('cfg-1')).toHaveLength(1)
    await acceptedFaults.delete('cfg-1', 'wildcard_principal', 'Statement[1]')
  })
}

export function records(engine: () => Engine) {
  it('keeps event sources once, one of two that race', async () => {
    const { first, second } = engine()
    const results = await twice(
      () => first.eventSources.insert(eventSource()),
      () => second.eventSources.insert(eventSource()),
    )
    expect(outcomes(results)).toEqual(['fulfilled', 'rejected'])
    expect(results.find(one => one.status === 'rejected')).toMatchObject({ reason: { code: 'event_source_exists' } })
    await first.eventSources.insert(eventSource({ organisation: 'other' }))
    const other = eventSource({ region: 'us-east-1', hasBus: false, createdAt: at + 1 })
    await first.eventSources.insert(other)
    expect(await first.eventSources.list('acme')).toEqual([eventSource(), other])
    const drop = (organisation: string) =>
      first.eventSources.delete(organisation, '123456789012', 'us-east-1', 'app-1a2b3c4d')
    expect([await drop('other'), await drop('acme'), await drop('acme')]).toEqual([false, true, false])
  })
  it('keeps erasures, newest first, and lists those that have not ended', async () => {
    const { erasures } = engine().first
    await erasures.put(erasure())
    await erasures.put(erasure({ id: 'e2', requestedAt: at + 1, state: 'erasing', rowsBefore: 3_000_000_000 }))
    await erasures.put(erasure({ id: 'e3', organisation: 'other', requestedAt: at + 2 }))
    expect((await erasures.list('acme')).map(one => one.id).filter(id => id !== 'gone')).toEqual(['e2', 'e1'])
    expect((await erasures.open()).map(one => one.id)).toEqual(['e1', 'e2', 'e3'])
    const done = erasure({ state: 'verified', finishedAt: at + 9 })
    await erasures.put(done)
    await erasures.put(erasure({ id: 'e2', state: 'failed', reason: 'the store was away' }))
    await erasures.put(erasure({ id: 'e3', organisation: 'other', state: 'verified', finishedAt: at + 9 }))
    expect(await erasures.get('acme', 'e1')).toEqual(done)
    expect(await erasures.get('other', 'e1')).toBeUndefined()
    expect((await erasures.open()).map(one => one.id)).toEqual(['e2'])
  })
}

export function awsOrganizations(engine: () => Engine) {
  it('returns a connection as it was saved, with the settings of today', async () => {
    const { awsOrganizations } = engine().first
    await awsOrganizations.insert(connection())
    expect(await awsOrganizations.get('acme', 'org-1')).toEqual(connection())
    expect(await awsOrganizations.get('other', 'org-1')).toBeUndefined()
    const edited = connection({ include: [], autoJoin: false, nextExternalId: '3'.repeat(32), modifiedAt: at + 1 })
    await awsOrganizations.update({ ...edited, settings: accountSettingsSchema.parse({ account_tags: ['a:b'] }) })
    expect(await awsOrganizations.list('acme')).toMatchObject([{ ...edited, settings: { account_tags: ['a:b'] } }])
    await expect(awsOrganizations.update(connection({ organisation: 'other' }))).rejects.toMatchObject({
      code: 'not_found',
    })
  })
  it('is connected once by an organisation, one of two that race', async () => {
    const { first, second } = engine()
    const over = { awsOrganizationId: 'o-bbbbbbbbbb' }
    const results = await twice(
      () => first.awsOrganizations.insert(connection({ ...over, id: 'org-2' })),
      () => second.awsOrganizations.insert(connection({ ...over, id: 'org-3' })),
    )
    expect(outcomes(results)).toEqual(['fulfilled', 'rejected'])
    expect(results.find(one => one.status === 'rejected')).toMatchObject({ reason: { code: 'organization_exists' } })
    await first.awsOrganizations.insert(connection({ ...over, id: 'org-4', organisation: 'other' }))
    expect(await first.awsOrganizations.listAll()).toHaveLength(3)
  })
  it('keeps the last reading, and drops it with the connection', async () => {
    const { awsOrganizations } = engine().first
    const reading = {
      nodes: [],
      readAt: null,
      attemptedAt: at,
      state: 'denied' as const,
      action: 'x:Y',
      reason: 'no',
      refusals: {},
    }
    expect(await awsOrganizations.reading('org-1')).toBeUndefined()
    await awsOrganizations.putReading('org-1', reading)
    await awsOrganizations.putReading('org-1', { ...reading, state: 'seen', readAt: at })
    expect(await awsOrganizations.reading('org-1')).toEqual({ ...reading, state: 'seen', readAt: at })
    await awsOrganizations.delete('other', 'org-1')
    expect(await awsOrganizations.reading('org-1')).toBeDefined()
    await awsOrganizations.delete('acme', 'org-1')
    expect([await awsOrganizations.get('acme', 'org-1'), await awsOrganizations.reading('org-1')]).toEqual([
      undefined,
      undefined,
    ])
  })
}
