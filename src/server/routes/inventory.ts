// What runs in the connected accounts: resources and alarms.
import { z } from 'zod'
import { accountLabel } from '../../core/account.ts'
import { alarmsReply, resourceCountsReply, resourcesReply } from '../schema/web.ts'
import type { Routes } from './index.ts'

const resourceFilter = z.object({
  'filter[type]': z.string().optional(),
  'filter[region]': z.string().optional(),
  'filter[aws_account_id]': z.string().optional(),
  'filter[search]': z.string().max(300).optional(),
  'page[limit]': z.coerce.number().int().min(1).max(1000).default(100),
})

const alarmRoutes: Routes =
  ({ settings, telemetry }) =>
  async app => {
    app.get('/api/v2/integration/aws/alarms', { schema: { response: { 200: alarmsReply } } }, async ({ actor }) => {
      const labels = new Map(
        (await settings.accounts.list(actor.organisation)).map(a => [a.accountId, accountLabel(a)]),
      )
      const alarms = await telemetry.alarms(actor.organisation)
      return {
        data: alarms.map(alarm => ({
          id: alarm.arn,
          type: 'alarm' as const,
          attributes: {
            name: alarm.name,
            account_id: alarm.accountId,
            account_name: labels.get(alarm.accountId) ?? alarm.accountId,
            region: alarm.region,
            state: alarm.state,
            reason: alarm.reason,
            since: alarm.since,
            namespace: alarm.namespace,
            metric: alarm.metric,
          },
        })),
      }
    })
  }

const resourceRoutes: Routes =
  ({ telemetry }) =>
  async app => {
    app.get(
      '/api/v2/integration/aws/resource_counts',
      { schema: { response: { 200: resourceCountsReply } } },
      async ({ actor }) => ({
        data: (await telemetry.resourceCounts(actor.organisation)).map(row => ({
          id: [row.accountId, row.region, row.type].join('/'),
          type: 'resource_count' as const,
          attributes: { account_id: row.accountId, region: row.region, type: row.type, count: row.count },
        })),
      }),
    )

    app.get(
      '/api/v2/integration/aws/resources',
      {
        schema: {
          querystring: resourceFilter,
          response: { 200: resourcesReply },
        },
      },
      async ({ actor, query }) => {
        const resources = await telemetry.resources(actor.organisation, {
          limit: query['page[limit]'],
          ...(query['filter[type]'] ? { type: query['filter[type]'] } : {}),
          ...(query['filter[region]'] ? { region: query['filter[region]'] } : {}),
          ...(query['filter[aws_account_id]'] ? { accountId: query['filter[aws_account_id]'] } : {}),
          ...(query['filter[search]'] ? { search: query['filter[search]'] } : {}),
        })
        return {
          data: resources.map(({ arn, organisation: _, relations = [], ...attributes }) => ({
            id: arn,
            type: 'aws_resource' as const,
            attributes: { ...attributes, relations: [...relations] },
          })),
        }
      },
    )
  }

export const inventoryRoutes: Routes = deps => async app => {
  await app.register(alarmRoutes(deps))
  await app.register(resourceRoutes(deps))
}
