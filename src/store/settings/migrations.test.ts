// A database of an older version, with rows, brought up to date on each engine.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Dialect, Kysely, PostgresDialect, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { fileKeys } from '../secret-keys.ts'
import type { Settings } from '../settings-ports.ts'
import { up as first } from './migrations/0001-first.ts'
import { openPostgresSettings } from './postgres.ts'
import { openSqliteSettings, sqliteDialect } from './sqlite.ts'
import { account, at, keyAccount, verification } from './testing/fixtures.ts'
import { startPostgres } from './testing/postgres.ts'

/** Settings as the first version wrote them: without the switches that came later. */
function oldSettings(): string {
  const { features: _, ...rest } = accountSettingsSchema.parse({ account_tags: ['team:b', 'team:a'] })
  return JSON.stringify(rest)
}
function oldVerification(): string {
  const { drift: _, weakenedAt: __, nextExternalId: ___, ...rest } = verification
  const missing = { action: 'ec2:DescribeTags', feature: 'tags', why: 'w', regions: [], cause: 'identity' }
  return JSON.stringify({ ...rest, missingActions: [missing] })
}

/** The schema and rows of 0001, as its version left them. */
async function writeOld(dialect: Dialect): Promise<void> {
  const db = new Kysely<unknown>({ dialect })
  const getMigrations = async () => ({ '0001-first': { up: first } })
  const { error } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest()
  if (error) throw error
  const states = ['connected', 'degraded', 'pending', 'blocked', 'not_assumable']
  for (const [i, state] of states.entries())
    await sql`insert into accounts values (${state}, 'acme', 'aws', ${`11111111111${i}`}, 'Role', '/path/', ${'e'.repeat(32)},
      ${`O'Brien ${i}`}, null, ${oldSettings()}, ${state}, ${at}, ${at + i})`.execute(db)
  await sql`insert into verifications values ('connected', ${oldVerification()})`.execute(db)
  await db.destroy()
}

interface Start {
  write(): Promise<void>
  open(): Promise<Settings>
  stop(): Promise<void>
}

async function onSqlite(): Promise<Start> {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-migrations-'))
  const file = join(directory, 'settings.sqlite')
  return {
    write: () => writeOld(sqliteDialect(new DatabaseSync(file))),
    open: () => openSqliteSettings({ file }),
    stop: async () => rmSync(directory, { recursive: true }),
  }
}

async function onPostgres(): Promise<Start> {
  const postgres = await startPostgres()
  const url = await postgres.url('old')
  return {
    write: () => writeOld(new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) })),
    open: () => openPostgresSettings({ url, keys: fileKeys('/nowhere/secret.key') }),
    stop: () => postgres.stop(),
  }
}

describe.each([
  ['SQLite', onSqlite],
  ['Postgres', onPostgres],
])('a database of the first version on %s', (_, begin) => {
  let start: Start
  let settings: Settings
  beforeAll(async () => {
    start = await begin()
    await start.write()
    settings = await start.open()
    await settings.migrate()
  }, 120_000)
  afterAll(async () => {
    await settings.close()
    await start.stop()
  })

  it('keeps its accounts, with the defaults of what is new', async () => {
    expect(await settings.accounts.listAll()).toHaveLength(5)
    expect(await settings.accounts.get('acme', 'degraded')).toEqual(
      account({
        id: 'degraded',
        accountId: '111111111111',
        roleName: 'Role',
        rolePath: '/path/',
        externalId: 'e'.repeat(32),
        name: "O'Brien 1",
        state: 'degraded',
        settings: accountSettingsSchema.parse({ account_tags: ['team:b', 'team:a'] }),
        modifiedAt: at + 1,
      }),
    )
    expect(await settings.verifications.get('connected')).toMatchObject({
      drift: null,
      weakenedAt: null,
      nextExternalId: null,
      missingActions: [{ action: 'ec2:DescribeTags', explicitDeny: false }],
    })
  })

  it('gives a claim to whoever is being collected, and to nobody else', async () => {
    const holders = []
    for (let i = 0; i < 5; i += 1) holders.push(await settings.claims.holder(`11111111111${i}`))
    expect(holders).toEqual(['connected', 'degraded', undefined, undefined, undefined])
  })

  it('takes an AWS account once in an organisation, in several organisations, and access keys', async () => {
    const again = account({ id: 'again', accountId: '111111111111' })
    await expect(settings.accounts.insert(again)).rejects.toMatchObject({ code: 'account_exists' })
    await settings.accounts.insert({ ...again, organisation: 'other' })
    await settings.accounts.insert(keyAccount())
    await expect(settings.accounts.insert({ ...again, accountId: '2'.repeat(12), id: 'degraded' })).rejects.toThrow()
  })
})
