// What comes of changing or removing an account: told before it is done, and how far an erasure is.
import { z } from 'zod'
import { HeyCloudError } from '../../core/errors.ts'
import { removalOf } from '../../delegation/accounts/removal.ts'
import type { Erasure } from '../../store/settings-ports.ts'
import { changedFields } from '../account-change/changes.ts'
import { consequencesOf } from '../account-change/consequences.ts'
import {
  changePreviewReply,
  type ErasureRow,
  erasureReply,
  erasuresReply,
  removalReply,
} from '../schema/account-change.ts'
import { updateAccountBody } from '../schema/aws-accounts.ts'
import { accountsRoot, actorOf, audited } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const params = z.object({ id: z.string() })
const erasures = '/api/v2/integration/aws/erasures'

const iso = (at: number): string => new Date(at).toISOString()

/** Done is what was counted afterwards, not what was deleted. */
const progressOf = ({ state, rowsBefore, rowsLeft }: Erasure): number => {
  if (state === 'verified') return 1
  return rowsBefore > 0 ? Math.min(1, Math.max(0, 1 - rowsLeft / rowsBefore)) : 0
}

const erasureRow = (erasure: Erasure) => ({
  id: erasure.id,
  type: 'erasure' as const,
  attributes: {
    account_id: erasure.accountId,
    account_name: erasure.name,
    state: erasure.state,
    rows_before: erasure.rowsBefore,
    rows_left: erasure.rowsLeft,
    progress: progressOf(erasure),
    reason: erasure.reason,
    requested_by: erasure.requestedBy,
    requested_at: iso(erasure.requestedAt),
    finished_at: erasure.finishedAt === null ? null : iso(erasure.finishedAt),
  } satisfies ErasureRow,
})

const changePreview: Routes =
  ({ delegation: { accounts, policies }, collector, settings }) =>
  async app => {
    app.post(
      `${accountsRoot}/:id/preview`,
      {
        ...audited('preview'),
        schema: {
          params,
          body: updateAccountBody,
          response: { 200: changePreviewReply },
        },
      },
      async request => {
        const id = configId(request.params.id)
        const change = await accounts.preview(actorOf(request), id, request.body.data.attributes)
        const { before, after, moved } = change
        const [forecasts, verification] = await Promise.all([
          collector.forecast(before, after.settings),
          settings.verifications.get(id),
        ])
        const enabled = verification?.regions ?? []
        return {
          data: {
            id,
            type: 'account_change' as const,
            attributes: {
              changes: changedFields(before, after),
              consequences: consequencesOf({ ...change, forecasts, enabled, policies }),
              verification: moved ? ('anew' as const) : ('none' as const),
              monthly_charge_now: forecasts.before.charge,
              monthly_charge_then: forecasts.after.charge,
            },
          },
        }
      },
    )
  }

const removal: Routes =
  ({ delegation: { accounts }, settings, telemetry }) =>
  async app => {
    app.get(
      `${accountsRoot}/:id/removal`,
      {
        ...audited('get'),
        schema: {
          params,
          response: { 200: removalReply },
        },
      },
      async ({ actor: { organisation }, params: { id } }) => {
        const account = await accounts.get(organisation, configId(id))
        const connected = (await settings.accounts.list(organisation)).map(({ accountId }) => accountId)
        const [known, sources, rows] = await Promise.all([
          settings.verifications.get(account.id),
          settings.eventSources.list(organisation),
          telemetry.countAccount(organisation, account.accountId, connected),
        ])
        const own = sources.filter(({ accountId }) => accountId === account.accountId)
        const attributes = { ...removalOf(account, known?.drift ?? null, own), rows }
        return { data: { id: account.id, type: 'account_removal' as const, attributes } }
      },
    )
  }

export const awsAccountChangeRoutes: Routes = deps => async app => {
  const { settings } = deps
  speakJsonApi(app)
  await app.register(changePreview(deps))
  await app.register(removal(deps))

  app.get(erasures, { schema: { response: { 200: erasuresReply } } }, async ({ actor }) => ({
    data: (await settings.erasures.list(actor.organisation)).map(erasureRow),
  }))

  app.get(
    `${erasures}/:id`,
    {
      ...audited('erasure.get'),
      schema: {
        params,
        response: { 200: erasureReply },
      },
    },
    async ({ actor, params: { id } }) => {
      const erasure = await settings.erasures.get(actor.organisation, configId(id))
      if (!erasure) throw new HeyCloudError('not_found', 'No erasure of an account with this id was ordered.')
      return { data: erasureRow(erasure) }
    },
  )
}
