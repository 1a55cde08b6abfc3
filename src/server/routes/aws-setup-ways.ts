// The ways to connect beside the console, and the CloudFormation template by itself, which holds nothing of anybody.
import type { z } from 'zod'
import { HeyCloudError } from '../../core/errors.ts'
import { accountIdFault, parseRoleName, roleNameFault } from '../../delegation/accounts/role-name.ts'
import { featuresFrom } from '../../delegation/policies/choose.ts'
import { cloudFormationTemplate, templateFileName } from '../../delegation/setup/cloudformation.ts'
import { describeWays, type WayChoices, type Ways } from '../../delegation/setup/ways.ts'
import { actionsOf } from '../../services/index.ts'
import { type SetupWays, waysQuery, waysReply } from '../schema/setup-ways.ts'
import type { Routes } from './index.ts'
import { speakJsonApi } from './json-api.ts'

const root = '/api/v2/integration/aws/setup'

/** Throws `bad_request`, which names every field that is wrong. */
function choicesOf(query: z.infer<typeof waysQuery>): WayChoices {
  const accountIds = query.accounts.split(',').map(id => id.trim())
  const odd = accountIds.find(id => accountIdFault(id) !== undefined)
  const roleFault = roleNameFault(query.role_name)
  const faults = {
    ...(roleFault === undefined ? {} : { role_name: roleFault }),
    ...(odd === undefined ? {} : { accounts: `${JSON.stringify(odd)} ${accountIdFault(odd)}` }),
  }
  if (Object.keys(faults).length > 0) throw new HeyCloudError('bad_request', 'invalid value', faults)
  const { roleName, rolePath } = parseRoleName(query.role_name)
  return {
    ...{ roleName, rolePath },
    features: featuresFrom(query.features, 'features'),
    form: query.form,
    securityAudit: query.security_audit === 'true',
    ownRoleOnly: query.own_role_only === 'true',
    accountIds: [...new Set(accountIds)],
  }
}

const shown = ({ externalId, roleName, cloudFormation, terraform, cli, cliUpdate }: Ways): SetupWays => ({
  external_id: externalId,
  role_name: roleName,
  cloudformation: {
    file_name: cloudFormation.fileName,
    template: cloudFormation.template,
    parameters: cloudFormation.parameters,
    deploy: cloudFormation.deploy,
    block: cloudFormation.block,
    quick_create_url: cloudFormation.quickCreateUrl,
  },
  terraform,
  cli,
  cli_update: cliUpdate,
})

export const awsSetupWayRoutes: Routes = deps => async app => {
  speakJsonApi(app)

  app.get(
    `${root}/ways`,
    { config: { permit: 'editor' }, schema: { querystring: waysQuery, response: { 200: waysReply } } },
    async ({ actor, query, protocol, host }) => {
      const { aws, configuredAccountId, templateUrl, delegation } = deps
      const { externalIds, policies } = delegation
      const ownUrl = `${protocol}://${host}/`
      const ways = await describeWays(
        actor.organisation,
        { aws, configuredAccountId, templateUrl, externalIds, policies, actionsOf, ownUrl },
        choicesOf(query),
      )
      return { data: { id: actor.organisation, type: 'setup_ways' as const, attributes: shown(ways) } }
    },
  )

  app.get(`${root}/cloudformation.yaml`, { config: { permit: 'public' } }, async (_, reply) =>
    reply
      .type('application/yaml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${templateFileName}"`)
      .send(await cloudFormationTemplate(actionsOf)),
  )
}
