// The preview of metric-name filters, through the public API's own client, against what collection then reads.
import { client, v2 } from '@datadog/datadog-api-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodTrust, makeRole, organisation, save } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

let serving: Serving
let api: v2.AWSIntegrationApi
let id: string
beforeAll(async () => {
  serving = await startServing()
  const url = await serving.app.listen({ host: '127.0.0.1', port: 0 })
  const keys = await serving.keys('editor')
  const configuration = client.createConfiguration({
    baseServer: new client.BaseServerConfiguration(url, {}),
    authMethods: { apiKeyAuth: keys['dd-api-key'], appKeyAuth: keys['dd-application-key'] },
  })
  for (const operation of ['getAWSMetricNameFilterPreview', 'previewAWSMetricNameFilter'])
    configuration.unstableOperations[`v2.${operation}`] = true
  api = new v2.AWSIntegrationApi(configuration)
  const { value } = await serving.delegation.externalIds.pageDraft(organisation)
  await makeRole(serving, { name: 'Connected', trust: goodTrust(serving, value) })
  id = (await save(serving, 'Connected', { aws_regions: { include_only: ['us-east-1'] } })).id
})
afterAll(() => serving.close())

type Filter = { namespace: string; includeOnly: string[] } | { namespace: string; excludeOnly: string[] }

async function preview(...metricNameFilters: Filter[]) {
  const type = 'metric_name_filter_preview' as const
  const reply = await api.previewAWSMetricNameFilter({
    awsAccountConfigId: id,
    body: { data: { type, attributes: { metricNameFilters } } },
  })
  expect(reply._unparsed).toBeUndefined()
  expect(reply.data).toMatchObject({ id, type })
  return reply.data.attributes.namespaces
}
const namesOf = ({ metrics }: v2.AWSMetricNameFilterPreviewNamespace, filtered: boolean): string[] =>
  metrics.flatMap(({ ddNames }) => ddNames.filter(name => name.filtered === filtered).map(({ name }) => name)).sort()

describe('witness: datadog-api-client, metric-name filters', () => {
  it('knows the declared metrics before anything was read', async () => {
    const [lambda] = await preview({ namespace: 'AWS/Lambda', includeOnly: ['aws.lambda.errors*'] })
    expect(lambda?.metrics.map(({ cwName }) => cwName)).toContain('Throttles')
  })

  it('tells which names a filter leaves, never leaves out those that all else hangs on, and saves nothing', async () => {
    await serving.delegation.verification.tick()
    await serving.collector.collectOnce(id, { history: false, kinds: ['metrics'] })
    const [ec2, rds, ...more] = await preview(
      { namespace: 'AWS/RDS', excludeOnly: ['aws.rds.cpu*', 'aws.rds.nothing'] },
      { namespace: 'AWS/EC2', includeOnly: ['aws.ec2.network_in', 'aws.ec2.network_out.maximum'] },
    )
    if (!ec2 || !rds) throw new Error('both namespaces should be there')
    expect([ec2.namespace, rds.namespace, more]).toEqual(['AWS/EC2', 'AWS/RDS', []])
    expect(namesOf(ec2, false)).toEqual(
      expect.arrayContaining(['aws.ec2.cpuutilization', 'aws.ec2.network_in', 'aws.ec2.network_out.maximum']),
    )
    expect(namesOf(ec2, true)).toEqual(expect.arrayContaining(['aws.ec2.network_out']))
    const cpu = rds.metrics.find(({ cwName }) => cwName === 'CPUUtilization')
    expect(cpu?.ddNames).toMatchObject([
      { name: 'aws.rds.cpuutilization', filtered: true },
      { name: 'aws.rds.cpuutilization.maximum', filtered: true },
    ])
    const cpuNames = namesOf(rds, true)
    expect(rds.filters).toMatchObject([
      { pattern: 'aws.rds.cpu*', matchCount: cpuNames.length },
      { pattern: 'aws.rds.nothing', matchCount: 0 },
    ])
    const { settings } = await serving.delegation.accounts.get(organisation, id)
    expect(settings.metrics_config.metric_name_filters).toEqual([])
  })

  it('tells of the stored filters, and collection reads what it told', async () => {
    const namespace = 'AWS/EC2'
    const metric_name_filters = [{ namespace, include_only: ['aws.ec2.network_*'] }]
    const actor = { organisation, name: 'user:ada@acme.test' }
    await serving.delegation.accounts.update(actor, id, { metrics_config: { metric_name_filters } })
    const { data } = await api.getAWSMetricNameFilterPreview({ awsAccountConfigId: id })
    const [ec2] = data.attributes.namespaces
    if (!ec2) throw new Error('the namespace should be there')
    await serving.collector.collectOnce(id, { history: false, kinds: ['metrics'] })
    // Nobody watches them: everything is read every six hours.
    serving.clock.advance(7 * 3_600_000)
    const now = Math.floor(serving.clock.now() / 1_000)
    await serving.collector.collectOnce(id, { history: false, kinds: ['metrics'] })
    const series = await serving.telemetry.loadSeries({ organisation, accountId: '111122223333', namespace })
    const read = await Promise.all(
      series.map(async ({ id: seriesId, name }) => {
        const points = await serving.telemetry.points(organisation, seriesId, now - 1_800, now)
        return points.length > 0 ? [name] : []
      }),
    )
    const readNames = new Set(read.flat())
    expect(readNames.size).toBeGreaterThan(1)
    const allowed = namesOf(ec2, false)
    expect([...readNames].filter(name => !allowed.includes(name))).toEqual([])
  })

  it('answers what the client knows', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000'
    await expect(api.getAWSMetricNameFilterPreview({ awsAccountConfigId: nobody })).rejects.toMatchObject({ code: 404 })
    const both = { namespace: 'AWS/EC2', include_only: ['a'], exclude_only: ['b'] }
    const data = { type: 'metric_name_filter_preview', attributes: { metric_name_filters: [both] } }
    const url = `/api/v2/integration/aws/accounts/${id}/metric_name_filter_preview`
    const headers = await serving.keys('viewer')
    expect((await serving.app.inject({ method: 'POST', url, headers, payload: { data } })).statusCode).toBe(400)
    expect((await serving.app.inject({ method: 'GET', url, headers })).statusCode).toBe(200)
  })
})
