// What makes HeyCloud's role in the members of an AWS Organization, generated for one connection: a StackSet, or Terraform.
import type { AwsAccess } from '../../aws/access.ts'
import { featuresOf } from '../../core/account-settings.ts'
import { type Feature, features } from '../../core/define.ts'
import { HeyCloudError } from '../../core/errors.ts'
import type { OrganizationConnection } from '../../core/organization.ts'
import type { ActionsOf, Policies } from '../policies/policies.ts'
import { cloudFormationTemplate, defaultStackName, templateFileName } from '../setup/cloudformation.ts'
import { type TemplateParameter, templateParameters } from '../setup/template-parameters.ts'
import { terraformAccount, terraformMany } from '../setup/terraform.ts'
import { type ConnectValues, defaultChoices, type PermissionForm, policiesFor } from '../setup/values.ts'
import { trustedAccount } from '../trust/trusted-account.ts'
import type { OrganizationView } from './organizations.ts'
import { stackSetBlock, stackSetTerraform, statusCommand } from './stack-set.ts'

export interface OrganizationSetup {
  stackSetName: string
  fileName: string
  template: string
  parameters: TemplateParameter[]
  /** For CloudShell; null while no OU is chosen. */
  block: string | null
  statusCommand: string
  terraform: { stackSet: string | null; module: string; many: string }
  /** What a person has to know beforehand, a sentence each. */
  notes: string[]
}

export interface OrganizationSetupDependencies {
  aws: Pick<AwsAccess, 'identity'>
  policies: Policies
  actionsOf: ActionsOf
  configuredAccountId: string | undefined
}

export interface SetupChoices {
  /** Those that members join with, and the page's own, unless chosen otherwise. */
  features?: readonly Feature[] | undefined
  form: PermissionForm
}

/** What is off now may be switched on later without another visit to AWS. */
const proposed = ({ settings }: OrganizationConnection): Feature[] => {
  const on = featuresOf(settings)
  return features.filter(feature => on.includes(feature) || defaultChoices.features.includes(feature))
}

function notesOf({ connection, members }: OrganizationView): string[] {
  const { managementAccountId, include, exclude } = connection
  const management = members.find(({ accountId }) => accountId === managementAccountId)
  return [
    `StackSets do not deploy to the management account ${managementAccountId}${management?.accountConfigId == null ? ': connect it by itself.' : '; it is connected by itself.'}`,
    'Run it in the management account, or in a delegated administrator of CloudFormation StackSets.',
    ...(include.length === 0 ? ['Choose OUs first: the StackSet is deployed to them.'] : []),
    ...(exclude.length > 0
      ? [
          'Automatic deployment makes the role in excluded accounts that are moved into these OUs later; HeyCloud leaves them out all the same.',
        ]
      : []),
  ]
}

/** Rejects with `no_credentials` while there is nobody whom a role could trust. */
export async function organizationSetup(
  { aws, policies, actionsOf, configuredAccountId }: OrganizationSetupDependencies,
  view: OrganizationView,
  { features: chosen, form }: SetupChoices,
): Promise<OrganizationSetup> {
  const { connection, members } = view
  const { accountId: trustedAccountId } = trustedAccount(await aws.identity(), configuredAccountId)
  if (trustedAccountId === null)
    throw new HeyCloudError('no_credentials', 'Without an identity of HeyCloud there is nobody to trust.')
  const { partition, externalId, nextExternalId, roleName, rolePath, include } = connection
  const values: ConnectValues = {
    ...defaultChoices,
    ...{ partition, trustedAccountId, externalId, roleName, rolePath, form },
    features: chosen ?? proposed(connection),
    ...(nextExternalId === null ? {} : { nextExternalId }),
  }
  const template = await cloudFormationTemplate(actionsOf)
  const wanted = members.filter(member => member.wanted).map(({ accountId }) => ({ accountId, externalId }))
  return {
    ...{ stackSetName: defaultStackName, fileName: templateFileName, template },
    parameters: templateParameters(values),
    block: include.length === 0 ? null : stackSetBlock(connection, values, template),
    statusCommand: statusCommand(connection),
    terraform: {
      stackSet: include.length === 0 ? null : stackSetTerraform(connection, values),
      module: terraformAccount(values, await policiesFor(values, policies)),
      many: terraformMany(partition, wanted),
    },
    notes: notesOf(view),
  }
}
