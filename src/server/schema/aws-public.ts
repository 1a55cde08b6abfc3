// Smaller replies of the public API: keys, log services, and which metrics a filter of names leaves out.
import { z } from 'zod'
import { metricNameFilterSchema } from '../../core/account-settings.ts'

export const validReply = z.object({ valid: z.boolean() })
export const validateKeysReply = z.object({ status: z.literal('ok') })

export const logsServicesReply = z.object({
  data: z.object({
    id: z.literal('logs_services'),
    type: z.literal('logs_services'),
    attributes: z.object({ logs_services: z.array(z.string()) }),
  }),
})

export type MetricNameFilter = z.infer<typeof metricNameFilterSchema>

const previewType = z.literal('metric_name_filter_preview')
export const metricNamePreviewBody = z.object({
  data: z.object({
    type: previewType,
    attributes: z.object({ metric_name_filters: z.array(metricNameFilterSchema).max(1_000) }),
  }),
})
export const metricNamePreviewReply = z.object({
  data: z.object({
    id: z.string(),
    type: previewType,
    attributes: z.object({
      /** Of every namespace that a filter names, each once. */
      namespaces: z.array(
        z.object({
          namespace: z.string(),
          filters: z.array(z.object({ pattern: z.string(), match_count: z.number().int() })),
          metrics: z.array(
            z.object({
              cw_name: z.string(),
              dd_names: z.array(z.object({ name: z.string(), filtered: z.boolean() })),
            }),
          ),
        }),
      ),
    }),
  }),
})
