// From a request to the service, the operation and the protocol that it speaks.
import { AwsError, type SimulatedService } from '../contract.ts'
import type { ProtocolName, Route, WireRequest } from './protocol.ts'
import { formOf } from './query.ts'
import { loadModel, type OperationShape, type ServiceModel } from './schemas.ts'

/** What the first look at a request tells: enough to answer an error in the right form. */
export interface Target {
  protocol: ProtocolName
  service: SimulatedService | undefined
  /** The operation by name; undefined for the REST protocols, where the model has to be asked. */
  operation: string | undefined
}

interface RestPattern {
  operation: OperationShape
  method: string
  path: RegExp
  query: URLSearchParams
  takesBucket: boolean
  /** More fixed text and more fixed query parameters match first. */
  weight: number
}

const credentialPattern = /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/

/** The signing name in the credential scope. */
export function signingNameOf(headers: Record<string, string>): string | undefined {
  return credentialPattern.exec(headers.authorization ?? '')?.[1]
}

function restPattern(operation: OperationShape): RestPattern[] {
  if (!operation.http) return []
  const [path = '/', query] = operation.http.uri.split('?')
  const source = path
    .replace(/[.*]/g, '\\$&')
    .replace(/\{(\w+)(\+?)\}/g, (_, name, greedy) => `(?<${name}>${greedy ? '.+' : '[^/]+'})`)
  const members = operation.input.isStructSchema() ? [...operation.input.structIterator()] : []
  return [
    {
      operation,
      method: operation.http.method,
      path: new RegExp(`^${source}/?$`),
      query: new URLSearchParams(query),
      takesBucket: members.some(([name, schema]) => name === 'Bucket' && schema.getMergedTraits().httpLabel),
      weight: (query ? 1000 : 0) + path.replace(/\{[^}]+\}/g, '').length,
    },
  ]
}

const patternsOf = new WeakMap<ServiceModel, RestPattern[]>()

function restPatterns(model: ServiceModel): RestPattern[] {
  let patterns = patternsOf.get(model)
  if (!patterns) {
    patterns = [...model.operations.values()].flatMap(restPattern).sort((a, b) => b.weight - a.weight)
    patternsOf.set(model, patterns)
  }
  return patterns
}

/** `x-id` is a hint that some SDKs add and others do not know. */
function queryFits(wanted: URLSearchParams, given: URLSearchParams): boolean {
  return [...wanted].every(([key, value]) => {
    if (key === 'x-id' && !given.has(key)) return true
    return given.has(key) && (value === '' || given.get(key) === value)
  })
}

/** S3's model leaves the bucket to the endpoint rules: with path style it is the first segment. */
function splitBucket(service: SimulatedService, path: string): { path: string; bucket: string | undefined } {
  if (service.signingName !== 's3' || path === '/') return { path, bucket: undefined }
  const bucket = path.split('/')[1] ?? ''
  return { path: path.slice(bucket.length + 1) || '/', bucket }
}

function matchRest(service: SimulatedService, model: ServiceModel, request: WireRequest) {
  const given = new URLSearchParams(request.query)
  const { path, bucket } = splitBucket(service, request.path)
  for (const pattern of restPatterns(model)) {
    if (pattern.method !== request.method || !queryFits(pattern.query, given)) continue
    if (service.signingName === 's3' && pattern.takesBucket !== (bucket !== undefined)) continue
    const match = pattern.path.exec(path)
    if (!match) continue
    const labels: Record<string, string> = bucket === undefined ? {} : { Bucket: bucket }
    for (const [name, value] of Object.entries(match.groups ?? {})) labels[name] = decodeURIComponent(value)
    return { operation: pattern.operation, labels }
  }
  return undefined
}

/** Finds services by signing name, by JSON target and, for unsigned query requests, by the action's name. */
export function createRouter(services: SimulatedService[]) {
  const bySigningName = Map.groupBy(services, service => service.signingName)
  const byTarget = new Map(services.flatMap(service => (service.target ? [[service.target, service] as const] : [])))

  function signedFor(signingName: string | undefined, path: string, parameters: URLSearchParams) {
    const found = bySigningName.get(signingName ?? '') ?? []
    return found.find(service => service.owns?.({ path, parameters })) ?? found.find(service => !service.owns)
  }

  function queryService(parameters: URLSearchParams, signingName: string | undefined) {
    const action = parameters.get('Action')
    const signed = signedFor(signingName, '/', parameters)
    if (signed || action === null) return signed
    return services.find(service => Object.hasOwn(service.operations, action))
  }

  /** Never throws: a request that fits nothing has no service. */
  function target(request: WireRequest): Target {
    const { headers } = request
    if (headers['smithy-protocol'] === 'rpc-v2-cbor') {
      const match = /\/service\/([^/]+)\/operation\/(\w+)$/.exec(request.path)
      return { protocol: 'rpcV2Cbor', service: byTarget.get(match?.[1] ?? ''), operation: match?.[2] }
    }
    const amzTarget = headers['x-amz-target']
    if (amzTarget !== undefined) {
      const [name = '', operation] = amzTarget.split('.')
      const protocol = headers['content-type']?.startsWith('application/x-amz-json-1.1') ? 'awsJson1_1' : 'awsJson1_0'
      return { protocol, service: byTarget.get(name), operation }
    }
    const signingName = signingNameOf(headers)
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
    const isQueryGet = request.method === 'GET' && /(^|&)Action=/.test(request.query)
    if (isForm || isQueryGet) {
      const parameters = new URLSearchParams(formOf(request))
      const operation = parameters.get('Action') ?? undefined
      const service = queryService(parameters, signingName)
      return { protocol: service?.protocol === 'ec2Query' ? 'ec2Query' : 'awsQuery', service, operation }
    }
    const service = signedFor(signingName, request.path, new URLSearchParams(request.query))
    const protocol = service?.protocol ?? 'restXml'
    return { protocol, service, operation: undefined }
  }

  /** Throws AwsError `UnknownOperationException` or `InvalidAction` in the words of the protocol. */
  async function resolve(request: WireRequest, found: Target): Promise<Route> {
    const { service, protocol } = found
    if (!service) throw unknownOperation(found)
    const model = await loadModel(service.client)
    const isRest = protocol === 'restJson1' || protocol === 'restXml'
    const matched = isRest
      ? matchRest(service, model, request)
      : { operation: model.operations.get(found.operation ?? ''), labels: {} }
    if (!matched?.operation) throw unknownOperation(found)
    return { service, model, operation: matched.operation, protocol, labels: matched.labels }
  }

  return { target, resolve }
}

/** The error for an operation that AWS, or this simulation of it, does not have. */
export function unknownOperation(found: Target): AwsError {
  const operation = found.operation ?? 'the requested operation'
  if (found.protocol === 'ec2Query')
    return new AwsError('InvalidAction', `The action ${operation} is not valid for this web service.`, 400)
  if (found.protocol === 'awsQuery') return new AwsError('InvalidAction', `Could not find operation ${operation}`, 400)
  if (found.protocol === 'restXml')
    return new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented.', 501)
  return new AwsError('UnknownOperationException', `Unknown operation ${operation}`, 404)
}
