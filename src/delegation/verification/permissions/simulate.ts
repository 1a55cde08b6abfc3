// What IAM says of each action: one question about the role's or user's own policies, and one more a region where they depend on it.
import { type EvaluationResult, IAMClient, paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam'
import { globalRegion, knownRegions } from '../../../aws/partitions.ts'
import type { MissingAction } from '../../../core/verification.ts'
import { byResource } from '../../policies/document.ts'
import type { Attempt } from '../steps.ts'

/** How one action is refused. */
export type Refusal = Pick<MissingAction, 'action' | 'regions' | 'cause' | 'explicitDeny' | 'deniedBy'>

/** Action names per call; the list may be longer, but the answer then takes long enough to time out. */
const chunkSize = 100
const regionKey = 'aws:RequestedRegion'

/** Services that have one endpoint for all regions: what they are asked comes from its region (AWS General Reference, endpoints). */
export const isGlobal = (action: string): boolean =>
  /^(account|bcm-data-exports|ce|cur|iam|organizations|sts):/.test(action)

/** Asked of the role or user itself, so that a policy may allow them on nothing else. */
const onItself =
  /^iam:(GetRole|GetRolePolicy|ListAttachedRolePolicies|ListRolePolicies|GetUserPolicy|ListAttachedUserPolicies|ListUserPolicies|ListGroupsForUser|SimulatePrincipalPolicy)$/

/** Which kind of policy denied, where the answer tells. */
function causeOf(result: EvaluationResult): MissingAction['cause'] {
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'scp'
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) return 'boundary'
  return 'identity'
}

function refusalOf(action: string, result: EvaluationResult | undefined, regions: string[] = []): Refusal[] {
  if (!result || result.EvalDecision === 'allowed') return []
  const explicitDeny = result.EvalDecision === 'explicitDeny'
  // "The deny statement is the only entry included in the result" (IAM API reference, EvaluationResult).
  const deniedBy = (explicitDeny && result.MatchedStatements?.[0]?.SourcePolicyId) || null
  return [{ action, regions, cause: causeOf(result), explicitDeny, deniedBy }]
}

const dependsOnRegion = (result: EvaluationResult | undefined): boolean =>
  result?.MissingContextValues?.some(key => key.toLowerCase() === regionKey.toLowerCase()) ?? false

interface Question {
  actions: readonly string[]
  resource?: string
  region?: string
}

/** By the action's name in lower case. */
type Answers = Map<string, EvaluationResult>

function questioner({ account, deps }: Attempt, principal: string) {
  const client = deps.aws.session(account, 'verify').client(IAMClient, globalRegion(account.partition))
  return async ({ actions, resource, region }: Question): Promise<Answers> => {
    const answers: Answers = new Map()
    for (let start = 0; start < actions.length; start += chunkSize) {
      const input = {
        PolicySourceArn: principal,
        ActionNames: actions.slice(start, start + chunkSize),
        ...(resource === undefined ? {} : { ResourceArns: [resource] }),
        ...(region === undefined
          ? {}
          : {
              ContextEntries: [
                { ContextKeyName: regionKey, ContextKeyValues: [region], ContextKeyType: 'string' as const },
              ],
            }),
      }
      for await (const page of paginateSimulatePrincipalPolicy({ client }, input))
        for (const result of page.EvaluationResults ?? [])
          answers.set(result.EvalActionName?.toLowerCase() ?? '', result)
    }
    return answers
  }
}

/** The regions that are read: the chosen ones, of those that the account is known to have. */
function regionsOf({ account, present }: Attempt): string[] {
  const chosen = account.settings.aws_regions
  if ('include_only' in chosen) return chosen.include_only
  const found = present().regions
  return [...(found.length > 0 ? found : knownRegions(account.partition))]
}

/** Denied in some regions: a refusal with them; in all that are read: one for everywhere. */
function regionally(action: string, answers: readonly (readonly [region: string, Answers])[]): Refusal[] {
  const refused = answers.flatMap(([region, found]) => refusalOf(action, found.get(action.toLowerCase()), [region]))
  const [first] = refused
  if (!first) return []
  const everywhere = refused.length === answers.length
  return [{ ...first, regions: everywhere ? [] : refused.flatMap(one => one.regions).sort() }]
}

/** A resource that a narrowed action is called on: a policy may allow it on nothing else. */
const oneOf = (resources: readonly string[], { account }: Attempt, region: string): string =>
  (resources[0] ?? '*').replace(/^arn:\*:/, `arn:${account.partition}:`).replace(/^(arn:[^:]+:[^:]+:)\*/, `$1${region}`)

/** Throws AWS's errors as they are. `principal` is the ARN of the role or user that the session is of. */
export async function simulate(attempt: Attempt, principal: string, actions: readonly string[]): Promise<Refusal[]> {
  const ask = questioner(attempt, principal)
  const home = globalRegion(attempt.account.partition)
  /** What is called in regions: on everything, but for the few that are called on something narrower. */
  const askOf = async (wanted: readonly string[], region?: string): Promise<Answers> => {
    const where = region === undefined ? {} : { region }
    const questions = byResource(wanted).map(({ actions: own, resource }) =>
      ask({
        actions: own,
        ...where,
        ...(typeof resource === 'string' ? {} : { resource: oneOf(resource, attempt, region ?? home) }),
      }),
    )
    return new Map((await Promise.all(questions)).flatMap(answers => [...answers]))
  }
  const global = actions.filter(isGlobal)
  const own = global.filter(action => onItself.test(action))
  const rest = actions.filter(action => !isGlobal(action))
  const [onSelf, atHome, anywhere] = await Promise.all([
    ask({ actions: own, resource: principal, region: home }),
    ask({ actions: global.filter(action => !own.includes(action)), region: home }),
    askOf(rest),
  ])
  const regional = rest.filter(action => dependsOnRegion(anywhere.get(action.toLowerCase())))
  const regions = regional.length > 0 ? regionsOf(attempt) : []
  const inRegions = await Promise.all(regions.map(async region => [region, await askOf(regional, region)] as const))
  const answered = new Map([...onSelf, ...atHome, ...anywhere])
  return actions.flatMap(action =>
    regional.includes(action) ? regionally(action, inRegions) : refusalOf(action, answered.get(action.toLowerCase())),
  )
}
