import { expect, it } from 'vitest'
import { type Coverage, itemsSeen, nothingCalled } from './coverage.ts'

const row = (over: Partial<Coverage>): Coverage => ({
  ...nothingCalled,
  ...{ organisation: 'acme', accountConfigId: 'a', kind: 'metrics', region: 'us-east-1', namespace: null },
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
  ...over,
})

it('counts each metric once, though its region counts it too', () => {
  const rows = [
    row({ items: 30 }),
    row({ namespace: 'AWS/EC2', items: 20 }),
    row({ namespace: 'AWS/EBS', items: 10 }),
    row({ kind: 'resources', namespace: 'ec2:instance', items: 4 }),
  ]
  expect(itemsSeen(rows, 'metrics')).toBe(30)
  expect(itemsSeen(rows, 'resources')).toBe(4)
})
