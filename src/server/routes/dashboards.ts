// Dashboards in the public v1 shape. They are data of this program for now; nobody edits them yet.
import { z } from 'zod'
import { HeyCloudError } from '../../core/errors.ts'
import { dashboardById, dashboards } from '../dashboards/index.ts'
import { shownBy } from '../dashboards/shown.ts'
import { dashboardReply } from '../schema/dashboard.ts'
import type { Routes } from './index.ts'

export const dashboardRoutes: Routes =
  ({ collector, log }) =>
  async app => {
    app.get('/api/v1/dashboard', () => ({
      dashboards: dashboards.map(({ id, title, description, layout_type }) => ({
        id,
        title,
        description,
        layout_type,
        url: `/dashboard/${id}`,
        is_read_only: true,
      })),
    }))

    app.get(
      '/api/v1/dashboard/:id',
      { schema: { params: z.object({ id: z.string().max(100) }), response: { 200: dashboardReply } } },
      async ({ params, actor }) => {
        const found = dashboardById(params.id)
        if (!found)
          throw new HeyCloudError('not_found', `There is no dashboard ${params.id}. GET /api/v1/dashboard lists them.`)
        // Nobody waits for it, and what is shown does not hang on it.
        collector.charts
          .opened(actor.organisation, shownBy(found))
          .catch(error => log.error({ err: error }, 'What a dashboard shows could not be watched'))
        return found
      },
    )
  }
