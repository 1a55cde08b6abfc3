// Steps 7 and 8 of verification: the trust policy is read, and enabled regions are found.
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { observe } from '../../aws/observe.ts'
import { globalRegion } from '../../aws/partitions.ts'
import type { TrustFault } from '../../core/verification.ts'
import { pretty } from '../policies/document.ts'
import { lintTrustPolicy, type TrustLint } from '../trust/lint.ts'
import { trustPolicy } from '../trust/policy.ts'
import { trustedAccount } from '../trust/trusted-account.ts'
import { missingChange, missingOf, refusedIn, withMissing } from './permissions/missing.ts'
import { isDiagnosed, neededBy } from './permissions/needed.ts'
import type { Attempt, RoleAttempt, StepOutcome } from './steps.ts'

/** What nobody has accepted yet. */
async function openFaults({ account, deps }: RoleAttempt, faults: readonly TrustFault[]): Promise<TrustFault[]> {
  const accepted = await deps.settings.acceptedFaults.list(account.id)
  return faults.filter(
    fault => fault.severity === 'error' || !accepted.some(one => one.faultId === fault.id && one.path === fault.path),
  )
}

async function judged(attempt: RoleAttempt, lint: TrustLint): Promise<StepOutcome> {
  const change = { trustFaults: lint.faults, correctedTrustPolicy: lint.corrected }
  const open = await openFaults(attempt, lint.faults)
  const [first] = open
  if (first) {
    const more = open.length > 1 ? ` and ${open.length - 1} more` : ''
    return { state: 'failed', message: `${first.title}${more}.`, change, goOn: true }
  }
  const message =
    lint.faults.length === 0
      ? 'It admits HeyCloud alone, with the external ID.'
      : 'Nothing but warnings that were accepted.'
  return { state: 'passed', message, change }
}

/** Step 7. Nothing hangs on it: what matters of the trust policy was proven by the probes. */
export async function trustPolicyStep(attempt: RoleAttempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  const { partition, externalId, nextExternalId } = account
  const identity = await attempt.identity()
  const trustedAccountId = trustedAccount(identity, deps.configuredAccountId).accountId
  const unread = (state: 'skipped' | 'unknown', why: string): StepOutcome => ({
    state,
    message: `Not read (${why}). The probes prove what matters.`,
    change: {
      trustFaults: [],
      correctedTrustPolicy:
        trustedAccountId === null ? null : pretty(trustPolicy({ partition, trustedAccountId, externalId })),
    },
    goOn: true,
  })
  if (!isDiagnosed(account)) return unread('skipped', 'diagnosis is switched off')
  const iam = deps.aws.session(account, 'verify').client(IAMClient, globalRegion(partition))
  const ask = () => iam.send(new GetRoleCommand({ RoleName: account.roleName }))
  const role = await observe('iam:GetRole', ask, deps.clock)
  if (role.state === 'denied') return unread('skipped', `${role.action} is denied`)
  if (role.state === 'failed') return unread('unknown', role.code)
  const lint = lintTrustPolicy(role.value.Role?.AssumeRolePolicyDocument ?? '', {
    ...{ partition, trustedAccountId, externalId },
    ...(nextExternalId === null ? {} : { nextExternalId }),
    ...(identity.state === 'seen' ? { ownArn: identity.value.arn } : {}),
  })
  return judged(attempt, lint)
}

/** Step 8. */
export async function regionsStep(attempt: Attempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  const action = 'ec2:DescribeRegions'
  const ec2 = deps.aws.session(account, 'verify').client(EC2Client, globalRegion(account.partition))
  const answer = await observe(action, () => ec2.send(new DescribeRegionsCommand({})), deps.clock)
  if (answer.state === 'failed') return { state: 'unknown', message: `${answer.code}: ${answer.message}`, goOn: true }
  if (answer.state === 'denied') {
    const uses = neededBy(account, deps.actionsOf)
    const use = uses.find(one => one.action === action)
    const known = attempt.present().missingActions
    const missing = use ? withMissing(known, missingOf(use, refusedIn(null, answer))) : known
    const coverage = await deps.settings.coverage.list(account.organisation, account.id)
    const change = missingChange(missing, { coverage, needed: uses.map(one => one.action) }, deps.policies)
    return { state: 'failed', message: answer.message, change, goOn: true }
  }
  const enabled = (answer.value.Regions ?? []).flatMap(region => region.RegionName ?? []).sort()
  const chosen = account.settings.aws_regions
  const off = 'include_only' in chosen ? chosen.include_only.filter(region => !enabled.includes(region)) : []
  const note = off.length > 0 ? ` Chosen but not enabled in the account: ${off.join(', ')}.` : ''
  return { state: 'passed', message: `${enabled.length} regions are enabled.${note}`, change: { regions: enabled } }
}
