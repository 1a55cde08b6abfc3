// Not seen is not absent: what the ledger says of regions and namespaces.
import { describe, expect, it } from 'vitest'
import { countStates, kindSeen, leftOut, namespacesUse } from './coverage.ts'

type Row = Parameters<typeof namespacesUse>[0][number]
const row = (over: Partial<Row>): Row => ({
  kind: 'metrics',
  region: 'us-east-1',
  namespace: 'AWS/EC2',
  state: 'seen',
  items: 3,
  action: null,
  reason: '',
  ...over,
})

describe('kindSeen', () => {
  it('tells what was looked at and is quiet from what could not be looked at', () => {
    const denied = row({ kind: 'alarms', namespace: null, state: 'denied', action: 'cloudwatch:DescribeAlarms' })
    const failed = row({ kind: 'alarms', namespace: null, region: 'eu-west-1', state: 'failed', reason: 'timed out' })
    const gap = { action: 'cloudwatch:DescribeAlarms', reason: '', places: 2 }
    expect(kindSeen([row({}), failed, denied], 'alarms')).toEqual({ seen: 0, pending: 0, gap })
    expect(kindSeen([row({ kind: 'alarms', namespace: null })], 'alarms')).toEqual({ seen: 1, pending: 0, gap: null })
    expect(kindSeen([], 'alarms')).toEqual({ seen: 0, pending: 0, gap: null })
  })
})

describe('namespacesUse', () => {
  it('is in use when anything was found in any account', () => {
    expect(namespacesUse([row({ items: 0 }), row({ region: 'eu-west-1' })], ['AWS/EC2'])).toEqual({ use: 'in_use' })
  })
  it('is not in use only when it was looked for and not found', () => {
    const listing = row({ namespace: null, items: 3 })
    expect(namespacesUse([listing, row({})], ['AWS/RDS'])).toEqual({ use: 'not_in_use' })
    // Listed but not all read: it may be among what is still to come.
    expect(namespacesUse([listing, row({ items: 2 })], ['AWS/RDS'])).toEqual({ use: 'pending' })
    expect(namespacesUse([listing, row({}), row({ namespace: null, region: 'eu-west-1' })], ['AWS/RDS'])).toEqual({
      use: 'pending',
    })
    expect(namespacesUse([], ['AWS/RDS'])).toEqual({ use: 'pending' })
    expect(namespacesUse([row({}), row({ namespace: 'AWS/RDS', items: 0, state: 'pending' })], ['AWS/RDS'])).toEqual({
      use: 'pending',
    })
  })
  it('says which action is denied, and what failed', () => {
    const denied = row({ namespace: null, state: 'denied', items: 0, action: 'cloudwatch:ListMetrics' })
    expect(namespacesUse([denied], ['AWS/RDS'])).toEqual({ use: 'denied', action: 'cloudwatch:ListMetrics' })
    const failed = row({ namespace: 'AWS/RDS', state: 'failed', items: 0, reason: 'timed out' })
    expect(namespacesUse([row({}), failed], ['AWS/RDS'])).toEqual({ use: 'failed', reason: 'timed out' })
  })
})

describe('leftOut', () => {
  const account = (filters: { include_only: string[] } | { exclude_only: string[] }, enabled = true) => ({
    attributes: {
      metrics_config: {
        enabled,
        automute_enabled: true,
        collect_custom_metrics: false,
        collect_cloudwatch_alarms: false,
        tag_filters: [],
        namespace_filters: filters,
        metric_name_filters: [],
      },
    },
  })
  it('knows what the settings leave out', () => {
    expect(leftOut([account({ exclude_only: ['AWS/SQS'] })], ['AWS/SQS'])).toBe(true)
    expect(leftOut([account({ exclude_only: ['AWS/SQS'] })], ['AWS/EC2'])).toBe(false)
    expect(leftOut([account({ exclude_only: [] }), account({ include_only: ['AWS/EC2'] })], ['AWS/SQS'])).toBe(true)
    expect(leftOut([account({ exclude_only: [] }, false)], ['AWS/SQS'])).toBe(true)
  })
})

it('counts states', () => {
  expect(countStates([row({}), row({ state: 'denied' }), row({ state: 'denied' })])).toEqual({
    seen: 1,
    denied: 2,
    failed: 0,
    pending: 0,
    off: 0,
  })
})
