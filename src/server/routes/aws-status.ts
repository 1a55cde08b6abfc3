// What is known of one account's connection, and the button that has it verified again.
import { z } from 'zod'
import { paceUnder } from '../../collect/index.ts'
import { type AwsAccount, usesRole } from '../../core/account.ts'
import { itemsSeen } from '../../core/coverage.ts'
import type { Verification } from '../../core/verification.ts'
import { pretty } from '../../delegation/policies/document.ts'
import { trustPolicy } from '../../delegation/trust/policy.ts'
import { trustedAccount } from '../../delegation/trust/trusted-account.ts'
import { apartFrom, mendOf, reducedFeatures } from '../../delegation/verification/permissions/missing.ts'
import type { ServerDependencies } from '../dependencies.ts'
import { type Status, statusReply } from '../schema/status.ts'
import { actorOf, audited } from './aws-accounts.ts'
import { driftAttributes } from './aws-drift.ts'
import { coverageAttributes } from './coverage.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws/accounts/:id'
const params = z.object({ id: z.string() })

const verificationAttributes = (verification: Verification) => ({
  state: verification.state,
  steps: verification.steps.map(step => ({
    name: step.name,
    state: step.state,
    message: step.message,
    started_at: step.startedAt,
    finished_at: step.finishedAt,
    attempts: step.attempts,
    next_attempt_at: step.nextAttemptAt,
  })),
  problem: verification.problem,
  causes: verification.causes.map(cause => ({
    id: cause.id,
    title: cause.title,
    present_value: cause.presentValue,
    explanation: cause.explanation,
    check_command: cause.checkCommand,
    certain: cause.certain,
  })),
  missing_actions: apartFrom(verification.missingActions, verification.deniedRegions).map(row => ({
    action: row.action,
    feature: row.feature,
    why: row.why,
    regions: row.regions,
    cause: row.cause,
    explicit_deny: row.explicitDeny,
    denied_by: row.deniedBy,
    mend: mendOf(row),
  })),
  reduced_features: reducedFeatures(apartFrom(verification.missingActions, verification.deniedRegions)),
  denied_regions: verification.deniedRegions,
  missing_policy: verification.missingPolicy,
  trust_faults: verification.trustFaults,
  corrected_trust_policy: verification.correctedTrustPolicy,
  weakened_at: verification.weakenedAt,
  drift: verification.drift && driftAttributes(verification.drift),
  regions: verification.regions,
  started_at: verification.startedAt,
  updated_at: verification.updatedAt,
})

/** The second external ID of a rotation, with the trust policies of its two phases. */
async function rotationOf(
  { aws, configuredAccountId }: ServerDependencies,
  account: AwsAccount,
  state: Verification['nextExternalId'],
): Promise<Status['next_external_id']> {
  if (!usesRole(account) || account.nextExternalId === null) return null
  const { externalId, nextExternalId, partition } = account
  const { accountId } = trustedAccount(await aws.identity(), configuredAccountId)
  const policyWith = (value: string | string[]) =>
    accountId && pretty(trustPolicy({ partition, trustedAccountId: accountId, externalId: value }))
  return {
    value: nextExternalId,
    state: state ?? 'waiting',
    trust_policy_both: policyWith([externalId, nextExternalId]),
    trust_policy_next: policyWith(nextExternalId),
  }
}

async function describe(deps: ServerDependencies, account: AwsAccount, verification: Verification): Promise<Status> {
  const { settings, collector, clock } = deps
  const [coverage, history, cost, accepted, rotation, budgets] = await Promise.all([
    settings.coverage.list(account.organisation, account.id),
    collector.progress(account.id),
    collector.monthlyCharge(account.id),
    settings.acceptedFaults.list(account.id),
    rotationOf(deps, account, verification.nextExternalId),
    settings.budgets.list(account.organisation),
  ])
  return {
    ...verificationAttributes(verification),
    paused_at: account.pausedAt,
    accepted_faults: accepted.map(({ faultId: id, path, reason, actor, at }) => ({ id, path, reason, actor, at })),
    next_external_id: rotation,
    coverage: coverage.map(row => coverageAttributes(row, clock.now())),
    history_progress: history,
    metrics: itemsSeen(coverage, 'metrics'),
    resources: itemsSeen(coverage, 'resources'),
    pace: paceUnder(budgets, account, clock.now()),
    monthly_cost: cost,
  }
}

export const awsStatusRoutes: Routes = deps => async app => {
  const { accounts, verification } = deps.delegation
  speakJsonApi(app)
  const reply = async (account: AwsAccount, known: Verification) => ({
    data: { id: account.id, type: 'account_status' as const, attributes: await describe(deps, account, known) },
  })

  app.get(
    `${root}/status`,
    { ...audited('status'), schema: { params, response: { 200: statusReply } } },
    async ({ actor, params: { id } }) => {
      const account = await accounts.get(actor.organisation, configId(id))
      return reply(account, await verification.view(account))
    },
  )

  app.post(
    `${root}/verify`,
    { ...audited('verify'), schema: { params, response: { 200: statusReply } } },
    async request => {
      const { organisation, name } = actorOf(request)
      const account = await accounts.get(organisation, configId(request.params.id))
      await deps.settings.audit.append({
        organisation,
        at: deps.clock.now(),
        actor: name,
        action: 'account.verify',
        target: account.id,
        detail: {},
      })
      return reply(account, await verification.again(account))
    },
  )
}
