// Which metrics an account's filters of names leave out, and which others would, before they are saved.
import { z } from 'zod'
import type { NamespacePreview } from '../../collect/index.ts'
import type { AwsAccount } from '../../core/account.ts'
import { type MetricNameFilter, metricNamePreviewBody, metricNamePreviewReply } from '../schema/aws-public.ts'
import { accountsRoot, audited } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const url = `${accountsRoot}/:id/metric_name_filter_preview`
const params = z.object({ id: z.string() })

const namespaceAttributes = ({ namespace, filters, metrics }: NamespacePreview) => ({
  namespace,
  filters: filters.map(({ pattern, matches }) => ({ pattern, match_count: matches })),
  metrics: metrics.map(({ metric, names }) => ({ cw_name: metric, dd_names: names })),
})

export const awsMetricNameRoutes: Routes =
  ({ delegation: { accounts }, collector }) =>
  async app => {
    speakJsonApi(app)
    /** The public API tells of the namespaces that the filters name, and of no others. */
    const preview = async (account: AwsAccount, filters: MetricNameFilter[]) => {
      const named = new Set(filters.map(({ namespace }) => namespace))
      const all = await collector.previewMetricNames(account, filters)
      const namespaces = all.filter(({ namespace }) => named.has(namespace)).map(namespaceAttributes)
      return { data: { id: account.id, type: 'metric_name_filter_preview' as const, attributes: { namespaces } } }
    }

    app.get(
      url,
      { ...audited('get'), schema: { params, response: { 200: metricNamePreviewReply } } },
      async ({ actor, params: { id } }) => {
        const account = await accounts.get(actor.organisation, configId(id))
        return preview(account, account.settings.metrics_config.metric_name_filters)
      },
    )

    /** It saves nothing, and so asks for no more than a reader's key. */
    app.post(
      url,
      {
        config: { ...audited('get').config, permit: 'viewer' },
        schema: { params, body: metricNamePreviewBody, response: { 200: metricNamePreviewReply } },
      },
      async ({ actor, params: { id }, body }) => {
        const account = await accounts.get(actor.organisation, configId(id))
        return preview(account, body.data.attributes.metric_name_filters)
      },
    )
  }
