// Ways to deploy the CloudFormation template: the aws-cli line, a block for CloudShell, a link that opens the console.
import { globalRegion } from '../../aws/partitions.ts'
import type { Partition } from '../../core/account.ts'
import { defaultStackName, templateFileName } from './cloudformation.ts'
import { shellFile, shellQuote, shellWord } from './shell.ts'
import { templateParameters } from './template-parameters.ts'
import type { ConnectValues } from './values.ts'

const region = (values: ConnectValues): string => `--region ${globalRegion(values.partition)}`

/** Roles are of no region, but a stack is: it has to be found again when it is updated. */
const deployCommand = (values: ConnectValues, file: string): string =>
  [
    `aws cloudformation deploy ${region(values)} --stack-name ${defaultStackName} --template-file ${file}`,
    '--capabilities CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset --parameter-overrides',
    ...templateParameters(values).map(({ name, value }) => shellWord(`${name}=${value}`)),
  ].join(' \\\n  ')

const printArn = (values: ConnectValues): string =>
  [
    `aws cloudformation describe-stacks ${region(values)} --stack-name ${defaultStackName}`,
    `--query "Stacks[0].Outputs[?OutputKey=='RoleArn'].OutputValue" --output text`,
  ].join(' \\\n  ')

/** For a shell in which the template lies beside: makes or updates the stack, then prints the role's ARN. */
export const deployLine = (values: ConnectValues): string =>
  `${deployCommand(values, templateFileName)} &&\n${printArn(values)}`

/**
 * For AWS CloudShell: the template travels inside. In a subshell, so that a failure ends the block and not the session. A stack whose
 * first creation was rolled back can only be deleted (CloudFormation User Guide, "ROLLBACK_COMPLETE"), so that is done first.
 */
export const deployBlock = (values: ConnectValues, template: string): string => {
  const stack = `${region(values)} --stack-name ${defaultStackName}`
  const reasons = `"StackEvents[?contains(ResourceStatus,'FAILED')].[LogicalResourceId,ResourceStatusReason]"`
  return [
    '(',
    'set -eu',
    'export AWS_PAGER=',
    'dir=$(mktemp -d)',
    `trap 'rm -rf "$dir"' EXIT`,
    shellFile(templateFileName, template),
    `status=$(aws cloudformation describe-stacks ${stack} --query 'Stacks[0].StackStatus' --output text 2>&1) || true`,
    'if [ "$status" = ROLLBACK_COMPLETE ]; then',
    `  aws cloudformation delete-stack ${stack}`,
    `  aws cloudformation wait stack-delete-complete ${stack}`,
    'fi',
    `if ! ${deployCommand(values, `"$dir/${templateFileName}"`)} >&2; then`,
    `  echo ${shellQuote('HeyCloud: the stack was not made. AWS gave these reasons, newest first:')} >&2`,
    `  aws cloudformation describe-stack-events ${stack} --query ${reasons} --output text >&2`,
    '  exit 1',
    'fi',
    printArn(values),
    ')',
  ].join('\n')
}

const consoleHosts: Record<Partition, string> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
}

/** Opens the console with all values filled in. The template has to lie on S3 (CloudFormation User Guide, "quick-create links"). */
export function quickCreateUrl(values: ConnectValues, templateUrl: string): string {
  const filled = templateParameters(values).filter(({ value }) => value !== '')
  const query = [
    ['templateURL', templateUrl],
    ['stackName', defaultStackName],
    ...filled.map(({ name, value }) => [`param_${name}`, value]),
  ].map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`)
  const home = `https://${consoleHosts[values.partition]}/cloudformation/home?region=${globalRegion(values.partition)}`
  return `${home}#/stacks/create/review?${query.join('&')}`
}
