// Every way to connect, with one person's draft and choices in it: CloudFormation, Terraform, the AWS CLI.
import type { AwsAccess } from '../../aws/access.ts'
import { HeyCloudError } from '../../core/errors.ts'
import { writtenRoleName } from '../accounts/role-name.ts'
import type { ExternalIds } from '../external-ids.ts'
import type { ActionsOf, Policies } from '../policies/policies.ts'
import { principalArns } from '../trust/policy.ts'
import { trustedAccount } from '../trust/trusted-account.ts'
import { cloudShellBlock, updateBlock } from './cli-block.ts'
import { cloudFormationTemplate, templateFileName } from './cloudformation.ts'
import { deployBlock, deployLine, quickCreateUrl } from './deploy.ts'
import { type TemplateParameter, templateParameters } from './template-parameters.ts'
import { terraformAccount, terraformMany } from './terraform.ts'
import { type ConnectValues, policiesFor } from './values.ts'

export type WayChoices = Pick<ConnectValues, 'roleName' | 'rolePath' | 'features' | 'form' | 'securityAudit'> & {
  /** Trust HeyCloud's own role, and not the whole account that it runs in. */
  ownRoleOnly: boolean
  /** Accounts for Terraform's configuration of many. */
  accountIds: readonly string[]
}

export interface WaysDependencies {
  aws: Pick<AwsAccess, 'identity'>
  externalIds: ExternalIds
  policies: Policies
  actionsOf: ActionsOf
  configuredAccountId?: string | undefined
  /** Where the operator keeps the template on S3. */
  templateUrl?: string | undefined
  /** HeyCloud's own address, for Terraform's other provider. */
  ownUrl: string
}

export interface Ways {
  externalId: string
  roleName: string
  cloudFormation: {
    fileName: string
    template: string
    parameters: TemplateParameter[]
    deploy: string
    block: string
    quickCreateUrl: string | null
  }
  terraform: { account: string; many: string }
  cli: string
  /** For a role that is there and should become as it is chosen here. */
  cliUpdate: string
}

async function valuesOf(organisation: string, deps: WaysDependencies, choices: WayChoices): Promise<ConnectValues> {
  const identity = await deps.aws.identity()
  const { accountId } = trustedAccount(identity, deps.configuredAccountId)
  if (accountId === null || identity.state !== 'seen')
    throw new HeyCloudError('no_credentials', 'Without an identity of HeyCloud there is nobody to trust.')
  const own = choices.ownRoleOnly ? principalArns(identity.value.arn) : []
  if (choices.ownRoleOnly && own.length === 0)
    throw new HeyCloudError('bad_request', 'invalid value', {
      own_role_only: `HeyCloud runs as ${identity.value.arn}, which is neither a role nor a user: run it as a role, or trust its account`,
    })
  const { value } = await deps.externalIds.pageDraft(organisation)
  return {
    ...choices,
    partition: identity.value.partition,
    trustedAccountId: accountId,
    externalId: value,
    principalArns: own,
  }
}

/**
 * Throws `no_credentials` while HeyCloud has no identity, and `bad_request` where it has none that is narrower than its account.
 * The same draft stands in all of them; Terraform's many accounts are each issued an external ID of their own.
 */
export async function describeWays(organisation: string, deps: WaysDependencies, choices: WayChoices): Promise<Ways> {
  const values = await valuesOf(organisation, deps, choices)
  const [template, policies] = await Promise.all([
    cloudFormationTemplate(deps.actionsOf),
    policiesFor(values, deps.policies),
  ])
  const targets = choices.accountIds.map(accountId => ({ accountId, externalId: null }))
  const roleName = writtenRoleName(values)
  return {
    externalId: values.externalId,
    roleName,
    cloudFormation: {
      fileName: templateFileName,
      template,
      parameters: templateParameters(values),
      deploy: deployLine(values),
      block: deployBlock(values, template),
      quickCreateUrl: deps.templateUrl === undefined ? null : quickCreateUrl(values, deps.templateUrl),
    },
    terraform: {
      account: terraformAccount(values, policies),
      many: terraformMany(values.partition, targets, { apiUrl: deps.ownUrl, roleName }),
    },
    cli: cloudShellBlock(values, policies),
    cliUpdate: updateBlock(values, policies),
  }
}
