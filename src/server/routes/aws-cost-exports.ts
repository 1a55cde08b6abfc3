// The public API's cost-management configuration of an account: create, read, replace, delete, and the check with AWS.
import { z } from 'zod'
import type { AccountExports } from '../../delegation/cost-exports/cost-exports.ts'
import {
  ccmConfigBody,
  ccmConfigReply,
  validateCcmConfigBody,
  validateCcmConfigReply,
} from '../schema/aws-cost-exports.ts'
import { actorOf } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { configId, speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws'
const path = `${root}/accounts/:id/ccm_config`
const params = z.object({ id: z.string() })

const warnings = {
  'features.cost_management':
    'is off, so the role’s policy does not let HeyCloud check the exports; set it to true to have them checked',
}

const replyOf = ({ account, exports }: AccountExports): z.infer<typeof ccmConfigReply> => ({
  data: { id: account.id, type: 'ccm_config', attributes: { data_export_configs: exports } },
  ...(account.settings.features.cost_management ? {} : { meta: { warnings } }),
})

export const awsCostExportRoutes: Routes =
  ({ delegation: { costExports } }) =>
  async app => {
    speakJsonApi(app)
    const schema = { params, body: ccmConfigBody, response: { 200: ccmConfigReply } }
    const exportsIn = (body: z.infer<typeof ccmConfigBody>) => body.data.attributes.ccm_config.data_export_configs

    app.get(path, { schema: { params, response: { 200: ccmConfigReply } } }, async ({ actor, params: { id } }) =>
      replyOf(await costExports.get(actor.organisation, configId(id))),
    )

    app.post(path, { config: { audit: 'cost_exports.create' }, schema }, async request =>
      replyOf(await costExports.create(actorOf(request), configId(request.params.id), exportsIn(request.body))),
    )

    app.patch(path, { config: { audit: 'cost_exports.update' }, schema }, async request =>
      replyOf(await costExports.update(actorOf(request), configId(request.params.id), exportsIn(request.body))),
    )

    app.delete(path, { config: { audit: 'cost_exports.delete' }, schema: { params } }, async (request, reply) => {
      await costExports.delete(actorOf(request), configId(request.params.id))
      return reply.removeHeader('content-type').status(204).send()
    })

    app.post(
      `${root}/validate_ccm_config`,
      {
        config: { audit: 'cost_exports.validate' },
        schema: { body: validateCcmConfigBody, response: { 200: validateCcmConfigReply } },
      },
      async ({ actor, body }) => {
        const { account_id, report_prefix, ...place } = body.data.attributes
        const wanted = { ...place, report_prefix: report_prefix ?? null }
        const issues = await costExports.validate(actor.organisation, account_id, wanted)
        const id = 'ccm_config_validation' as const
        return { data: { id, type: id, attributes: { account_id, issues } } }
      },
    )
  }
