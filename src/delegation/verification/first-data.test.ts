import { describe, expect, it } from 'vitest'
import type { KeyAccount } from '../../core/account.ts'
import { type AccountSettings, accountSettingsSchema } from '../../core/account-settings.ts'
import type { Coverage } from '../../core/coverage.ts'
import { nothingCalled } from '../../core/coverage.ts'
import { whyNothing } from './first-data.ts'

const account = (given: object = {}): KeyAccount => ({
  ...{ id: 'a', organisation: 'acme', partition: 'aws-cn', accountId: '111122223333', name: null, alias: null },
  ...{ accessKeyId: 'AKIA', secretId: 'a', secretLastFour: null, state: 'connected', joinedBy: null },
  ...{ pausedAt: null, nextExternalId: null, createdAt: 0, modifiedAt: 0 },
  settings: accountSettingsSchema.parse(given) satisfies AccountSettings,
})
const row = (given: Partial<Coverage>): Coverage => ({
  ...nothingCalled,
  ...{ organisation: 'acme', accountConfigId: 'a', kind: 'metrics', region: 'eu-west-1', namespace: null },
  ...{
    state: 'seen',
    lastSuccess: 1,
    lastAttempt: 1,
    newestPoint: null,
    items: 0,
    points: 0,
    action: null,
    reason: '',
  },
  ...given,
})
const metrics = (metrics_config: object) => account({ metrics_config })

describe('why no data has come', () => {
  const cases: [string, KeyAccount, Coverage[], RegExp][] = [
    ['nothing was read yet', account(), [], /^Collection has not begun\.$/],
    [
      'an action is denied, in words of AWS, with the regions',
      account(),
      ['eu-west-1', 'us-east-1'].map(region =>
        row({ region, state: 'denied', action: 'cloudwatch:ListMetrics', reason: 'not authorized' }),
      ),
      /^cloudwatch:ListMetrics is denied in eu-west-1, us-east-1: not authorized$/,
    ],
    [
      'the regions themselves cannot be found',
      account(),
      [row({ kind: 'regions', state: 'denied', action: 'ec2:DescribeRegions', reason: 'no' })],
      /^ec2:DescribeRegions is denied in eu-west-1: no$/,
    ],
    [
      'a read failed',
      account(),
      [row({ state: 'failed', reason: 'Throttling: slow' })],
      /failed in eu-west-1: Throttling/,
    ],
    ['no region is chosen', account({ aws_regions: { include_only: [] } }), [], /^No region is chosen\.$/],
    ['no region is wanted', account({ aws_regions: { include_all: false } }), [], /^No region is chosen\.$/],
    [
      'a region is off',
      account({ aws_regions: { include_only: ['eu-south-1'] } }),
      [],
      /not enabled in the account: eu-south-1/,
    ],
    [
      'namespaces are off by the ledger',
      account(),
      [row({}), row({ namespace: 'AWS/SQS', state: 'off' })],
      /leave these namespaces out: AWS\/SQS\./,
    ],
    [
      'namespaces are off by the settings',
      metrics({ namespace_filters: { exclude_only: ['AWS/EC2'] } }),
      [row({})],
      /out: AWS\/EC2\./,
    ],
    [
      'only some namespaces are chosen',
      metrics({ namespace_filters: { include_only: ['AWS/RDS'] } }),
      [row({})],
      /^CloudWatch shows no metrics that are wanted\. Only these .*: AWS\/RDS\./,
    ],
    [
      'tags are chosen that nothing has',
      metrics({ tag_filters: [{ namespace: 'AWS/EC2', tags: ['env:prod'] }] }),
      [row({})],
      /chosen tags are read in AWS\/EC2; none has them/,
    ],
    [
      'tags are chosen and cannot be read',
      metrics({ tag_filters: [{ namespace: 'AWS/EC2', tags: ['env:prod'] }] }),
      [row({}), row({ kind: 'tags', state: 'denied', action: 'tag:GetResources' })],
      /Tags cannot be read in eu-west-1/,
    ],
    [
      'names are filtered',
      metrics({ metric_name_filters: [{ namespace: 'AWS/EC2', include_only: ['x'] }] }),
      [row({})],
      /filters are set for AWS\/EC2/,
    ],
    ['custom metrics are off', account(), [row({})], /Custom metrics are not collected/],
    [
      'everything is idle',
      account(),
      [row({ items: 5 }), row({ namespace: 'AWS/EC2', items: 5 })],
      /^5 metrics were found; .* idle/,
    ],
  ]
  it.each(cases)('%s', (_, of, rows, sentence) => {
    expect(whyNothing(of, ['eu-west-1', 'us-east-1'], rows)).toMatch(sentence)
  })

  it('does not list more than a person reads', () => {
    const regions = Array.from({ length: 17 }, (_, i) => `eu-west-${i}`)
    const rows = regions.map(region => row({ region, state: 'denied', action: 'cloudwatch:ListMetrics', reason: 'no' }))
    expect(whyNothing(account(), regions, rows)).toContain('and 14 more')
  })
})
