// Monthly limits for what reading CloudWatch costs, of one account and of the organisation, and the estimate before there is any.
import { z } from 'zod'
import { stoppedBy } from '../../collect/index.ts'
import { type Budget, monthOf } from '../../core/budget.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { type BudgetAttributes, budgetBody, budgetReply, estimateReply } from '../schema/cost.ts'
import { accountsRoot, actorOf } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const organisations = '/api/v2/integration/aws/cost/budget'
const params = z.object({ id: z.string() })

/** What has come of it in another month says nothing of this one. */
export function budgetAttributes(budget: Budget | undefined, now: number): BudgetAttributes | null {
  if (!budget) return null
  const present = budget.month === monthOf(now)
  return {
    monthly_limit: budget.monthlyLimit,
    set_by: budget.setBy,
    set_at: new Date(budget.setAt).toISOString(),
    spent: present ? budget.spent : 0,
    stretch: present ? budget.stretch : 1,
    stopped: stoppedBy(budget, now),
  }
}

export const budgetRoutes: Routes =
  ({ settings, collector, clock, delegation: { accounts } }) =>
  async app => {
    speakJsonApi(app)

    const reply = async (organisation: string, id: string | null) => {
      const budgets = await settings.budgets.list(organisation)
      const budget = budgetAttributes(
        budgets.find(({ accountConfigId }) => accountConfigId === id),
        clock.now(),
      )
      return { data: { id: id ?? 'organisation', type: 'aws_budget' as const, attributes: { budget } } }
    }
    const audit = (
      { organisation, name: actor }: ReturnType<typeof actorOf>,
      action: string,
      id: string | null,
      detail = {},
    ) => settings.audit.append({ organisation, at: clock.now(), actor, action, target: id ?? 'organisation', detail })
    /** The pace follows at once, and collection looks at it without delay. */
    const follow = async () => {
      await collector.money.keepBudgets()
      collector.wake()
    }
    const put = async (actor: ReturnType<typeof actorOf>, id: string | null, monthlyLimit: number) => {
      const { organisation, name: setBy } = actor
      await settings.budgets.put({ organisation, accountConfigId: id, monthlyLimit, setBy, setAt: clock.now() })
      await audit(actor, 'budget.set', id, { limit: `$${monthlyLimit}` })
      await follow()
      return reply(organisation, id)
    }
    const remove = async (actor: ReturnType<typeof actorOf>, id: string | null) => {
      if (!(await settings.budgets.delete(actor.organisation, id)))
        throw new HeyCloudError('not_found', 'There is no monthly limit to remove.')
      await audit(actor, 'budget.remove', id)
      await follow()
    }
    const response = { 200: budgetReply }

    app.get(organisations, { schema: { response } }, ({ actor }) => reply(actor.organisation, null))
    app.put(
      organisations,
      { config: { permit: 'admin', audit: 'budget.set' }, schema: { body: budgetBody, response } },
      request => put(actorOf(request), null, request.body.monthly_limit),
    )
    app.delete(organisations, { config: { permit: 'admin', audit: 'budget.remove' } }, async (request, answer) => {
      await remove(actorOf(request), null)
      return answer.removeHeader('content-type').status(204).send()
    })

    const path = `${accountsRoot}/:id/budget`
    /** Rejects with `account_not_found`. */
    const known = async (organisation: string, id: string) => (await accounts.get(organisation, configId(id))).id
    app.get(
      path,
      { config: { audit: 'budget.get' }, schema: { params, response } },
      async ({ actor, params: { id } }) => reply(actor.organisation, await known(actor.organisation, id)),
    )
    app.put(path, { config: { audit: 'budget.set' }, schema: { params, body: budgetBody, response } }, async request =>
      put(actorOf(request), await known(request.actor.organisation, request.params.id), request.body.monthly_limit),
    )
    app.delete(path, { config: { audit: 'budget.remove' }, schema: { params } }, async (request, answer) => {
      await remove(actorOf(request), await known(request.actor.organisation, request.params.id))
      return answer.removeHeader('content-type').status(204).send()
    })

    app.get(
      `${accountsRoot}/:id/estimate`,
      { config: { audit: 'account.estimate' }, schema: { params, response: { 200: estimateReply } } },
      async ({ actor, params: { id } }) => {
        const account = await accounts.get(actor.organisation, configId(id))
        const { charge, places, unknownRegions } = (await collector.forecast(account, account.settings)).before
        const attributes = { charge, places, unknown_regions: unknownRegions }
        return { data: { id: account.id, type: 'aws_cost_estimate' as const, attributes } }
      },
    )
  }
