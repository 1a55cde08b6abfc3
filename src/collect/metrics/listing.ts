// How many metrics of each name a region's last list held, wanted or not: what other settings would read can be told from it.
import type { ListedMetric } from '../../aws/cloudwatch.ts'

export interface Listing {
  /** By metric name; undefined for a namespace that was not asked for. */
  count(namespace: string): ReadonlyMap<string, number> | undefined
  /** Those of which at least one metric was listed. */
  namespaces(): Iterable<string>
  /** Whether every namespace was asked for, but for those whose metrics come too seldom. */
  readonly whole: boolean
}

export interface ListingBuilder extends Listing {
  add(page: readonly ListedMetric[]): void
}

const none: ReadonlyMap<string, number> = new Map()

/**
 * `asked`: the namespaces that were listed, undefined for whole regions. `seldom`: those with metrics that a list of recently active
 * ones leaves out, unless they were asked for by name.
 */
export function createListing(asked: readonly string[] | undefined, seldom: readonly string[]): ListingBuilder {
  const counts = new Map<string, Map<string, number>>()
  const known = (namespace: string) => (asked ? asked.includes(namespace) : !seldom.includes(namespace))
  return {
    whole: asked === undefined,
    namespaces: () => counts.keys(),
    count: namespace => (known(namespace) ? (counts.get(namespace) ?? none) : undefined),
    add(page) {
      for (const { namespace, metric } of page) {
        const names = counts.get(namespace) ?? new Map<string, number>()
        counts.set(namespace, names.set(metric, (names.get(metric) ?? 0) + 1))
      }
    },
  }
}
