// Two collectors on one Postgres and one ClickHouse share the accounts; when one is killed the other takes its work over.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../simulator/index.ts'
import { defaultLimits } from '../src/collect/context.ts'
import { heldElsewhere } from '../src/collect/schedule/jobs.ts'
import { DAY, MINUTE, SECOND, systemClock } from '../src/core/clock.ts'
import { seededRandom } from '../src/core/random.ts'
import { fileKeys } from '../src/store/secret-keys.ts'
import { openPostgresSettings } from '../src/store/settings/postgres.ts'
import { startPostgres } from '../src/store/settings/testing/postgres.ts'
import type { Settings } from '../src/store/settings-ports.ts'
import { openTelemetry } from '../src/store/telemetry/index.ts'
import { startClickHouse } from '../src/store/telemetry/testing/start-server.ts'
import { accountOf, grantRole, organisation } from './support/collecting.ts'
import type { Held, SharingChildOptions } from './support/sharing-child.ts'

const leaseTtl = 6 * SECOND
const directory = mkdtempSync(join(tmpdir(), 'heycloud-sharing-'))
let simulator: Awaited<ReturnType<typeof startSimulator>>
let postgres: Awaited<ReturnType<typeof startPostgres>>
let clickhouse: Awaited<ReturnType<typeof startClickHouse>>
let settings: Settings
let databaseUrl: string

beforeAll(async () => {
  const profile = { accounts: 6, regions: 1, metricsPerRegion: 40 }
  ;[simulator, postgres, clickhouse] = await Promise.all([
    startSimulator({ seed: 1, clock: systemClock, random: seededRandom(1), quotas: false, profile }),
    startPostgres(),
    startClickHouse(directory),
  ])
  databaseUrl = await postgres.url('sharing')
  settings = await openPostgresSettings({ url: databaseUrl, keys: fileKeys(join(directory, 'secret.key')) })
  await settings.migrate()
  const telemetry = await openTelemetry({ url: clickhouse.url, clock: systemClock })
  await telemetry.migrate()
  await telemetry.close()
  await settings.organisations.ensure(organisation, 'Acme', systemClock.now())
  for (const { accountId } of simulator.accounts) {
    await grantRole(simulator, accountId)
    await settings.accounts.insert({
      ...accountOf(accountId, { aws_regions: { include_only: ['us-east-1'] } }),
      createdAt: systemClock.now() - 30 * DAY,
    })
  }
  // Long enough to be killed in the middle of.
  simulator.faults.add({ service: 'tagging', operation: 'GetResources', kind: { latencyMs: 400 } })
}, 120_000)
afterAll(async () => {
  await settings?.close()
  await clickhouse?.stop()
  await postgres?.stop()
  await simulator?.close()
  rmSync(directory, { recursive: true, force: true })
})

interface Collector {
  child: ChildProcess
  said: Held[]
}

async function live(): Promise<Collector> {
  const options: SharingChildOptions = {
    ...{ databaseUrl, leaseTtl, clickhouseUrl: clickhouse.url },
    ...{ endpoint: simulator.endpoint, credentials: simulator.heycloud },
  }
  const child = fork(new URL('./support/sharing-child.ts', import.meta.url).pathname, [JSON.stringify(options)])
  const said: Held[] = []
  child.on('message', (what: Held | { ready: true }) => {
    if ('lease' in what) said.push(what)
  })
  await once(child, 'message')
  return { child, said }
}

const holding = ({ said }: Collector): string[] => {
  const now = new Set<string>()
  for (const { lease, held } of said) held ? now.add(lease) : now.delete(lease)
  return [...now]
}
const tagLeases = ({ said }: Collector): Set<string> =>
  new Set(said.filter(({ lease, held }) => held && lease.endsWith('/tags')).map(({ lease }) => lease))

async function eventually(what: () => boolean | Promise<boolean>, within: number): Promise<void> {
  const end = systemClock.now() + within
  while (!(await what())) {
    if (systemClock.now() > end) throw new Error(`did not come to be within ${within} ms: ${what}`)
    await systemClock.sleep(50)
  }
}

/** The times of the last attempt to read each account's tags. */
const attempts = async (): Promise<number[]> =>
  (await settings.coverage.list(organisation))
    .filter(({ kind }) => kind === 'tags')
    .map(({ lastAttempt }) => lastAttempt ?? 0)

describe('two collectors', () => {
  it('share the accounts, never read one at once, and the living takes over what the killed one held', async () => {
    const [first, second] = await Promise.all([live(), live()])
    await eventually(async () => (await attempts()).length === simulator.accounts.length, MINUTE)
    await eventually(() => tagLeases(first).size > 0 && tagLeases(second).size > 0, MINUTE)

    await eventually(() => holding(first).some(lease => lease.endsWith('/tags')), MINUTE)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const killedAt = systemClock.now()
    const orphans = holding(first).filter(lease => lease.endsWith('/tags'))
    expect(orphans.length).toBeGreaterThan(0)
    await eventually(
      () => orphans.every(lease => second.said.some(one => one.lease === lease && one.held && one.at > killedAt)),
      leaseTtl + 4 * heldElsewhere,
    )
    await eventually(async () => (await attempts()).every(at => at > killedAt), leaseTtl + 4 * heldElsewhere)

    expect(overlaps(first.said, second.said)).toEqual([])
    second.child.kill('SIGKILL')
    await once(second.child, 'exit')
  }, 120_000)

  it('take over within a minute with the limits that they have unless told otherwise', () => {
    expect(defaultLimits.leaseTtl + heldElsewhere).toBeLessThan(MINUTE)
  })
})

/** Leases that both held at one time. What the first held when it was killed it held until its lease ran out. */
function overlaps(first: readonly Held[], second: readonly Held[]): string[] {
  const spans = (said: readonly Held[]) =>
    said.flatMap(({ lease, held, at }, i) => {
      if (!held) return []
      const end = said.slice(i).find(later => later.lease === lease && !later.held)
      return end ? [{ lease, from: at, to: end.at }] : []
    })
  const others = spans(second)
  return spans(first).flatMap(({ lease, from, to }) =>
    others.some(other => other.lease === lease && other.from < to && other.to > from) ? [lease] : [],
  )
}
