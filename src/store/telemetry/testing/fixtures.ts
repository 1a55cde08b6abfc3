// Series, points and questions for the telemetry contract, and the engine it runs on.
import type { Sample, Series } from '../../../core/metric.ts'
import type { Question } from '../../../core/question.ts'
import { seededRandom } from '../../../core/random.ts'
import type { Telemetry } from '../../ports.ts'

export interface TelemetryUnderTest {
  telemetry: Telemetry
  /** Looks behind the port, for what it does not show. */
  sql<T>(query: string): Promise<T[]>
  /** Lets ten minutes pass on the store's clock, which else stands still. */
  settle(): void
  stop(): Promise<void>
}

/** A whole UTC day's beginning; epoch seconds. */
export const midnight = Date.UTC(2026, 10, 23) / 1_000
export const hour = 3_600
export const day = 86_400

let ids = 0
/** Ids are never used twice, so that tests on one store keep apart. */
export const newId = (): number => ++ids

export function series(over: Partial<Series> = {}): Series {
  return {
    organisation: 'acme',
    accountId: '123456789012',
    region: 'eu-west-1',
    namespace: 'AWS/EC2',
    metric: 'CPUUtilization',
    statistic: 'Average',
    dimensions: { InstanceId: 'i-1' },
    name: 'aws.ec2.cpuutilization',
    id: newId(),
    unit: 'Percent',
    tags: ['env:prod', 'region:eu-west-1'],
    resource: '',
    ...over,
  }
}

export const sample = (of: Series, ts: number, value: number, over: Partial<Sample> = {}): Sample => ({
  name: of.name,
  id: of.id,
  ts,
  period: 300,
  value,
  weight: over.period ?? 300,
  ...over,
})

export const question = (metric: string, over: Partial<Question> = {}): Question => ({
  organisation: 'acme',
  metric,
  timeAggregator: 'avg',
  spaceAggregator: 'avg',
  filter: { kind: 'everything' },
  groupBy: [],
  from: midnight,
  to: midnight + hour,
  interval: 300,
  ...over,
})

/** Numbers with all the digits a double has. */
export const randomValues = (seed: number, count: number): number[] => {
  const random = seededRandom(seed)
  return Array.from(
    { length: count },
    () => (random.next() + random.next() / 2 ** 32) * 10 ** Math.floor(random.next() * 12 - 6),
  )
}
