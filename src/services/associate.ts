// Which resource a metric belongs to: the named groups of a declaration's ARN pattern, compared with the metric's dimensions.
import type { Association, NamespaceDefinition } from '../core/define.ts'
import type { Resource } from '../core/resource.ts'

/** The ARN of the resource that these dimensions are of; null where they are of none that is known. */
export type Associator = (dimensions: Readonly<Record<string, string>>) => string | null

/** What of a resource the associations look at; without name and labels those that need them find nothing. */
export type Associable = Pick<Resource, 'arn' | 'type'> & Partial<Pick<Resource, 'name' | 'labels'>>

interface Index {
  /** Dimension names in lower case: AWS itself writes `DBClusterIdentifier` and `DbClusterIdentifier`. */
  names: string[]
  /** Null where several resources go by the same dimensions: two REST APIs of one name. CloudWatch adds them up; it is neither's. */
  arns: Map<string, string | null>
  /** By dimension name, in lower case: see Association.values. */
  values: Map<string, (value: string) => string>
}

// A space cannot stand in the name of a regular expression's group.
const dimensionOfGroup = (group: string): string => group.replaceAll('_', ' ').toLowerCase()

const keyOf = (values: readonly string[]): string => JSON.stringify(values)

/** The dimensions that a resource's metrics carry, by the association; null where it is not of its kind. */
function dimensionsOf({ arn, facts }: Association, resource: Associable): Record<string, string> | null {
  const groups = arn.exec(resource.arn)
  if (!groups) return null
  const found: Record<string, string> = { ...groups.groups }
  for (const [dimension, fact] of Object.entries(facts ?? {})) {
    const value = fact === 'name' ? resource.name : resource.labels?.[fact]
    if (value === undefined) return null
    found[dimension] = value
  }
  return found
}

function indexOf(association: Association, resources: readonly Associable[]): Index | null {
  const arns: Index['arns'] = new Map()
  let names: string[] = []
  for (const resource of resources) {
    if (resource.type !== association.resourceType) continue
    const found = dimensionsOf(association, resource)
    if (!found) continue
    names = Object.keys(found).sort()
    const key = keyOf(names.map(name => found[name] ?? ''))
    const known = arns.get(key)
    arns.set(key, known === undefined || known === resource.arn ? resource.arn : null)
  }
  if (arns.size === 0) return null
  const values = Object.entries(association.values ?? {}).map(([name, read]) => [dimensionOfGroup(name), read] as const)
  return { names: names.map(dimensionOfGroup), arns, values: new Map(values) }
}

/**
 * Reads the resources once and answers for any metric of the namespace. The association with most dimensions is tried first
 * (a target group before its load balancer, an ECS service before its cluster); where that resource is unknown, the next.
 * Dimensions that no association names (an availability zone, a version) do not matter. Values are compared exactly.
 */
export function createAssociator(resources: readonly Associable[], namespace: NamespaceDefinition): Associator {
  const indexes = namespace.associations
    .flatMap(association => indexOf(association, resources) ?? [])
    .sort((a, b) => b.names.length - a.names.length)
  return dimensions => {
    const values = new Map(Object.entries(dimensions).map(([name, value]) => [name.toLowerCase(), value]))
    for (const { names, arns, values: read } of indexes) {
      const wanted = names.flatMap(name => {
        const value = values.get(name)
        return value === undefined ? [] : (read.get(name)?.(value) ?? value)
      })
      const arn = wanted.length === names.length ? arns.get(keyOf(wanted)) : undefined
      if (arn !== undefined) return arn
    }
    return null
  }
}
