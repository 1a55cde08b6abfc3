// Which resource type an ARN is of, in the tagging API's spelling, for what is known by its ARN and tags alone.

/** Services whose ARNs end in the bare name. */
const unnamedTypes: Record<string, string> = { s3: 'bucket', sqs: 'queue', sns: 'topic' }

/**
 * `ec2:instance`, `elasticloadbalancing:loadbalancer/app`, `s3:bucket`; the service alone (`apigateway`) where the ARN names
 * no type; null for what is no ARN.
 */
export function resourceTypeOf(arn: string): string | null {
  const [, service, resource] = /^arn:[^:]+:([^:]+):[^:]*:[^:]*:(.+)$/.exec(arn) ?? []
  if (service === undefined || resource === undefined) return null
  const unnamed = unnamedTypes[service]
  if (unnamed !== undefined) return `${service}:${unnamed}`
  const [, type, kind] = /^([A-Za-z][A-Za-z0-9-]*)[/:](?:(app|net|gwy)\/)?/.exec(resource) ?? []
  if (type === undefined) return service
  return service === 'elasticloadbalancing' && kind !== undefined ? `${service}:${type}/${kind}` : `${service}:${type}`
}
