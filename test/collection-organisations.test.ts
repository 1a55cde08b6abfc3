// Two organisations that both have the same AWS account: each has its own series, tags and costs, and loses only its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MINUTE } from '../src/core/clock.ts'
import { accountOf, type Collecting, startCollecting } from './support/collecting.ts'

const accountId = '111122223333'
const quick = {
  aws_regions: { include_only: ['us-east-1'] },
  metrics_config: { namespace_filters: { include_only: ['AWS/Lambda'] } },
}
const first = { ...accountOf(accountId, { ...quick, account_tags: ['owner:first'] }), organisation: 'first' }
const second = {
  ...accountOf(accountId, { ...quick, account_tags: ['owner:second'] }, 'config-of-second'),
  organisation: 'second',
}

let collecting: Collecting
beforeAll(async () => {
  collecting = await startCollecting({ accounts: [first] })
  await collecting.settings.accounts.insert(second)
  await collecting.collector.collectOnce(second.id, { history: false })
  collecting.clock.advance(10 * MINUTE)
  await collecting.collector.collectOnce(undefined, { history: false })
}, 60_000)
afterAll(() => collecting?.close())

describe('an AWS account of two organisations', () => {
  it('has its series in each, under ids of their own', async () => {
    const of = (organisation: string) => collecting.telemetry.loadSeries({ organisation, accountId })
    const [one, other] = [await of('first'), await of('second')]
    expect(one.length).toBeGreaterThan(10)
    expect(other).toHaveLength(one.length)
    const ids = new Set(one.map(({ id }) => id))
    expect(other.filter(({ id }) => ids.has(id))).toEqual([])
    expect(one.every(({ tags }) => tags.includes('owner:first') && !tags.includes('owner:second'))).toBe(true)
    expect(other.every(({ tags }) => tags.includes('owner:second') && !tags.includes('owner:first'))).toBe(true)
  })

  it('costs each what was asked for it', async () => {
    const queries = async (organisation: string) => {
      const rows = await collecting.settings.cost.list(organisation, '2000-01-01')
      expect(new Set(rows.map(row => row.accountConfigId)).size).toBe(1)
      return rows.reduce((sum, row) => sum + row.queries, 0)
    }
    const [one, other] = [await queries('first'), await queries('second')]
    expect(one).toBeGreaterThan(0)
    // It was read in two rounds.
    expect(other).toBeGreaterThan(one)
    const all = collecting.simulator.ledger.total({ accountId, operation: 'GetMetricData' })
    expect(one + other).toBe(all.queries)
  })

  it('is erased for one alone', async () => {
    const { telemetry } = collecting
    const before = await telemetry.countAccount('second', accountId)
    await telemetry.eraseAccount('first', accountId)
    expect(await telemetry.countAccount('first', accountId)).toBe(0)
    expect(await telemetry.countAccount('second', accountId)).toBe(before)
  })
})
