import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import { MINUTE } from '../src/core/clock.ts'
import type { Feature } from '../src/core/define.ts'
import { createPolicies } from '../src/delegation/policies/policies.ts'
import { actionsOf } from '../src/services/index.ts'
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

describe('with one action less', () => {
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

  it.each(policies.actions(collected))(
    '%s is named by the coverage, and nothing else is',
    async action => {
      const rest = policies.actions(collected).filter(other => other !== action)
      const Statement = { Effect: 'Allow', Action: rest, Resource: '*' }
      await putRolePolicy(collecting.simulator, accountId, 'all-but-one', { Version: '2012-10-17', Statement })
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
      expect(new Set(rows.map(row => row.action))).toEqual(new Set([action]))
      expect(new Set(denied)).toEqual(new Set([action]))
      expect(rows.every(({ state, reason }) => state === 'denied' && reason.includes(action))).toBe(true)
    },
    30_000,
  )
})
