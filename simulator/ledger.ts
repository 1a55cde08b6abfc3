// What the simulated AWS was asked: calls, refusals, throttles, datapoints and their price, by account, region and operation.
import type { BillLine, LedgerEntry, Usage } from './contract.ts'
import { usageTypeIn } from './usage-type.ts'

export type LedgerKey = Pick<LedgerEntry, 'accountId' | 'region' | 'service' | 'operation'>
export type LedgerOutcome = 'answered' | 'denied' | 'throttled' | 'failed'
export type LedgerTotals = Omit<LedgerEntry, keyof LedgerKey>

export interface Ledger {
  /** Counts one call, at a time of the world's clock. Only an answered call counts its usage: AWS charges for no refusal. */
  record(key: LedgerKey, outcome: LedgerOutcome, usage?: Usage, now?: number): void
  entries(): LedgerEntry[]
  /** Sums of the entries that fit every given key; all of them without. */
  total(filter?: Partial<LedgerKey>): LedgerTotals
  /** The bill of an account, by day. */
  bill(accountId: string): BillLine[]
  reset(): void
}

const keyNames = ['accountId', 'region', 'service', 'operation'] as const

export function createLedger(): Ledger {
  const entries = new Map<string, LedgerEntry>()
  const bill = new Map<string, BillLine>()

  function charge({ accountId, region }: LedgerKey, { billed, charge = 0 }: Usage, now: number): void {
    if (!billed) return
    const day = new Date(now).toISOString().slice(0, 10)
    const { service, quantity } = billed
    const usageType = usageTypeIn(region, billed.usageType)
    const id = [accountId, region, day, usageType].join('\n')
    const line = bill.get(id) ?? { accountId, region, day, service, usageType, quantity: 0, charge: 0 }
    bill.set(id, { ...line, quantity: line.quantity + quantity, charge: line.charge + charge })
  }

  function entryOf(key: LedgerKey): LedgerEntry {
    const id = keyNames.map(name => key[name]).join('\n')
    let entry = entries.get(id)
    if (!entry) {
      entry = { ...key, calls: 0, denied: 0, throttled: 0, queries: 0, datapoints: 0, charge: 0 }
      entries.set(id, entry)
    }
    return entry
  }

  return {
    record(key, outcome, usage = {}, now = 0) {
      const entry = entryOf(key)
      entry.calls += 1
      if (outcome === 'denied') entry.denied += 1
      if (outcome === 'throttled') entry.throttled += 1
      if (outcome !== 'answered') return
      entry.queries += usage.queries ?? 0
      entry.datapoints += usage.datapoints ?? 0
      entry.charge += usage.charge ?? 0
      charge(key, usage, now)
    },
    entries: () => [...entries.values()].map(entry => ({ ...entry })),
    total(filter = {}) {
      const sum: LedgerTotals = { calls: 0, denied: 0, throttled: 0, queries: 0, datapoints: 0, charge: 0 }
      for (const entry of entries.values()) {
        if (keyNames.some(name => filter[name] !== undefined && filter[name] !== entry[name])) continue
        sum.calls += entry.calls
        sum.denied += entry.denied
        sum.throttled += entry.throttled
        sum.queries += entry.queries
        sum.datapoints += entry.datapoints
        sum.charge += entry.charge
      }
      return sum
    },
    bill: accountId => [...bill.values()].filter(line => line.accountId === accountId),
    reset() {
      entries.clear()
      bill.clear()
    },
  }
}
