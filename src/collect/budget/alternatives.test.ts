// What other ways cost, against the sums that anybody can do with AWS's price list.
import { expect, it } from 'vitest'
import { accountSettingsSchema } from '../../core/account-settings.ts'
import { MINUTE } from '../../core/clock.ts'
import { type Coverage, nothingCalled } from '../../core/coverage.ts'
import { services } from '../../services/index.ts'
import type { Known } from '../metrics/price.ts'
import { watchesOf } from '../metrics/watching.ts'
import { alternativesOf } from './alternatives.ts'

const row: Coverage = {
  ...nothingCalled,
  ...{ organisation: 'acme', accountConfigId: 'a', kind: 'metrics', region: 'us-east-1', namespace: 'AWS/SQS' },
  ...{
    state: 'seen',
    items: 1_000,
    lastSuccess: 0,
    lastAttempt: 0,
    newestPoint: 0,
    points: 0,
    action: null,
    reason: '',
  },
}
const known: Known = {
  settings: accountSettingsSchema.parse({ metrics_config: { namespace_filters: { exclude_only: [] } } }),
  ...{ rows: [row], regions: new Map(), enabled: ['us-east-1'], services, cadence: 5 * MINUTE },
  ...{ rest: 5 * MINUTE, watches: watchesOf([]) },
}

it('prices 1,000 metrics that are published each minute, 30 days long', () => {
  const minutes = 30 * 24 * 60
  const { every_300, every_60, streams } = alternativesOf(known)
  // A cent for 1,000 metrics requested.
  expect(every_300).toBeCloseTo((minutes / 5) * 0.01, 6)
  expect(every_60).toBeCloseTo(minutes * 0.01, 6)
  // $0.003 for 1,000 updates, and 1,000 bytes of each through Firehose at $0.029 a GB.
  expect(streams).toBeCloseTo(minutes * 0.003 + minutes * 1_000 * (1_000 / 1e9) * 0.029, 6)
})

it('knows nothing of what was never listed', () => {
  expect(alternativesOf({ ...known, rows: [] })).toEqual({ now: null, every_300: null, every_60: null, streams: null })
})
