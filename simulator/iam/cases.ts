// The table of evaluator cases in cases/*.json, read for the tests that run it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contextOf } from './conditions/conditions.ts'
import { documentOf } from './document.ts'
import type { ApplicablePolicies, AuthorizationRequest, Decision } from './evaluate.ts'
import type { RequestPrincipal } from './principal.ts'

export interface EvaluatorCase {
  name: string
  request: {
    principal: string
    action: string
    resource: string
    /** The caller's own account unless it is in the ARN or said here. */
    resourceAccountId?: string
    roleArn?: string
    uniqueId?: string
    context: Record<string, string | string[]>
  }
  policies: {
    identity: object[]
    boundary?: object
    session?: object
    /** Level by level, from the Organization's root down. */
    serviceControl?: object[][]
    resource?: object
    /** A role's trust policy: a resource's policy that has to allow. */
    trust?: object
    principalIds?: Record<string, string>
  }
  expected: Decision
}

/** By the file's name without its ending. */
export function evaluatorCases(): Map<string, EvaluatorCase[]> {
  const folder = join(import.meta.dirname, 'cases')
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  return new Map(
    files.map(name => [
      name.replace('.json', ''),
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as EvaluatorCase[],
    ]),
  )
}

/** The account that owns the case's resource. */
export function resourceOwner({ request }: EvaluatorCase): string {
  const inArn = request.resource.split(':')[4] ?? ''
  return request.resourceAccountId ?? (inArn || (request.principal.split(':')[4] ?? ''))
}

export function requestOf(given: EvaluatorCase): AuthorizationRequest {
  const { principal: arn, action, resource, roleArn, uniqueId, context } = given.request
  const principal: RequestPrincipal = {
    arn,
    accountId: arn.split(':')[4] ?? '',
    type: roleArn === undefined && !arn.includes(':assumed-role/') ? 'user' : 'role',
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(uniqueId === undefined ? {} : { uniqueId }),
  }
  return { action, resource, resourceAccountId: resourceOwner(given), principal, context: contextOf(context) }
}

export function policiesOfCase({ policies }: EvaluatorCase): ApplicablePolicies {
  const { identity, boundary, session, serviceControl, resource, trust, principalIds } = policies
  const ofResource = trust ?? resource
  return {
    identity: identity.map(documentOf),
    ...(boundary ? { boundary: [documentOf(boundary)] } : {}),
    ...(session ? { session: [documentOf(session)] } : {}),
    ...(serviceControl ? { serviceControl: serviceControl.map(level => level.map(documentOf)) } : {}),
    ...(ofResource
      ? { resource: { document: documentOf(ofResource), ...(principalIds ? { principalIds } : {}) } }
      : {}),
    ...(trust ? { resourceMustAllow: true } : {}),
  }
}
