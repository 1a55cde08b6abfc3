// Steps 3 to 5 of verification: the role can be assumed with the external ID, and cannot without it or with a wrong one.
import type { AssumeOutcome, AwsAccess, Purpose } from '../../aws/access.ts'
import { type RoleAccount, roleArn } from '../../core/account.ts'
import type { RefusalCause, Verification } from '../../core/verification.ts'
import { trustFix } from '../trust/policy.ts'
import { trustedAccount } from '../trust/trusted-account.ts'
import { ownPermission, rankCauses } from './diagnose.ts'
import { inLadder, isCollectableState, laterProblem, problem, stepOf } from './state.ts'
import type { RoleAttempt, StepOutcome } from './steps.ts'
import { unproven } from './unproven.ts'

/** Whether AWS takes the second external ID of a rotation; null when none is under way, and as before where AWS leaves it open. */
export async function nextIsAccepted(
  account: RoleAccount,
  before: Verification['nextExternalId'],
  aws: Pick<AwsAccess, 'tryAssume'>,
): Promise<Verification['nextExternalId']> {
  if (account.nextExternalId === null) return null
  const answer = await aws.tryAssume(account, account.nextExternalId)
  if (answer.outcome === 'unknown') return before ?? 'waiting'
  return answer.outcome === 'assumed' ? 'accepted' : 'waiting'
}

/** The present external ID was taken out of the trust policy before the rotation was finished. */
const replacedTooEarly = (account: RoleAccount): RefusalCause => ({
  id: 'external_id',
  title: 'The trust policy has the next external ID alone',
  presentValue: account.externalId,
  explanation: 'The role admits the next external ID already. Finish the rotation: HeyCloud then sends that one.',
  checkCommand: null,
  certain: true,
})

async function refused(attempt: RoleAttempt, message: string): Promise<StepOutcome> {
  const { account, deps } = attempt
  const nextExternalId = await nextIsAccepted(account, attempt.present().nextExternalId, deps.aws)
  const identity = await attempt.identity()
  const now = deps.clock.now()
  const trying = inLadder({ ...attempt.step(), attempts: attempt.step().attempts + 1 }, now)
  const wasCollecting = isCollectableState(attempt.present().state)
  // A pass that had got so far proved the role; it was deleted since, or its trust policy was changed.
  const worked = stepOf(attempt.present(), 'wrong_external_id').state === 'passed'
  const ranked =
    identity.state === 'seen'
      ? rankCauses({
          target: account,
          own: identity.value,
          trustedAccountId: trustedAccount(identity, deps.configuredAccountId).accountId ?? identity.value.accountId,
          ownPermission: await ownPermission(account, identity.value, message, deps),
          age: now - account.modifiedAt,
        })
      : []
  const since = worked ? ' It was until now: the role was deleted since, or its trust policy was changed.' : ''
  const detail = `HeyCloud is not authorized to perform sts:AssumeRole on ${roleArn(account)}.${since}`
  const again = worked
    ? 'AWS refuses a role that it gave before; it is tried again.'
    : 'AWS refused. New roles take up to a minute in AWS; it is tried again.'
  return {
    state: trying ? 'running' : 'failed',
    message: trying ? again : message,
    change: {
      state: trying && !wasCollecting ? 'pending' : 'not_assumable',
      problem: problem('not_authorized_to_assume', detail),
      causes: nextExternalId === 'accepted' ? [replacedTooEarly(account)] : ranked,
      nextExternalId,
    },
  }
}

/** The role itself limits what such a session may do, so that nothing is lost but the second fence. */
const widely = (purposes: readonly Purpose[]): string =>
  purposes.length === 0
    ? ''
    : ` AWS finds the policy too large by which HeyCloud narrows its own sessions (${purposes.join(', ')}): these may do all that the role may.`

/** Step 3. */
export async function assumeStep(attempt: RoleAttempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  const answer = await deps.aws.tryAssume(account, account.externalId)
  if (answer.outcome === 'unknown') return unproven(attempt, answer.notSeen)
  if (answer.outcome === 'refused') return refused(attempt, answer.message)
  if (answer.accountId !== account.accountId) {
    const detail = `The role is in ${answer.accountId}, you entered ${account.accountId}.`
    return {
      state: 'failed',
      message: detail,
      change: { state: 'not_assumable', problem: problem('wrong_account', detail) },
    }
  }
  return {
    state: 'passed',
    message: `${roleArn(account)} was assumed with the external ID.${widely(answer.unnarrowed)}`,
    change: { causes: [], problem: laterProblem(attempt.present()) },
  }
}

type ProbeFault = 'assumable_without_external_id' | 'assumable_with_wrong_external_id'

const how: Record<ProbeFault, string> = {
  assumable_without_external_id: 'without an external ID',
  assumable_with_wrong_external_id: 'with a wrong external ID',
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Since when a role that had been proven safe is not any more; null for one that never was. */
const weakenedSince = ({ state, weakenedAt }: Verification, now: number): number | null =>
  weakenedAt ?? (isCollectableState(state) ? now : null)

/** The credentials of a probe that succeeds are dropped unread by src/aws; what collection holds is dropped here. */
async function admitted(attempt: RoleAttempt, code: ProbeFault): Promise<StepOutcome> {
  const { account, deps } = attempt
  deps.aws.forget(account.accountId)
  const now = deps.clock.now()
  const identity = await attempt.identity()
  const trusted = trustedAccount(identity, deps.configuredAccountId).accountId
  const fix = trusted === null ? null : trustFix(account, trusted)
  const weakenedAt = weakenedSince(attempt.present(), now)
  // A mended trust policy may go on admitting for a minute; one that was safe before has been changed.
  const trying = weakenedAt === null && inLadder({ ...attempt.step(), attempts: attempt.step().attempts + 1 }, now)
  const sentence =
    weakenedAt === null
      ? `This role was assumed ${how[code]}. Credentials dropped unread, nothing collected.`
      : `This role was proven safe, and is assumed ${how[code]} since ${minute(weakenedAt)} at the latest: its trust policy was changed. Credentials dropped unread, nothing collected since.`
  const detail = fix ? `${sentence} Put this into the trust policy's statement: ${fix.condition}` : sentence
  const change: Partial<Verification> = {
    state: trying ? 'pending' : 'blocked',
    problem: problem(weakenedAt === null ? code : 'trust_weakened', detail),
    correctedTrustPolicy: fix?.policy ?? null,
    weakenedAt,
  }
  return {
    state: trying ? 'running' : 'failed',
    message: trying
      ? `It was assumed ${how[code]}; tried again, since a mended trust policy takes up to a minute in AWS.`
      : sentence,
    change,
  }
}

const judge = async (
  attempt: RoleAttempt,
  answer: AssumeOutcome,
  code: ProbeFault,
): Promise<StepOutcome | undefined> => {
  if (answer.outcome === 'unknown') return unproven(attempt, answer.notSeen)
  return answer.outcome === 'assumed' ? admitted(attempt, code) : undefined
}

/** Step 4. StringEqualsIfExists lets this one in. */
export async function withoutExternalIdStep(attempt: RoleAttempt): Promise<StepOutcome> {
  const answer = await attempt.deps.aws.tryAssume(attempt.account, undefined)
  const fault = await judge(attempt, answer, 'assumable_without_external_id')
  return fault ?? { state: 'passed', message: 'AWS refused it without an external ID.' }
}

/** One character in the middle is another: a pattern that begins or ends as the external ID does admits this one. */
export function nearMiss(externalId: string): string {
  const middle = externalId.length >> 1
  return `${externalId.slice(0, middle)}${externalId[middle] === '0' ? '1' : '0'}${externalId.slice(middle + 1)}`
}

/** Step 5. StringLike with a pattern lets one of these in: a random ID, or one that nearly is a right one. Then the role is proven safe. */
export async function wrongExternalIdStep(attempt: RoleAttempt): Promise<StepOutcome> {
  const { account, deps } = attempt
  const { externalId, nextExternalId } = account
  const near = [externalId, ...(nextExternalId === null ? [] : [nextExternalId])].map(nearMiss)
  for (const wrong of [deps.random.hex(16), ...near]) {
    const fault = await judge(attempt, await deps.aws.tryAssume(account, wrong), 'assumable_with_wrong_external_id')
    if (fault) return fault
  }
  const { problem: before, nextExternalId: known } = attempt.present()
  return {
    state: 'passed',
    message: 'AWS refused it with a wrong external ID.',
    change: {
      weakenedAt: null,
      problem: before?.code === 'missing_permissions' ? before : null,
      nextExternalId: await nextIsAccepted(account, known, deps.aws),
    },
  }
}
