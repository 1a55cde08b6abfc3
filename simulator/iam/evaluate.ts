// IAM's decision: explicit denies first, then what every kind of policy that applies has to allow.
import { type ConditionContext, conditionsHold } from './conditions/conditions.ts'
import type { PolicyDocument, Statement } from './document.ts'
import { matchPrincipal, type PrincipalIds, type PrincipalMatch, type RequestPrincipal } from './principal.ts'
import { matchesArn, matchesWildcard, type Variables } from './wildcard.ts'

export interface AuthorizationRequest {
  /** `ec2:DescribeInstances`. */
  action: string
  /** An ARN, or `*` where the action supports none. */
  resource: string
  /** The account that owns the resource. */
  resourceAccountId: string
  principal: RequestPrincipal
  context: ConditionContext
}

/** The policies that apply to a request. A kind that is undefined does not apply; an empty list allows nothing. */
export interface ApplicablePolicies {
  identity: PolicyDocument[]
  boundary?: PolicyDocument[]
  session?: PolicyDocument[]
  /** Of the Organization's root, of each OU on the way, and of the account: every level has to allow. */
  serviceControl?: PolicyDocument[][]
  /** A resource's policy, or a role's trust policy. */
  resource?: { document: PolicyDocument; principalIds?: PrincipalIds }
  /** A role's trust policy has to allow even callers of its own account. */
  resourceMustAllow?: boolean
}

export type PolicyKind = 'serviceControl' | 'resource' | 'identity' | 'boundary' | 'session'

/** `policyArn` is of the policy that denies explicitly, where it has one. */
export type Decision = { allowed: true } | { allowed: false; explicit: boolean; by: PolicyKind; policyArn?: string }

function actionFits(statement: Statement, action: string): boolean {
  const fits = (pattern: string) => matchesWildcard(pattern, action, { ignoreCase: true })
  if (statement.actions) return statement.actions.some(fits)
  return statement.notActions ? !statement.notActions.some(fits) : false
}

function resourceFits(statement: Statement, resource: string, variables: Variables | undefined): boolean {
  const fits = (pattern: string) => pattern === '*' || (resource !== '*' && matchesArn(pattern, resource, variables))
  if (statement.resources) return statement.resources.some(fits)
  if (statement.notResources) return !statement.notResources.some(fits)
  // A trust policy names no resource: it is the role's own.
  return true
}

function variablesOf(document: PolicyDocument, context: ConditionContext): Variables | undefined {
  if (document.version < '2012-10-17') return undefined
  return key => {
    const values = context.get(key.toLowerCase())
    return values?.length === 1 ? values[0] : undefined
  }
}

function applies(statement: Statement, document: PolicyDocument, request: AuthorizationRequest): boolean {
  const variables = variablesOf(document, request.context)
  return (
    actionFits(statement, request.action) &&
    resourceFits(statement, request.resource, variables) &&
    conditionsHold(statement.conditions, request.context, variables)
  )
}

/** The first document with a statement of this effect that applies. */
function first(
  documents: readonly PolicyDocument[],
  effect: Statement['effect'],
  request: AuthorizationRequest,
): PolicyDocument | undefined {
  return documents.find(document => matching(document, effect, request).length > 0)
}

/** The places, in the document's list, of the statements of this effect that apply. */
export function matching(
  document: PolicyDocument,
  effect: Statement['effect'],
  request: AuthorizationRequest,
): number[] {
  return document.statements.flatMap((statement, index) =>
    statement.effect === effect && applies(statement, document, request) ? [index] : [],
  )
}

function namedBy(statement: Statement, request: AuthorizationRequest, ids: PrincipalIds | undefined): PrincipalMatch {
  if (statement.principals) return matchPrincipal(statement.principals, request.principal, ids)
  if (statement.notPrincipals)
    return matchPrincipal(statement.notPrincipals, request.principal, ids) === 'none' ? 'direct' : 'none'
  return 'none'
}

/** How closely a resource's policy names the caller in statements of this effect that apply. */
function resourceMatch(
  resource: NonNullable<ApplicablePolicies['resource']>,
  effect: Statement['effect'],
  request: AuthorizationRequest,
): PrincipalMatch[] {
  return resource.document.statements
    .filter(statement => statement.effect === effect && applies(statement, resource.document, request))
    .map(statement => namedBy(statement, request, resource.principalIds))
    .filter(match => match !== 'none')
}

function explicitDeny(request: AuthorizationRequest, policies: ApplicablePolicies): Decision | undefined {
  const { serviceControl = [], resource, identity, boundary = [], session = [] } = policies
  const denied = (by: PolicyKind, documents: readonly PolicyDocument[]): Decision | undefined => {
    const document = first(documents, 'Deny', request)
    const arn = document?.origin?.arn
    return document && { allowed: false, explicit: true, by, ...(arn === undefined ? {} : { policyArn: arn }) }
  }
  const byResource = resource && resourceMatch(resource, 'Deny', request).length > 0
  return (
    denied('serviceControl', serviceControl.flat()) ??
    (byResource ? { allowed: false, explicit: true, by: 'resource' } : undefined) ??
    denied('identity', identity) ??
    denied('boundary', boundary) ??
    denied('session', session)
  )
}

function implicitDeny(request: AuthorizationRequest, policies: ApplicablePolicies): PolicyKind | undefined {
  const lacks = (documents: PolicyDocument[] | undefined) => documents && !first(documents, 'Allow', request)
  if (policies.serviceControl?.some(lacks)) return 'serviceControl'
  const grants = policies.resource ? resourceMatch(policies.resource, 'Allow', request) : []
  const ownAccount = request.principal.accountId === request.resourceAccountId
  if (grants.length === 0 && (policies.resourceMustAllow || !ownAccount)) return 'resource'
  if (request.principal.type === 'service' || request.principal.type === 'federated') return undefined
  // In its own account a resource's policy that names the user or the session grants by itself; one that names the
  // role grants within the boundary and the session policies, one that names everyone within the session policies.
  if (ownAccount && grants.includes('direct')) return undefined
  const toEveryone = ownAccount && grants.includes('session')
  const granted = toEveryone || (ownAccount && grants.includes('role'))
  if (!granted && request.principal.type !== 'root' && lacks(policies.identity)) return 'identity'
  if (!toEveryone && lacks(policies.boundary)) return 'boundary'
  return lacks(policies.session) ? 'session' : undefined
}

/** Decides one request. Pure: nothing but its arguments counts. */
export function evaluate(request: AuthorizationRequest, policies: ApplicablePolicies): Decision {
  const denied = explicitDeny(request, policies)
  if (denied) return denied
  const lacking = implicitDeny(request, policies)
  return lacking ? { allowed: false, explicit: false, by: lacking } : { allowed: true }
}
