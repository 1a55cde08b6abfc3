// One StackSet that makes HeyCloud's role in all wanted accounts of an AWS Organization: as a block for CloudShell, and for Terraform.
import { globalRegion } from '../../aws/partitions.ts'
import type { OrganizationConnection } from '../../core/organization.ts'
import { defaultStackName, templateFileName } from '../setup/cloudformation.ts'
import { attributes, block, expression } from '../setup/hcl.ts'
import { shellFile, shellQuote } from '../setup/shell.ts'
import { type TemplateParameter, templateParameters } from '../setup/template-parameters.ts'
import { awsProvider, requirements } from '../setup/terraform.ts'
import type { ConnectValues } from '../setup/values.ts'

type Targets = Pick<OrganizationConnection, 'include' | 'exclude' | 'managementAccountId' | 'partition'>

const json = (value: unknown): string => JSON.stringify(value, null, 2)

const parametersFile = (parameters: readonly TemplateParameter[]): string =>
  json(parameters.map(({ name, value }) => ({ ParameterKey: name, ParameterValue: value })))

/** OUs hold for those below them too; of the accounts in them, the difference to the excluded ones. */
const targetsFile = ({ include, exclude }: Targets): string =>
  json({
    OrganizationalUnitIds: include,
    ...(exclude.length > 0 ? { AccountFilterType: 'DIFFERENCE', Accounts: exclude } : {}),
  })

/** All accounts at once; one that refuses does not hold up the others. */
const preferencesFile = json({
  RegionConcurrencyType: 'PARALLEL',
  FailureTolerancePercentage: 100,
  MaxConcurrentPercentage: 100,
  ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
})

const stackSet = `--stack-set-name ${defaultStackName}`
const description = 'Lets HeyCloud read the accounts of these OUs'

/** How it stands in each account. To be run where the StackSet was made. */
export const statusCommand = ({ partition }: Pick<Targets, 'partition'>): string =>
  [
    `aws cloudformation list-stack-instances ${stackSet} --region ${globalRegion(partition)}`,
    `--query 'Summaries[].[Account,OrganizationalUnitId,StackInstanceStatus.DetailedStatus,StatusReason]' --output table`,
  ].join(' \\\n  ')

/** The status of an operation is asked until it has ended; a failed one says in which accounts, and why. */
const waiting = [
  'wait_for() {',
  '  while :; do',
  `    status=$(aws cloudformation describe-stack-set-operation ${stackSet} --operation-id "$1" --call-as "$as" --query StackSetOperation.Status --output text)`,
  '    case $status in QUEUED | RUNNING | STOPPING) sleep 5 ;; *) break ;; esac',
  '  done',
  '  [ "$status" = SUCCEEDED ] && return 0',
  '  say "the operation $1 has ended as $status. These accounts failed:"',
  `  aws cloudformation list-stack-set-operation-results ${stackSet} --operation-id "$1" --call-as "$as" --query "Summaries[?Status=='FAILED'].[Account,StatusReason]" --output text >&2`,
  '}',
]

const contents = [
  '--template-body "file://$dir/template.yaml"',
  '--parameters "file://$dir/parameters.json"',
  '--capabilities CAPABILITY_NAMED_IAM',
  `--description ${shellQuote(description)}`,
].join(' ')
const autoDeployment = '--auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false'
const preferences = '--operation-preferences "file://$dir/preferences.json"'

/**
 * Makes or updates the StackSet and its instances; pasted again it does the same again. In the management account it also lets
 * StackSets into the Organization, which is asked for once (CloudFormation User Guide, "Activate trusted access").
 */
export function stackSetBlock(targets: Targets, values: ConnectValues, template: string): string {
  const region = globalRegion(targets.partition)
  return [
    '(',
    'set -eu',
    `export AWS_REGION=${shellQuote(region)} AWS_PAGER=`,
    `say() { printf '%s\\n' "HeyCloud: $*" >&2; }`,
    'dir=$(mktemp -d)',
    `trap 'rm -rf "$dir"' EXIT`,
    shellFile('template.yaml', template),
    shellFile('parameters.json', parametersFile(templateParameters(values))),
    shellFile('targets.json', targetsFile(targets)),
    shellFile('preferences.json', preferencesFile),
    'account=$(aws sts get-caller-identity --query Account --output text)',
    'as=DELEGATED_ADMIN',
    `if [ "$account" = ${targets.managementAccountId} ]; then`,
    '  as=SELF',
    '  aws cloudformation activate-organizations-access',
    'fi',
    ...waiting,
    `if found=$(aws cloudformation describe-stack-set ${stackSet} --call-as "$as" 2>&1); then`,
    `  wait_for "$(aws cloudformation update-stack-set ${stackSet} --call-as "$as" ${contents} ${autoDeployment} ${preferences} --query OperationId --output text)"`,
    `  say ${shellQuote(`updated the StackSet ${defaultStackName}.`)}`,
    'else',
    `  case $found in *StackSetNotFoundException*) ;; *) printf '%s\\n' "$found" >&2; exit 1 ;; esac`,
    `  aws cloudformation create-stack-set ${stackSet} --call-as "$as" --permission-model SERVICE_MANAGED ${contents} ${autoDeployment} > /dev/null`,
    `  say ${shellQuote(`made the StackSet ${defaultStackName}.`)}`,
    'fi',
    `wait_for "$(aws cloudformation create-stack-instances ${stackSet} --call-as "$as" --regions ${region} --deployment-targets "file://$dir/targets.json" ${preferences} --query OperationId --output text)"`,
    `${statusCommand(targets)} --call-as "$as"`,
    ')',
  ].join('\n')
}

/** The template lies beside it. The region is the provider's, in which the stacks are too. */
export const stackSetTerraform = (targets: Targets, values: ConnectValues): string =>
  [
    `# One StackSet that makes the role that HeyCloud assumes in the chosen OUs. ${templateFileName} lies beside it.\n${requirements(awsProvider)}`,
    block('provider "aws"', attributes({ region: globalRegion(targets.partition) })),
    block(
      'resource "aws_cloudformation_stack_set" "heycloud"',
      attributes({
        name: defaultStackName,
        description,
        permission_model: 'SERVICE_MANAGED',
        capabilities: ['CAPABILITY_NAMED_IAM'],
        template_body: expression(`file("\${path.module}/${templateFileName}")`),
        parameters: Object.fromEntries(templateParameters(values).map(({ name, value }) => [name, value])),
      }),
      '',
      block('auto_deployment', attributes({ enabled: true, retain_stacks_on_account_removal: false })),
      '',
      // AWS fills it in for StackSets that Organizations manages.
      block('lifecycle', 'ignore_changes = [administration_role_arn]'),
    ),
    block(
      'resource "aws_cloudformation_stack_set_instance" "heycloud"',
      attributes({ stack_set_name: expression('aws_cloudformation_stack_set.heycloud.name') }),
      '',
      block(
        'deployment_targets',
        attributes({
          organizational_unit_ids: targets.include,
          ...(targets.exclude.length > 0 ? { account_filter_type: 'DIFFERENCE', accounts: targets.exclude } : {}),
        }),
      ),
      '',
      block(
        'operation_preferences',
        attributes({
          failure_tolerance_percentage: expression('100'),
          max_concurrent_percentage: expression('100'),
          region_concurrency_type: 'PARALLEL',
        }),
      ),
    ),
    '',
  ].join('\n\n')
