// Metrics made of listings, which CloudWatch does not have: where they are kept, and the values that a description holds.
import { MINUTE, SECOND } from '../core/clock.ts'
import type { DerivedMetric, ResourceDefinition, ResourceFacts, ServiceDefinition } from '../core/define.ts'
import { ownNamespace } from '../core/metric.ts'
import type { Json } from '../core/resource.ts'

/** Every series is of one resource, which its dimension names by its ARN. */
export const derivedNamespace = ownNamespace('Derived')
export const derivedDimension = 'ResourceArn'
export const derivedStatistic = 'Average'
/** Seconds between two points unless listings come more seldom; a point is known as soon as its listing is. */
export const derivedPeriod = (10 * MINUTE) / SECOND

/** Bytes in what AWS calls a gigabyte of storage. */
export const gibibyte = 2 ** 30

/** All of a service's derived metrics, with the resource that each is made of. */
export const derivedOf = ({
  resources,
}: ServiceDefinition): { metric: DerivedMetric; resource: ResourceDefinition }[] =>
  resources.flatMap(resource => (resource.derived ?? []).map(metric => ({ metric, resource })))

/** A member of a description's member: `memberOf('State', 'Name')`. */
const memberOf = (value: Json | undefined, member: string): Json | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value[member] : undefined

/** A text within the description; undefined where there is none. */
export function textOf({ attributes }: ResourceFacts, attribute: string, member?: string): string | undefined {
  const whole = attributes[attribute]
  const value = member === undefined ? whole : memberOf(whole, member)
  return typeof value === 'string' ? value : undefined
}

/** How many entries of an attribute's list have this value in this member; null where the description has no such list. */
export const countOf = (attribute: string, member: string, value: string): DerivedMetric['value'] => {
  return ({ attributes }) => {
    const list = attributes[attribute]
    return Array.isArray(list) ? list.filter(one => memberOf(one, member) === value).length : null
  }
}

/** An attribute that is a number, times a factor: AWS tells gibibytes where a chart needs bytes. */
export const numberOf = (attribute: string, factor = 1): DerivedMetric['value'] => {
  return ({ attributes }) => {
    const value = attributes[attribute]
    return typeof value === 'number' ? value * factor : null
  }
}

/** Seconds since the moment that an attribute tells as ISO 8601. */
export const ageOf = (attribute: string): DerivedMetric['value'] => {
  return (resource, now) => {
    const since = Date.parse(textOf(resource, attribute) ?? '')
    return Number.isNaN(since) ? null : Math.max(0, (now - since) / SECOND)
  }
}

/** 1 for each resource, by its state: their sum counts, in whichever states they were. */
export const countedByState = (name: string, things: string, attribute: string, member?: string): DerivedMetric => ({
  name,
  unit: 'Count',
  description: `1 for each of the ${things}, by \`state\`: the sum counts them.`,
  value: () => 1,
  by: resource => ({ State: textOf(resource, attribute, member) ?? 'unknown' }),
})
