// The one race of rollups, made to happen: points that land while hours are rolled up, with a number given before.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemClock } from '../../core/clock.ts'
import { type Engine, openEmbedded } from './engine.ts'
import { rollUp } from './rollup.ts'
import { createSampleWriter } from './samples.ts'
import { migrate } from './schema.ts'
import { day, midnight, sample, series } from './testing/fixtures.ts'
import { createVersions } from './versions.ts'

it('rolls up again what was under way while it read', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'heycloud-rollup-'))
  const engine = await openEmbedded(directory)
  const versions = createVersions(systemClock)
  await migrate(engine, { cluster: null }, versions.next)
  const opened = Promise.withResolvers<void>()
  /** The real engine, whose inserts wait for the gate. */
  const slow: Engine = {
    ...engine,
    async insert(table, rows) {
      await opened.promise
      await engine.insert(table, rows)
    },
  }
  const writer = createSampleWriter(slow, versions)
  const one = series({ name: 'aws.slow' })
  const saved = writer.save([sample(one, midnight - day, 7)])
  expect(writer.oldestUnderWay()).toBeGreaterThan(0)
  expect(await rollUp(engine, versions, writer, midnight)).toBe(0)
  opened.resolve()
  await saved
  expect(writer.oldestUnderWay()).toBeNull()
  expect(await rollUp(engine, versions, writer, midnight)).toBe(1)
  expect(await engine.query('SELECT id, total FROM heycloud.rollups_hourly')).toEqual([{ id: one.id, total: 7 }])
  expect(await rollUp(engine, versions, writer, midnight)).toBe(0)
  await engine.close()
  rmSync(directory, { recursive: true })
})
