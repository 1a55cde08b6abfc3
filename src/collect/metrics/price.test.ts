import { describe, expect, it } from 'vitest'
import { type AccountSettings, accountSettingsSchema } from '../../core/account-settings.ts'
import { MINUTE } from '../../core/clock.ts'
import type { Coverage } from '../../core/coverage.ts'
import { nothingCalled } from '../../core/coverage.ts'
import { services } from '../../services/index.ts'
import type { Watch } from '../../store/settings-ports.ts'
import { createListing } from './listing.ts'
import { chargeOfThousand, forecast, type Known } from './price.ts'
import { watchesOf } from './watching.ts'

const cadence = 5 * MINUTE
/** 30 days of reads every five minutes, at a cent for 1,000. */
const aMetric = ((30 * 24 * 60) / 5) * (0.01 / 1_000)

const settingsOf = (over: object = {}): AccountSettings => accountSettingsSchema.parse(over)
const metricsOf = (over: object): AccountSettings => settingsOf({ metrics_config: over })

const row = (region: string, namespace: string, items: number): Coverage => ({
  ...nothingCalled,
  ...{ organisation: 'acme', accountConfigId: 'a', kind: 'metrics', region, namespace, state: 'seen', items },
  ...{ lastSuccess: 0, lastAttempt: 0, newestPoint: 0, points: 0, action: null, reason: '' },
})

/** Two of SQS and one of a namespace of the customer's own, in one region. */
function listing(asked?: string[]) {
  const made = createListing(asked, ['AWS/S3'])
  const sqs = ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage']
  made.add(sqs.map(metric => ({ namespace: 'AWS/SQS', metric, dimensions: { QueueName: 'q' } })))
  made.add([{ namespace: 'Shop', metric: 'Orders', dimensions: {} }])
  return made
}

const known = (over: Partial<Known> = {}): Known => ({
  settings: settingsOf(),
  rows: [row('us-east-1', 'AWS/Backup', 10)],
  regions: new Map([
    ['us-east-1', { listing: listing() }],
    ['eu-west-1', { listing: createListing(undefined, []) }],
  ]),
  enabled: ['eu-west-1', 'us-east-1'],
  services,
  cadence,
  rest: cadence,
  watches: watchesOf([]),
  ...over,
})
const before = forecast(known(), settingsOf()).charge ?? Number.NaN

describe('forecast', () => {
  it('prices settings as they are by what was counted, and nothing before that', () => {
    expect(before).toBeCloseTo(10 * aMetric)
    expect(forecast(known({ rows: [], regions: new Map() }), settingsOf()).charge).toBeNull()
    expect(chargeOfThousand(cadence)).toBeCloseTo(1_000 * aMetric)
  })

  it('counts a namespace that is taken in from the last list', () => {
    const then = forecast(known(), metricsOf({ namespace_filters: { exclude_only: [] } }))
    expect(then.metrics.get('AWS/SQS')).toBe(2)
    expect(then.charge).toBeCloseTo(before + 2 * aMetric)
    expect(then.metrics.has('Shop')).toBe(false)
  })

  it('counts namespaces of the customer’s own, and names that a filter lets through', () => {
    const own = forecast(known(), metricsOf({ collect_custom_metrics: true }))
    expect(own.metrics.get('Shop')).toBe(1)
    const one = { namespace: 'AWS/SQS', include_only: ['aws.sqs.approximate_age*'] }
    const then = forecast(known(), metricsOf({ namespace_filters: { exclude_only: [] }, metric_name_filters: [one] }))
    expect(then.metrics.get('AWS/SQS')).toBe(1)
  })

  it('takes away what is left out', () => {
    expect(forecast(known(), metricsOf({ enabled: false })).charge).toBe(0)
    expect(forecast(known(), metricsOf({ namespace_filters: { include_only: ['AWS/EC2'] } })).charge).toBe(0)
    const elsewhere = settingsOf({ aws_regions: { include_only: ['eu-west-1'] } })
    expect(forecast(known(), elsewhere).charge).toBe(0)
    const here = known({ settings: settingsOf({ aws_regions: { include_only: ['us-east-1'] } }) })
    expect(forecast({ ...here, regions: new Map() }, elsewhere)).toMatchObject({
      charge: null,
      unknownRegions: ['eu-west-1'],
    })
  })

  it('does not know what was never listed', () => {
    const s3 = { settings: metricsOf({ namespace_filters: { exclude_only: ['AWS/S3'] } }) }
    const then = forecast(known(s3), settingsOf())
    expect(then.metrics.get('AWS/S3')).toBeNull()
    expect(then.charge).toBeNull()
    const few = known({
      settings: metricsOf({ namespace_filters: { include_only: ['AWS/Backup'] } }),
      regions: new Map([['us-east-1', { listing: listing(['AWS/Backup']) }]]),
      enabled: ['us-east-1'],
    })
    expect(forecast(few, settingsOf())).toMatchObject({ charge: null, unknownRegions: ['us-east-1'] })
    const more = forecast(few, metricsOf({ namespace_filters: { include_only: ['AWS/Backup', 'AWS/SQS'] } }))
    expect(more.metrics).toEqual(
      new Map([
        ['AWS/Backup', 10],
        ['AWS/SQS', null],
      ]),
    )
  })

  it('does not know what tags will choose', () => {
    const filters = [{ namespace: 'AWS/Backup', tags: ['env:prod'] }]
    expect(forecast(known(), metricsOf({ tag_filters: filters })).metrics.get('AWS/Backup')).toBeNull()
    const same = known({ settings: metricsOf({ tag_filters: filters }) })
    expect(forecast(same, metricsOf({ tag_filters: filters })).charge).toBeCloseTo(10 * aMetric)
  })

  it('asks nothing for a region that the account has not enabled', () => {
    const two = settingsOf({ aws_regions: { include_only: ['us-east-1', 'me-south-1'] } })
    expect(
      forecast(known({ settings: settingsOf({ aws_regions: { include_only: ['us-east-1'] } }) }), two),
    ).toMatchObject({
      unknownRegions: [],
      charge: expect.closeTo(10 * aMetric),
    })
  })

  it('counts what is watched beside what everything costs, and nothing more for what comes seldom', () => {
    const rest = 6 * 60 * MINUTE
    const atRest = aMetric / 72
    const watch = (metric: string): Watch => ({
      ...{ organisation: 'acme', metric, filter: { kind: 'everything' }, source: 'asked', since: 0, until: 1 },
    })
    const all = metricsOf({ namespace_filters: { exclude_only: [] } })
    const placeOf = (watches: string[]) =>
      forecast(known({ rest, watches: watchesOf(watches.map(watch)) }), all).places.find(
        ({ namespace }) => namespace === 'AWS/SQS',
      )
    const sqs = { region: 'us-east-1', namespace: 'AWS/SQS', metrics: 2 }
    expect(placeOf([])).toEqual({ ...sqs, watched: 0, charge: expect.closeTo(2 * atRest) })
    expect(placeOf(['aws.sqs.approximate_age_of_oldest_message'])).toEqual({
      ...{ ...sqs, watched: 1 },
      charge: expect.closeTo(2 * atRest + aMetric),
    })
    const ofBucket = (watches: string[]) =>
      forecast(
        known({ rest, rows: [row('us-east-1', 'AWS/S3', 3)], watches: watchesOf(watches.map(watch)) }),
        settingsOf(),
      ).places.find(({ namespace }) => namespace === 'AWS/S3')
    expect(ofBucket(['aws.s3.bucket_size_bytes'])?.charge).toBe(ofBucket([])?.charge)
    expect(ofBucket([])?.charge).toBeGreaterThan(0)
  })
})
