// What a region shows no trace of is listed seldom, and what AWS does not have there is no fault of anybody's.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCollector } from '../src/collect/index.ts'
import { HOUR, MINUTE } from '../src/core/clock.ts'
import { defineService } from '../src/core/define.ts'
import { services } from '../src/services/index.ts'
import { accountOf, type Collecting, quietLog, startCollecting } from './support/collecting.ts'

const accountId = '111122223333'
const region = 'ap-southeast-2'
const host = `nowhere.${region}.amazonaws.com`

/** A service whose host no resolver knows, as Node.js says it. */
const nowhere = defineService({
  id: 'nowhere',
  title: 'Nowhere',
  namespaces: [],
  resources: [
    {
      type: 'nowhere:thing',
      title: 'Things',
      actions: [{ action: 'nowhere:ListThings', why: 'Lists things that are not in every region.' }],
      scope: 'regional',
      // biome-ignore lint/correctness/useYield: it fails before there is anything to yield.
      async *list() {
        throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' })
      },
    },
  ],
})

let collecting: Collecting
beforeAll(async () => {
  // No metric is wanted: what is listed is the matter here.
  const metrics_config = { namespace_filters: { include_only: ['AWS/SQS'] } }
  const account = accountOf(accountId, { metrics_config, aws_regions: { include_only: [region] } })
  collecting = await startCollecting({ accounts: [account] })
}, 60_000)
afterAll(() => collecting?.close())

it('looks again for what is there each round, for what is not there every three hours', async () => {
  const { simulator, clock } = collecting
  const collector = createCollector({
    ...collecting,
    services: [...services, nowhere],
    log: quietLog,
    isCollectable: () => true,
  })
  const calls = (operation: string) =>
    simulator.ledger
      .entries()
      .filter(entry => entry.accountId === accountId && entry.operation === operation)
      .reduce((sum, entry) => sum + entry.calls, 0)
  const rowOf = async (type: string) => (await collecting.coverage()).find(({ namespace }) => namespace === type)
  const round = async (later: number) => {
    clock.advance(later)
    await collector.collectOnce(undefined, { history: false })
    return {
      instances: calls('DescribeInstances'),
      certificates: calls('ListCertificates'),
      secrets: calls('ListSecrets'),
    }
  }
  expect(await round(0)).toEqual({ instances: 1, certificates: 1, secrets: 1 })
  const first = await rowOf('acm:certificate')
  expect(first).toMatchObject({
    state: 'seen',
    items: 0,
    reason: expect.stringMatching(/^There was none\. .* 3 hours/),
  })
  expect(await rowOf('ec2:instance')).toMatchObject({ state: 'seen', reason: '' })
  expect(await rowOf('nowhere:thing')).toMatchObject({
    state: 'off',
    reason: `AWS does not have this in ${region}: there is no host ${host}. It is looked for again every 3 hours.`,
  })

  expect(await round(10 * MINUTE)).toEqual({ instances: 2, certificates: 1, secrets: 1 })
  expect((await rowOf('acm:certificate'))?.lastSuccess).toBe(first?.lastSuccess)

  // Tags are read before or after resources of the same round: one further round at most.
  simulator.world
    .region(accountId, region)
    ?.state.tags.set(`arn:aws:acm:${region}:${accountId}:certificate/0a1b`, { team: 'web' })
  await round(10 * MINUTE)
  expect(await round(10 * MINUTE)).toMatchObject({ instances: 4, secrets: 1 })
  expect(calls('ListCertificates')).toBeGreaterThan(1)

  expect(await round(3 * HOUR)).toMatchObject({ instances: 5, secrets: 2 })
}, 60_000)
