// SimulatePrincipalPolicy: what a user's or a role's policies say to a list of actions.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
import type { SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam'
import { AwsError, type Call, type Operation } from '../../contract.ts'
import { identityPolicies } from '../../iam/authorize.ts'
import { type ConditionContext, contextOf } from '../../iam/conditions/conditions.ts'
import { originalDocument, type PolicyDocument } from '../../iam/document.ts'
import { checkDocument } from '../../iam/document-rules.ts'
import {
  type ApplicablePolicies,
  type AuthorizationRequest,
  type Decision,
  evaluate,
  matching,
} from '../../iam/evaluate.ts'
import type { IamAccount, IamRole, IamUser } from '../../iam/model.ts'
import { statementSpans } from '../../iam/positions.ts'
import type { RequestPrincipal } from '../../iam/principal.ts'
import type { IamState } from '../../iam/state.ts'
import { operation, ownAccount, page } from './common.ts'

function findSource(account: IamAccount, arn: string | undefined): IamUser | IamRole {
  const identities = [...Object.values(account.roles), ...Object.values(account.users)]
  const found = identities.find(identity => identity.arn === arn)
  if (!found) throw new AwsError('NoSuchEntity', `The entity ${arn ?? ''} cannot be found.`, 404)
  return found
}

function documents(texts: string[] | undefined): PolicyDocument[] {
  return (texts ?? []).map((text, index) => {
    checkDocument(text, 'identity')
    return originalDocument({ id: `PolicyInputList.${index + 1}`, text })
  })
}

function checkedActions(names: string[] | undefined): string[] {
  if (!names || names.length === 0) throw new AwsError('InvalidInput', 'At least one action name has to be given.', 400)
  for (const name of names)
    if (!/^[a-zA-Z0-9-]+:[a-zA-Z0-9]+$/.test(name)) throw new AwsError('InvalidInput', `Invalid Action: ${name}`, 400)
  return names
}

function given(input: SimulatePrincipalPolicyCommandInput): ConditionContext {
  const entries = (input.ContextEntries ?? []).map(entry => [entry.ContextKeyName ?? '', entry.ContextKeyValues ?? []])
  return contextOf(Object.fromEntries(entries) as Record<string, string[]>)
}

/** Keys that conditions ask for and the request does not give: the answer may change with them. */
function missingKeys(policies: ApplicablePolicies, context: ConditionContext): string[] {
  const all = [...policies.identity, ...(policies.boundary ?? []), ...(policies.serviceControl ?? []).flat()]
  const asked = all.flatMap(document =>
    document.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)),
  )
  return [...new Set(asked)].filter(key => !context.has(key.toLowerCase()))
}

/** The statements that decided; of a deny these alone. Policies of the AWS Organization are not shown to its members. */
function matchedStatements(policies: ApplicablePolicies, request: AuthorizationRequest, decision: Decision) {
  if (!decision.allowed && !decision.explicit) return []
  const shown = { identity: policies.identity, boundary: policies.boundary ?? [] }
  const by = decision.allowed ? 'identity' : decision.by
  const documents = by === 'identity' || by === 'boundary' ? shown[by] : []
  return documents.flatMap(document => {
    const spans = statementSpans(document.origin?.text ?? '')
    return matching(document, decision.allowed ? 'Allow' : 'Deny', request).map(index => ({
      SourcePolicyId: document.origin?.id,
      // What IAM answers, though its reference lists other words.
      SourcePolicyType: 'IAM Policy',
      ...spans[index],
    }))
  })
}

const decisionName = (decision: Decision) =>
  decision.allowed ? 'allowed' : decision.explicit ? 'explicitDeny' : 'implicitDeny'

function result(
  policies: ApplicablePolicies,
  principal: RequestPrincipal,
  context: ConditionContext,
  action: string,
  resource: string,
) {
  const request = { action, resource, resourceAccountId: principal.accountId, principal, context }
  const decision = evaluate(request, policies)
  const { serviceControl, boundary } = policies
  const denies = (documents: PolicyDocument[]) => documents.some(one => matching(one, 'Deny', request).length > 0)
  const allows = (documents: PolicyDocument[]) => documents.some(one => matching(one, 'Allow', request).length > 0)
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decisionName(decision),
    MatchedStatements: matchedStatements(policies, request, decision),
    MissingContextValues: missingKeys(policies, context),
    ...(serviceControl && {
      OrganizationsDecisionDetail: {
        AllowedByOrganizations: serviceControl.every(allows) && !denies(serviceControl.flat()),
      },
    }),
    ...(boundary && {
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allows(boundary) && !denies(boundary) },
    }),
  }
}

function simulate(iam: IamState, input: SimulatePrincipalPolicyCommandInput, call: Call) {
  const account = ownAccount(iam, call)
  const source = findSource(account, input.PolicySourceArn)
  const own = identityPolicies(iam, account, source)
  const boundaries = documents(input.PermissionsBoundaryPolicyInputList)
  const policies: ApplicablePolicies = {
    ...own,
    identity: [...own.identity, ...documents(input.PolicyInputList)],
    ...(boundaries.length > 0 ? { boundary: boundaries } : {}),
  }
  const principal: RequestPrincipal = {
    arn: source.arn,
    accountId: account.accountId,
    type: 'accessKeys' in source ? 'user' : 'role',
    uniqueId: source.id,
  }
  const context = given(input)
  const resources = input.ResourceArns && input.ResourceArns.length > 0 ? input.ResourceArns : ['*']
  const pairs = checkedActions(input.ActionNames).flatMap(action =>
    resources.map(resource => [action, resource] as const),
  )
  const { items, rest } = page(pairs, input)
  const EvaluationResults = items.map(([action, resource]) => result(policies, principal, context, action, resource))
  return { EvaluationResults, ...rest }
}

export function simulateOperations(iam: IamState): Record<string, Operation> {
  return {
    SimulatePrincipalPolicy: operation(
      'SimulatePrincipalPolicy',
      (input: SimulatePrincipalPolicyCommandInput) => input.PolicySourceArn ?? '*',
      (input, call) => simulate(iam, input, call),
    ),
  }
}
