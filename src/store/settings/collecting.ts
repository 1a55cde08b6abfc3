// What collection remembers of each account: verifications, watermarks, coverage and cost.
import type { CostEntry, Coverage } from '../../core/coverage.ts'
import type { Verification } from '../../core/verification.ts'
import type { Settings, Watermark, WatermarkStore } from '../settings-ports.ts'
import { chunks, fromJson, lastByKey, toJson } from './codec.ts'
import type { CostTable, CoverageTable, Db, WatermarksTable } from './schema.ts'

/** What verifications of older versions lack. */
const laterFacts = { deniedRegions: [], drift: null, weakenedAt: null, nextExternalId: null }
const laterOfActions = { explicitDeny: false, deniedBy: null, metBy: 'verification' as const }

function fromVerification(text: string): Verification {
  const stored = fromJson<Verification>(text)
  const missingActions = stored.missingActions.map(one => Object.assign({ ...laterOfActions }, one))
  return Object.assign({ ...laterFacts }, stored, { missingActions })
}

export function createVerificationStore(db: Db): Settings['verifications'] {
  return {
    async get(accountConfigId) {
      const row = await db
        .selectFrom('verifications')
        .select('verification')
        .where('accountConfigId', '=', accountConfigId)
        .executeTakeFirst()
      return row && fromVerification(row.verification)
    },
    async put(accountConfigId, verification) {
      const text = toJson(verification)
      await db
        .insertInto('verifications')
        .values({ accountConfigId, verification: text })
        .onConflict(conflict => conflict.column('accountConfigId').doUpdateSet({ verification: text }))
        .execute()
    },
  }
}

const fromWatermark = ({ accountConfigId: _, ...row }: WatermarksTable): Watermark => ({
  ...row,
  lagging: fromJson(row.lagging),
})

export function createWatermarkStore(db: Db): WatermarkStore {
  return {
    async list(lease) {
      const rows = await db
        .selectFrom('watermarks')
        .selectAll()
        .where('lease', '=', lease)
        .orderBy('namespace')
        .orderBy('period')
        .execute()
      return rows.map(fromWatermark)
    },
    async put({ lease, namespace, period, upTo, lagging, backTo }) {
      const state = { upTo, lagging: toJson(lagging), backTo }
      const accountConfigId = lease.split('/', 1)[0] ?? lease
      await db
        .insertInto('watermarks')
        .values({ lease, accountConfigId, namespace, period, ...state })
        .onConflict(conflict => conflict.columns(['lease', 'namespace', 'period']).doUpdateSet(state))
        .execute()
    },
    async deleteByAccount(accountConfigId) {
      await db.deleteFrom('watermarks').where('accountConfigId', '=', accountConfigId).execute()
    },
  }
}

const coverageKey = ['organisation', 'accountConfigId', 'kind', 'region', 'namespace'] as const
const toCoverage = (c: Coverage): CoverageTable => ({
  organisation: c.organisation,
  accountConfigId: c.accountConfigId,
  kind: c.kind,
  region: c.region,
  namespace: c.namespace ?? '',
  state: c.state,
  lastSuccess: c.lastSuccess,
  lastAttempt: c.lastAttempt,
  newestPoint: c.newestPoint,
  items: c.items,
  points: c.points,
  action: c.action,
  reason: c.reason,
  calls: c.calls,
  denials: c.denials,
  failures: c.failures,
  throttles: c.throttles,
  owed: c.owed,
  lastCall: c.lastCall && toJson(c.lastCall),
})
const fromCoverage = (row: CoverageTable): Coverage => ({
  ...row,
  namespace: row.namespace || null,
  lastCall: row.lastCall === null ? null : fromJson(row.lastCall),
})

export function createCoverageStore(db: Db): Settings['coverage'] {
  return {
    async put(rows) {
      const unique = lastByKey(rows.map(toCoverage), row => coverageKey.map(column => row[column]).join('\0'))
      await db.transaction().execute(async tx => {
        for (const chunk of chunks(unique))
          await tx
            .insertInto('coverage')
            .values(chunk)
            .onConflict(conflict =>
              conflict.columns([...coverageKey]).doUpdateSet(eb => ({
                state: eb.ref('excluded.state'),
                lastSuccess: eb.ref('excluded.lastSuccess'),
                lastAttempt: eb.ref('excluded.lastAttempt'),
                newestPoint: eb.ref('excluded.newestPoint'),
                items: eb.ref('excluded.items'),
                points: eb.ref('excluded.points'),
                action: eb.ref('excluded.action'),
                reason: eb.ref('excluded.reason'),
                calls: eb.ref('excluded.calls'),
                denials: eb.ref('excluded.denials'),
                failures: eb.ref('excluded.failures'),
                throttles: eb.ref('excluded.throttles'),
                owed: eb.ref('excluded.owed'),
                lastCall: eb.ref('excluded.lastCall'),
              })),
            )
            .execute()
      })
    },
    async list(organisation, accountConfigId) {
      let query = db.selectFrom('coverage').selectAll().where('organisation', '=', organisation)
      if (accountConfigId !== undefined) query = query.where('accountConfigId', '=', accountConfigId)
      for (const column of coverageKey.slice(1)) query = query.orderBy(column)
      return (await query.execute()).map(fromCoverage)
    },
    async deleteByAccount(accountConfigId) {
      await db.deleteFrom('coverage').where('accountConfigId', '=', accountConfigId).execute()
    },
  }
}

const costKey = ['organisation', 'day', 'accountConfigId', 'region', 'namespace', 'operation'] as const
const summed = ['calls', 'chargeableMetrics', 'charge'] as const
const counted = ['calls', 'queries', 'chargeableMetrics', 'datapoints', 'charge'] as const

/** Adds up rows of the same key, sorted by key. */
function sumByKey(rows: CostEntry[]): CostTable[] {
  const sums = new Map<string, CostTable>()
  for (const row of rows) {
    const key = costKey.map(column => row[column]).join('\0')
    const sum = sums.get(key)
    if (sum) for (const column of counted) sum[column] += row[column]
    else sums.set(key, { ...row })
  }
  return lastByKey([...sums], ([key]) => key).map(([, row]) => row)
}

export function createCostStore(db: Db): Settings['cost'] {
  return {
    async add(rows) {
      await db.transaction().execute(async tx => {
        for (const chunk of chunks(sumByKey(rows)))
          await tx
            .insertInto('cost')
            .values(chunk)
            .onConflict(conflict =>
              conflict.columns([...costKey]).doUpdateSet(eb => ({
                calls: eb('cost.calls', '+', eb.ref('excluded.calls')),
                queries: eb('cost.queries', '+', eb.ref('excluded.queries')),
                chargeableMetrics: eb('cost.chargeableMetrics', '+', eb.ref('excluded.chargeableMetrics')),
                datapoints: eb('cost.datapoints', '+', eb.ref('excluded.datapoints')),
                charge: eb('cost.charge', '+', eb.ref('excluded.charge')),
              })),
            )
            .execute()
      })
    },
    async list(organisation, fromDay) {
      let query = db.selectFrom('cost').selectAll().where('organisation', '=', organisation).where('day', '>=', fromDay)
      for (const column of costKey.slice(1)) query = query.orderBy(column)
      return query.execute()
    },
    async sums(by, fromDay, organisation) {
      let query = db
        .selectFrom('cost')
        .select([...by])
        .select(eb => summed.map(column => eb.fn.sum(column).as(column)))
        .where('day', '>=', fromDay)
        .groupBy([...by])
      if (organisation !== undefined) query = query.where('organisation', '=', organisation)
      // Postgres gives sums of integers as text.
      const numbers = (row: object) => Object.fromEntries(summed.map(column => [column, Number(row[column as never])]))
      return (await query.execute()).map(row => ({ ...row, ...numbers(row) }) as never)
    },
  }
}
