// The schema's statements: one template for one server and for a cluster. A cluster itself could not be tried.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEmbedded } from './engine.ts'
import { openTelemetry } from './index.ts'
import { allStatements } from './schema.ts'

describe('the schema', () => {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-schema-'))
  let engine: Engine
  beforeAll(async () => {
    engine = await openEmbedded(directory, 1)
  })
  afterAll(async () => {
    await engine.close()
    rmSync(directory, { recursive: true })
  })
  it.each([null, 'main-1'])('is understood by the engine, for cluster %s', async cluster => {
    for (const statement of allStatements({ cluster })) {
      expect(statement.includes('ON CLUSTER')).toBe(cluster !== null)
      expect(/ENGINE = Replicated/.test(statement)).toBe(cluster !== null && statement.includes('CREATE TABLE'))
      await engine.command(`EXPLAIN AST ${statement}`)
    }
  })
  it('names each replicated table by its own path, and keeps the newest', () => {
    const text = allStatements({ cluster: 'main' }).join('\n')
    expect(text).toContain(
      "ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/heycloud/samples', '{replica}', written)",
    )
    expect(text).toContain("ReplicatedMergeTree('/clickhouse/tables/{shard}/heycloud/resources_history', '{replica}')")
    const paths = text.match(/'\/clickhouse[^']+'/g) ?? []
    expect(new Set(paths).size).toBe(paths.length)
  })
  it("refuses a cluster's name that is none", async () => {
    const opening = openTelemetry({ url: 'http://127.0.0.1:1', cluster: "x' ENGINE = Memory --" })
    await expect(opening).rejects.toMatchObject({ code: 'configuration' })
  })
})
