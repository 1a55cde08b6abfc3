// The telemetry contract: series, metric names and tags.
import { expect, it } from 'vitest'
import { hour, midnight, sample, series, type TelemetryUnderTest } from './testing/fixtures.ts'

const awkward = 'it\'s \\ "q" \n\t{p0:String} %_* \u{1f600} ?'

function rows(store: () => TelemetryUnderTest): void {
  it('returns series as they were saved, whatever their text', async () => {
    const { telemetry } = store()
    const organisation = `names ${awkward}`
    const one = series({
      organisation,
      name: 'aws.a',
      dimensions: { [awkward]: awkward, B: 'b' },
      tags: [awkward, `k:${awkward}`],
      resource: awkward,
      unit: awkward,
      id: 4_294_967_295,
    })
    const two = series({ organisation, name: 'aws.b', region: 'us-east-1', dimensions: {}, tags: [] })
    const three = series({ organisation, name: 'aws.c', namespace: awkward, accountId: '999999999999' })
    await telemetry.saveSeries([two, one, three])
    const scope = { organisation, accountId: '123456789012' }
    expect(await telemetry.loadSeries(scope)).toEqual([one, two])
    expect(await telemetry.loadSeries({ ...scope, region: 'us-east-1' })).toEqual([two])
    expect(await telemetry.loadSeries({ organisation, accountId: '999999999999', namespace: awkward })).toEqual([three])
    expect(await telemetry.loadSeries({ ...scope, namespace: 'AWS/RDS' })).toEqual([])
    expect(await telemetry.loadSeries({ ...scope, organisation: 'other' })).toEqual([])
    expect(await telemetry.tagValues(organisation, 'aws.a')).toEqual([awkward, `k:${awkward}`].sort())
  })
  it('finds the series of some metrics by a filter, of one organisation, up to a limit', async () => {
    const { telemetry } = store()
    const organisation = 'finding'
    const [one, two, three] = [
      series({ organisation, name: 'aws.f.a', tags: ['env:prod'] }),
      series({ organisation, name: 'aws.f.a', tags: ['env:dev'] }),
      series({ organisation, name: 'aws.f.b', tags: ['env:prod'] }),
    ]
    await telemetry.saveSeries([
      three,
      two,
      one,
      series({ organisation: 'other', name: 'aws.f.a', tags: ['env:prod'] }),
    ])
    const prod = { kind: 'tag', key: 'env', value: 'pr*' } as const
    expect(await telemetry.findSeries(organisation, ['aws.f.a', 'aws.f.b'], prod, 9)).toEqual([one, three])
    const all = await telemetry.findSeries(organisation, ['aws.f.a'], { kind: 'everything' }, 9)
    expect(all.map(({ id }) => id)).toEqual([one.id, two.id].sort((a, b) => a - b))
    expect(await telemetry.findSeries(organisation, ['aws.f.a'], { kind: 'everything' }, 1)).toHaveLength(1)
    expect(await telemetry.findSeries(organisation, [], prod, 9)).toEqual([])
  })
  it('lets the newer tags win, within one call and within one millisecond', async () => {
    const { telemetry } = store()
    const one = series({ organisation: 'newer', name: 'aws.newer' })
    await telemetry.saveSeries([
      { ...one, tags: ['v:1'] },
      { ...one, tags: ['v:2'] },
    ])
    expect(await telemetry.tagValues('newer', null)).toEqual(['v:2'])
    await telemetry.saveSeries([{ ...one, tags: ['v:3'] }])
    await telemetry.saveSeries([])
    expect(await telemetry.tagValues('newer', null)).toEqual(['v:3'])
    expect(await telemetry.loadSeries({ organisation: 'newer', accountId: one.accountId })).toEqual([
      { ...one, tags: ['v:3'] },
    ])
  })
}

function metrics(store: () => TelemetryUnderTest): void {
  it('counts the series of each metric, narrowed by prefix and filter, of one organisation', async () => {
    const { telemetry } = store()
    const organisation = 'counting'
    await telemetry.saveSeries([
      series({ organisation, name: 'aws.ec2.a', tags: ['env:prod'] }),
      series({ organisation, name: 'aws.ec2.a', tags: ['env:dev'] }),
      series({ organisation, name: 'aws.rds.b', tags: ['env:prod'], unit: 'Count' }),
    ])
    expect(await telemetry.metricNames(organisation)).toEqual([
      { name: 'aws.ec2.a', unit: 'Percent', series: 2 },
      { name: 'aws.rds.b', unit: 'Count', series: 1 },
    ])
    expect((await telemetry.metricNames(organisation, { prefix: 'aws.rds' })).map(m => m.name)).toEqual(['aws.rds.b'])
    const filter = { kind: 'tag', key: 'env', value: 'dev' } as const
    expect(await telemetry.metricNames(organisation, { filter })).toEqual([
      { name: 'aws.ec2.a', unit: 'Percent', series: 1 },
    ])
    expect(await telemetry.metricNames('nobody')).toEqual([])
    expect(await telemetry.tagValues(organisation, null)).toEqual(['env:dev', 'env:prod'])
    expect(await telemetry.tagValues(organisation, 'aws.rds.b')).toEqual(['env:prod'])
    expect(await telemetry.tagValues('nobody', null)).toEqual([])
  })
  it('knows what an account’s series were made from, each metric once', async () => {
    const { telemetry } = store()
    const organisation = 'made-from'
    await telemetry.saveSeries([
      series({ organisation, metric: 'NetworkIn', statistic: 'Sum' }),
      series({ organisation, metric: 'NetworkIn', dimensions: {} }),
      series({ organisation, namespace: 'AWS/EBS', metric: 'BurstBalance', region: 'us-east-1' }),
      series({ organisation, metric: 'NetworkOut', accountId: '999999999999' }),
    ])
    expect(await telemetry.accountMetrics(organisation, '123456789012')).toEqual([
      { namespace: 'AWS/EBS', metric: 'BurstBalance' },
      { namespace: 'AWS/EC2', metric: 'NetworkIn' },
    ])
    expect(await telemetry.accountMetrics('others', '123456789012')).toEqual([])
  })
  it('finds with an account’s series those that are read through it', async () => {
    const { telemetry } = store()
    const made = { organisation: 'through', name: 'aws.through' }
    const own = series(made)
    const linked = series({ ...made, accountId: '999999999999', tags: ['monitoring_account:123456789012'] })
    await telemetry.saveSeries([own, linked, series({ ...made, accountId: '888888888888' })])
    await telemetry.saveSamples([sample(linked, midnight, 1)])
    const scope = { organisation: 'through', accountId: own.accountId, region: own.region, namespace: own.namespace }
    expect(await telemetry.loadSeries(scope)).toEqual([own])
    expect(await telemetry.loadSeries({ ...scope, linked: true })).toEqual([own, linked])
    const counts = (alsoLinked: boolean) =>
      telemetry.pointCounts({ ...scope, linked: alsoLinked }, midnight, midnight + hour, hour)
    expect(await counts(true)).toEqual(new Map([[midnight, 1]]))
    expect(await counts(false)).toEqual(new Map())
    expect(await telemetry.linkedOwners('nobody', own.region)).toEqual([])
  })
  it('takes tens of thousands in one call', async () => {
    const { telemetry } = store()
    const many = Array.from({ length: 25_000 }, (_, n) => series({ organisation: 'many', name: `aws.m${n % 7}` }))
    await telemetry.saveSeries(many)
    const summaries = await telemetry.metricNames('many')
    expect(summaries.reduce((sum, metric) => sum + metric.series, 0)).toBe(25_000)
  })
}

export function names(store: () => TelemetryUnderTest): void {
  rows(store)
  metrics(store)
}
