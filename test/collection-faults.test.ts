import { afterEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE, SECOND } from '../src/core/clock.ts'
import {
  accountOf,
  type Collecting,
  organisation,
  putRolePolicy,
  startCollecting,
  trueValues,
  wholeSettings,
  worldStart,
} from './support/collecting.ts'

const accountId = '111122223333'
const region = 'us-east-1'

/** Few namespaces and one region: faults are seen as well in the small. */
const small = (namespaces: string[], regions = [region]) => {
  const metrics_config = { ...wholeSettings.metrics_config, namespace_filters: { include_only: namespaces } }
  return [accountOf(accountId, { ...wholeSettings, aws_regions: { include_only: regions }, metrics_config })]
}

let collecting: Collecting
afterEach(() => collecting?.close())

const once = () => collecting.collector.collectOnce(undefined, { history: false })

/** Every stored series against the truth, from the first full hour to the last settled bucket. Resolves with how many points. */
async function compareWithTruth(namespace: string): Promise<number> {
  const stored = await collecting.telemetry.loadSeries({ organisation, accountId, region, namespace })
  const marks = await collecting.settings.watermarks.list(`config-${accountId}/${region}/rest`)
  let compared = 0
  for (const series of stored) {
    const points = await collecting.telemetry.points(organisation, series.id, 0, worldStart)
    const mark = marks.find(one => one.namespace === namespace && one.period === points[0]?.period)
    if (!mark) continue
    const end = mark.upTo - 3 * mark.period
    const found = points.filter(({ ts }) => ts < end).map(({ ts, value }) => [ts, value])
    const right = trueValues(collecting, series, mark.period, mark.backTo ?? 0, end)
    expect(found).toEqual([...right].map(([ts, value]) => [ts, expect.closeTo(value, 6)]))
    compared += found.length
  }
  return compared
}

describe('what is refused', () => {
  it('in one region leaves the rest going, and is named with its action', async () => {
    collecting = await startCollecting({ accounts: small(['AWS/EC2', 'AWS/Lambda'], [region, 'eu-west-1']) })
    await putRolePolicy(collecting.simulator, accountId, 'deny', {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Action: ['cloudwatch:ListMetrics', 'tag:GetResources'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      },
    })
    await once()
    const rows = await collecting.coverage()
    const denied = rows.filter(({ state }) => state === 'denied')
    expect(denied.map(({ kind, region: where, action }) => [kind, where, action]).sort()).toEqual([
      ['metrics', 'eu-west-1', 'cloudwatch:ListMetrics'],
      ['tags', 'eu-west-1', 'tag:GetResources'],
    ])
    expect(denied.every(({ reason }) => reason.includes('explicit deny'))).toBe(true)
    expect(rows.some(row => row.region === region && row.namespace === 'AWS/EC2' && row.points > 0)).toBe(true)
    expect(rows.some(row => row.region === 'eu-west-1' && row.kind === 'resources' && row.state === 'seen')).toBe(true)
    expect(new Set(collecting.denials.map(({ denied }) => denied.action))).toEqual(
      new Set(['cloudwatch:ListMetrics', 'tag:GetResources']),
    )
  })

  it('after it was seen: the last list is carried forward and the points go on', async () => {
    collecting = await startCollecting({ accounts: small(['AWS/EC2']) })
    await once()
    const before = (await collecting.coverage()).find(({ namespace }) => namespace === 'AWS/EC2')
    const words = 'User: x is not authorized to perform: cloudwatch:ListMetrics'
    collecting.simulator.faults.add({
      service: 'monitoring',
      operation: 'ListMetrics',
      kind: { error: 'AccessDenied', message: words, status: 403 },
    })
    collecting.clock.advance(20 * MINUTE)
    await once()
    const rows = await collecting.coverage()
    const listing = rows.find(({ kind, namespace }) => kind === 'metrics' && namespace === null)
    expect(listing).toMatchObject({ state: 'denied', action: 'cloudwatch:ListMetrics' })
    expect(listing?.lastSuccess).not.toBeNull()
    const after = rows.find(({ namespace }) => namespace === 'AWS/EC2')
    expect(after?.newestPoint).toBeGreaterThan(before?.newestPoint ?? 0)
    expect(after?.points).toBeGreaterThan(before?.points ?? 0)
  })
})

describe('what fails for a while', () => {
  it('single series that AWS could not answer lag alone and catch up, with nothing lost', async () => {
    collecting = await startCollecting({ accounts: small(['AWS/EC2', 'AWS/Lambda']) })
    await once()
    const fault = collecting.simulator.faults.add({
      service: 'monitoring',
      operation: 'GetMetricData',
      kind: { internalErrorFor: 0.2 },
    })
    const lagged: number[] = []
    for (let round = 0; round < 3; round++) {
      collecting.clock.advance(10 * MINUTE)
      await once()
      const marks = await collecting.settings.watermarks.list(`config-${accountId}/${region}/rest`)
      lagged.push(marks.reduce((sum, { lagging }) => sum + lagging.length, 0))
    }
    expect(Math.max(...lagged)).toBeGreaterThan(0)
    const failed = (await collecting.coverage()).filter(({ state }) => state === 'failed')
    for (const row of failed) expect(row.reason).toMatch(/\d+ of \d+ metrics could not be read: InternalError/)
    collecting.simulator.faults.remove(fault)
    collecting.clock.advance(10 * MINUTE)
    await once()
    const marks = await collecting.settings.watermarks.list(`config-${accountId}/${region}/rest`)
    expect(marks.every(({ lagging }) => lagging.length === 0)).toBe(true)
    expect(await compareWithTruth('AWS/EC2')).toBeGreaterThan(100)
    expect(await compareWithTruth('AWS/Lambda')).toBeGreaterThan(100)
    expect((await collecting.coverage()).filter(({ state }) => state !== 'seen')).toEqual([])
  }, 60_000)

  it.each([
    ['answers in parts', { partialData: true } as const, 20],
    ['throttles', { error: 'Throttling', message: 'Rate exceeded', status: 400 } as const, 3],
    ['cut connections', { disconnect: true } as const, 2],
  ])(
    '%s change nothing in what is stored',
    async (_, kind, times) => {
      collecting = await startCollecting({ accounts: small(['AWS/Lambda']) })
      collecting.simulator.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind, times })
      await once()
      expect(await compareWithTruth('AWS/Lambda')).toBeGreaterThan(100)
    },
    60_000,
  )

  it('a region that does not answer is said to have failed, keeps its watermarks, and is read whole later', async () => {
    collecting = await startCollecting({ accounts: small(['AWS/Lambda']) })
    await once()
    const broken = { error: 'InternalFailure', message: 'We are sorry', status: 500 }
    const id = collecting.simulator.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind: broken })
    const before = await collecting.settings.watermarks.list(`config-${accountId}/${region}/rest`)
    collecting.clock.advance(2 * HOUR)
    await once()
    expect(await collecting.settings.watermarks.list(`config-${accountId}/${region}/rest`)).toEqual(before)
    const row = (await collecting.coverage()).find(({ namespace }) => namespace === 'AWS/Lambda')
    expect(row).toMatchObject({ state: 'failed' })
    expect(row?.reason).toContain('InternalFailure')
    collecting.simulator.faults.remove(id)
    collecting.clock.advance(MINUTE)
    await once()
    expect(await compareWithTruth('AWS/Lambda')).toBeGreaterThan(100)
  }, 60_000)
})

describe('late points', () => {
  it('that come after their bucket was read are read with the next full hour', async () => {
    collecting = await startCollecting({ accounts: small(['AWS/Lambda']) })
    const late = { lateData: 12 * MINUTE }
    collecting.simulator.faults.add({ service: 'monitoring', operation: 'GetMetricData', kind: late })
    await once()
    collecting.clock.advance(10 * MINUTE)
    await once()
    const newest = async () =>
      (await collecting.coverage()).find(({ namespace }) => namespace === 'AWS/Lambda')?.newestPoint ?? 0
    expect(await newest()).toBeLessThan((collecting.clock.now() - 14 * MINUTE) / SECOND)
    collecting.simulator.faults.clear()
    collecting.clock.advance(50 * MINUTE)
    await once()
    expect(await compareWithTruth('AWS/Lambda')).toBeGreaterThan(100)
  }, 60_000)
})
