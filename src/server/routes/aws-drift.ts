// How the policies of connected accounts differ from what this version of HeyCloud calls, and what is alarming of all accounts.
import { z } from 'zod'
import { stoppedBy } from '../../collect/index.ts'
import { type AwsAccount, accountLabel, type RoleAccount, usesRole } from '../../core/account.ts'
import { featuresOf } from '../../core/account-settings.ts'
import type { PolicyDrift, Verification } from '../../core/verification.ts'
import { changeForAll } from '../../delegation/setup/change-for-all.ts'
import { permissionForms } from '../../delegation/setup/values.ts'
import type { ServerDependencies } from '../dependencies.ts'
import { alertsReply, driftReply } from '../schema/status.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws'

export const driftAttributes = ({ readAt, policies, missing, superfluous, diff }: PolicyDrift) => ({
  read_at: readAt,
  policies,
  missing,
  superfluous,
  diff,
})

const placeOf = (account: AwsAccount) => ({
  account_config_id: account.id,
  account_id: account.accountId,
  account_name: accountLabel(account),
})

/** Why there is no drift to show. */
function driftReason(account: AwsAccount, verification: Verification | undefined): string {
  if (verification?.drift) return ''
  if (!featuresOf(account.settings).includes('diagnosis')) return 'Diagnosis is switched off for this account.'
  if (account.state === 'pending') return 'The account is being verified.'
  if (account.state === 'connected' || account.state === 'degraded') return 'The policies have not been read yet.'
  return 'The account cannot be read at present.'
}

/** Whether somebody has to change something: actions lack, or a policy lets HeyCloud write. */
const isAlarming = ({ missing, policies }: PolicyDrift): boolean =>
  missing.length > 0 || policies.some(policy => policy.verdict === 'too_wide')

const needsChange = ({ missing, superfluous }: PolicyDrift): boolean => missing.length + superfluous.length > 0

interface Known {
  account: AwsAccount
  verification: Verification | undefined
}

async function knownOf({ delegation }: ServerDependencies, organisation: string): Promise<Known[]> {
  const { accounts, verification } = delegation
  const all = await accounts.list(organisation)
  return Promise.all(all.map(async account => ({ account, verification: await verification.known(account) })))
}

type Alert = z.infer<typeof alertsReply>['data'][number]['attributes']

const alarmingStates: readonly string[] = ['blocked', 'not_assumable']

/** What is said of one account, the gravest first: its connection, then its policies. */
function alertsOf({ account, verification }: Known): Alert[] {
  if (!verification) return []
  const alert = (code: string, title: string, since: number): Alert => ({ ...placeOf(account), code, title, since })
  const { problem, weakenedAt, drift, steps } = verification
  if (weakenedAt !== null && problem) return [alert(problem.code, problem.title, weakenedAt)]
  if (alarmingStates.includes(account.state) && problem) {
    const failed = steps.find(step => step.state === 'failed')
    return [alert(problem.code, problem.title, failed?.startedAt ?? verification.startedAt)]
  }
  if (!drift || !isAlarming(drift)) return []
  const title =
    drift.missing.length > 0
      ? `The policies lack ${drift.missing.length === 1 ? 'an action' : `${drift.missing.length} actions`} that this version calls`
      : 'A policy lets HeyCloud write'
  return [alert('policy_drift', title, drift.readAt)]
}

/** Limits that are reached: nothing is read that costs until the month ends. The organisation's own has no account. */
async function budgetAlerts({ settings, clock }: ServerDependencies, organisation: string): Promise<Alert[]> {
  const [budgets, accounts] = await Promise.all([
    settings.budgets.list(organisation),
    settings.accounts.list(organisation),
  ])
  return budgets.flatMap((budget): Alert[] => {
    const sentences = stoppedBy(budget, clock.now())
    if (sentences === null) return []
    // What follows from it stands on the page of costs.
    const [title = ''] = sentences.split('. ')
    const account = accounts.find(({ id }) => id === budget.accountConfigId)
    const place = account ? placeOf(account) : { account_config_id: '', account_id: '', account_name: '' }
    return [{ ...place, code: 'budget_reached', title, since: budget.stoppedAt ?? clock.now() }]
  })
}

export const awsDriftRoutes: Routes = deps => async app => {
  speakJsonApi(app)

  app.get(
    `${root}/permissions/drift`,
    {
      schema: {
        querystring: z.object({ form: z.enum(permissionForms).default('wildcard') }),
        response: { 200: driftReply },
      },
    },
    async ({ actor, query }) => {
      const known = await knownOf(deps, actor.organisation)
      const changing = known.flatMap(({ account, verification }): RoleAccount[] =>
        usesRole(account) && verification?.drift && needsChange(verification.drift) ? [account] : [],
      )
      const change = changing.length > 0 ? await changeForAll(changing, query.form, deps.delegation.policies) : null
      return {
        data: known.map(({ account, verification }) => ({
          id: account.id,
          type: 'policy_drift' as const,
          attributes: {
            ...placeOf(account),
            drift: verification?.drift ? driftAttributes(verification.drift) : null,
            reason: driftReason(account, verification),
          },
        })),
        meta: { change: change && { cloudformation: change.cloudFormation, terraform: change.terraform } },
      }
    },
  )

  app.get(`${root}/alerts`, { schema: { response: { 200: alertsReply } } }, async ({ actor }) => {
    const [known, budgets] = await Promise.all([
      knownOf(deps, actor.organisation),
      budgetAlerts(deps, actor.organisation),
    ])
    return {
      data: [...known.flatMap(alertsOf), ...budgets]
        .toSorted((a, b) => a.since - b.since)
        .map(attributes => ({
          id: `${attributes.account_config_id}/${attributes.code}`,
          type: 'aws_alert' as const,
          attributes,
        })),
    }
  })
}
