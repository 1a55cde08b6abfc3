// How AWS words a refusal: which kind of policy was the reason, and the service's own code for it.
import { AwsError, type Caller, type Requirement } from '../contract.ts'
import type { Decision, PolicyKind } from './evaluate.ts'

type Denied = Extract<Decision, { allowed: false }>

const explicitNames: Record<PolicyKind, string> = {
  serviceControl: 'a service control policy',
  resource: 'a resource-based policy',
  identity: 'an identity-based policy',
  boundary: 'a permissions boundary',
  session: 'a session policy',
}

const implicitNames: Record<PolicyKind, string> = {
  serviceControl: 'service control policy',
  resource: 'resource-based policy',
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
}

/**
 * ` because no … allows the … action` or ` with an explicit deny in …`, with the policy's ARN where it has one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns
 */
export function reasonOf(decision: Denied, action: string): string {
  const arn = decision.policyArn === undefined ? '' : `: ${decision.policyArn}`
  return decision.explicit
    ? ` with an explicit deny in ${explicitNames[decision.by]}${arn}`
    : ` because no ${implicitNames[decision.by]} allows the ${action} action`
}

/** Services that leave `on resource` out when the action supports no resource. */
const silentOnStar = new Set(['cloudwatch', 'tag', 'ec2', 's3', 'rds', 'elasticloadbalancing', 'account', 'sqs'])

function sentence(caller: Caller, requirement: Requirement, decision: Denied): string {
  const { action, resource } = requirement
  const prefix = action.split(':')[0] ?? ''
  const on = resource === '*' && silentOnStar.has(prefix) ? '' : ` on resource: ${resource}`
  return `User: ${caller.arn} is not authorized to perform: ${action}${on}${reasonOf(decision, action)}`
}

/** The error of a refused requirement, in the code and the words of the service (by signing name). */
export function denialError(
  signingName: string,
  caller: Caller,
  requirement: Requirement,
  decision: Denied,
  status: number,
): AwsError {
  const text = sentence(caller, requirement, decision)
  if (signingName === 'ec2')
    return new AwsError('UnauthorizedOperation', `You are not authorized to perform this operation. ${text}`, 403)
  if (signingName === 'sns') return new AwsError('AuthorizationError', text, 403)
  return new AwsError('AccessDenied', text, status)
}

export const denialCodes: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthorizationError',
])

export const throttleCodes: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
])
