// What is known of one account's connection, and the button that has it verified again.
import { z } from 'zod'
import type { AwsAccount } from '../../core/account.ts'
import { itemsSeen } from '../../core/coverage.ts'
import type { Verification } from '../../core/verification.ts'
import type { ServerDependencies } from '../dependencies.ts'
import { type Status, statusReply } from '../schema/web.ts'
import { actorOf } from './aws-accounts.ts'
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
  missing_actions: verification.missingActions,
  missing_policy: verification.missingPolicy,
  trust_faults: verification.trustFaults,
  corrected_trust_policy: verification.correctedTrustPolicy,
  regions: verification.regions,
  started_at: verification.startedAt,
  updated_at: verification.updatedAt,
})

async function describe(deps: ServerDependencies, account: AwsAccount, verification: Verification): Promise<Status> {
  const { settings, collector, clock } = deps
  const [coverage, history, cost] = await Promise.all([
    settings.coverage.list(account.organisation, account.id),
    collector.progress(account.id),
    collector.monthlyCharge(account.id),
  ])
  return {
    ...verificationAttributes(verification),
    coverage: coverage.map(row => coverageAttributes(row, clock.now())),
    history_progress: history,
    metrics: itemsSeen(coverage, 'metrics'),
    resources: itemsSeen(coverage, 'resources'),
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
    { schema: { params, response: { 200: statusReply } } },
    async ({ actor, params: { id } }) => {
      const account = await accounts.get(actor.organisation, configId(id))
      return reply(account, await verification.view(account))
    },
  )

  app.post(`${root}/verify`, { schema: { params, response: { 200: statusReply } } }, async request => {
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
    return reply(account, await verification.begin(account))
  })
}
