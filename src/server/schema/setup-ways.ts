// The shape of the ways to connect: what CloudFormation, Terraform and the AWS CLI are given, with the draft and the choices in it.
import { z } from 'zod'
import { features } from '../../core/define.ts'

const yesOrNo = z.enum(['true', 'false']).default('false')

export const waysQuery = z.object({
  features: z
    .string()
    .max(200)
    .optional()
    .describe(`Separated by commas, of ${features.join(', ')}; those that are on by default unless given`),
  form: z.enum(['wildcard', 'strict']).default('wildcard').describe('Read-only patterns, or complete action names'),
  role_name: z.string().max(600).default('HeyCloudIntegrationRole').describe('With its path, if it has one'),
  own_role_only: yesOrNo.describe('Trust HeyCloud’s own role, and not the whole account that it runs in'),
  security_audit: yesOrNo.describe('Also attach AWS’s own policy SecurityAudit'),
  accounts: z
    .string()
    .max(20_000)
    .default('111111111111,222222222222')
    .describe('Account IDs for Terraform’s configuration of many accounts, separated by commas'),
})

/** GET /api/v2/integration/aws/setup/ways */
export const waysReply = z.object({
  data: z.object({
    id: z.string(),
    type: z.literal('setup_ways'),
    attributes: z.object({
      external_id: z.string(),
      role_name: z.string(),
      cloudformation: z.object({
        file_name: z.string(),
        template: z.string(),
        parameters: z.array(z.object({ name: z.string(), value: z.string() })),
        deploy: z.string().describe('For a shell in which the template lies beside; prints the role’s ARN last'),
        block: z.string().describe('For CloudShell, with the template in it; prints the role’s ARN last'),
        quick_create_url: z.string().nullable().describe('Null unless HEYCLOUD_TEMPLATE_URL is set'),
      }),
      terraform: z.object({
        account: z.string().describe('One account, and the module of many'),
        many: z.string().describe('Many accounts, with HeyCloud’s side; `account` has to lie in ./heycloud/main.tf'),
      }),
      cli: z.string().describe('Makes policies and role; prints the role’s ARN last'),
      cli_update: z.string().describe('For a role that is there and should become as it is chosen here'),
    }),
  }),
})
export type SetupWays = z.infer<typeof waysReply>['data']['attributes']
