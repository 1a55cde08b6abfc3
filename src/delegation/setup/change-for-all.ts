// What brings the policies of roles that are there up to this version: once written for all accounts, as CloudFormation and as Terraform.
import { globalRegion } from '../../aws/partitions.ts'
import { accountLabel, type RoleAccount } from '../../core/account.ts'
import { featuresOf } from '../../core/account-settings.ts'
import { defaultFeatures, type Feature, features } from '../../core/define.ts'
import type { Policies } from '../policies/policies.ts'
import { defaultStackName, templateFileName } from './cloudformation.ts'
import { featureParameter } from './template-parameters.ts'
import { policyResources } from './terraform.ts'
import { type PermissionForm, policiesFor } from './values.ts'

export interface ChangeForAll {
  cloudFormation: string
  terraform: string
}

const optedInto = (account: RoleAccount): Feature[] =>
  featuresOf(account.settings).filter(feature => !defaultFeatures.includes(feature))

const named = (accounts: readonly RoleAccount[]): string =>
  accounts.map(account => `${account.accountId} (${accountLabel(account).replaceAll(/\s+/g, ' ')})`).join(', ')

/** Parameters that are left out keep the values that the stack has (CloudFormation User Guide, "aws cloudformation deploy"). */
function deployLine({ partition }: RoleAccount, opted: readonly Feature[]): string {
  const overrides = opted.map(feature => `${featureParameter(feature)}=true`)
  return [
    `aws cloudformation deploy --region ${globalRegion(partition)} --stack-name ${defaultStackName}`,
    `--template-file ${templateFileName} --capabilities CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset`,
    ...(overrides.length > 0 ? [`--parameter-overrides ${overrides.join(' ')}`] : []),
  ].join(' \\\n  ')
}

function cloudFormationChange(accounts: readonly RoleAccount[]): string {
  const joined = accounts.filter(account => account.joinedBy !== null)
  const single = accounts.filter(account => account.joinedBy === null)
  const groups = Map.groupBy(single, account => `${account.partition} ${optedInto(account).join()}`)
  return [
    `# ${templateFileName} as HeyCloud gives it now takes the old one's place. What is not named keeps the value that the stack has.`,
    ...[...groups.values()].flatMap(([first, ...others]) =>
      first ? [`# In ${named([first, ...others])}:\n${deployLine(first, optedInto(first))}`] : [],
    ),
    ...(joined.length > 0
      ? [`# ${named(joined)}: update the StackSet once, by the block on the page of the AWS Organization.`]
      : []),
  ].join('\n\n')
}

async function terraformChange(
  accounts: readonly RoleAccount[],
  form: PermissionForm,
  policies: Policies,
): Promise<string> {
  const opted = new Set(accounts.flatMap(optedInto))
  const chosen = features.filter(feature => defaultFeatures.includes(feature) || opted.has(feature))
  return [
    '# These blocks take the place of those of the same names in main.tf; the role stays as it is.',
    ...policyResources(await policiesFor({ features: chosen, form }, policies)),
  ].join('\n\n')
}

/** Roles alone: the user of an access key is changed by hand. Names of accounts are for people, and stand in comments only. */
export async function changeForAll(
  accounts: readonly RoleAccount[],
  form: PermissionForm,
  policies: Policies,
): Promise<ChangeForAll> {
  return {
    cloudFormation: cloudFormationChange(accounts),
    terraform: await terraformChange(accounts, form, policies),
  }
}
