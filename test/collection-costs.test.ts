// One AWS account that two organisations have connected: each pays for its own reading, role assumptions included.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  accountOf,
  type Collecting,
  organisation,
  startCollecting,
  wholeSettings,
  worldStart,
} from './support/collecting.ts'

const accountId = '111122223333'
const other = 'globex'
let collecting: Collecting
beforeAll(async () => {
  collecting = await startCollecting()
  const { settings } = collecting
  await settings.organisations.ensure(other, 'Globex', worldStart)
  // Half as dear: one namespace less.
  const cheaper = {
    metrics_config: { ...wholeSettings.metrics_config, namespace_filters: { include_only: ['AWS/EC2'] } },
  }
  await settings.accounts.insert({ ...accountOf(accountId, cheaper, 'config-globex'), organisation: other })
  await collecting.collector.collectOnce(undefined, { history: false })
}, 120_000)
afterAll(() => collecting?.close())

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)

describe('the cost ledger', () => {
  it('gives each connection what it read, and nobody the other’s', async () => {
    const [ours, theirs] = await Promise.all(
      [organisation, other].map(one => collecting.settings.cost.list(one, '2000-01-01')),
    )
    const queries = (rows = ours ?? []) => sum(rows.map(row => row.queries))
    expect(new Set(ours?.map(row => row.accountConfigId))).toEqual(new Set([`config-${accountId}`]))
    expect(new Set(theirs?.map(row => row.accountConfigId))).toEqual(new Set(['config-globex']))
    const counted = collecting.simulator.ledger.total({ accountId, operation: 'GetMetricData' })
    expect(queries(ours) + queries(theirs)).toBe(counted.queries)
    expect(queries(theirs)).toBeGreaterThan(0)
    expect(queries(theirs)).toBeLessThan(queries(ours) / 2)
    for (const rows of [ours, theirs])
      expect(sum((rows ?? []).filter(row => row.operation === 'sts:AssumeRole').map(row => row.calls))).toBeGreaterThan(
        0,
      )
  })
})
