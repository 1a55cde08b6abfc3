// Long history of an account on request: its price first, then its progress.
import { z } from 'zod'
import type { LongHistory } from '../../collect/index.ts'
import type { AwsAccount } from '../../core/account.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { AuditEntry } from '../../core/user.ts'
import type { Actor } from '../dependencies.ts'
import { historyBody, historyQuery, historyReply } from '../schema/history.ts'
import { accountsRoot, audited } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const path = `${accountsRoot}/:id/history`
const params = z.object({ id: z.string() })
const response = { 200: historyReply }

function replyOf(id: string, { request, shares, ...history }: LongHistory): z.infer<typeof historyReply> {
  return {
    data: {
      id,
      type: 'aws_account_history',
      attributes: {
        ...history,
        request: request && {
          ...{ months: request.months, from: request.oldest, requested_by: request.requestedBy },
          requested_at: new Date(request.requestedAt).toISOString(),
        },
        regions: shares.map(({ accountConfigId: _, lastId: __, ...share }) => share),
      },
    },
  }
}

export const awsHistoryRoutes: Routes =
  ({ settings, clock, collector: { histories } }) =>
  async app => {
    speakJsonApi(app)

    const accountOf = async (organisation: string, id: string) => {
      const account = await settings.accounts.get(organisation, configId(id))
      if (!account) throw new HeyCloudError('account_not_found', 'No account has this id.')
      return account
    }

    const note = (actor: Actor, account: AwsAccount, action: string, detail: AuditEntry['detail']) =>
      settings.audit.append({
        ...{ organisation: actor.organisation, at: clock.now(), actor: actor.name },
        ...{ action, target: account.id, detail },
      })

    app.get(path, { schema: { params, querystring: historyQuery, response } }, async ({ actor, params, query }) => {
      const account = await accountOf(actor.organisation, params.id)
      return replyOf(account.id, await histories.look(account, query.months))
    })

    app.post(
      path,
      { ...audited('history'), schema: { params, body: historyBody, response } },
      async ({ actor, params, body }) => {
        const account = await accountOf(actor.organisation, params.id)
        const history = await histories.begin(account, body.months, actor.name)
        await note(actor, account, 'account.history', {
          ...{ months: String(body.months), charge: history.charge.toFixed(2) },
        })
        return replyOf(account.id, history)
      },
    )

    app.delete(path, { ...audited('history.stop'), schema: { params } }, async ({ actor, params }, reply) => {
      const account = await accountOf(actor.organisation, params.id)
      await histories.stop(account)
      await note(actor, account, 'account.history.stop', {})
      return reply.removeHeader('content-type').status(204).send()
    })
  }
