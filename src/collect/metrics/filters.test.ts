import { describe, expect, it } from 'vitest'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { namespaceByName } from '../../services/index.ts'
import { metricWanted, namespacesNamed, namespaceWanted, tagFilter } from './filters.ts'
import { matches } from './pattern.ts'

const config = (metrics: object) => accountSettingsSchema.parse({ metrics_config: metrics }).metrics_config
const isDeclared = (namespace: string) => namespaceByName(namespace) !== undefined

describe('patterns', () => {
  it('take a star for any run and a question mark for one character, and nothing else as special', () => {
    for (const [pattern, fits, fitsNot] of [
      ['', '', 'a'],
      ['*', '', undefined],
      ['a*', 'a', 'ba'],
      ['*a', 'banana', 'bananas'],
      ['b*n*a', 'banana', 'banan'],
      ['?a?', 'bab', 'ba'],
      ['c1.*', 'c1.large', 'c11large'],
      ['*.p9?', 'aws.x.p99', 'aws.x.p9'],
      ['(a|b)', '(a|b)', 'a'],
      ['a?c', 'a\u{1f511}c', 'ac'],
      ['a**b', 'ab', 'a'],
    ] as const) {
      expect(matches(pattern, fits), `${pattern} ${fits}`).toBe(true)
      if (fitsNot !== undefined) expect(matches(pattern, fitsNot), `${pattern} ${fitsNot}`).toBe(false)
    }
  })
  it('of many stars are decided at once', () => {
    const started = performance.now()
    expect(matches(`${'*a'.repeat(100)}b`, 'a'.repeat(5_000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('namespaces', () => {
  const wants = (metrics: object, namespace: string) => namespaceWanted(config(metrics), namespace, isDeclared)
  it('by default are all of AWS but the dear ones, and no custom ones', () => {
    for (const name of ['AWS/EC2', 'AWS/Brandnew', 'Glue', '/aws/sagemaker/Endpoints'])
      expect(wants({}, name), name).toBe(true)
    for (const name of ['AWS/SQS', 'AWS/ElasticMapReduce', 'AWS/Usage', 'Shop/Orders'])
      expect(wants({}, name), name).toBe(false)
    expect(wants({ collect_custom_metrics: true }, 'Shop/Orders')).toBe(true)
    expect(wants({ namespace_filters: { exclude_only: [] } }, 'AWS/SQS')).toBe(true)
  })
  it('are only those included, exactly as written, and custom ones when they are switched on too', () => {
    const only = { namespace_filters: { include_only: ['AWS/SQS', 'Shop/Orders'] } }
    expect([wants(only, 'AWS/SQS'), wants(only, 'AWS/EC2'), wants(only, 'aws/sqs')]).toEqual([true, false, false])
    expect(wants(only, 'Shop/Orders')).toBe(false)
    const custom = { ...only, collect_custom_metrics: true }
    expect([wants(custom, 'Shop/Orders'), wants(custom, 'Shop/Carts')]).toEqual([true, false])
  })
  it('of customers are not narrowed by a list that names AWS’s alone', () => {
    const only = { namespace_filters: { include_only: ['AWS/EC2'] }, collect_custom_metrics: true }
    expect([wants(only, 'Shop/Orders'), wants(only, 'AWS/RDS')]).toEqual([true, false])
    expect(namespacesNamed(config(only), isDeclared)).toBeUndefined()
    expect(namespacesNamed(config({ ...only, collect_custom_metrics: false }), isDeclared)).toEqual(['AWS/EC2'])
    const excluded = { namespace_filters: { exclude_only: ['Shop/Orders'] }, collect_custom_metrics: true }
    expect([wants(excluded, 'Shop/Orders'), wants(excluded, 'Shop/Carts')]).toEqual([false, true])
  })
  it('are none when metrics are off', () => {
    expect(wants({ enabled: false }, 'AWS/EC2')).toBe(false)
  })
})

describe('metric names', () => {
  const ec2 = (...filters: object[]) =>
    config({ metric_name_filters: filters.map(filter => ({ namespace: 'AWS/EC2', ...filter })) })
  it('a pattern without suffix means every statistic, one with it that one', () => {
    const only = ec2({ include_only: ['aws.ec2.network_in'] })
    expect(metricWanted(only, 'AWS/EC2', 'aws.ec2.network_in', 'aws.ec2.network_in.maximum')).toBe(true)
    expect(metricWanted(only, 'AWS/EC2', 'aws.ec2.network_out', 'aws.ec2.network_out')).toBe(false)
    expect(metricWanted(only, 'AWS/RDS', 'aws.rds.cpuutilization', 'aws.rds.cpuutilization')).toBe(true)
    const peak = ec2({ exclude_only: [' AWS.EC2.*.maximum '] })
    expect(metricWanted(peak, 'AWS/EC2', 'aws.ec2.network_in', 'aws.ec2.network_in')).toBe(true)
    expect(metricWanted(peak, 'AWS/EC2', 'aws.ec2.network_in', 'aws.ec2.network_in.maximum')).toBe(false)
  })
  it('stars and dots are taken as such, and the protected metrics stay', () => {
    const without = ec2({ exclude_only: ['aws.ec2.*'] })
    expect(metricWanted(without, 'AWS/EC2', 'aws.ec2.network_in', 'aws.ec2.network_in')).toBe(false)
    expect(metricWanted(without, 'AWS/EC2', 'aws.ec2.cpuutilization', 'aws.ec2.cpuutilization')).toBe(true)
    expect(metricWanted(ec2({ exclude_only: ['aws.ec2.net.ork_in'] }), 'AWS/EC2', 'x', 'aws.ec2.network_in')).toBe(true)
  })
  it('of several filters of a namespace each has its say', () => {
    const both = ec2({ include_only: ['aws.ec2.network*'] }, { exclude_only: ['*_out'] })
    expect(metricWanted(both, 'AWS/EC2', 'aws.ec2.network_in', 'aws.ec2.network_in')).toBe(true)
    expect(metricWanted(both, 'AWS/EC2', 'aws.ec2.network_out', 'aws.ec2.network_out')).toBe(false)
  })
})

describe('tags', () => {
  const filterOf = (namespace: string, ...filters: { namespace: string; tags: string[] | null }[]) =>
    tagFilter(config({ tag_filters: filters }), namespace, namespaceByName(namespace))
  const ec2 = (...tags: string[]) => filterOf('AWS/EC2', { namespace: 'AWS/EC2', tags })
  it('any of the wanted, and none of the unwanted', () => {
    const filter = ec2('env:prod*', 'instance-type:c1.*', '!team:Data Lake', ' ! Region:us-east-1')
    for (const [tags, wanted] of [
      [['env:production', 'team:web'], true],
      [['instance-type:c1.large'], true],
      [['env:production', 'team:data_lake'], false],
      [['env:production', 'region:us-east-1'], false],
      [['env:staging'], false],
      [[], false],
    ] as const)
      expect(filter?.(tags), tags.join()).toBe(wanted)
  })
  it('are compared as they are stored, in lower case and without spaces', () => {
    expect(ec2('Cost Center:Data  Lake')?.(['cost_center:data_lake'])).toBe(true)
    expect(ec2('env:pro?')?.(['env:prod'])).toBe(true)
    expect(ec2('env:pro?')?.(['env:pro'])).toBe(false)
    expect(ec2('datadog')?.(['datadog'])).toBe(true)
  })
  it('that are only unwanted leave the rest in, those without tags too', () => {
    const filter = ec2('!env:dev*')
    expect([filter?.([]), filter?.(['env:prod']), filter?.(['env:development'])]).toEqual([true, true, false])
  })
  it('are no filter where none is set, or only blanks', () => {
    expect(filterOf('AWS/RDS', { namespace: 'AWS/EC2', tags: ['env:prod'] })).toBeNull()
    expect(filterOf('AWS/EC2', { namespace: 'AWS/EC2', tags: null })).toBeNull()
    expect(ec2('', ' ', '!', '! ')).toBeNull()
  })
  it('of EC2 govern EBS too, unless that has its own', () => {
    const instances = { namespace: 'AWS/EC2', tags: ['env:prod'] }
    expect(filterOf('AWS/EBS', instances)?.(['env:prod'])).toBe(true)
    expect(filterOf('AWS/EBS', instances)?.(['env:dev'])).toBe(false)
    expect(filterOf('AWS/EBS', instances, { namespace: 'AWS/EBS', tags: ['env:dev'] })?.(['env:dev'])).toBe(true)
  })
})
