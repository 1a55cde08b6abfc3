// The public API's external ID: each call gives the caller a draft of its own, valid for 48 hours.
import { newExternalIdReply } from '../schema/aws-accounts.ts'
import { actorOf } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

export const awsExternalIdRoutes: Routes =
  ({ delegation: { externalIds } }) =>
  async app => {
    speakJsonApi(app)
    app.post(
      '/api/v2/integration/aws/generate_new_external_id',
      { schema: { response: { 200: newExternalIdReply } } },
      async request => {
        const { organisation, name } = actorOf(request)
        const { value } = await externalIds.issueForApi(organisation, name)
        return { data: { id: value, type: 'external_id' as const, attributes: { external_id: value } } }
      },
    )
  }
