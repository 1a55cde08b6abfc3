// CloudWatch's CBOR protocol as the SDK has it, with a faster codec for the two operations that carry metrics by the thousand.
import { AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols'
import { collectBody } from '@smithy/core/protocols'
import type {
  EndpointBearer,
  HandlerExecutionContext,
  HttpRequest,
  HttpResponse,
  MetadataBearer,
  OperationSchema,
  SerdeFunctions,
} from '@smithy/types'
import { decodeCbor, encodeCbor, UnknownCbor } from './cbor.ts'

/** Their shapes need no schema: no member is binary, and times are tagged as such. */
const many = new Set(['GetMetricData', 'ListMetrics'])

const isStructure = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('__type' in value)

/** Endpoint, headers, signature, retries and errors are the SDK's; what the faster codec does not know is left to it too. */
export class CloudWatchProtocol extends AwsSmithyRpcV2CborProtocol {
  override async serializeRequest<Input extends object>(
    operation: OperationSchema,
    input: Input,
    context: HandlerExecutionContext & SerdeFunctions & EndpointBearer,
  ): Promise<HttpRequest> {
    if (!many.has(operation.name)) return super.serializeRequest(operation, input, context)
    const request = await super.serializeRequest(operation, {}, context)
    const body = encodeCbor(input)
    request.body = body
    request.headers['content-length'] = String(body.length)
    return request
  }

  override async deserializeResponse<Output extends MetadataBearer>(
    operation: OperationSchema,
    context: HandlerExecutionContext & SerdeFunctions,
    response: HttpResponse,
  ): Promise<Output> {
    if (!many.has(operation.name) || this.isErrorResponse(response.statusCode))
      return super.deserializeResponse(operation, context, response)
    const body = await collectBody(response.body, context)
    const output = outputOf(body)
    if (output) return Object.assign(output, { $metadata: this.deserializeMetadata(response) }) as unknown as Output
    return super.deserializeResponse(operation, context, Object.assign(response, { body }))
  }
}

function outputOf(body: Uint8Array): object | undefined {
  try {
    const output = decodeCbor(body)
    return isStructure(output) ? output : undefined
  } catch (error) {
    if (error instanceof UnknownCbor) return undefined
    throw error
  }
}
