// The telemetry contract on chDB in this process.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { telemetryContract } from './contract.ts'
import { openEmbedded } from './engine.ts'
import { openTelemetry } from './index.ts'

telemetryContract('chDB', async clock => {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-telemetry-'))
  const telemetry = await openTelemetry({ directory, clock })
  const engine = await openEmbedded(directory, 1)
  return {
    telemetry,
    sql: query => engine.query(query),
    async stop() {
      await engine.close()
      await telemetry.close()
      rmSync(directory, { recursive: true })
    },
  }
})
