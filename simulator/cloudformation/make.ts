// One resource of a stack: made, changed, replaced or deleted, with its events; a failure is a reason, not an exception.
import { AwsError } from '../contract.ts'
import type { Json, JsonObject, Made, StackResource } from './model.ts'
import type { Perform } from './perform.ts'
import { resolve, type Scope } from './resolve.ts'
import { checkProperties, handlerOf } from './resources/index.ts'
import { type Run, record, sameJson } from './run.ts'
import type { ResourceDeclaration } from './template.ts'

/** AWS's words for what went wrong; undefined when nothing did. */
export type Failure = string | undefined

const handlerCodes: Record<string, string> = {
  AccessDenied: 'AccessDenied',
  EntityAlreadyExists: 'AlreadyExists',
  LimitExceeded: 'ServiceLimitExceeded',
  NoSuchEntity: 'NotFound',
  DeleteConflict: 'ResourceConflict',
}

/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
function reasonOf(run: Run, error: unknown): string {
  if (!(error instanceof AwsError)) throw error
  if (error.code === 'ValidationError' && error.message.startsWith('Properties validation')) return error.message
  const code = handlerCodes[error.code] ?? 'InvalidRequest'
  const service = `(Service: Iam, Status Code: ${error.status}, Request ID: ${run.uuid()})`
  return `Resource handler returned message: "${error.message} ${service}" (RequestToken: ${run.uuid()}, HandlerErrorCode: ${code})`
}

/** Carries out one step; its end is an event. */
function attempt(run: Run, subject: StackResource, kind: 'CREATE' | 'UPDATE' | 'DELETE', step: () => void): Failure {
  try {
    step()
  } catch (error) {
    subject.status = `${kind}_FAILED`
    subject.reason = reasonOf(run, error)
    subject.updatedAt = run.now()
    record(run, subject, subject.status, subject.reason)
    return subject.reason
  }
  subject.status = `${kind}_COMPLETE`
  subject.updatedAt = run.now()
  delete subject.reason
  record(run, subject, subject.status)
  return undefined
}

const taggable = ['AWS::IAM::Role']

/** The template's values resolved, and the stack's own tags beside the resource's where the type takes any. */
export function propertiesOf(run: Run, declared: ResourceDeclaration, scope: Scope): JsonObject {
  const properties = resolve(declared.properties, scope) as JsonObject
  const own = Object.entries(run.stack.tags).map(([Key, Value]) => ({ Key, Value }))
  if (own.length === 0 || !taggable.includes(declared.type)) return properties
  const Tags = Array.isArray(properties.Tags) ? properties.Tags : []
  return { ...properties, Tags: [...Tags, ...own] as Json[] }
}

/** At most `longest`: the random end is never cut. */
const generatedName = (run: Run, logicalId: string, longest: number): string =>
  `${`${run.stack.name}-${logicalId}`.slice(0, longest - 13)}-${run.letters(12)}`

/** Makes the resource and adds it to the stack, also when only a part of it could be made. */
export function make(run: Run, logicalId: string, type: string, properties: JsonObject): Failure {
  const resource: StackResource = {
    ...{ logicalId, type, properties },
    physicalId: '',
    attributes: {},
    status: 'CREATE_IN_PROGRESS',
    updatedAt: run.now(),
  }
  record(run, resource, 'CREATE_IN_PROGRESS')
  let present = false
  const failure = attempt(run, resource, 'CREATE', () => {
    checkProperties(logicalId, type, properties)
    handlerOf(type).create({
      perform: run.perform,
      properties,
      generatedName: longest => generatedName(run, logicalId, longest),
      made(made: Made) {
        Object.assign(resource, made)
        present = true
        record(run, resource, 'CREATE_IN_PROGRESS', 'Resource creation Initiated')
      },
    })
  })
  if (present) run.stack.resources.push(resource)
  return failure
}

/** Changes it in place; the caller has seen to it that nothing has to be replaced. */
export function change(run: Run, resource: StackResource, properties: JsonObject): Failure {
  record(run, resource, 'UPDATE_IN_PROGRESS')
  const before = resource.properties
  return attempt(run, resource, 'UPDATE', () => {
    checkProperties(resource.logicalId, resource.type, properties)
    // What is begun is to be undone, so it is kept before it is done.
    resource.properties = properties
    Object.assign(
      resource,
      handlerOf(resource.type).update({ perform: run.perform, made: resource, before, after: properties }),
    )
  })
}

/** What is not there any more needs no deleting. */
const forgiving =
  (perform: Perform): Perform =>
  (operation, input) => {
    try {
      return perform(operation, input)
    } catch (error) {
      if (error instanceof AwsError && error.code === 'NoSuchEntity') return undefined
      throw error
    }
  }

/** Deletes it and takes it off the stack. */
export function remove(run: Run, resource: StackResource): Failure {
  record(run, resource, 'DELETE_IN_PROGRESS')
  const failure = attempt(run, resource, 'DELETE', () =>
    handlerOf(resource.type).delete(forgiving(run.perform), resource, resource.properties),
  )
  if (failure === undefined) run.stack.resources = run.stack.resources.filter(other => other !== resource)
  return failure
}

/** Whether the change takes another resource in its place. */
export const replaces = (resource: StackResource, properties: JsonObject): boolean =>
  handlerOf(resource.type).replacing.some(name => !sameJson(resource.properties[name], properties[name]))

/** A resource cannot be replaced while its name, which the customer chose, stays the same. */
export function namedAlike(resource: StackResource, properties: JsonObject): Failure {
  const { nameProperty } = handlerOf(resource.type)
  const name = nameProperty === undefined ? undefined : properties[nameProperty]
  return name === undefined || resource.properties[nameProperty ?? ''] !== name
    ? undefined
    : `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${String(name)} and update the stack again.`
}
