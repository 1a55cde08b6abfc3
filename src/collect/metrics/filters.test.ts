import { describe, expect, it } from 'vitest'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { hasTagFilter, metricWanted, namespaceWanted, tagsWanted } from './filters.ts'

const config = (metrics: object) => accountSettingsSchema.parse({ metrics_config: metrics }).metrics_config

describe('namespaces', () => {
  it('by default reads all of AWS but the dear ones, and no custom ones', () => {
    const defaults = config({})
    expect(['AWS/EC2', 'AWS/Brandnew'].every(name => namespaceWanted(defaults, name, false))).toBe(true)
    expect(['AWS/SQS', 'AWS/Usage', 'Shop/Orders'].some(name => namespaceWanted(defaults, name, false))).toBe(false)
    expect(namespaceWanted(defaults, 'CWAgent', true)).toBe(true)
  })
  it('reads only those included, and custom ones only when they are switched on too', () => {
    const only = config({ namespace_filters: { include_only: ['AWS/SQS', 'Shop/Orders'] } })
    expect(namespaceWanted(only, 'AWS/SQS', true)).toBe(true)
    expect(namespaceWanted(only, 'AWS/EC2', true)).toBe(false)
    expect(namespaceWanted(only, 'Shop/Orders', false)).toBe(false)
    expect(namespaceWanted({ ...only, collect_custom_metrics: true }, 'Shop/Orders', false)).toBe(true)
  })
  it('reads nothing when metrics are off', () => {
    expect(namespaceWanted(config({ enabled: false }), 'AWS/EC2', true)).toBe(false)
  })
})

describe('metric names', () => {
  const ec2 = (filter: object) => config({ metric_name_filters: [{ namespace: 'AWS/EC2', ...filter }] })
  it('a pattern without suffix means every statistic', () => {
    const only = ec2({ include_only: ['aws.ec2.network_in'] })
    expect(metricWanted(only, 'AWS/EC2', 'aws.ec2.network_in', 'aws.ec2.network_in.maximum')).toBe(true)
    expect(metricWanted(only, 'AWS/EC2', 'aws.ec2.network_out', 'aws.ec2.network_out')).toBe(false)
    expect(metricWanted(only, 'AWS/RDS', 'aws.rds.cpuutilization', 'aws.rds.cpuutilization')).toBe(true)
  })
  it('stars and dots are taken as such, and the protected metrics stay', () => {
    const without = ec2({ exclude_only: ['aws.ec2.*'] })
    expect(metricWanted(without, 'AWS/EC2', 'aws.ec2.network_in', 'aws.ec2.network_in')).toBe(false)
    expect(metricWanted(without, 'AWS/EC2', 'aws.ec2.cpuutilization', 'aws.ec2.cpuutilization')).toBe(true)
    expect(metricWanted(ec2({ exclude_only: ['aws.ec2.net.ork_in'] }), 'AWS/EC2', 'x', 'aws.ec2.network_in')).toBe(true)
  })
})

describe('tags', () => {
  const filtered = config({ tag_filters: [{ namespace: 'AWS/EC2', tags: ['env:prod*', '!team:Data Lake'] }] })
  it('any wanted tag and none of the unwanted', () => {
    expect(hasTagFilter(filtered, 'AWS/EC2')).toBe(true)
    expect(hasTagFilter(filtered, 'AWS/RDS')).toBe(false)
    expect(tagsWanted(filtered, 'AWS/EC2', ['env:production', 'team:web'])).toBe(true)
    expect(tagsWanted(filtered, 'AWS/EC2', ['env:production', 'team:data_lake'])).toBe(false)
    expect(tagsWanted(filtered, 'AWS/EC2', ['env:staging'])).toBe(false)
    expect(tagsWanted(filtered, 'AWS/RDS', [])).toBe(true)
  })
})
