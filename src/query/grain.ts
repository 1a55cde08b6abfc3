// Which of a metric's dimension sets a query reads, so that what AWS publishes several times over is counted once.
import type { DimensionSet, NamespaceDefinition } from '../core/define.ts'
import { dimensionSetKey, dimensionSetValue, dimensionTagKey, dimensionTagKeys } from '../core/metric-name.ts'
import type { TagFilter } from '../core/question.ts'
import { metricByName, namespaceByName, resourceByType } from '../services/index.ts'

/** What a query says of tag keys. */
interface Said {
  /** Every key, in whatever way. */
  keys: Set<string>
  /** Keys that series must have, or may not have with some value: the answer has to tell their values apart. */
  named: Set<string>
  /** Keys that no matching series has: `!key:*`. */
  absent: Set<string>
}

const anything = /^\*+$/

/** `required` while what is read must hold for the whole filter to hold. */
function collect(filter: TagFilter, said: Said, negated: boolean, required: boolean): void {
  if (filter.kind === 'tag') {
    said.keys.add(filter.key)
    const absence = negated && anything.test(filter.value)
    if (absence && required) said.absent.add(filter.key)
    if (!absence && filter.value !== '') said.named.add(filter.key)
  }
  if (filter.kind === 'not') collect(filter.of, said, !negated, required)
  if (filter.kind === 'and' || filter.kind === 'or') {
    // Not (a or b) is not a and not b.
    const all = (filter.kind === 'and') !== negated || filter.of.length === 1
    for (const part of filter.of) collect(part, said, negated, required && all)
  }
}

/**
 * Tag keys that tell a dimension, each with the dimension's own key. Keys that are facts of the resource too (`instance-type`
 * of an EC2 instance) are not among them: every series of the resource has those.
 */
function dimensionKeys({ dimensions, associations }: NamespaceDefinition): Map<string, string> {
  const facts = new Set(associations.flatMap(association => resourceByType(association.resourceType)?.labels ?? []))
  const keys = (dimensions ?? []).flatMap(dimension =>
    dimensionTagKeys(dimension).map(key => [key, dimensionTagKey(dimension)] as const),
  )
  return new Map(keys.filter(([key]) => !facts.has(key)))
}

type KeySet = ReadonlySet<string>

const includes = (set: KeySet, keys: Iterable<string>): boolean => [...keys].every(key => set.has(key))
const lacks = (set: KeySet, keys: Iterable<string>): boolean => ![...keys].some(key => set.has(key))
const keySet = (set: DimensionSet): KeySet => new Set(set.map(dimensionTagKey))
const tagValueOf = (set: KeySet): string => dimensionSetValue([...set])

/** The first of the smallest. */
const smallest = (sets: readonly KeySet[]): KeySet[] => [...sets].sort((a, b) => a.size - b.size).slice(0, 1)

/** Of all sets that AWS publishes, those to read; empty where nothing can be said. */
function choose(grain: readonly KeySet[], known: readonly KeySet[], named: KeySet, absent: KeySet): KeySet[] {
  const whole = grain.filter(set => lacks(set, absent))
  if (whole.length > 0 && includes(new Set(whole.flatMap(set => [...set])), named)) return whole
  const fitting = known.filter(set => includes(set, named) && lacks(set, absent))
  const finer = whole.flatMap(set => smallest(fitting.filter(wider => includes(wider, set))))
  if (finer.length > 0) return finer
  const other = smallest(fitting)
  return other.length > 0 ? other : whole
}

function setsToRead(metric: string, filter: TagFilter, groupBy: readonly string[]): string[] {
  const named = metricByName(metric)
  const namespace = named && namespaceByName(named.namespace)
  if (!namespace) return []
  const grain = namespace.metrics.find(({ name }) => name === named.metric)?.grain ?? namespace.grain
  if (grain.length === 0) return []
  const said: Said = { keys: new Set(groupBy), named: new Set(groupBy), absent: new Set() }
  collect(filter, said, false, true)
  if (said.keys.has(dimensionSetKey)) return []
  const keys = dimensionKeys(namespace)
  const dimensionsOf = (tagKeys: Iterable<string>): KeySet => new Set([...tagKeys].flatMap(key => keys.get(key) ?? []))
  const known = [
    ...grain,
    ...namespace.grain,
    ...(namespace.otherSets ?? []),
    ...namespace.metrics.flatMap(other => other.grain ?? []),
  ]
  const chosen = choose(grain.map(keySet), known.map(keySet), dimensionsOf(said.named), dimensionsOf(said.absent))
  return [...new Set(chosen.map(tagValueOf))]
}

/**
 * The filter, narrowed to dimension sets that count everything once (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension:
 * each combination of dimensions is a metric of its own). The rule:
 * 1. A metric that no service declares, and a query that says anything of `dimension_set`, are left as they are.
 * 2. A query names a dimension by grouping by its key or filtering by a value of it, negated or not. `!key:*` names nothing: it
 *    asks for series without that dimension. Keys that are facts of the resource are no dimensions.
 * 3. Read are the sets of the metric's grain without those that `!key:*` leaves out, if they have all named dimensions.
 * 4. Else, for each of them, the smallest published set that has its dimensions and all named; where there is none, the
 *    smallest published set that has all named, the first that is declared among equals; where there is none either, step 3's.
 */
export function countedOnce(metric: string, filter: TagFilter, groupBy: readonly string[]): TagFilter {
  const sets = setsToRead(metric, filter, groupBy)
  const tags: TagFilter[] = sets.map(value => ({ kind: 'tag', key: dimensionSetKey, value }))
  const [only] = tags
  if (only === undefined) return filter
  const among: TagFilter = tags.length === 1 ? only : { kind: 'or', of: tags }
  if (filter.kind === 'everything') return among
  return { kind: 'and', of: filter.kind === 'and' ? [...filter.of, among] : [filter, among] }
}
