// What IAM says of each action: one question about the role's or user's own policies, and one more a region where they depend on it.
import {
  type ContextEntry,
  type EvaluationResult,
  IAMClient,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam'
import { globalRegion, knownRegions } from '../../../aws/partitions.ts'
import type { MissingAction } from '../../../core/verification.ts'
import type { Attempt } from '../steps.ts'

/** How one action is refused. */
export type Refusal = Pick<MissingAction, 'action' | 'regions' | 'cause' | 'explicitDeny' | 'deniedBy'>

/** Action names per call; the list may be longer, but the answer then takes long enough to time out. */
const chunkSize = 100
const regionKey = 'aws:requestedregion'

/** Asked of the role or user itself, so that a policy may allow them on nothing else. */
const onItself =
  /^iam:(GetRole|GetRolePolicy|ListAttachedRolePolicies|ListRolePolicies|GetUserPolicy|ListAttachedUserPolicies|ListUserPolicies|ListGroupsForUser|SimulatePrincipalPolicy)$/

/** Which kind of policy denied, where the answer tells. */
function causeOf(result: EvaluationResult): MissingAction['cause'] {
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'scp'
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) return 'boundary'
  return 'identity'
}

function refusalOf(action: string, result: EvaluationResult, regions: string[] = []): Refusal[] {
  if (result.EvalDecision === 'allowed') return []
  const explicitDeny = result.EvalDecision === 'explicitDeny'
  // "The deny statement is the only entry included in the result" (IAM API reference, EvaluationResult).
  const deniedBy = (explicitDeny && result.MatchedStatements?.[0]?.SourcePolicyId) || null
  return [{ action, regions, cause: causeOf(result), explicitDeny, deniedBy }]
}

const dependsOnRegion = (result: EvaluationResult): boolean =>
  result.MissingContextValues?.some(key => key.toLowerCase() === regionKey) ?? false

interface Question {
  actions: readonly string[]
  resource?: string
  region?: string
}

/** The regions that are read: the chosen ones, of those that the account is known to have. */
function regionsOf({ account, present }: Attempt): string[] {
  const chosen = account.settings.aws_regions
  if ('include_only' in chosen) return chosen.include_only
  const found = present().regions
  return [...(found.length > 0 ? found : knownRegions(account.partition))]
}

/** Throws AWS's errors as they are. `principal` is the ARN of the role or user that the session is of. */
export async function simulate(attempt: Attempt, principal: string, actions: readonly string[]): Promise<Refusal[]> {
  const { account, deps } = attempt
  const client = deps.aws.session(account, 'verify').client(IAMClient, globalRegion(account.partition))

  async function ask({ actions: names, resource, region }: Question): Promise<Map<string, EvaluationResult>> {
    const context: ContextEntry[] =
      region === undefined
        ? []
        : [{ ContextKeyName: 'aws:RequestedRegion', ContextKeyValues: [region], ContextKeyType: 'string' }]
    const byName = new Map<string, EvaluationResult>()
    for (let start = 0; start < names.length; start += chunkSize) {
      const input = {
        PolicySourceArn: principal,
        ActionNames: names.slice(start, start + chunkSize),
        ...(resource ? { ResourceArns: [resource] } : {}),
        ...(context.length > 0 ? { ContextEntries: context } : {}),
      }
      for await (const page of paginateSimulatePrincipalPolicy({ client }, input))
        for (const result of page.EvaluationResults ?? [])
          byName.set(result.EvalActionName?.toLowerCase() ?? '', result)
    }
    return byName
  }

  /** Denied in some regions: one refusal with them; in all that are read: one for everywhere. */
  async function byRegion(names: readonly string[]): Promise<Refusal[]> {
    const regions = regionsOf(attempt)
    const answers = await Promise.all(
      regions.map(async region => [region, await ask({ actions: names, region })] as const),
    )
    return names.flatMap(action => {
      const refused = answers.flatMap(([region, results]) => {
        const result = results.get(action.toLowerCase())
        return result ? refusalOf(action, result, [region]) : []
      })
      const [first] = refused
      if (!first) return []
      return [
        { ...first, regions: refused.length === regions.length ? [] : refused.flatMap(one => one.regions).sort() },
      ]
    })
  }

  const own = actions.filter(action => onItself.test(action))
  const results = new Map([
    ...(await ask({ actions: actions.filter(action => !own.includes(action)) })),
    ...(own.length > 0 ? await ask({ actions: own, resource: principal }) : []),
  ])
  const resultOf = (action: string) => results.get(action.toLowerCase())
  const regional = actions.filter(action => {
    const result = resultOf(action)
    return result !== undefined && !own.includes(action) && dependsOnRegion(result)
  })
  const whole = actions.filter(action => !regional.includes(action))
  return [
    ...whole.flatMap(action => {
      const result = resultOf(action)
      return result ? refusalOf(action, result) : []
    }),
    ...(regional.length > 0 ? await byRegion(regional) : []),
  ]
}
