// The telemetry contract: present resources and alarms, and the history of what changed.
import { expect, it } from 'vitest'
import type { Alarm, Resource } from '../../core/resource.ts'
import type { TelemetryUnderTest } from './testing/fixtures.ts'

/** Between two seconds, as instants are. */
const at = Date.UTC(2026, 10, 23, 12) + 789
const scope = { organisation: 'acme', accountId: '123456789012', region: 'eu-west-1', types: ['ec2:instance'] }
const arn = (name: string) => `arn:aws:ec2:eu-west-1:123456789012:instance/${name}`

const resource = (name: string, over: Partial<Resource> = {}): Resource => ({
  organisation: 'acme',
  accountId: '123456789012',
  region: 'eu-west-1',
  arn: arn(name),
  type: 'ec2:instance',
  name,
  tags: { Name: name, "it's": '100%_\\' },
  labels: { 'instance-type': 'm7g.large' },
  attributes: { nested: [1, { deep: null }], text: 'é"\n' },
  ...over,
})
const alarm = (name: string, over: Partial<Alarm> = {}): Alarm => ({
  organisation: 'acme',
  accountId: '123456789012',
  region: 'eu-west-1',
  arn: `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
  name,
  state: 'OK',
  reason: 'Threshold Crossed: "1"',
  since: at,
  namespace: 'AWS/EC2',
  metric: 'CPUUtilization',
  dimensions: { InstanceId: 'i-1' },
  ...over,
})

function resources(store: () => TelemetryUnderTest): void {
  it('replaces the resources of a scope, and remembers what appeared, changed and vanished', async () => {
    const { telemetry, sql } = store()
    const [a, b, c] = [resource('a'), resource('b'), resource('c')]
    await telemetry.saveResources(scope, [a, b], at)
    expect(await telemetry.resources('acme')).toEqual([a, b])
    const changed = { ...b, tags: { Name: 'b2' } }
    await telemetry.saveResources(scope, [changed, c], at + 1_000)
    await telemetry.saveResources(scope, [c, changed], at + 2_000)
    expect(await telemetry.resources('acme')).toEqual([changed, c])
    await telemetry.saveResources(scope, [a, changed, c], at + 3_000)
    expect(await telemetry.resources('acme')).toEqual([a, changed, c])
    const history = await sql<{ name: string; change: string; at: string }>(
      `SELECT name, change, toString(at - ${at}) AS at FROM heycloud.resources_history ORDER BY at, name`,
    )
    expect(history.map(row => [row.name, row.change, Number(row.at)])).toEqual([
      ['a', 'appeared', 0],
      ['b', 'appeared', 0],
      ['a', 'vanished', 1_000],
      ['b', 'changed', 1_000],
      ['c', 'appeared', 1_000],
      ['a', 'appeared', 3_000],
    ])
  })
  it('keeps what a resource stands in, hangs on and uses', async () => {
    const { telemetry, sql } = store()
    const own = { ...scope, organisation: 'relations' }
    const group = { kind: 'uses' as const, to: "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-'1" }
    const subnet = { kind: 'in' as const, to: 'arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1' }
    const [alone, instance] = ['alone', 'i'].map(name => resource(name, { organisation: 'relations' }))
    if (!alone || !instance) throw new Error('two were made')
    await telemetry.saveResources(own, [alone, { ...instance, relations: [subnet, group] }], at)
    await telemetry.saveResources(own, [alone, { ...instance, relations: [subnet, group] }], at + 1_000)
    expect(await telemetry.resources('relations')).toEqual([alone, { ...instance, relations: [subnet, group] }])
    await telemetry.saveResources(own, [alone, { ...instance, relations: [subnet] }], at + 2_000)
    expect(await telemetry.resources('relations')).toEqual([alone, { ...instance, relations: [subnet] }])
    const history = await sql<{ change: string; to: string[] }>(
      `SELECT change, relations.to AS to FROM heycloud.resources_history
       WHERE organisation = 'relations' AND name = 'i' ORDER BY at`,
    )
    expect(history).toEqual([
      { change: 'appeared', to: [subnet.to, group.to] },
      { change: 'changed', to: [subnet.to] },
    ])
  })
  it('keeps scopes apart: account, region where it was listed, type, organisation', async () => {
    const { telemetry } = store()
    const organisation = 'scopes'
    const own = { ...scope, organisation }
    // S3 lists buckets of all regions at once.
    const buckets = { ...own, region: 'us-east-1', types: ['s3'] }
    const bucket = resource('bucket', { organisation, type: 's3', region: 'ap-south-1', arn: 'arn:aws:s3:::bucket' })
    const instance = resource('i', { organisation })
    await telemetry.saveResources(buckets, [bucket], at)
    await telemetry.saveResources(own, [instance], at)
    await telemetry.saveResources({ ...own, region: 'ap-south-1', types: ['s3'] }, [], at)
    await telemetry.saveResources({ ...own, accountId: '999999999999' }, [], at)
    await telemetry.saveResources({ ...own, organisation: 'others' }, [], at)
    expect(await telemetry.resources(organisation)).toEqual([bucket, instance])
    expect(await telemetry.resources(organisation, { region: 'ap-south-1' })).toEqual([bucket])
    expect(await telemetry.resources('others')).toEqual([])
    expect(await telemetry.resourceCounts(organisation)).toEqual([
      { accountId: '123456789012', region: 'ap-south-1', type: 's3', count: 1 },
      { accountId: '123456789012', region: 'eu-west-1', type: 'ec2:instance', count: 1 },
    ])
    await telemetry.saveResources(buckets, [], at)
    expect(await telemetry.resources(organisation)).toEqual([instance])
  })
}

function found(store: () => TelemetryUnderTest): void {
  it('finds resources by account, type, and part of an ARN, a name or a tag, literally', async () => {
    const { telemetry } = store()
    const organisation = 'search'
    const own = { ...scope, organisation }
    const list = ['web-1', 'web-2', 'db'].map(name => resource(name, { organisation, tags: { Team: `T:${name}%` } }))
    await telemetry.saveResources(own, list, at)
    const found = (filter: Parameters<typeof telemetry.resources>[1]) =>
      telemetry.resources(organisation, filter).then(rows => rows.map(row => row.name))
    expect(await found({ search: 'WEB' })).toEqual(['web-1', 'web-2'])
    expect(await found({ search: 'instance/d' })).toEqual(['db'])
    expect(await found({ search: 'team:t:db%' })).toEqual(['db'])
    expect(await found({ search: '_' })).toEqual([])
    expect(await found({ search: "' OR 1" })).toEqual([])
    expect(await found({ limit: 2 })).toEqual(['db', 'web-1'])
    expect(await found({ type: 'rds:db' })).toEqual([])
    expect(await found({ accountId: '123456789012', type: 'ec2:instance' })).toHaveLength(3)
  })
  it('replaces the alarms of an account and region', async () => {
    const { telemetry } = store()
    const own = { organisation: 'acme', accountId: '123456789012', region: 'eu-west-1' }
    const [a, b] = [alarm('a'), alarm('b', { namespace: null, metric: null, dimensions: {} })]
    await telemetry.saveAlarms(own, [b, a], at)
    const elsewhere = alarm('z', { region: 'us-east-1' })
    await telemetry.saveAlarms({ ...own, region: 'us-east-1' }, [elsewhere], at)
    expect(await telemetry.alarms('acme')).toEqual([a, b, elsewhere])
    const alarming = { ...b, state: 'ALARM' as const, since: at + 1 }
    await telemetry.saveAlarms(own, [alarming], at)
    expect(await telemetry.alarms('acme')).toEqual([alarming, elsewhere])
    await telemetry.saveAlarms(own, [], at)
    expect(await telemetry.alarms('acme')).toEqual([elsewhere])
    expect(await telemetry.alarms('other')).toEqual([])
  })
}

export function present(store: () => TelemetryUnderTest): void {
  resources(store)
  found(store)
}
