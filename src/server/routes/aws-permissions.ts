// The public API's lists of IAM permissions; templates read them without a key, so they hold nothing of anybody.
import { z } from 'zod'
import { type Feature, features } from '../../core/define.ts'
import { chunkActions } from '../../delegation/policies/document.ts'
import { permissionsReply } from '../schema/aws-accounts.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws/iam_permissions'
const lists: { path: string; features: readonly Feature[] }[] = [
  { path: root, features },
  { path: `${root}/standard`, features: features.filter(feature => feature !== 'resources') },
  { path: `${root}/resource_collection`, features: ['resources'] },
]

export const awsPermissionRoutes: Routes =
  ({ delegation: { policies } }) =>
  async app => {
    speakJsonApi(app)
    for (const list of lists)
      app.get(
        list.path,
        {
          config: { permit: 'public' },
          schema: {
            querystring: z.object({
              chunked: z.enum(['true', 'false']).optional().describe('Lists that each fit one managed policy'),
            }),
            response: { 200: permissionsReply },
          },
        },
        async ({ query }) => {
          const actions = policies.actions(list.features)
          const permissions = query.chunked === 'true' ? chunkActions(actions) : actions
          return { data: { id: 'permissions' as const, type: 'permissions' as const, attributes: { permissions } } }
        },
      )
  }
