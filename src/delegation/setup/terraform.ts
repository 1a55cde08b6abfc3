// Terraform for the AWS side: one account's role and policies, and many accounts' with that as their module; and HeyCloud's side.
import { globalRegion } from '../../aws/partitions.ts'
import type { Partition } from '../../core/account.ts'
import type { NamedPolicy, PolicyDocument } from '../policies/document.ts'
import { attributes, block, expression, type HclValue, hclString, hclValue } from './hcl.ts'
import { type ConnectValues, policyDescription, roleDescription, securityAuditArn } from './values.ts'

/** A folder beside the configuration of many accounts, in which the configuration of one account lies. */
const moduleFolder = './heycloud'

/** The role that AWS Organizations makes in accounts that it creates, for the management account to come in by. */
const organizationRole = 'OrganizationAccountAccessRole'

/** The resources used here are the same in both major versions; it was tried with 5.100.0. */
export const awsProvider = attributes({ aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } })

export const requirements = (...providers: string[]): string =>
  block('terraform', 'required_version = ">= 1.3.0"', '', block('required_providers', ...providers))

const variable = (name: string, description: string, value: string): string =>
  block(`variable ${hclString(name)}`, attributes({ type: expression('string'), description, default: value }))

const document = (text: string): HclValue => JSON.parse(text) as PolicyDocument as unknown as HclValue

const json = (value: HclValue) => expression(`jsonencode(${hclValue(value)})`)

function trust(values: ConnectValues): HclValue {
  const next = values.nextExternalId
  const given = expression('var.external_id')
  const own = values.principalArns.length === 0 ? {} : { ArnEquals: { 'aws:PrincipalArn': values.principalArns } }
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${values.partition}:iam::${values.trustedAccountId}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': next ? [given, next] : given }, ...own },
      },
    ],
  }
}

export const policyResources = (policies: readonly NamedPolicy[]): string[] =>
  policies.length === 0
    ? []
    : [
        block(
          'locals',
          attributes({
            policies: Object.fromEntries(policies.map(each => [each.name, json(document(each.document))])),
          }),
        ),
        block(
          'resource "aws_iam_policy" "heycloud"',
          attributes({
            for_each: expression('local.policies'),
            name: expression('each.key'),
            description: policyDescription,
            policy: expression('each.value'),
          }),
        ),
        block(
          'resource "aws_iam_role_policy_attachment" "heycloud"',
          attributes({
            for_each: expression('aws_iam_policy.heycloud'),
            role: expression('aws_iam_role.heycloud.name'),
            policy_arn: expression('each.value.arn'),
          }),
        ),
      ]

const securityAudit = (partition: Partition): string =>
  block(
    'resource "aws_iam_role_policy_attachment" "security_audit"',
    attributes({
      role: expression('aws_iam_role.heycloud.name'),
      policy_arn: securityAuditArn(partition),
    }),
  )

/**
 * The configuration of one account. It names no provider, so it takes the AWS provider's own environment where it is applied alone,
 * and what it is handed where it is a module.
 */
export function terraformAccount(values: ConnectValues, policies: readonly NamedPolicy[]): string {
  const parts = [
    `# Lets HeyCloud read one AWS account: a role that HeyCloud's account may assume with the external ID, and its policies.\n${requirements(awsProvider)}`,
    variable('external_id', 'The external ID that HeyCloud shows for this account. Not a secret.', values.externalId),
    variable('role_name', 'HeyCloud has to know it exactly; it is case sensitive.', values.roleName),
    block(
      'resource "aws_iam_role" "heycloud"',
      attributes({
        name: expression('var.role_name'),
        path: values.rolePath,
        description: roleDescription,
        assume_role_policy: json(trust(values)),
      }),
    ),
    ...policyResources(policies),
    ...(values.securityAudit ? [securityAudit(values.partition)] : []),
    block(
      'output "role_arn"',
      attributes({ description: 'Enter this in HeyCloud.', value: expression('aws_iam_role.heycloud.arn') }),
    ),
  ]
  return `${parts.join('\n\n')}\n`
}

export interface TerraformTarget {
  accountId: string
  /** Null where HeyCloud's side issues it in the same configuration. */
  externalId: string | null
  /** Where another than the module's. */
  roleName?: string | undefined
}

/** What makes `many` connect accounts too: HeyCloud issues each an external ID and is told of each. */
export interface HeyCloudSide {
  /** HeyCloud's own address. */
  apiUrl: string
  roleName: string
}

/** The public provider whose API HeyCloud speaks; keys come from DD_API_KEY and DD_APP_KEY. */
const heyCloudProvider = attributes({ datadog: { source: 'DataDog/datadog', version: '~> 4.0' } })

const issued = (accountId: string) =>
  expression(`datadog_integration_aws_external_id.heycloud[${hclString(accountId)}].id`)

/** Every block is required by the provider; an empty one takes HeyCloud's defaults. */
const heyCloudResources = (partition: Partition, roleName: string): string[] => [
  block('resource "datadog_integration_aws_external_id" "heycloud"', 'for_each = local.accounts'),
  block(
    'resource "datadog_integration_aws_account" "heycloud"',
    attributes({
      for_each: expression('local.accounts'),
      aws_account_id: expression('each.key'),
      aws_partition: partition,
    }),
    block('aws_regions'),
    block(
      'auth_config',
      block(
        'aws_auth_config_role',
        attributes({
          role_name: roleName,
          external_id: expression('datadog_integration_aws_external_id.heycloud[each.key].id'),
        }),
      ),
    ),
    block('logs_config', block('lambda_forwarder')),
    block('metrics_config', block('namespace_filters')),
    block('resources_config'),
    block('traces_config', block('xray_services')),
  ),
]

function heyCloudSide({ apiUrl, roleName }: HeyCloudSide, partition: Partition, accountIds: string[]): string[] {
  return [
    block('provider "datadog"', attributes({ api_url: apiUrl })),
    block('locals', attributes({ accounts: expression(`toset(${hclValue(accountIds)})`) })),
    ...heyCloudResources(partition, roleName),
  ]
}

function targetBlocks(target: TerraformTarget, partition: Partition): string[] {
  const name = `account_${target.accountId}`
  const role = `arn:${partition}:iam::${target.accountId}:role/`
  const own = target.roleName === undefined ? {} : { role_name: target.roleName }
  return [
    block(
      'provider "aws"',
      attributes({ alias: name, region: globalRegion(partition) }),
      '',
      block('assume_role', `role_arn = "${role}\${var.account_access_role}"`),
    ),
    block(
      `module ${hclString(name)}`,
      attributes({ source: moduleFolder, providers: { aws: expression(`aws.${name}`) } }),
      attributes({ external_id: target.externalId ?? issued(target.accountId), ...own }),
    ),
  ]
}

/**
 * The configuration of many accounts, over the configuration of one as a module in `./heycloud`. Terraform takes no `for_each` on
 * providers, and a module's instances share theirs; so each account has a provider and a module of its own. `side` is needed where a
 * target has no external ID yet.
 */
export function terraformMany(partition: Partition, targets: readonly TerraformTarget[], side?: HeyCloudSide): string {
  const fresh = targets.filter(({ externalId }) => externalId === null).map(({ accountId }) => accountId)
  const arns = Object.fromEntries(
    targets.map(({ accountId }) => [accountId, expression(`module.account_${accountId}.role_arn`)]),
  )
  const about = `# The roles that HeyCloud assumes in many accounts. The configuration of one account lies in ${moduleFolder}/main.tf.`
  const parts = [
    `${about}\n${requirements(awsProvider, ...(side ? [heyCloudProvider] : []))}`,
    variable('account_access_role', 'The role by which Terraform comes into each account.', organizationRole),
    ...(side ? heyCloudSide(side, partition, fresh) : []),
    ...targets.flatMap(target => targetBlocks(target, partition)),
    block('output "role_arns"', attributes({ value: arns })),
  ]
  return `${parts.join('\n\n')}\n`
}
