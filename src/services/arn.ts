// Which resource type an ARN is of, in the tagging API's spelling, for what is known by its ARN and tags alone.

/** Services whose ARNs end in the bare name. */
const unnamedTypes: Record<string, string> = { s3: 'bucket', sqs: 'queue', sns: 'topic' }

/** Where a type holds kinds, and which part of the ARN says so. */
const kinds: Record<string, RegExp> = {
  elasticloadbalancing: /^loadbalancer\/(?:app|net|gwy)(?=\/)/,
  wafv2: /^(?:regional|global)\/[a-z]+/,
}

/**
 * `ec2:instance`, `elasticloadbalancing:loadbalancer/app`, `wafv2:regional/webacl`, `s3:bucket`; the service alone
 * where the ARN names no type; null for what is no ARN.
 */
export function resourceTypeOf(arn: string): string | null {
  const [, service, resource] = /^arn:[^:]+:([^:]+):[^:]*:[^:]*:\/?(.+)$/.exec(arn) ?? []
  if (service === undefined || resource === undefined) return null
  // API Gateway writes `restapis/<id>/stages/<name>`: names and types take turns.
  const nested = service === 'apigateway' && /^((?:rest)?apis)\/[^/]+(?:(\/stages)\/|$)/.exec(resource)
  if (nested) return `${service}:${nested[1]}${nested[2] ?? ''}`
  const type =
    unnamedTypes[service] ?? kinds[service]?.exec(resource)?.[0] ?? /^[A-Za-z][A-Za-z0-9-]*(?=[/:])/.exec(resource)?.[0]
  return type === undefined ? service : `${service}:${type}`
}
