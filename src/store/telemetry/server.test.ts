// The telemetry contract over ClickHouse's HTTP interface, and a server that is not there.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { telemetryContract } from './contract.ts'
import { openServer } from './engine.ts'
import { openTelemetry } from './index.ts'
import { startClickHouse } from './testing/start-server.ts'

telemetryContract('ClickHouse over HTTP', async clock => {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-clickhouse-'))
  const server = await startClickHouse(directory)
  const telemetry = await openTelemetry({ url: server.url, clock })
  const engine = await openServer(server.url)
  return {
    telemetry,
    sql: query => engine.query(query),
    async stop() {
      await engine.close()
      await telemetry.close()
      await server.stop()
      rmSync(directory, { recursive: true })
    },
  }
})

describe('a server that is not there', () => {
  it('is reported without the password', async () => {
    const opening = openTelemetry({ url: 'http://heycloud:secret@127.0.0.1:1' })
    await expect(opening).rejects.toMatchObject({ code: 'store_unavailable' })
    await expect(opening).rejects.not.toThrow(/secret/)
  })
})
