import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { externalIdPattern } from '../core/account.ts'
import { accountSettingsSchema } from '../core/account-settings.ts'
import { HOUR, type MovableClock, movableClock, SECOND } from '../core/clock.ts'
import { systemRandom } from '../core/random.ts'
import { openSqliteSettings } from '../store/settings/sqlite.ts'
import type { Settings } from '../store/settings-ports.ts'
import { createExternalIds, draftLife, type ExternalIds } from './external-ids.ts'

const org = 'acme'
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
  ids = createExternalIds({ settings, clock, random: systemRandom })
})
afterEach(async () => {
  await settings.close()
  rmSync(directory, { recursive: true, force: true })
})

/** An account that takes this ID, saved as accounts are. */
async function addAccount(accountId: string, externalId: string, organisation = org): Promise<void> {
  const at = clock.now()
  await settings.accounts.insert({
    ...{ id: `config-${accountId}`, organisation, partition: 'aws', accountId, roleName: 'Role', rolePath: '/' },
    ...{ externalId, name: `name-${accountId}`, alias: null, state: 'pending', createdAt: at, modifiedAt: at },
    settings: accountSettingsSchema.parse({}),
  })
  await ids.bind(organisation, externalId, `config-${accountId}`)
}

const draft = async (): Promise<string> => (await ids.pageDraft(org)).value

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
    const good = await Promise.all([...seen, ...made.map(({ value }) => value)].map(value => ids.check(org, value)))
    expect(good.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await ids.check(org, await draft())).toEqual({ ok: true })
  })

  it('is another for every organisation', async () => {
    expect((await ids.pageDraft('other')).value).not.toBe(await draft())
  })

  it('is replaced when somebody asks, which is written down, and the old one is refused', async () => {
    const old = await draft()
    const { value } = await ids.regenerate(org, 'user:ada')
    expect(value).not.toBe(old)
    expect(await draft()).toBe(value)
    expect(await ids.check(org, old)).toMatchObject({ ok: false, reason: 'retired' })
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
    expect(await ids.check(org, page)).toMatchObject({ ok: false, reason: 'retired' })
  })

  it('is never one that was issued to a program', async () => {
    const issued = await Promise.all([1, 2, 3].map(() => ids.issueForApi(org, 'key:terraform')))
    expect(issued.map(({ value }) => value)).not.toContain(await draft())
    for (const { value } of issued) expect(await ids.check(org, value)).toEqual({ ok: true })
  })
})

describe('an external ID', () => {
  it.each(['', 'my-own-id', 'A'.repeat(32), 'f'.repeat(32), `${'f'.repeat(31)} `])(
    'that nobody issued is refused: %j',
    async value => {
      expect((await ids.check(org, value)).ok).toBe(false)
    },
  )

  it('of another organisation is answered as one that never was', async () => {
    const theirs = (await ids.pageDraft('other')).value
    expect(await ids.check(org, theirs)).toEqual(await ids.check(org, 'f'.repeat(32)))
  })

  it('that expired is refused with the day, though nobody replaced it', async () => {
    const { value } = await ids.issueForApi(org, 'key:terraform')
    clock.advance(draftLife)
    expect(await ids.check(org, value)).toMatchObject({
      reason: 'expired',
      sentence: expect.stringContaining('2026-11-25 19:40 UTC'),
    })
  })

  it('that an account has is refused with its name', async () => {
    const value = await draft()
    await addAccount('111122223333', value)
    expect(await ids.check(org, value)).toMatchObject({
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
    expect(await ids.check(org, value)).toMatchObject({ ok: false, reason: 'retired' })
    await expect(ids.bind(org, value, 'b')).rejects.toMatchObject({ code: 'invalid_external_id' })
  })
})
