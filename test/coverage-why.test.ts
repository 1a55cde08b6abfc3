// The coverage ledger's "why?": the call, AWS's words, the missing action, the line of aws-cli; and HeyCloud's metrics about itself.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadKnownSeries } from '../src/collect/metrics/plan.ts'
import { createOwnMetrics } from '../src/collect/own/metrics.ts'
import { createOwnSeries } from '../src/collect/own/series.ts'
import { MINUTE, SECOND } from '../src/core/clock.ts'
import { goodTrust, makeRole, organisation, prod, save } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'
import { awsEnvironment, isPresent, run } from './witness/run.ts'

const root = '/api/v2/integration/aws'
const region = 'us-east-1'
let serving: Serving
let headers: Record<string, string>
let id: string

beforeAll(async () => {
  serving = await startServing()
  headers = await serving.keys('viewer')
  const { value } = await serving.delegation.externalIds.pageDraft(organisation)
  await makeRole(serving, { name: 'Connected', trust: goodTrust(serving, value) })
  id = (await save(serving, 'Connected', { aws_regions: { include_only: [region] } })).id
  await serving.delegation.verification.tick()
  const refused = {
    error: 'UnauthorizedOperation',
    message: `You are not authorized to perform this operation. User: arn:aws:sts::${prod}:assumed-role/Connected/heycloud-resources is not authorized to perform: ec2:DescribeVolumes because no identity-based policy allows the ec2:DescribeVolumes action`,
    status: 403,
  }
  serving.simulator.faults.add({ service: 'ec2', operation: 'DescribeVolumes', kind: refused })
  const throttled = { error: 'Throttling', message: 'Rate exceeded', status: 400 }
  serving.simulator.faults.add({ service: 'tagging', operation: 'GetResources', kind: throttled, times: 1 })
  await serving.collector.collectOnce(id, { history: false, kinds: ['tags', 'resources', 'metrics'] })
}, 60_000)
afterAll(() => serving.close())

async function why(kind: string, namespace?: string, account = id) {
  const query = new URLSearchParams({ account_config_id: account, kind, region, ...(namespace ? { namespace } : {}) })
  const reply = await serving.app.inject({ url: `${root}/coverage/why?${query}`, headers })
  return { status: reply.statusCode, ...reply.json() }
}

describe('why', () => {
  it('a refused listing names the call, AWS’s words and the statement that mends it', async () => {
    const { data } = await why('resources', 'ec2:volume')
    expect(data.attributes).toMatchObject({
      state: 'denied',
      denials: 1,
      call: { service: 'ec2', operation: 'DescribeVolumes', code: 'UnauthorizedOperation' },
    })
    expect(data.attributes.call.message).toContain('no identity-based policy allows')
    expect(data.attributes.call.aws_cli).toMatch(/^aws ec2 describe-volumes --region us-east-1/)
    expect(JSON.parse(data.attributes.statement)).toEqual({
      Effect: 'Allow',
      Action: 'ec2:DescribeVolumes',
      Resource: '*',
    })
  })

  it('a namespace that was read shows its call, its points and its gaps', async () => {
    const { data } = await why('metrics', 'AWS/Lambda')
    const { call, points, gaps, calls, denials } = data.attributes
    expect({ gaps, denials }).toEqual({ gaps: 0, denials: 0 })
    expect(calls).toBeGreaterThan(0)
    expect(call).toMatchObject({ operation: 'GetMetricData', code: null, message: '' })
    expect(call.request_id).not.toBeNull()
    expect(call.aws_cli).toContain('"Namespace":"AWS/Lambda"')
    // Three hours, and nothing before them.
    expect(points.counts.filter((count: number) => count > 0).length).toBeGreaterThan(30)
    expect(points.counts[0]).toBe(0)
  })

  it('counts what AWS throttled, though the reading came to its end', async () => {
    const { data } = await why('tags')
    expect(data.attributes).toMatchObject({ state: 'seen', throttles: 1, failures: 0, statement: null, points: null })
  })

  it('a row that is not there, or another organisation’s, is not found', async () => {
    expect(await why('metrics', 'AWS/Nothing')).toMatchObject({ status: 404 })
    expect(await why('tags', undefined, 'somebody-else')).toMatchObject({ status: 404 })
    await serving.settings.organisations.ensure('globex', 'Globex', serving.clock.now())
    const query = new URLSearchParams({ account_config_id: id, kind: 'tags', region })
    const stranger = await serving.keys('admin', 'globex')
    const reply = await serving.app.inject({ url: `${root}/coverage/why?${query}`, headers: stranger })
    expect(reply.statusCode).toBe(404)
  })

  const present = isPresent('aws', ['--version'])
  it.skipIf(!present)('witness: aws-cli runs the lines as they stand', { timeout: 60_000 }, async () => {
    const [admin] = serving.simulator.accounts
    if (!admin) throw new Error('the simulated AWS has no account')
    const env = awsEnvironment(serving.simulator.endpoint, admin, 'eu-north-1')
    const lines = [await why('metrics', 'AWS/Lambda'), await why('tags'), await why('resources', 's3:bucket')]
    for (const { data } of lines) {
      const { code, stderr } = await run('sh', ['-c', `${data.attributes.call.aws_cli} --no-paginate`], { env })
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    }
  })
})

describe('HeyCloud’s metrics about itself', () => {
  it('are written each minute from the ledgers, and asked for like any other', async () => {
    const { clock, settings, telemetry } = serving
    const own = createOwnMetrics({ settings, clock }, createOwnSeries({ settings, telemetry }))
    await own.write()
    // Somebody looks at them, or they would be read every six hours.
    await serving.collector.charts.opened(organisation, [
      { metric: 'aws.lambda.invocations', filter: { kind: 'everything' } },
    ])
    clock.advance(5 * MINUTE)
    await serving.collector.collectOnce(id, { history: false, kinds: ['metrics'] })
    await own.write()
    const now = Math.floor(clock.now() / SECOND)
    const ask = async (query: string) => {
      const search = new URLSearchParams({ from: String(now - 1_800), to: String(now + 60), query })
      return (await serving.app.inject({ url: `/api/v1/query?${search}`, headers })).json().series
    }
    const values = (series: { pointlist: [number, number | null][] }[]) =>
      series.flatMap(({ pointlist }) => pointlist.flatMap(([, value]) => (value === null ? [] : [value])))
    const lambda = `{namespace:aws/lambda,account_id:${prod},region:${region}}`
    const [points] = values(await ask(`sum:heycloud.collection_points${lambda}.as_count()`))
    expect(points).toBeGreaterThan(0)
    for (const lag of values(await ask(`max:heycloud.collection_lag${lambda}`))) expect(lag).toBeLessThan(900)
    expect(values(await ask('sum:heycloud.collection_not_seen{kind:resources}')).at(-1)).toBe(1)
    const charges = values(await ask('sum:heycloud.cost_charge{*}.as_count()'))
    const stored = await settings.cost.list(organisation, '2000-01-01')
    expect(charges.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0)
    expect(values(await ask('sum:heycloud.cost_month_to_date{*}')).at(-1)).toBeCloseTo(
      stored.reduce((sum, { charge }) => sum + charge, 0),
      9,
    )
  })

  it('are none of CloudWatch’s: a collector that starts anew does not ask for them', async () => {
    const stored = await serving.telemetry.loadSeries({ organisation, accountId: prod, namespace: ':HeyCloud' })
    expect(stored.length).toBeGreaterThan(10)
    const account = await serving.settings.accounts.get(organisation, id)
    if (!account) throw new Error('the account should be there')
    const known = await loadKnownSeries(serving, { account, region })
    const namespaces = new Set([...known.values()].map(({ listed }) => listed.namespace))
    expect(namespaces).toContain('AWS/Lambda')
    expect(namespaces).not.toContain(':HeyCloud')
  })
})
