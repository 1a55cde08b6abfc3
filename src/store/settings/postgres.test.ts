// The settings contract on a real Postgres, over two connection pools.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileKeys } from '../secret-keys.ts'
import { settingsContract } from './contract.ts'
import { openPostgresSettings } from './postgres.ts'
import { startPostgres } from './testing/postgres.ts'

const onConnectionError = (error: Error) => {
  throw error
}

settingsContract('Postgres', async () => {
  const postgres = await startPostgres()
  const url = await postgres.url('settings')
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-keys-'))
  const keys = fileKeys(join(directory, 'secret.key'))
  const [first, second] = await Promise.all([
    openPostgresSettings({ url, keys, onConnectionError }),
    openPostgresSettings({ url, keys, onConnectionError }),
  ])
  return {
    first,
    second,
    async stop() {
      await Promise.all([first.close(), second.close()])
      await postgres.stop()
      rmSync(directory, { recursive: true })
    },
  }
})

describe('a Postgres that is not there', () => {
  it('is reported without the password', async () => {
    const opening = openPostgresSettings({
      url: 'postgres://u:secret@127.0.0.1:1/none',
      keys: fileKeys('/none'),
      onConnectionError,
    })
    await expect(opening).rejects.toMatchObject({ code: 'store_unavailable' })
    await expect(opening).rejects.not.toThrow(/secret/)
  })
})
