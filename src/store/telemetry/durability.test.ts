// What outlives a process: acknowledged points, the order of writes, the need to roll up; and that one process has a directory.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbedded } from './engine.ts'
import { openTelemetry } from './index.ts'
import { day, hour, midnight, question, sample, series } from './testing/fixtures.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'heycloud-durability-'))
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

/** A process that writes until it has acknowledged `points`, still running. */
async function writer(points: number) {
  const program = fileURLToPath(new URL('./testing/crashing-writer.ts', import.meta.url))
  const child = spawn(process.execPath, [program, directory, String(midnight)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: number[] = []
  const ended = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const enough = new Promise<void>((resolve, reject) => {
    lines.on('line', line => {
      acknowledged.push(Number(line))
      if (acknowledged.length === points) resolve()
    })
    lines.on('close', () => reject(new Error(`the writer ended after ${acknowledged.length} points`)))
  })
  await enough
  return {
    pid: child.pid,
    acknowledged,
    async kill() {
      child.kill('SIGKILL')
      await ended
      await new Promise(resolve => setImmediate(resolve))
    },
  }
}

describe('a data directory', { timeout: 60_000 }, () => {
  it('keeps every acknowledged point, once, when its process is killed, and rolls up what was left', async () => {
    const { acknowledged, kill } = await writer(50)
    await kill()
    const telemetry = await openTelemetry({ directory })
    await telemetry.migrate()
    const stored = await telemetry.points('acme', 1, midnight, midnight + 9 * day)
    const values = stored.map(point => point.value)
    expect(values).toEqual(Array.from({ length: values.length }, (_, n) => n))
    expect(values).toEqual(expect.arrayContaining(acknowledged))
    const hours = Math.ceil(values.length / 12)
    const asked = question('aws.crash', {
      from: midnight,
      to: midnight + hours * hour,
      interval: hour,
      timeAggregator: 'sum',
    })
    const truth = Array.from({ length: hours }, (_, h) =>
      values.slice(h * 12, h * 12 + 12).reduce((sum, v) => sum + v, 0),
    )
    expect((await telemetry.ask(asked)).series[0]?.values).toEqual(truth)
    await telemetry.rollUp(midnight + hours * hour)
    expect((await telemetry.ask(asked)).series[0]?.values).toEqual(truth)
    await telemetry.close()
  })

  it('is refused while another process has it', async () => {
    const { pid, kill } = await writer(1)
    await expect(openTelemetry({ directory })).rejects.toMatchObject({
      code: 'data_directory_locked',
      detail: expect.stringContaining(`pid ${pid}`),
    })
    await kill()
    await (await openTelemetry({ directory })).close()
  })

  it('lets the last write win though the clock stepped back between two runs', async () => {
    const one = series({ name: 'aws.clock', tags: ['v:old'] })
    const at = (now: number) => ({ now: () => now, sleep: () => Promise.resolve() })
    const asked = question('aws.clock', { interval: hour, timeAggregator: 'max', groupBy: ['v'] })
    const before = await openTelemetry({ directory, clock: at(midnight * 1_000) })
    await before.migrate()
    await before.saveSeries([one])
    await before.saveSamples([sample(one, midnight, 1), sample(one, midnight + 300, 1)])
    await before.rollUp(midnight + hour)
    await before.close()
    const after = await openTelemetry({ directory, clock: at((midnight - day) * 1_000) })
    await after.saveSeries([{ ...one, tags: ['v:new'] }])
    await after.saveSamples([sample(one, midnight, 2)])
    expect((await after.points('acme', one.id, midnight, midnight + hour)).map(point => point.value)).toEqual([2, 1])
    expect((await after.ask(asked)).series).toEqual([{ group: ['v:new'], values: [2] }])
    expect(await after.rollUp(midnight + hour)).toBe(1)
    expect((await after.ask(asked)).series).toEqual([{ group: ['v:new'], values: [2] }])
    await after.close()
  })

  it('stores what was handed in before it closes', async () => {
    const one = series({ name: 'aws.closing' })
    const telemetry = await openTelemetry({ directory })
    await telemetry.migrate()
    await telemetry.saveSeries([one])
    const saves = Array.from({ length: 20 }, (_, n) => telemetry.saveSamples([sample(one, midnight + n * 300, n)]))
    await telemetry.close()
    await Promise.all(saves)
    const again = await openTelemetry({ directory })
    expect(await again.points('acme', one.id, midnight, midnight + day)).toHaveLength(20)
    await again.close()
  })

  it('answers with the settings of its own, whatever a question has set for itself', async () => {
    const engine = await openEmbedded(directory, 1)
    await engine.query('SELECT 1 SETTINGS max_execution_time = 7, output_format_json_quote_64bit_integers = 0')
    expect(
      await engine.query("SELECT getSetting('max_execution_time') AS seconds, toUInt64(18446744073709551615) AS large"),
    ).toEqual([{ seconds: 0, large: '18446744073709551615' }])
    await engine.close()
  })
})
