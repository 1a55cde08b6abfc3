// The Add-account page in one answer, its external ID, and the demo's button.
import type { z } from 'zod'
import { HeyCloudError } from '../../core/errors.ts'
import { accountIdFault, parseRoleName, roleNameFault } from '../../delegation/accounts/role-name.ts'
import { invalidExternalId } from '../../delegation/external-ids.ts'
import { cloudFormationTemplate } from '../../delegation/setup/cloudformation.ts'
import { describeSetup, type Setup } from '../../delegation/setup/setup.ts'
import { makeSimulatedRole, makeSimulatedStack } from '../../delegation/setup/simulated.ts'
import { defaultChoices } from '../../delegation/setup/values.ts'
import { trustedAccount } from '../../delegation/trust/trusted-account.ts'
import { actionsOf } from '../../services/index.ts'
import type { ServerDependencies } from '../dependencies.ts'
import { newExternalIdReply } from '../schema/aws-accounts.ts'
import { setupReply, simulateBody, simulateReply } from '../schema/web.ts'
import { actorOf } from './aws-accounts.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws/setup'
type SetupAttributes = z.infer<typeof setupReply>['data']['attributes']

function identityOf({ identity, sources }: Setup): SetupAttributes['identity'] {
  const own = identity.state === 'seen' ? identity.value : undefined
  return {
    state: identity.state,
    arn: own?.arn ?? null,
    account_id: own?.accountId ?? null,
    source: own?.source ?? null,
    endpoint: own?.endpoint ?? null,
    milliseconds: own?.milliseconds ?? null,
    problem: identity.state === 'seen' ? null : identity.message,
    sources,
  }
}

const setupAttributes = (
  setup: Setup,
  known: Pick<SetupAttributes, 'simulated_accounts' | 'price_per_1000_metrics_month'>,
): SetupAttributes => ({
  identity: identityOf(setup),
  trusted_account_id: setup.trustedAccountId,
  trusted_account_warning: setup.trustedAccountWarning,
  external_id: setup.draft.value,
  external_id_created_at: setup.draft.createdAt,
  external_id_expires_at: setup.draft.expiresAt,
  role_name: setup.roleName,
  policy_name: setup.policyName,
  trust_policy: setup.trustPolicy,
  trust_policy_own_role: setup.trustPolicyOwnRole,
  features: setup.features,
  policies: { wildcard: setup.wildcard, strict: setup.strict },
  policy_limit: setup.policyLimit,
  actions: setup.actions.map(({ action, feature, why, accessLevel, reference }) => ({
    action,
    feature,
    why,
    access_level: accessLevel,
    reference,
  })),
  cli: setup.cli,
  security_audit_arn: setup.securityAuditArn,
  ...known,
})

async function simulatedAccounts({ simulated, settings }: ServerDependencies, organisation: string) {
  if (!simulated) return []
  const connected = new Set((await settings.accounts.list(organisation)).map(account => account.accountId))
  return simulated.accounts.map(({ id, name }) => ({ id, name, connected: connected.has(id) }))
}

async function simulate(deps: ServerDependencies, organisation: string, body: z.infer<typeof simulateBody>) {
  const fault = accountIdFault(body.aws_account_id)
  if (fault) throw new HeyCloudError('bad_request', 'invalid value', { aws_account_id: fault })
  const account = deps.simulated?.accounts.find(({ id }) => id === body.aws_account_id)
  if (!deps.simulated || !account) throw new HeyCloudError('not_found', 'There is no such simulated account.')
  const check = await deps.delegation.externalIds.check(organisation, body.external_id, body.aws_account_id)
  if (!check.ok) throw invalidExternalId(check)
  const identity = await deps.aws.identity()
  const { accountId } = trustedAccount(identity, deps.configuredAccountId)
  if (accountId === null || identity.state !== 'seen')
    throw new HeyCloudError('no_credentials', 'Without an identity of HeyCloud there is nobody to trust.')
  const roleFault = roleNameFault(body.role_name)
  if (roleFault) throw new HeyCloudError('bad_request', 'invalid value', { role_name: roleFault })
  const { endpoint, region } = deps.simulated
  const target = { endpoint, region, accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey }
  const values = {
    ...{ ...defaultChoices, ...parseRoleName(body.role_name), externalId: body.external_id },
    ...{ partition: identity.value.partition, trustedAccountId: accountId },
  }
  return body.way === 'cloudformation'
    ? makeSimulatedStack(target, values, await cloudFormationTemplate(actionsOf))
    : makeSimulatedRole(target, values, await deps.delegation.policies.wildcard(undefined, body.policy_name))
}

export const awsSetupRoutes: Routes = deps => async app => {
  const { externalIds, policies } = deps.delegation
  speakJsonApi(app)

  app.get(root, { config: { permit: 'editor' }, schema: { response: { 200: setupReply } } }, async ({ actor }) => {
    const { aws, configuredAccountId } = deps
    const setup = await describeSetup(actor.organisation, { aws, externalIds, policies, configuredAccountId })
    const attributes = setupAttributes(setup, {
      simulated_accounts: await simulatedAccounts(deps, actor.organisation),
      price_per_1000_metrics_month: deps.collector.chargeOfThousand,
    })
    return { data: { id: actor.organisation, type: 'aws_setup' as const, attributes } }
  })

  app.post(`${root}/external_id`, { schema: { response: { 200: newExternalIdReply } } }, async request => {
    const { organisation, name } = actorOf(request)
    const { value } = await externalIds.regenerate(organisation, name)
    return { data: { id: value, type: 'external_id' as const, attributes: { external_id: value } } }
  })

  if (deps.simulated)
    app.post(
      `${root}/simulate`,
      { schema: { body: simulateBody, response: { 200: simulateReply } } },
      async ({ actor, body }) => {
        const { roleArn, calls } = await simulate(deps, actor.organisation, body)
        return { data: { id: roleArn, type: 'simulated_role' as const, attributes: { role_arn: roleArn, calls } } }
      },
    )
}
