// What is told of a change or a removal before it is done, held against what then comes of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { removalOf } from '../src/delegation/accounts/removal.ts'
import { changePreviewReply, erasureReply, erasuresReply, removalReply } from '../src/server/schema/account-change.ts'
import { goodTrust, makeRole, organisation, prod, save } from './support/delegating.ts'
import { type Serving, startServing } from './support/serving.ts'

const root = '/api/v2/integration/aws'
const accounts = `${root}/accounts`
const regions = ['us-east-1', 'eu-west-1']
const kinds = ['metrics'] as const

let serving: Serving
let editor: Record<string, string>
let id: string

async function call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = editor) {
  const reply = await serving.app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
  return { status: reply.statusCode, body: reply.body ? reply.json() : undefined }
}
const body = (attributes: object) => ({ data: { type: 'account', attributes } })

async function preview(attributes: object) {
  const reply = await call('POST', `${accounts}/${id}/preview`, body(attributes))
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return changePreviewReply.parse(reply.body).data.attributes
}

beforeAll(async () => {
  serving = await startServing()
  editor = await serving.keys('editor')
  const { value } = await serving.delegation.externalIds.pageDraft(organisation)
  await makeRole(serving, { name: 'Connected', trust: goodTrust(serving, value) })
  const account = await save(serving, 'Connected', { aws_regions: { include_only: regions } })
  id = account.id
  await serving.delegation.verification.tick()
  await serving.collector.collectOnce(id, { history: false, kinds })
})
afterAll(() => serving.close())

describe('the preview of a change', () => {
  it('says that nothing changes where nothing does, and saves nothing', async () => {
    const before = await call('GET', `${accounts}/${id}`)
    const same = await preview({ aws_account_id: prod, aws_regions: { include_only: regions } })
    expect(same).toMatchObject({ changes: [], consequences: ['Nothing changes.'], verification: 'none' })
    expect(same.monthly_charge_now).toBeGreaterThan(0)
    expect(same.monthly_charge_then).toBe(same.monthly_charge_now)
    const audit = await serving.settings.audit.list(organisation, 100)
    await preview({ account_name: 'Shop', metrics_config: { enabled: false } })
    expect(await call('GET', `${accounts}/${id}`)).toEqual(before)
    expect(await serving.settings.audit.list(organisation, 100)).toEqual(audit)
  })

  it('foretells what a namespace brings and costs, and so it comes', async () => {
    const change = { metrics_config: { namespace_filters: { exclude_only: ['AWS/ElasticMapReduce', 'AWS/Usage'] } } }
    const told = await preview(change)
    expect(told.changes).toEqual([
      {
        field: 'metrics_config.namespace_filters',
        title: 'Namespaces',
        from: 'all but AWS/SQS, AWS/ElasticMapReduce, AWS/Usage',
        to: 'all but AWS/ElasticMapReduce, AWS/Usage',
      },
    ])
    const metrics = Number(/^AWS\/SQS will be read: (\d+) metrics\.$/.exec(told.consequences[0] ?? '')?.[1])
    await call('PATCH', `${accounts}/${id}`, body(change))
    await serving.collector.collectOnce(id, { history: false, kinds })
    const rows = await serving.settings.coverage.list(organisation, id)
    const read = rows.filter(row => row.namespace === 'AWS/SQS').reduce((sum, row) => sum + row.items, 0)
    expect(metrics).toBe(read)
    expect(told.monthly_charge_then).toBeCloseTo((await serving.collector.monthlyCharge(id)) ?? Number.NaN, 6)
    expect(told.monthly_charge_then).toBeGreaterThan(told.monthly_charge_now ?? Number.NaN)
  })

  it('foretells what filters of names leave', async () => {
    const filter = { namespace: 'AWS/EC2', include_only: ['aws.ec2.network_*'] }
    const told = await preview({ metrics_config: { metric_name_filters: [filter] } })
    expect(told.consequences[0]).toMatch(/^Of AWS\/EC2 \d+ metrics will be read instead of \d+\.$/)
    expect(told.monthly_charge_then).toBeLessThan(told.monthly_charge_now ?? Number.NaN)
    expect(told.changes[0]).toMatchObject({ from: 'none', to: 'AWS/EC2: only aws.ec2.network_*' })
  })

  it('names regions that go, that come, and that are not enabled', async () => {
    const fewer = await preview({ aws_regions: { include_only: ['us-east-1'] } })
    expect(fewer.consequences).toEqual(['eu-west-1 will no longer be collected; its history stays.'])
    expect(fewer.monthly_charge_then).toBeLessThan(fewer.monthly_charge_now ?? Number.NaN)
    const enabled = (await serving.settings.verifications.get(id))?.regions ?? []
    const [third = ''] = enabled.filter(region => !regions.includes(region))
    const other = await preview({ aws_regions: { include_only: [...regions, third, 'me-south-1'] } })
    expect(other.consequences).toEqual([
      `${third} will be collected.`,
      'me-south-1 is not enabled in the account: nothing is collected there until it is.',
      `What it will cost a month is not known yet: ${third} was never listed whole.`,
    ])
    expect(other.monthly_charge_then).toBeNull()
  })

  it('says what begins anew', async () => {
    const told = await preview({ auth_config: { role_name: 'team/Other' } })
    expect(told).toMatchObject({
      verification: 'anew',
      changes: [{ field: 'auth_config.role_name', from: 'Connected', to: 'team/Other' }],
      consequences: ['Verification begins anew: collection pauses until the role is proven.'],
    })
  })

  it('says what is needed for more, what is only kept, and what is called otherwise', async () => {
    const told = await preview({
      account_name: 'Shop',
      account_tags: ['env:prod'],
      features: { cost_management: true },
      metrics_config: { collect_cloudwatch_alarms: true, automute_enabled: false },
      resources_config: { extended_collection: false },
      traces_config: { xray_services: { include_all: true } },
    })
    expect(told.consequences).toEqual([
      'Alarms will be read.',
      'Cost management will be read.',
      'Resources will no longer be read; what was read stays.',
      expect.stringMatching(/^The role needs .*cloudwatch:DescribeAlarms.* for it/),
      'Charts and lists will say Shop.',
      'All series of the account will carry the new tags, those of its history too.',
      'Automatic muting: stored and returned; HeyCloud does nothing with it.',
      'Traces: stored and returned; HeyCloud does nothing with it.',
    ])
  })

  it('says that nothing is known of an account that was never read', async () => {
    const other = { aws_account_id: '444455556666', aws_partition: 'aws', auth_config: { role_name: 'New' } }
    const { body: made } = await call('POST', accounts, body(other))
    const change = body({ metrics_config: { namespace_filters: { include_only: ['AWS/EC2'] } } })
    const told = (await call('POST', `${accounts}/${made.data.id}/preview`, change)).body.data.attributes
    expect(told).toMatchObject({ monthly_charge_now: null, monthly_charge_then: null })
    expect(told.consequences).toContain('What it costs a month is not known before something was read.')
    await call('DELETE', `${accounts}/${made.data.id}`)
  })

  it('refuses what a PATCH would refuse, in the same words', async () => {
    for (const attributes of [
      { aws_regions: { include_only: ['cn-north-1'] } },
      { aws_account_id: '444455556666' },
      { auth_config: { external_id: 'f'.repeat(32) } },
      { auth_config: { access_key_id: 'AKIAIOSFODNN7EXAMPLE' } },
    ]) {
      const told = await call('POST', `${accounts}/${id}/preview`, body(attributes))
      expect(told.status).toBe(400)
      expect(told).toEqual(await call('PATCH', `${accounts}/${id}`, body(attributes)))
    }
    const strangers = await serving.keys('editor', 'other')
    expect((await call('POST', `${accounts}/${id}/preview`, body({}), strangers)).status).toBe(404)
  })
})

describe('the removal of an account', () => {
  it('names what remains, how to remove it, and how much would be erased', async () => {
    const { attributes } = removalReply.parse((await call('GET', `${accounts}/${id}/removal`)).body).data
    expect(attributes.remains[0]).toEqual({ what: 'The role', arn: `arn:aws:iam::${prod}:role/Connected` })
    expect(attributes.remains.map(({ what }) => what).join('\n')).toMatch(/CloudFormation[\s\S]*Terraform/)
    expect(attributes.commands).toContain('delete-role --role-name')
    expect(attributes.rows).toBe(await serving.telemetry.countAccount(organisation, prod))
    expect(attributes.rows).toBeGreaterThan(100)
    const strangers = await serving.keys('viewer', 'other')
    expect((await call('GET', `${accounts}/${id}/removal`, undefined, strangers)).status).toBe(404)
  })

  it('of an access key names the key, and of an event bus the bus', () => {
    const facts = {
      id,
      organisation,
      partition: 'aws-us-gov',
      accountId: prod,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretId: id,
    }
    const bus = {
      organisation,
      accountId: prod,
      region: 'us-gov-west-1',
      name: 'alerts-1a2b3c4d',
      hasBus: true,
      createdAt: 0,
    }
    const account = facts as unknown as Parameters<typeof removalOf>[0]
    const { remains, commands } = removalOf(account, null, [bus, { ...bus, name: 'none', hasBus: false }])
    expect(remains.map(({ arn }) => arn)).toEqual([
      null,
      `arn:aws-us-gov:events:us-gov-west-1:${prod}:event-bus/alerts-1a2b3c4d`,
    ])
    expect(commands).toContain('aws iam delete-access-key --user-name "$user" --access-key-id AKIAIOSFODNN7EXAMPLE')
    expect(commands).toContain('aws events delete-event-bus --name alerts-1a2b3c4d --region us-gov-west-1')
  })

  it('asks whether the data goes too, and shows how far that is', async () => {
    expect((await call('DELETE', `${accounts}/${id}?data=some`)).status).toBe(400)
    expect(await call('DELETE', `${accounts}/${id}?data=erase`)).toEqual({ status: 204, body: undefined })
    const { data } = erasureReply.parse((await call('GET', `${root}/erasures/${id}`)).body)
    expect(data).toMatchObject({
      id,
      attributes: { account_id: prod, state: 'waiting', progress: 0, finished_at: null },
    })
    const erasure = await serving.settings.erasures.get(organisation, id)
    if (!erasure) throw new Error('no erasure was ordered')
    await serving.settings.erasures.put({ ...erasure, state: 'erasing', rowsBefore: 400, rowsLeft: 100 })
    const { data: list } = erasuresReply.parse((await call('GET', `${root}/erasures`)).body)
    expect(list).toMatchObject([{ id, attributes: { state: 'erasing', progress: 0.75 } }])
    const strangers = await serving.keys('admin', 'other')
    expect((await call('GET', `${root}/erasures/${id}`, undefined, strangers)).status).toBe(404)
    expect((await call('GET', `${root}/erasures`, undefined, strangers)).body).toEqual({ data: [] })
  })
})
