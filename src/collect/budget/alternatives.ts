// What reading an account would cost in other ways: everything more often, or pushed by metric streams.
import { prices, streamCharge } from '../../aws/prices.ts'
import { MINUTE, SECOND } from '../../core/clock.ts'
import { forecast, type Known } from '../metrics/price.ts'

export const ways = ['now', 'every_300', 'every_60', 'streams'] as const
export type Way = (typeof ways)[number]

/** US dollars a month of 30 days, by way; null where it is not known what there is to read. */
export type Alternatives = Record<Way, number | null>

const everythingEvery = (known: Known, cadence: number): number | null =>
  forecast({ ...known, cadence, rest: cadence }, known.settings).charge

/** A metric is read, and updated in a stream, once in its period at most. */
export function alternativesOf(known: Known): Alternatives {
  // Read every second each metric would be requested once in each of its periods: as often as a stream updates it.
  const updates = everythingEvery(known, SECOND)
  return {
    now: forecast(known, known.settings).charge,
    every_300: everythingEvery(known, 5 * MINUTE),
    every_60: everythingEvery(known, MINUTE),
    streams: updates === null ? null : streamCharge(updates / prices.getMetricDataMetric),
  }
}
