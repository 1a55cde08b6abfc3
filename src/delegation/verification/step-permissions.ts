// Step 6 of verification: every action that the role lacks, all at once, and what is refused later while collecting.
import { type EvaluationResult, IAMClient, paginateSimulatePrincipalPolicy } from '@aws-sdk/client-iam'
import { observe } from '../../aws/observe.ts'
import { globalRegion } from '../../aws/partitions.ts'
import { type AwsAccount, roleArn, usesRole } from '../../core/account.ts'
import { featuresOf } from '../../core/account-settings.ts'
import type { ActionUse } from '../../core/define.ts'
import type { Observation } from '../../core/observation.ts'
import type { MissingAction, Verification } from '../../core/verification.ts'
import type { Policies } from '../policies/policies.ts'
import { problem } from './state.ts'
import type { Attempt, KeyAttempt, StepOutcome } from './steps.ts'

/** Action names per call; the list may be longer, but the answer then takes long enough to time out. */
const chunkSize = 100

/** Which kind of policy denied, where the simulator's answer tells. */
function causeOf(result: EvaluationResult): MissingAction['cause'] {
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'scp'
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) return 'boundary'
  return 'identity'
}

/** The ARN whose policies are asked about; null for a key whose user is not known. */
async function principalArn(attempt: Attempt | KeyAttempt): Promise<string> {
  if (usesRole(attempt.account)) return roleArn(attempt.account)
  const keys = 'keys' in attempt ? await attempt.keys() : undefined
  return keys?.outcome === 'accepted' ? keys.arn : ''
}

async function simulate(attempt: Attempt, actions: string[]): Promise<EvaluationResult[]> {
  const { account, deps } = attempt
  const client = deps.aws.session(account, 'verify').client(IAMClient, globalRegion(account.partition))
  const PolicySourceArn = await principalArn(attempt)
  const results: EvaluationResult[] = []
  for (let start = 0; start < actions.length; start += chunkSize) {
    const input = { PolicySourceArn, ActionNames: actions.slice(start, start + chunkSize) }
    for await (const page of paginateSimulatePrincipalPolicy({ client }, input))
      results.push(...(page.EvaluationResults ?? []))
  }
  return results
}

const missingOf = (use: ActionUse, cause: MissingAction['cause'], regions: string[] = []): MissingAction => ({
  action: use.action,
  feature: use.feature,
  why: use.why,
  regions,
  cause,
  explicitDeny: false,
})

const causeWords: Record<MissingAction['cause'], string> = {
  identity: 'the role’s policies',
  scp: 'a policy of the AWS Organization',
  boundary: 'a permissions boundary',
  session: 'HeyCloud’s own session policy',
  resource: 'a policy of the resource',
  unknown: 'an unknown policy',
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** "9 actions missing; 2 features reduced." */
export function missingSummary(missing: readonly MissingAction[]): string {
  const features = new Set(missing.map(row => row.feature)).size
  return `${count(missing.length, 'action')} missing; ${count(features, 'feature')} reduced.`
}

function missingDetail(missing: readonly MissingAction[]): string {
  const causes = [...new Set(missing.map(row => causeWords[row.cause]))].join(', ')
  const everywhere = missing.filter(row => row.regions.length === 0)
  const regions = [...new Set(missing.flatMap(row => row.regions))].sort()
  const where = everywhere.length === 0 && regions.length > 0 ? ` Refused in ${regions.join(', ')} only.` : ''
  return `${missingSummary(missing)} Refused by ${causes}.${where}`
}

/** What of a verification follows from the list of missing actions. A policy to add helps only where none forbids it above. */
export function missingChange(
  missing: MissingAction[],
  policies: Policies,
): Pick<Verification, 'missingActions' | 'missingPolicy' | 'problem'> {
  const grantable = missing.filter(row => row.cause !== 'scp' && row.cause !== 'boundary' && row.cause !== 'session')
  return {
    missingActions: missing,
    missingPolicy: policies.missing(grantable.map(row => row.action)),
    problem: missing.length > 0 ? problem('missing_permissions', missingDetail(missing)) : null,
  }
}

/** Adds one refusal to what is known; the same action gains a region, and one refused everywhere stays so. */
export function withMissing(
  known: readonly MissingAction[],
  use: ActionUse,
  region: string | null,
  cause: MissingAction['cause'],
): MissingAction[] {
  const before = known.find(row => row.action === use.action)
  if (!before) return [...known, missingOf(use, cause, region === null ? [] : [region])]
  if (before.regions.length === 0 || region === null || before.regions.includes(region)) return [...known]
  return known.map(row => (row === before ? { ...row, regions: [...row.regions, region].sort() } : row))
}

function judged(uses: readonly ActionUse[], results: EvaluationResult[]): MissingAction[] {
  const byAction = new Map(results.map(result => [result.EvalActionName?.toLowerCase(), result]))
  return uses.flatMap(use => {
    const result = byAction.get(use.action.toLowerCase())
    return result && result.EvalDecision !== 'allowed' ? [missingOf(use, causeOf(result))] : []
  })
}

/** The actions that the account's chosen features call. */
export const neededBy = (account: AwsAccount, actionsOf: Attempt['deps']['actionsOf']): readonly ActionUse[] =>
  actionsOf(featuresOf(account.settings))

/** Step 6. Where IAM may not be asked, what is missing is left to the refusals that collection meets. */
export async function permissionsStep(attempt: Attempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  const uses = neededBy(account, deps.actionsOf)
  const asking = 'iam:SimulatePrincipalPolicy'
  const answer: Observation<EvaluationResult[]> = await observe(
    asking,
    () =>
      simulate(
        attempt,
        uses.map(use => use.action),
      ),
    deps.clock,
  )
  if (answer.state === 'denied') {
    const use = uses.find(one => one.action === asking) ?? { action: asking, feature: 'diagnosis', why: '' }
    return {
      state: 'unknown',
      message: `The role may not call ${asking}, so that missing permissions show only as they are met.`,
      change: missingChange(withMissing([], use, null, answer.cause), deps.policies),
      goOn: true,
    }
  }
  if (answer.state === 'failed')
    return { state: 'unknown', message: `IAM did not answer (${answer.code}): ${answer.message}`, goOn: true }
  const missing = judged(uses, answer.value)
  const change = missingChange(missing, deps.policies)
  if (missing.length > 0) return { state: 'failed', message: missingSummary(missing), change, goOn: true }
  return { state: 'passed', message: `All ${count(uses.length, 'action')} are allowed.`, change }
}
