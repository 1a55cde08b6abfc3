// Which resource a metric belongs to: the named groups of a declaration's ARN pattern, compared with the metric's dimensions.
import type { Association, NamespaceDefinition } from '../core/define.ts'

/** The ARN of the resource that these dimensions are of; null where they are of none that is known. */
export type Associator = (dimensions: Readonly<Record<string, string>>) => string | null

interface Index {
  /** Dimension names in lower case: AWS itself writes `DBClusterIdentifier` and `DbClusterIdentifier`. */
  names: string[]
  arns: Map<string, string>
}

// A space cannot stand in the name of a regular expression's group.
const dimensionOfGroup = (group: string): string => group.replaceAll('_', ' ').toLowerCase()

const keyOf = (values: readonly string[]): string => JSON.stringify(values)

function indexOf(association: Association, resources: readonly { arn: string; type: string }[]): Index | null {
  const arns = new Map<string, string>()
  let groups: string[] = []
  for (const { arn, type } of resources) {
    if (type !== association.resourceType) continue
    const found = association.arn.exec(arn)?.groups
    if (!found) continue
    groups = Object.keys(found).sort()
    arns.set(keyOf(groups.map(group => found[group] ?? '')), arn)
  }
  return arns.size > 0 ? { names: groups.map(dimensionOfGroup), arns } : null
}

/**
 * Reads the resources once and answers for any metric of the namespace. The association with most dimensions is tried first
 * (a target group before its load balancer, an ECS service before its cluster); where that resource is unknown, the next.
 * Dimensions that no association names (an availability zone, a version) do not matter. Values are compared exactly.
 */
export function createAssociator(
  resources: readonly { arn: string; type: string }[],
  namespace: NamespaceDefinition,
): Associator {
  const indexes = namespace.associations
    .flatMap(association => indexOf(association, resources) ?? [])
    .sort((a, b) => b.names.length - a.names.length)
  return dimensions => {
    const values = new Map(Object.entries(dimensions).map(([name, value]) => [name.toLowerCase(), value]))
    for (const { names, arns } of indexes) {
      const wanted = names.flatMap(name => values.get(name) ?? [])
      const arn = wanted.length === names.length ? arns.get(keyOf(wanted)) : undefined
      if (arn !== undefined) return arn
    }
    return null
  }
}
