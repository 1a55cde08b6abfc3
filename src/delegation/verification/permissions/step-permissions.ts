// Step 6 of verification: every action that the role or user lacks, all at once where IAM may be asked, else as refusals tell.
import { observe } from '../../../aws/observe.ts'
import { roleArn, usesRole } from '../../../core/account.ts'
import { featuresOf } from '../../../core/account-settings.ts'
import type { MissingAction } from '../../../core/verification.ts'
import { driftOf } from '../drift/drift.ts'
import type { Attempt, KeyAttempt, StepOutcome } from '../steps.ts'
import { missingChange, missingOf, missingWords, refusedIn, stillRefused, withMissing } from './missing.ts'
import { isDiagnosed, neededBy } from './needed.ts'
import { type Refusal, simulate } from './simulate.ts'

const asking = 'iam:SimulatePrincipalPolicy'

/** The ARN whose policies are asked about; undefined for a key whose user STS did not name. */
async function principalOf(attempt: Attempt | KeyAttempt): Promise<string | undefined> {
  if (usesRole(attempt.account)) return roleArn(attempt.account)
  const keys = 'keys' in attempt ? await attempt.keys() : undefined
  return keys?.outcome === 'accepted' ? keys.arn : undefined
}

/** What refusals told of the features that are still chosen, as far as nothing else has been seen since. */
async function knownRefusals({ account, deps, present }: Attempt) {
  const coverage = await deps.settings.coverage.list(account.organisation, account.id)
  const chosen: readonly string[] = featuresOf(account.settings)
  const met = present().missingActions.filter(row => row.metBy === 'collection' && chosen.includes(row.feature))
  return { coverage, refused: stillRefused(met, coverage) }
}

const together = (lists: readonly MissingAction[][]): MissingAction[] =>
  lists.flat().reduce<MissingAction[]>((known, row) => withMissing(known, row), [])

/** Where IAM may be asked, its answer; what collection is refused although IAM allows it stands beside. */
export async function permissionsStep(attempt: Attempt | KeyAttempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  const { coverage, refused } = await knownRefusals(attempt)
  const uses = neededBy(account, deps.actionsOf)
  const reach = { coverage, needed: uses.map(use => use.action) }
  if (!isDiagnosed(account))
    return {
      state: 'skipped',
      message: 'Diagnosis is switched off: missing actions show as they are met.',
      change: { ...missingChange(refused, reach, deps.policies), drift: null },
    }
  const principal = await principalOf(attempt)
  if (principal === undefined) return { state: 'unknown', message: 'STS did not name the user of the key.', goOn: true }
  const ask = () => simulate(attempt, principal, reach.needed)
  const [answer, drift] = await Promise.all([observe<Refusal[]>(asking, ask, deps.clock), driftOf(attempt, principal)])
  const change = (missing: MissingAction[]) => ({ ...missingChange(missing, reach, deps.policies), drift })
  if (answer.state === 'failed')
    return {
      state: 'unknown',
      message: `IAM did not answer (${answer.code}): ${answer.message}`,
      change: { drift },
      goOn: true,
    }
  if (answer.state === 'denied') {
    const own = uses.filter(use => use.action === asking).map(use => missingOf(use, refusedIn(null, answer)))
    const message = `${asking} is not allowed, so that missing actions show only as they are met.`
    return { state: 'unknown', message, change: change(together([own, refused])), goOn: true }
  }
  const lacking = uses.flatMap(use => {
    const refusal = answer.value.find(one => one.action === use.action)
    return refusal ? [missingOf(use, refusal)] : []
  })
  const found = change(together([lacking, refused]))
  if (found.missingActions.length > 0)
    return {
      state: 'failed',
      message: missingWords(found.missingActions, found.deniedRegions),
      change: found,
      goOn: true,
    }
  return { state: 'passed', message: `All ${uses.length} actions are allowed.`, change: found }
}
