// The same done to many accounts at once, each with an outcome of its own.
import { bulk } from '../../delegation/accounts/bulk.ts'
import { bulkBody, bulkReply } from '../schema/organizations.ts'
import { actorOf } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { speakJsonApi, uuid } from './json-api.ts'

export const bulkRoutes: Routes =
  ({ settings, clock, delegation: { accounts, verification } }) =>
  async app => {
    speakJsonApi(app)
    app.post(
      '/api/v2/integration/aws/bulk',
      { config: { audit: 'account.bulk' }, schema: { body: bulkBody, response: { 200: bulkReply } } },
      async request => {
        const actor = actorOf(request)
        const { ids, action, attributes } = request.body
        const outcomes = await bulk(accounts, verification, actor, { ids, action, attributes: attributes ?? undefined })
        const failed = outcomes.filter(({ error }) => error !== null)
        // Which, where they are ids at all, as for accounts that are refused one by one.
        const refused = failed.filter(({ id }) => uuid.test(id)).map(({ id, error }) => `${id} ${error?.code}`)
        await settings.audit.append({
          ...{ organisation: actor.organisation, at: clock.now(), actor: actor.name, action: `account.bulk.${action}` },
          target: actor.organisation,
          detail: {
            ...{ accounts: String(outcomes.length), failed: String(failed.length) },
            ...(refused.length > 0 ? { refused: refused.slice(0, 50).join(', ') } : {}),
          },
        })
        return {
          data: outcomes.map(({ id, error }) => ({
            ...{ id, type: 'bulk_outcome' as const },
            attributes: {
              outcome: error ? ('failed' as const) : ('done' as const),
              error: error && { code: error.code, title: error.title, detail: error.detail, meta: error.fields },
            },
          })),
        }
      },
    )
  }
