// Steps 7 to 9 of verification: the trust policy is read, enabled regions are found, and the first data arrives.
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { observe } from '../../aws/observe.ts'
import { globalRegion } from '../../aws/partitions.ts'
import { MINUTE } from '../../core/clock.ts'
import { type Coverage, itemsSeen } from '../../core/coverage.ts'
import { pretty } from '../policies/document.ts'
import { lintTrustPolicy } from '../trust/lint.ts'
import { trustPolicy } from '../trust/policy.ts'
import { trustedAccount } from '../trust/trusted-account.ts'
import { missingChange, neededBy, withMissing } from './step-permissions.ts'
import type { Attempt, RoleAttempt, StepOutcome } from './steps.ts'

/** Step 7. Nothing hangs on it: what matters of the trust policy was proven by the probes. */
export async function trustPolicyStep(attempt: RoleAttempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  const identity = await attempt.identity()
  const trustedAccountId = trustedAccount(identity, deps.configuredAccountId).accountId
  const iam = deps.aws.session(account, 'verify').client(IAMClient, globalRegion(account.partition))
  const ask = () => iam.send(new GetRoleCommand({ RoleName: account.roleName }))
  const role = await observe('iam:GetRole', ask, deps.clock)
  if (role.state !== 'seen') {
    const wanted =
      trustedAccountId === null
        ? null
        : pretty(trustPolicy({ partition: account.partition, trustedAccountId, externalId: account.externalId }))
    return {
      state: role.state === 'denied' ? 'skipped' : 'unknown',
      message: `Not readable (${role.state === 'denied' ? role.action : role.code}). The probes prove what matters.`,
      change: { trustFaults: [], correctedTrustPolicy: wanted },
      goOn: true,
    }
  }
  const lint = lintTrustPolicy(role.value.Role?.AssumeRolePolicyDocument ?? '', {
    partition: account.partition,
    trustedAccountId,
    externalId: account.externalId,
  })
  const change = { trustFaults: lint.faults, correctedTrustPolicy: lint.corrected }
  const [first] = lint.faults
  if (!first) return { state: 'passed', message: 'It admits HeyCloud alone, with the external ID.', change }
  const more = lint.faults.length > 1 ? ` and ${lint.faults.length - 1} more` : ''
  return { state: 'failed', message: `${first.title}${more}.`, change, goOn: true }
}

/** Step 8. */
export async function regionsStep(attempt: Attempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  const action = 'ec2:DescribeRegions'
  const ec2 = deps.aws.session(account, 'verify').client(EC2Client, globalRegion(account.partition))
  const answer = await observe(action, () => ec2.send(new DescribeRegionsCommand({})), deps.clock)
  if (answer.state === 'failed') return { state: 'unknown', message: `${answer.code}: ${answer.message}`, goOn: true }
  if (answer.state === 'denied') {
    const use = neededBy(account, deps.actionsOf).find(one => one.action === action)
    const missing = use ? withMissing(attempt.present().missingActions, use, null, answer.cause) : []
    return { state: 'failed', message: answer.message, change: missingChange(missing, deps.policies), goOn: true }
  }
  const enabled = (answer.value.Regions ?? []).flatMap(region => region.RegionName ?? []).sort()
  const chosen = account.settings.aws_regions
  const off = 'include_only' in chosen ? chosen.include_only.filter(region => !enabled.includes(region)) : []
  const note = off.length > 0 ? ` Chosen but not enabled in the account: ${off.join(', ')}.` : ''
  return { state: 'passed', message: `${enabled.length} regions are enabled.${note}`, change: { regions: enabled } }
}

/** Why no point has come yet, as far as the ledger knows. */
function whyNothing(rows: readonly Coverage[]): string {
  const metrics = rows.filter(row => row.kind === 'metrics')
  const denied = metrics.find(row => row.state === 'denied')
  if (denied) return `${denied.action ?? 'A read'} is denied in ${denied.region}: ${denied.reason}`
  const failed = metrics.find(row => row.state === 'failed')
  if (failed) return `Reading failed in ${failed.region}: ${failed.reason}`
  if (metrics.length > 0 && metrics.every(row => row.items === 0))
    return 'No metrics are published in the chosen regions and namespaces.'
  if (metrics.length > 0) return 'Metrics were found, and no points of them were published lately.'
  return 'Collection has not begun.'
}

/** Waits between looks at the coverage ledger: at once quick, after ten minutes seldom. */
export const firstDataWait = (waited: number): number =>
  waited < 2 * MINUTE ? 2_000 : waited < 10 * MINUTE ? 15_000 : 5 * MINUTE

const grouped = (count: number): string => count.toLocaleString('en')

/** Step 9. After ten minutes without data the cause is named. */
export async function firstDataStep(attempt: Attempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  if (!account.settings.metrics_config.enabled)
    return { state: 'skipped', message: 'Metric collection is switched off for this account.' }
  const rows = await deps.settings.coverage.list(account.organisation, account.id)
  const points = rows.reduce((sum, row) => sum + row.points, 0)
  if (points > 0) {
    const metrics = itemsSeen(rows, 'metrics')
    return { state: 'passed', message: `${grouped(points)} points of ${grouped(metrics)} metrics have arrived.` }
  }
  const waited = deps.clock.now() - (attempt.step().startedAt ?? deps.clock.now())
  if (waited < 10 * MINUTE) return { state: 'running', message: 'The first points are being read.' }
  return { state: 'failed', message: `No data after ten minutes. ${whyNothing(rows)}` }
}
