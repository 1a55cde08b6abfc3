// The shape of the permissions page: which actions HeyCloud calls, for what, and the policies that allow them.
import { z } from 'zod'
import { features } from '../../core/define.ts'

export const permissionsQuery = z.object({
  features: z
    .string()
    .max(200)
    .optional()
    .describe(`Separated by commas, of ${features.join(', ')}; those that are on by default unless given`),
  access: z.enum(['role', 'key']).default('role').describe('For a role, or for the user of an access key'),
  attach: z.enum(['managed', 'inline']).default('managed').describe('Which of IAM’s limits the policies have to fit'),
})

const policies = z.array(z.object({ name: z.string(), document: z.string(), characters: z.number() }))

export const permissionSchema = z.object({
  action: z.string(),
  features: z.array(z.enum(features)),
  /** What for, in one sentence. */
  why: z.string(),
  /** As AWS writes it: List, Read, Write … */
  access_level: z.string(),
  /** The operation in its service's API reference. */
  reference: z.string(),
  /** What stops without it. */
  stops: z.string(),
})

/** GET /api/v2/integration/aws/permissions?features=a,b&access=role&attach=managed */
export const permissionsPageReply = z.object({
  data: z.object({
    id: z.literal('permissions'),
    type: z.literal('aws_permissions'),
    attributes: z.object({
      features: z.array(
        z.object({
          feature: z.enum(features),
          title: z.string(),
          description: z.string(),
          /** On unless somebody switches it off. */
          default: z.boolean(),
          /** It has actions that write: they stand in policies of their own. */
          mutating: z.boolean(),
          chosen: z.boolean(),
          actions: z.number(),
        }),
      ),
      actions: z.array(permissionSchema),
      policies: z.object({ wildcard: policies, strict: policies }),
      /** Said where one role cannot take so many or so long policies; null where it can. */
      too_much: z.object({ wildcard: z.string().nullable(), strict: z.string().nullable() }),
      mutating: z.object({ actions: z.array(z.string()), policies }),
      /** How many actions each form allows, and the names of those that only the wildcards reach. */
      width: z.object({ strict: z.number(), wildcard: z.number(), extra: z.array(z.string()) }),
      limits: z.object({
        /** Characters of one policy, of all inline policies together where they are inline; without white space. */
        characters: z.number(),
        managed_policies: z.number(),
      }),
    }),
  }),
})
export type Permissions = z.infer<typeof permissionsPageReply>['data']['attributes']
