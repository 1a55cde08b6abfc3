// What every telemetry engine must do; run on chDB in this process and over HTTP.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Clock, MINUTE } from '../../core/clock.ts'
import { leaving } from './contract-leaving.ts'
import { longTimes, storedPoints } from './contract-points.ts'
import { present } from './contract-present.ts'
import { questions } from './contract-questions.ts'
import { rollups } from './contract-rollups.ts'
import { names } from './contract-series.ts'
import type { TelemetryUnderTest } from './testing/fixtures.ts'

/** Runs the contract against one engine, which `start` opens empty, on the clock that it is given. */
export function telemetryContract(
  name: string,
  start: (clock: Clock) => Promise<Omit<TelemetryUnderTest, 'settle'>>,
): void {
  describe(`telemetry on ${name}`, { timeout: 60_000 }, () => {
    let opened: TelemetryUnderTest | undefined
    const store = () => {
      if (!opened) throw new Error('the engine did not start')
      return opened
    }
    beforeAll(async () => {
      // Time stands still but when it is told to pass: whatever must be ordered is not ordered by the clock.
      let now = Date.UTC(2026, 10, 23, 12)
      const engine = await start({ now: () => now, sleep: () => Promise.resolve() })
      opened = {
        ...engine,
        settle: () => {
          now += 10 * MINUTE
        },
      }
      await opened.telemetry.migrate()
    }, 60_000)
    afterAll(() => opened?.stop())
    it('migrates once, and again without effect', async () => {
      await store().telemetry.migrate()
      expect(await store().sql('SELECT number, name FROM heycloud.schema_migrations ORDER BY number')).toEqual([
        { number: 1, name: 'first' },
        { number: 2, name: 'relations of resources' },
      ])
    })
    describe('series', () => names(store))
    describe('points', () => storedPoints(store))
    describe('questions', () => questions(store))
    describe('rollups', () => rollups(store))
    describe('resources and alarms', () => present(store))
    describe('what leaves', () => leaving(store))
    describe('a long time', () => longTimes(store))
  })
}
