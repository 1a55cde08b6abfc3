// The one adapter to the SDK clients' exported schemas: which operations and errors a service has, and their shapes.
import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaTraitsObject, StaticErrorSchema, StaticOperationSchema } from '@smithy/types'

export type Shape = NormalizedSchema

export interface HttpBinding {
  method: string
  /** `/2015-03-31/functions/{FunctionName}?Qualifier` as in the model. */
  uri: string
  status: number
}

export interface OperationShape {
  name: string
  input: Shape
  output: Shape
  http?: HttpBinding
}

export interface ErrorShape {
  name: string
  /** The code that the query protocols and `x-amzn-query-error` carry; the name itself where the model says nothing else. */
  queryCode: string
}

export interface ServiceModel {
  operations: Map<string, OperationShape>
  /** By shape name and by query code alike. */
  errors: Map<string, ErrorShape>
}

const OPERATION = 9
const ERROR = -3

function traitsOf(traits: unknown): SchemaTraitsObject {
  return typeof traits === 'object' && traits !== null ? (traits as SchemaTraitsObject) : {}
}

function operationShape(schema: StaticOperationSchema): OperationShape {
  const [, , name, traits, input, output] = schema
  const shape: OperationShape = { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) }
  const http = traitsOf(traits).http
  if (http) shape.http = { method: http[0], uri: http[1], status: http[2] }
  return shape
}

function isStatic(value: unknown, kind: number): boolean {
  return Array.isArray(value) && value[0] === kind && typeof value[2] === 'string'
}

function modelOf(exported: Record<string, unknown>): ServiceModel {
  const model: ServiceModel = { operations: new Map(), errors: new Map() }
  for (const value of Object.values(exported)) {
    if (isStatic(value, OPERATION)) {
      const shape = operationShape(value as StaticOperationSchema)
      model.operations.set(shape.name, shape)
    } else if (isStatic(value, ERROR)) {
      const [, , name, traits] = value as StaticErrorSchema
      const queryError = traitsOf(traits).awsQueryError
      const error: ErrorShape = { name, queryCode: Array.isArray(queryError) ? String(queryError[0]) : name }
      model.errors.set(error.queryCode, error)
      model.errors.set(name, error)
    }
  }
  return model
}

const models = new Map<string, Promise<ServiceModel>>()

/**
 * The model of an SDK client's package, loaded when it is first asked for: a client costs 100 to 700 ms to import, and a
 * simulator that answers only STS should start at once.
 */
export function loadModel(client: string): Promise<ServiceModel> {
  let model = models.get(client)
  if (!model) {
    model = import(client).then(exported => modelOf(exported as Record<string, unknown>))
    models.set(client, model)
  }
  return model
}
