// Work that belongs to no account: the cost ledger's way into the store, rollups of closed hours, and retention.
import { DAY, MINUTE, SECOND } from '../core/clock.ts'
import type { CostEntry } from '../core/coverage.ts'
import type { Tools } from './context.ts'
import { floorTo, hour } from './metrics/windows.ts'

/**
 * Moves what was counted since the last time into the settings store. Calls for accounts that are not connected any more,
 * and HeyCloud's own, belong to nobody's bill and are left out. What cannot be stored is counted again the next time.
 */
export async function storeCosts({ aws, settings }: Pick<Tools, 'aws' | 'settings'>): Promise<void> {
  const counted = aws.costs.drain()
  if (counted.length === 0) return
  try {
    const accounts = new Map((await settings.accounts.listAll()).map(account => [account.id, account]))
    const rows = counted.flatMap(({ accountId, ...line }): CostEntry[] => {
      const account = accounts.get(line.accountConfigId)
      return account ? [{ ...line, organisation: account.organisation }] : []
    })
    if (rows.length > 0) await settings.cost.add(rows)
  } catch (error) {
    aws.costs.putBack(counted)
    throw error
  }
}

/** An hour is rolled up when the slowest of the common metrics has settled; later points make the store roll it up again. */
const settled = 15 * MINUTE

/** Rolls up and, where telemetry is not kept for ever, drops what is older. */
export async function keepTelemetry({ telemetry, clock, retentionDays }: Tools): Promise<void> {
  const now = clock.now()
  await telemetry.rollUp(floorTo((now - settled) / SECOND, hour))
  if (retentionDays !== undefined)
    await telemetry.dropBefore(floorTo((now - retentionDays * DAY) / SECOND, DAY / SECOND))
}
