import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { movableClock, systemClock } from '../../core/clock.ts'
import { openSqliteSettings } from '../../store/settings/sqlite.ts'
import type { Settings } from '../../store/settings-ports.ts'
import { createLeases, LeaseLost } from './leases.ts'

const directory = mkdtempSync(join(tmpdir(), 'heycloud-leases-'))
let settings: Settings
beforeAll(async () => {
  settings = await openSqliteSettings({ file: join(directory, 'settings.sqlite') })
  await settings.migrate()
})
afterAll(async () => {
  await settings.close()
  rmSync(directory, { recursive: true, force: true })
})

const never = new AbortController().signal
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

describe('leases', () => {
  it('are held once in a process too, so that what was stopped has ended before it begins again', async () => {
    const leases = createLeases(settings.leases, systemClock, 'same', 1_000)
    let inner: unknown = 'not tried'
    await leases.hold('twice', never, async () => {
      inner = await leases.hold('twice', never, async () => 'taken')
    })
    expect(inner).toBeUndefined()
    expect(await leases.hold('twice', never, async () => 'taken')).toBe('taken')
  })
  it('are held by one, for as long as it works, and are free afterwards', async () => {
    const [a, b] = ['a', 'b'].map(holder => createLeases(settings.leases, systemClock, holder, 90))
    let other: unknown = 'not tried'
    const own = await a?.hold('one', never, async () => {
      // Longer than the lease lives without its heartbeat.
      await systemClock.sleep(300)
      other = await b?.hold('one', never, async () => 'taken')
      return 'done'
    })
    expect([own, other]).toEqual(['done', undefined])
    expect(await b?.hold('one', never, async () => 'taken')).toBe('taken')
  })

  it('of a dead holder are taken over when they have run out', async () => {
    const clock = movableClock()
    await settings.leases.acquire('two', 'dead', clock.now(), 30_000)
    const leases = createLeases(settings.leases, clock, 'c', 30_000)
    expect(await leases.hold('two', never, async () => 'taken')).toBeUndefined()
    clock.advance(30_001)
    expect(await leases.hold('two', never, async () => 'taken')).toBe('taken')
  })

  it('that are lost stop the work', async () => {
    const clock = movableClock()
    const leases = createLeases(settings.leases, clock, 'slow', 90)
    const work = leases.hold('three', never, async signal => {
      clock.advance(1_000)
      await settings.leases.acquire('three', 'quick', clock.now(), 60_000)
      return untilAborted(signal)
    })
    await expect(work).rejects.toBeInstanceOf(LeaseLost)
    // The new holder keeps it.
    expect(await leases.hold('three', never, async () => 'taken')).toBeUndefined()
  })

  it('stop with the collector, and are released when the work fails', async () => {
    const leases = createLeases(settings.leases, systemClock, 'd', 60_000)
    const stop = new AbortController()
    const work = leases.hold('four', stop.signal, untilAborted)
    const reason = new Error('stopping')
    setImmediate(() => stop.abort(reason))
    await expect(work).rejects.toBe(reason)
    expect(await createLeases(settings.leases, systemClock, 'e', 60_000).hold('four', never, async () => 1)).toBe(1)
  })
})
