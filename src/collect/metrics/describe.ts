// What the series of a metric carry now, and whether the account's tag filters choose it.
import { hash } from 'node:crypto'
import type { ListedMetric } from '../../aws/cloudwatch.ts'
import { type Associator, createAssociator } from '../../services/associate.ts'
import type { Place } from '../context.ts'
import type { KnownResource } from '../inventory/facts.ts'
import { governingNamespace, tagFilter } from './filters.ts'
import type { LinkedAccounts } from './linked.ts'
import type { Rules } from './rules.ts'
import { dimensionTags, linkedTags, placeTags, resourceTags, seriesTags } from './series-tags.ts'

/** What tags are made of. */
export interface DescribeContext {
  place: Place
  rules: Rules
  resources: readonly KnownResource[]
  /** Whether tags were looked for: before, nothing can be chosen by them. */
  tagsKnown: boolean
  /** Undefined where nothing is read of accounts that are linked to the place's. */
  linked: LinkedAccounts | undefined
}

export interface Description {
  /** Sorted, each once. */
  tags: string[]
  /** ARN; empty where none is known. */
  resource: string
}

/** Of the tags and resource of a series, to tell whether they have changed: 48 bits, since each metric keeps one. */
export const fingerprintOf = ({ tags, resource }: Description): number =>
  Number.parseInt(hash('sha1', JSON.stringify([tags, resource]), 'hex').slice(0, 12), 16)

/** Works out a series' tags; what is the same for many of them once. */
export function describer({ place, rules, resources, linked }: DescribeContext): (metric: ListedMetric) => Description {
  const base = placeTags(place.account, place.region, place.units)
  const bases = new Map<string, string[]>()
  const baseOf = (owner: string): string[] => {
    const known = bases.get(owner) ?? linkedTags(place.account, place.region, owner, linked?.connected(owner))
    bases.set(owner, known)
    return known
  }
  const byArn = new Map(resources.map(resource => [resource.arn, resource]))
  const tagsByArn = new Map<string, string[]>()
  const associators = new Map<string, Associator | null>()
  return ({ namespace, dimensions, owner }) => {
    // CloudWatch shares metrics alone: of another account's resources nothing is known here.
    if (owner) return { tags: seriesTags(baseOf(owner), dimensionTags(dimensions)), resource: '' }
    let associate = associators.get(namespace)
    if (associate === undefined) {
      const definition = rules.namespace(namespace)
      associate = definition ? createAssociator(resources, definition) : null
      associators.set(namespace, associate)
    }
    const resource = byArn.get(associate?.(dimensions) ?? '')
    let own = resource && tagsByArn.get(resource.arn)
    if (resource && !own) {
      own = resourceTags(resource)
      tagsByArn.set(resource.arn, own)
    }
    return { tags: seriesTags(base, dimensionTags(dimensions), own ?? []), resource: resource?.arn ?? '' }
  }
}

/** Whether the account's tag filters choose a series: by its own tags, or by those of the resource that its own hangs on (see filteredWith). */
export function chooser({ place, rules, resources, tagsKnown }: DescribeContext) {
  const config = place.account.settings.metrics_config
  if (config.tag_filters.length === 0) return () => true
  const base = placeTags(place.account, place.region, place.units)
  const byArn = new Map(resources.map(resource => [resource.arn, resource]))
  const byName = new Map(resources.map(resource => [`${resource.type} ${resource.arn.split('/').at(-1)}`, resource]))
  const make = (namespace: string) => {
    const definition = rules.namespace(namespace)
    const predicate = tagFilter(config, namespace, definition)
    const other = governingNamespace(config, namespace, definition) === namespace ? undefined : definition?.filteredWith
    return { predicate, other }
  }
  const filters = new Map<string, ReturnType<typeof make>>()
  return (namespace: string, { tags, resource }: Description): boolean => {
    const filter = filters.get(namespace) ?? make(namespace)
    filters.set(namespace, filter)
    const { predicate, other } = filter
    if (!predicate || !tagsKnown) return !predicate
    const governor = other && byName.get(`${other.resourceType} ${byArn.get(resource)?.labels[other.label]}`)
    return predicate(governor ? [...base, ...resourceTags(governor)] : tags)
  }
}
