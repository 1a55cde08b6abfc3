// IAM permissions: the public API's lists, which templates read without a key and which hold nothing of anybody, and the page of HeyCloud's own.
import { z } from 'zod'
import { type Access, defaultFeatures, type Feature, features, mutatingFeatures } from '../../core/define.ts'
import { featuresFrom } from '../../delegation/policies/choose.ts'
import {
  type Attachment,
  chunkActions,
  limitOf,
  managedPolicyCount,
  tooMuch,
} from '../../delegation/policies/document.ts'
import { createPolicies } from '../../delegation/policies/policies.ts'
import { featureWords } from '../../services/feature-words.ts'
import { actionsOf } from '../../services/index.ts'
import { permissionsReply } from '../schema/aws-accounts.ts'
import { type Permissions, permissionsPageReply, permissionsQuery } from '../schema/permissions.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws'
const lists: { path: string; features: readonly Feature[] }[] = [
  { path: `${root}/iam_permissions`, features: defaultFeatures },
  { path: `${root}/iam_permissions/standard`, features: defaultFeatures.filter(feature => feature !== 'resources') },
  { path: `${root}/iam_permissions/resource_collection`, features: ['resources'] },
]

async function page(chosen: readonly Feature[], access: Access, attach: Attachment): Promise<Permissions> {
  const policies = createPolicies(wanted => actionsOf(wanted, access))
  const limit = limitOf(attach, access)
  const [strict, wildcard] = [
    policies.strict(chosen, undefined, limit),
    await policies.wildcard(chosen, undefined, limit),
  ]
  return {
    features: features.map(feature => ({
      feature,
      ...featureWords[feature],
      default: defaultFeatures.includes(feature),
      mutating: mutatingFeatures.includes(feature),
      chosen: chosen.includes(feature),
      actions: policies.actions([feature]).length,
    })),
    actions: (await policies.explain(chosen)).map(use => ({
      action: use.action,
      features: use.features,
      why: use.why,
      access_level: use.accessLevel,
      reference: use.reference,
      stops: use.stops,
    })),
    policies: { wildcard, strict },
    too_much: { wildcard: tooMuch(wildcard, attach, access), strict: tooMuch(strict, attach, access) },
    mutating: {
      actions: policies.actions(chosen.filter(feature => mutatingFeatures.includes(feature))),
      policies: policies.mutating(chosen, limit),
    },
    width: await policies.width(chosen),
    limits: { characters: limit, managed_policies: managedPolicyCount },
  }
}

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

    app.get(
      `${root}/permissions`,
      { schema: { querystring: permissionsQuery, response: { 200: permissionsPageReply } } },
      async ({ query }) => ({
        data: {
          id: 'permissions' as const,
          type: 'aws_permissions' as const,
          attributes: await page(featuresFrom(query.features, 'features'), query.access, query.attach),
        },
      }),
    )
  }
