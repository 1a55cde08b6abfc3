import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import { MINUTE } from '../src/core/clock.ts'
import type { Feature } from '../src/core/define.ts'
import { createPolicies } from '../src/delegation/policies/policies.ts'
import { actionsOf, services } from '../src/services/index.ts'
import {
  accountOf,
  alike,
  type Collecting,
  putRolePolicy,
  quietLog,
  startCollecting,
  wholeSettings,
} from './support/collecting.ts'

const accountId = '111122223333'
/** Diagnosis is verification's own; everything else is the collector's. */
const collected: Feature[] = ['account', 'metrics', 'tags', 'resources', 'alarms']
const policies = createPolicies(actionsOf)
const documents = policies.strict().map(({ document }) => document)

const refusals = ({ simulator }: Collecting) =>
  simulator.ledger.entries().filter(entry => entry.accountId === accountId && entry.denied > 0)

describe('under exactly the published policy', () => {
  let collecting: Collecting
  beforeAll(async () => {
    collecting = await startCollecting({ policies: documents })
  }, 60_000)
  afterAll(() => collecting?.close())

  it('the whole collection is refused nothing', async () => {
    await collecting.collector.collectOnce(undefined, { history: false })
    expect(refusals(collecting)).toEqual([])
    expect(collecting.denials).toEqual([])
    expect((await collecting.coverage()).filter(({ state }) => state !== 'seen')).toEqual([])
  }, 120_000)
})

/**
 * Every action that is dropped somewhere, in as few rounds as tell each apart: one of each listing at a time, since a listing that is
 * refused its first call makes no second. What is no listing's is dropped alone.
 */
function rounds(): string[][] {
  const listings = services.flatMap(({ resources }) => resources.map(({ actions }) => actions.map(use => use.action)))
  const listed = [...new Set(listings.flat())].sort()
  const alone = policies.actions(collected).filter(action => !listed.includes(action))
  const together: string[][] = []
  for (const action of listed) {
    const beside = new Set(listings.filter(listing => listing.includes(action)).flat())
    const round = together.find(others => !others.some(other => beside.has(other)))
    if (round) round.push(action)
    else together.push([action])
  }
  return [...alone.map(action => [action]), ...together]
}
const dropped = rounds()

describe('with some actions less', () => {
  let collecting: Collecting
  beforeAll(async () => {
    // One region and one namespace with metrics: each action is called there.
    const account = accountOf(accountId, {
      ...wholeSettings,
      aws_regions: { include_only: ['us-east-1'] },
      metrics_config: { ...wholeSettings.metrics_config, namespace_filters: { include_only: ['AWS/Lambda'] } },
    })
    collecting = await startCollecting({ accounts: [account], policies: [] })
  }, 60_000)
  afterAll(() => collecting?.close())

  it.each(dropped.map(actions => [actions.join(', '), actions] as const))(
    '%s: named by the coverage, and nothing else is',
    async (_, actions) => {
      const rest = policies.actions(collected).filter(other => !actions.includes(other))
      const Statement = { Effect: 'Allow', Action: rest, Resource: '*' }
      await putRolePolicy(collecting.simulator, accountId, 'all-but-some', { Version: '2012-10-17', Statement })
      collecting.clock.advance(10 * MINUTE)
      const denied: string[] = []
      // One that has seen nothing yet: what another has seen must not hide what this one cannot.
      const collector = createCollector({
        ...collecting,
        log: quietLog,
        isCollectable: () => true,
        cadence: alike,
        onDenied: ({ denied: refusal }) => denied.push(refusal.action),
      })
      await collector.collectOnce(undefined, { history: false })
      const rows = (await collecting.coverage()).filter(({ state }) => state !== 'seen')
      expect([...new Set(rows.map(row => row.action))].sort()).toEqual(actions)
      expect([...new Set(denied)].sort()).toEqual(actions)
      expect(rows.every(({ state, action, reason }) => state === 'denied' && reason.includes(action ?? '?'))).toBe(true)
    },
    30_000,
  )
})
