import { describe, expect, it } from 'vitest'
import { services } from '../../services/index.ts'
import { previewMetricNames } from './preview.ts'

const known = [
  { namespace: 'AWS/EC2', metric: 'NetworkIn' },
  { namespace: 'AWS/EC2', metric: 'CPUUtilization' },
  { namespace: 'AWS/EC2', metric: 'NetworkIn' },
  { namespace: 'Shop/Orders', metric: 'OrdersPlaced' },
]

describe('the preview of metric-name filters', () => {
  it('says of every name whether it would be left out, and how many names each pattern means', () => {
    const filters = [{ namespace: 'AWS/EC2', exclude_only: ['aws.ec2.*', 'aws.ec2.network_in.maximum', 'aws.rds.*'] }]
    const [ec2, shop] = previewMetricNames(known, filters, services)
    expect(ec2?.namespace).toBe('AWS/EC2')
    expect(ec2?.metrics.map(({ metric }) => metric)).toEqual(['CPUUtilization', 'NetworkIn'])
    const names = ec2?.metrics.flatMap(metric => metric.names) ?? []
    // It cannot be left out; the count says what the pattern means all the same.
    expect(names.filter(({ filtered }) => !filtered)).toEqual([{ name: 'aws.ec2.cpuutilization', filtered: false }])
    expect(ec2?.filters).toEqual([
      { pattern: 'aws.ec2.*', matches: names.length },
      { pattern: 'aws.ec2.network_in.maximum', matches: 1 },
      { pattern: 'aws.rds.*', matches: 0 },
    ])
    expect(shop).toMatchObject({ namespace: 'Shop/Orders', filters: [] })
    expect(shop?.metrics[0]?.names).toContainEqual({ name: 'shop.orders.orders_placed.maximum', filtered: false })
  })
  it('shows a filter of a namespace that the account does not have, and every namespace without filters', () => {
    const filters = [{ namespace: 'AWS/RDS', include_only: ['aws.rds.aurora*'] }]
    expect(previewMetricNames([], filters, services)).toEqual([
      { namespace: 'AWS/RDS', filters: [{ pattern: 'aws.rds.aurora*', matches: 0 }], metrics: [] },
    ])
    const all = previewMetricNames(known, [], services)
    expect(all.map(({ namespace }) => namespace)).toEqual(['AWS/EC2', 'Shop/Orders'])
    expect(all.flatMap(({ metrics }) => metrics).every(({ names }) => names.every(({ filtered }) => !filtered))).toBe(
      true,
    )
  })
})
