// Stored secrets through a change of keys, and what of them can be read in the database's file.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secretKeys } from '../secret-keys.ts'
import type { Settings } from '../settings-ports.ts'
import { openSqliteSettings } from './sqlite.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'heycloud-secrets-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const [one, two] = ['1'.repeat(32), '2'.repeat(32)]

/** The same database, opened with these keys. */
async function withKeys<T>(texts: string[], work: (settings: Settings) => Promise<T>): Promise<T> {
  const keys = secretKeys(texts, join(directory, 'secret.key'))
  const settings = await openSqliteSettings({ file: join(directory, 'settings.sqlite'), keys })
  try {
    await settings.migrate()
    return await work(settings)
  } finally {
    await settings.close()
  }
}

describe('stored secrets', () => {
  it('move to the present key once, and need the old one no more', async () => {
    await withKeys([one], async ({ secrets }) => {
      for (const name of ['a', 'b']) await secrets.put(name, `secret of ${name}`)
    })
    await withKeys([two, one], async ({ secrets }) => {
      expect(await secrets.get('a')).toBe('secret of a')
      expect(await secrets.rewrap()).toBe(2)
      expect([await secrets.rewrap(), await secrets.unreadable()]).toEqual([0, []])
    })
    await withKeys([two], async ({ secrets }) => expect(await secrets.get('b')).toBe('secret of b'))
  })
  it('whose key is lost stay shut alone, and are put right by entering them again', async () => {
    await withKeys([one], ({ secrets }) => secrets.put('lost', 'x'))
    await withKeys([two], async ({ secrets }) => {
      await secrets.put('kept', 'y')
      expect([await secrets.rewrap(), await secrets.unreadable()]).toEqual([0, ['lost']])
      await expect(secrets.get('lost')).rejects.toMatchObject({ code: 'secrets_unreadable' })
      expect(await secrets.get('kept')).toBe('y')
      await secrets.put('lost', 'entered again')
      expect(await secrets.get('lost')).toBe('entered again')
    })
  })
  it('do not bring forth a new key file where the old one was lost', async () => {
    await withKeys([one], ({ secrets }) => secrets.put('lost', 'x'))
    await withKeys([], async ({ secrets }) => {
      expect([await secrets.rewrap(), await secrets.unreadable()]).toEqual([0, ['lost']])
    })
    expect(readdirSync(directory)).not.toContain('secret.key')
  })
  it('cannot be read in any file of the data directory, the replaced and the deleted ones included', async () => {
    const texts = ['wJalrXUtnFEMI-first', 'wJalrXUtnFEMI-second', 'wJalrXUtnFEMI-deleted']
    const read = () => readdirSync(directory).map(name => readFileSync(join(directory, name), 'latin1'))
    await withKeys([], async ({ secrets, organisations }) => {
      await organisations.ensure('in-the-clear', 'in-the-clear', 1)
      await secrets.put('a', texts[0] ?? '')
      await secrets.put('a', texts[1] ?? '')
      await secrets.put('b', texts[2] ?? '')
      await secrets.delete('b')
      for (const text of texts) for (const file of read()) expect(file).not.toContain(text)
      // The test itself would find what is not encrypted.
      expect(read().some(file => file.includes('in-the-clear'))).toBe(true)
    })
    for (const text of texts) for (const file of read()) expect(file).not.toContain(text)
  })
})
