// A hundred odd answers of the tagging API: nothing is tagged that is not, nothing is there that is not, each is told once.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FuzzingProxy, ofLists, pick, startFuzzingProxy } from '../src/aws/testing/fuzzing-proxy.ts'
import { seededRandom } from '../src/core/random.ts'
import { accountOf, type Collecting, organisation, quietLog, startCollecting } from './support/collecting.ts'

const accountId = '111122223333'
const region = 'us-east-1'
const rounds = 100
const told: string[] = []
let collecting: Collecting
let proxy: FuzzingProxy
beforeAll(async () => {
  collecting = await startCollecting({
    accounts: [accountOf(accountId, { aws_regions: { include_only: [region] } })],
    aws: { maxAttempts: 1 },
    behind: async endpoint => {
      proxy = await startFuzzingProxy(endpoint)
      return proxy.url
    },
    collector: { log: { ...quietLog, warn: (_: object, what: string) => told.push(what) } as never },
  })
}, 60_000)
afterAll(async () => {
  await collecting?.close()
  await proxy?.close()
})

it('of the tagging API', async () => {
  const random = seededRandom(13)
  const { collector, telemetry, simulator } = collecting
  const truth = simulator.world.region(accountId, region)?.state.tags
  if (!truth) throw new Error('the region should be there')
  const once = async () => {
    told.length = 0
    await collector.collectOnce(undefined, { kinds: ['tags'], history: false })
    const [row] = (await collecting.coverage()).filter(one => one.kind === 'tags' && one.region === region)
    return row?.state
  }
  expect(await once()).toBe('seen')
  for (let round = 0; round < rounds; round++) {
    const change = pick(random, ofLists)
    proxy.spoil('GetResources', answer => change(answer, random))
    const state = await once()
    expect(told.length).toBeLessThanOrEqual(1)
    for (const { arn, tags } of await telemetry.resources(organisation, { accountId, region, limit: 10_000 })) {
      expect(truth.has(arn), arn).toBe(true)
      expect(truth.get(arn)).toMatchObject(tags)
    }
    expect(['seen', 'failed']).toContain(state)
  }
  expect(await once()).toBe('seen')
}, 60_000)
