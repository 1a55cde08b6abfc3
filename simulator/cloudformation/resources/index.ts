// The resource types that the simulated CloudFormation can make, and the checks of their properties.
import { AwsError } from '../../contract.ts'
import type { JsonObject } from '../model.ts'
import { type Template, validationError } from '../template.ts'
import type { ResourceHandler } from './handler.ts'
import { managedPolicy, policy, rolePolicy } from './policies.ts'
import { role } from './role.ts'

const handlers: Record<string, ResourceHandler> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::RolePolicy': rolePolicy,
}

/** Throws `ValidationError` for a type that is not among them. */
export function handlerOf(type: string): ResourceHandler {
  const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined
  if (!handler) throw validationError(`Template format error: Unrecognized resource types: [${type}]`)
  return handler
}

export function checkTypes(template: Template): void {
  const types = [...new Set(Object.values(template.resources).map(({ type }) => type))]
  const odd = types.filter(type => !Object.hasOwn(handlers, type))
  if (odd.length > 0) throw validationError(`Template format error: Unrecognized resource types: [${odd.join(', ')}]`)
}

/** Throws what a resource's schema says of properties that it does not know, or lacks. */
export function checkProperties(logicalId: string, type: string, properties: JsonObject): void {
  const { properties: known, required } = handlerOf(type)
  const faults = [
    ...required.filter(name => properties[name] === undefined).map(name => `#: required key [${name}] not found`),
    ...Object.keys(properties)
      .filter(name => !known.includes(name))
      .map(name => `#: extraneous key [${name}] is not permitted`),
  ]
  if (faults.length > 0)
    throw new AwsError(
      'ValidationError',
      `Properties validation failed for resource ${logicalId} with message:\n${faults.join('\n')}`,
    )
}

/** The weaker capability where no resource bears a name of the customer's choice; null where none is needed. */
export function capabilityFor(template: Template): 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM' {
  const named = Object.values(template.resources).some(({ type, properties }) => {
    const { named: counts, nameProperty } = handlerOf(type)
    return counts && nameProperty !== undefined && properties[nameProperty] !== undefined
  })
  return named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'
}

/** All types here are of IAM. CAPABILITY_NAMED_IAM covers CAPABILITY_IAM. */
export function checkCapabilities(template: Template, capabilities: readonly string[] = []): void {
  const wanted = capabilityFor(template)
  if (capabilities.includes(wanted) || capabilities.includes('CAPABILITY_NAMED_IAM')) return
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${wanted}]`)
}
