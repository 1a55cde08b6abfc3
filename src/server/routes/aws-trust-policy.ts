// The paste box: a trust policy or the output of `aws iam get-role` (JSON or YAML) in, its exact faults and a mended policy out.
import { type Partition, partitions } from '../../core/account.ts'
import { parseRoleName, roleNameFault } from '../../delegation/accounts/role-name.ts'
import { lintTrustPolicy, type TrustExpectation } from '../../delegation/trust/lint.ts'
import { trustedAccount } from '../../delegation/trust/trusted-account.ts'
import { lintBody, lintReply } from '../schema/web.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

type Target = NonNullable<TrustExpectation['target']>

/** What was entered so far; a role name with a fault is not compared. */
const targetOf = (accountId: string | undefined, roleName: string | undefined): Target => ({
  ...(accountId ? { accountId } : {}),
  ...(roleName && roleNameFault(roleName) === undefined ? parseRoleName(roleName) : {}),
})

const partitionIn = (text: string): Partition | undefined =>
  partitions.find(partition => text.includes(`arn:${partition}:`))

export const awsTrustPolicyRoutes: Routes =
  ({ aws, configuredAccountId }) =>
  async app => {
    speakJsonApi(app)
    app.post(
      '/api/v2/integration/aws/trust_policy/lint',
      { config: { permit: 'viewer' }, schema: { body: lintBody, response: { 200: lintReply } } },
      async ({ body }) => {
        const identity = await aws.identity()
        const own = identity.state === 'seen' ? identity.value : undefined
        const lint = lintTrustPolicy(body.text, {
          partition: own?.partition ?? partitionIn(body.text) ?? 'aws',
          ownArn: own?.arn,
          trustedAccountId: trustedAccount(identity, configuredAccountId).accountId,
          externalId: body.external_id || undefined,
          target: targetOf(body.aws_account_id, body.role_name),
        })
        const { faults, corrected, document, roleArn } = lint
        return {
          data: {
            id: 'lint',
            type: 'trust_policy_lint' as const,
            attributes: { faults, corrected, document, role_arn: roleArn },
          },
        }
      },
    )
  }
