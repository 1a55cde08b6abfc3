// Which metrics there are, what they are called and which tags split them.
import { z } from 'zod'
import { HeyCloudError } from '../../core/errors.ts'
import type { Routes } from './index.ts'

const metricPath = z.object({ metric: z.string().max(300) })

export const metricRoutes: Routes =
  ({ telemetry }) =>
  async app => {
    app.get(
      '/api/v1/metrics',
      { schema: { querystring: z.object({ from: z.coerce.number() }) } },
      async ({ actor, query }) => ({
        from: String(query.from),
        metrics: (await telemetry.metricNames(actor.organisation)).map(metric => metric.name),
      }),
    )

    app.get('/api/v1/metrics/:metric', { schema: { params: metricPath } }, async ({ actor, params }) => {
      const found = (await telemetry.metricNames(actor.organisation, { prefix: params.metric })).find(
        metric => metric.name === params.metric,
      )
      if (!found)
        throw new HeyCloudError('not_found', `No metric is called ${params.metric}. GET /api/v2/metrics lists them.`)
      return {
        type: found.unit === 'Count' ? 'count' : 'gauge',
        unit: found.unit.toLowerCase(),
        per_unit: null,
        description: '',
        short_name: found.name.split('.').slice(2).join(' '),
        integration: found.name.split('.')[0] ?? '',
        statsd_interval: null,
      }
    })

    app.get(
      '/api/v2/metrics',
      { schema: { querystring: z.looseObject({ 'filter[prefix]': z.string().optional() }) } },
      async ({ actor, query }) => {
        const prefix = query['filter[prefix]']
        const metrics = await telemetry.metricNames(actor.organisation, prefix === undefined ? {} : { prefix })
        return {
          data: metrics.map(metric => ({
            type: 'metrics',
            id: metric.name,
            attributes: { unit: metric.unit, series: metric.series },
          })),
        }
      },
    )

    app.get('/api/v2/metrics/:metric/all-tags', { schema: { params: metricPath } }, async ({ actor, params }) => ({
      data: {
        type: 'metrics',
        id: params.metric,
        attributes: {
          tags: await telemetry.tagValues(actor.organisation, params.metric === '*' ? null : params.metric),
          ingested_tags: [],
        },
      },
    }))
  }
