import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { externalIdPattern } from '../core/account.ts'
import { HOUR, type MovableClock, movableClock, SECOND } from '../core/clock.ts'
import { systemRandom } from '../core/random.ts'
import { openSqliteSettings } from '../store/settings/sqlite.ts'
import { account } from '../store/settings/testing/fixtures.ts'
import type { Settings } from '../store/settings-ports.ts'
import { createExternalIds, draftLife, type ExternalIds, invalidExternalId } from './external-ids.ts'

const org = 'acme'
const prod = '111122223333'
const members = ['444455556666', '777788889999']
let directory: string
let settings: Settings
let clock: MovableClock
let ids: ExternalIds

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'heycloud-ids-'))
  clock = movableClock(Date.UTC(2026, 10, 23, 19, 40))
  settings = await openSqliteSettings({ file: join(directory, 'settings.sqlite') })
  await settings.migrate()
  for (const id of [org, 'other']) await settings.organisations.ensure(id, id, clock.now())
  ids = createExternalIds({
    isMember: async (_, connectionId, accountId) => connectionId === 'connection' && members.includes(accountId),
    ...{ settings, clock, random: systemRandom },
  })
})
afterEach(async () => {
  await settings.close()
  rmSync(directory, { recursive: true, force: true })
})

/** An account that takes this ID, saved as accounts are. */
async function addAccount(accountId: string, externalId: string, organisation = org): Promise<void> {
  await settings.accounts.insert(
    account({ id: `config-${accountId}`, organisation, accountId, externalId, name: `name-${accountId}` }),
  )
  await ids.bind(organisation, externalId, `config-${accountId}`)
}

const draft = async (): Promise<string> => (await ids.pageDraft(org)).value
const check = (value: string, accountId = prod) => ids.check(org, value, accountId)

describe('the page’s draft', () => {
  it('is 32 lower-case hexadecimal characters', async () => expect(await draft()).toMatch(externalIdPattern))

  it('stays the same for 48 hours, whoever leaves and comes back', async () => {
    const first = await ids.pageDraft(org)
    clock.advance(draftLife - SECOND)
    expect(await ids.pageDraft(org)).toEqual(first)
    expect(first.expiresAt - first.createdAt).toBe(48 * HOUR)
    clock.advance(2 * SECOND)
    expect(await draft()).not.toBe(first.value)
  })

  it('is one for all who ask at once, and one after all who want a new one at once', async () => {
    const seen = await Promise.all([1, 2, 3].map(() => draft()))
    expect(new Set(seen).size).toBe(1)
    const made = await Promise.all([1, 2, 3].map(() => ids.regenerate(org, 'user:ada')))
    const good = await Promise.all([...seen, ...made.map(({ value }) => value)].map(value => check(value)))
    expect(good.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await check(await draft())).toEqual({ ok: true })
  })

  it('is another for every organisation', async () => {
    expect((await ids.pageDraft('other')).value).not.toBe(await draft())
  })

  it('is replaced when somebody asks, which is written down, and the old one is refused', async () => {
    const old = await draft()
    const { value } = await ids.regenerate(org, 'user:ada')
    expect(value).not.toBe(old)
    expect(await draft()).toBe(value)
    expect(await check(old)).toMatchObject({ ok: false, reason: 'retired' })
    expect((await settings.audit.list(org, 1))[0]).toMatchObject({
      actor: 'user:ada',
      action: 'external_id.regenerate',
    })
  })

  it('ends with the account that takes it', async () => {
    const taken = await draft()
    await addAccount('111122223333', taken)
    expect(await draft()).not.toBe(taken)
  })

  it('ends when any account is added, also with another external ID, but not when another organisation adds one', async () => {
    const page = await draft()
    await addAccount('999988887777', (await ids.issueForApi('other', 'key:x')).value, 'other')
    expect(await draft()).toBe(page)
    await addAccount('111122223333', (await ids.issueForApi(org, 'key:terraform')).value)
    expect(await draft()).not.toBe(page)
    expect(await check(page)).toMatchObject({ ok: false, reason: 'retired' })
  })

  it('is never one that was issued to a program', async () => {
    const issued = await Promise.all([1, 2, 3].map(() => ids.issueForApi(org, 'key:terraform')))
    expect(issued.map(({ value }) => value)).not.toContain(await draft())
    for (const { value } of issued) expect(await check(value)).toEqual({ ok: true })
  })
})

describe('an external ID', () => {
  it.each(['', 'my-own-id', 'A'.repeat(32), 'f'.repeat(32), `${'f'.repeat(31)} `])(
    'that nobody issued is refused: %j',
    async value => {
      expect((await check(value)).ok).toBe(false)
    },
  )

  it('of another organisation is answered as one that never was', async () => {
    const theirs = (await ids.pageDraft('other')).value
    expect(await check(theirs)).toEqual(await check('f'.repeat(32)))
  })

  it('that expired is refused with the day, though nobody replaced it', async () => {
    const { value } = await ids.issueForApi(org, 'key:terraform')
    clock.advance(draftLife)
    expect(await check(value)).toMatchObject({
      reason: 'expired',
      sentence: expect.stringContaining('2026-11-25 19:40 UTC'),
    })
  })

  it('that an account has is refused with its name', async () => {
    const value = await draft()
    await addAccount('111122223333', value)
    expect(await check(value)).toMatchObject({
      reason: 'bound',
      sentence: expect.stringContaining('name-111122223333'),
    })
  })

  it('is bound once, of two that race', async () => {
    const value = await draft()
    const results = await Promise.allSettled([ids.bind(org, value, 'a'), ids.bind(org, value, 'b')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'invalid_external_id', detail: 'invalid External ID' },
    })
  })

  it('is never free again once its account is gone', async () => {
    const value = await draft()
    await addAccount('111122223333', value)
    await settings.accounts.delete(org, 'config-111122223333')
    await ids.retire(value)
    expect(await check(value)).toMatchObject({ ok: false, reason: 'retired' })
    await expect(ids.bind(org, value, 'b')).rejects.toMatchObject({ code: 'invalid_external_id' })
  })
})

describe('the next external ID of an account that rotates', () => {
  it('is that account’s from the start: no draft, not the page’s, and good for nothing else', async () => {
    const page = await draft()
    const next = await ids.issueNext(org, 'config-111122223333')
    expect(await settings.externalIds.get(next)).toMatchObject({
      ...{ origin: 'rotation', state: 'bound', accountConfigId: 'config-111122223333' },
    })
    expect(await draft()).toBe(page)
    expect(await check(next)).toMatchObject({ ok: false, reason: 'bound' })
    await expect(ids.bind(org, next, 'config-2')).rejects.toMatchObject({ code: 'invalid_external_id' })
  })

  it('leaves a tombstone of the one before, which says that it was replaced, though its account is there', async () => {
    const old = await draft()
    await addAccount(prod, old)
    await ids.retire(old)
    expect(await check(old)).toMatchObject({ reason: 'retired', sentence: expect.stringContaining('rotated') })
  })
})

describe('the external ID of an AWS Organization', () => {
  it('is good for every member, again and again, and has no end', async () => {
    const shared = await ids.issueForOrganization(org, 'connection')
    clock.advance(100 * draftLife)
    for (const member of [...members, ...members])
      expect(await check(shared, member)).toEqual({ ok: true, joinedBy: 'connection' })
  })

  it('is refused for an account that AWS does not list', async () => {
    const shared = await ids.issueForOrganization(org, 'connection')
    expect(await check(shared)).toMatchObject({ ok: false, reason: 'not_a_member' })
    const refused = await check(shared)
    expect(!refused.ok && invalidExternalId(refused)).toMatchObject({ code: 'not_a_member', status: 400 })
  })

  it('is in another organisation an ID that never was, also for a member', async () => {
    const shared = await ids.issueForOrganization('other', 'connection')
    const [member = ''] = members
    expect(await check(shared, member)).toEqual(await check('f'.repeat(32), member))
  })

  it('is refused to all once its connection has ended', async () => {
    const shared = await ids.issueForOrganization(org, 'connection')
    await ids.retire(shared)
    expect(await check(shared, members[0])).toMatchObject({ ok: false, reason: 'retired' })
  })
})
