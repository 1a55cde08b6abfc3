// Blocks to paste into AWS CloudShell: one makes the policies and the role, one brings them up to date, one takes them away.
import { globalRegion } from '../../aws/partitions.ts'
import type { Partition } from '../../core/account.ts'
import { type NamedPolicy, pretty } from '../policies/document.ts'
import { defaultPolicyName, writePolicyName } from '../policies/policies.ts'
import { trustPolicy } from '../trust/policy.ts'
import { shellFile, shellQuote } from './shell.ts'
import { type ConnectValues, policyDescription, roleDescription, securityAuditArn } from './values.ts'

export interface BlockTarget {
  partition: Partition
  roleName: string
  /** The account that the block is for, where it is known: in another it stops. */
  accountId?: string | undefined
}

/**
 * How every block begins: in a subshell, so that a failure ends the block and not the session. `there` tells what is absent from
 * what may not be asked; `doing` names the step in the last message.
 */
const beginning = ({ partition, accountId }: BlockTarget): string[] => [
  '(',
  'set -eu',
  `export AWS_REGION=${shellQuote(globalRegion(partition))} AWS_PAGER=`,
  `say() { printf '%s\\n' "HeyCloud: $*" >&2; }`,
  'stop() { trap - EXIT; rm -rf "$dir"; say "$*"; exit 1; }',
  'there() {',
  '  if answer=$("$@" 2>&1); then return 0; fi',
  `  case $answer in *NoSuchEntity* | *'does not exist'*) return 1 ;; esac`,
  `  printf '%s\\n' "$answer" >&2`,
  '  exit 1',
  '}',
  'dir=$(mktemp -d)',
  `doing='asking AWS who you are'`,
  `trap 'code=$?; rm -rf "$dir"; [ "$code" -eq 0 ] || say "stopped while $doing; the reason stands above. Mend it and paste the block again."' EXIT`,
  'account=$(aws sts get-caller-identity --query Account --output text)',
  ...(accountId === undefined
    ? []
    : [
        `[ "$account" = ${accountId} ] || stop "you are signed in to the account $account, and this is for ${accountId}. Nothing was changed."`,
      ]),
]

/** IAM keeps five versions of a policy, so the oldest gives way. Nothing is done where the document is in force already. */
const putPolicy = (partition: Partition): string[] => [
  'put_policy() {',
  `  policy="arn:${partition}:iam::$account:policy/$1"`,
  '  doing="making the policy $1"',
  '  if there aws iam get-policy --policy-arn "$policy" --query Policy.DefaultVersionId --output text; then',
  '    doing="updating the policy $1"',
  '    present=$(aws iam get-policy-version --policy-arn "$policy" --version-id "$answer" --query PolicyVersion.Document --output json)',
  `    if [ "$(printf %s "$present" | tr -d '[:space:]')" = "$(tr -d '[:space:]' < "$2")" ]; then`,
  '      say "the policy $1 is as it should be."',
  '      return',
  '    fi',
  `    oldest=$(aws iam list-policy-versions --policy-arn "$policy" --query 'Versions[4] && sort_by(Versions[?!IsDefaultVersion], &CreateDate)[0].VersionId' --output text)`,
  '    [ "$oldest" = None ] || aws iam delete-policy-version --policy-arn "$policy" --version-id "$oldest"',
  '    aws iam create-policy-version --policy-arn "$policy" --policy-document "file://$2" --set-as-default > /dev/null',
  '    say "updated the policy $1."',
  '  else',
  `    aws iam create-policy --policy-name "$1" --description ${shellQuote(policyDescription)} --policy-document "file://$2" > /dev/null`,
  '    say "made the policy $1."',
  '  fi',
  '}',
]

const trustOf = ({ externalId, nextExternalId, ...rest }: ConnectValues): string =>
  pretty(trustPolicy({ ...rest, externalId: nextExternalId ? [externalId, nextExternalId] : externalId }))

/** Sets `found` to the role's trust policy, empty where there is no such role. */
const lookForRole = (role: string): string[] => [
  `doing='looking for the role'`,
  'found=',
  `if there aws iam get-role --role-name ${role} --query Role.AssumeRolePolicyDocument --output json; then found=$answer; fi`,
]

const updateTrust = (role: string): string =>
  `aws iam update-assume-role-policy --role-name ${role} --policy-document "file://$dir/trust.json"`

/** The policies, then the role by `putRole`, then one to the other. The ARN is the last line of the output. */
function putAll(values: ConnectValues, policies: readonly NamedPolicy[], putRole: string[]): string[] {
  const role = shellQuote(values.roleName)
  const attach = (arn: string) => `aws iam attach-role-policy --role-name ${role} --policy-arn ${arn}`
  const own = `"arn:${values.partition}:iam::$account:policy/"`
  return [
    ...putPolicy(values.partition),
    ...policies.flatMap(({ name, document }, index) => [
      shellFile(`policy-${index + 1}.json`, document),
      `put_policy ${shellQuote(name)} "$dir/policy-${index + 1}.json"`,
    ]),
    shellFile('trust.json', trustOf(values)),
    ...putRole,
    `doing='attaching the policies to the role'`,
    ...policies.map(({ name }) => attach(`${own}${shellQuote(name)}`)),
    ...(values.securityAudit ? [attach(securityAuditArn(values.partition))] : []),
    `aws iam get-role --role-name ${role} --query Role.Arn --output text`,
    ')',
  ]
}

/**
 * Makes policies and role. Pasted again it brings both up to date; a role of the name that does not ask for this external ID is
 * somebody else's and is left alone.
 */
export function cloudShellBlock(values: ConnectValues, policies: readonly NamedPolicy[]): string {
  const role = shellQuote(values.roleName)
  const others = `a role ${values.roleName} is there already, and it does not ask for this external ID. It may serve another HeyCloud: take another role name, or delete that role first. Nothing was changed.`
  return [
    ...beginning(values),
    ...lookForRole(role),
    'case $found in',
    `  '' | *${values.externalId}*) ;;`,
    `  *) stop ${shellQuote(others)} ;;`,
    'esac',
    ...putAll(values, policies, [
      `doing='making the role'`,
      'if [ -n "$found" ]; then',
      `  ${updateTrust(role)}`,
      `  say ${shellQuote(`the role ${values.roleName} is there already; its trust policy is up to date.`)}`,
      'else',
      `  aws iam create-role --role-name ${role} --path ${shellQuote(values.rolePath)} --description ${shellQuote(roleDescription)} --assume-role-policy-document "file://$dir/trust.json" > /dev/null`,
      `  say ${shellQuote(`made the role ${values.roleName}.`)}`,
      'fi',
    ]),
  ].join('\n')
}

/** Gives a role that is there this trust policy and these policies, whatever they were. */
export function updateBlock(
  values: ConnectValues,
  policies: readonly NamedPolicy[],
  accountId?: string | undefined,
): string {
  const role = shellQuote(values.roleName)
  const absent = `there is no role ${values.roleName} in this account. Nothing was changed.`
  return [
    ...beginning({ ...values, accountId }),
    ...lookForRole(role),
    `[ -n "$found" ] || stop ${shellQuote(absent)}`,
    ...putAll(values, policies, [
      `doing='updating the trust policy'`,
      updateTrust(role),
      `say ${shellQuote(`updated the trust policy of ${values.roleName}.`)}`,
    ]),
  ].join('\n')
}

/** A stack of its own is deleted whole; a StackSet's would come back, or be left behind by it. */
const removeStack = (role: string): string[] => [
  `doing='asking CloudFormation for the stack that made the role'`,
  `if there aws cloudformation describe-stack-resources --physical-resource-id ${role} --query 'StackResources[0].StackName' --output text; then`,
  '  stack=$answer',
  '  case $stack in',
  '    StackSet-*) stop "the role belongs to the StackSet instance $stack. Take this account out of the StackSet: aws cloudformation delete-stack-instances, in the account that holds the StackSet. Nothing was changed." ;;',
  '  esac',
  '  doing="deleting the stack $stack"',
  '  aws cloudformation delete-stack --stack-name "$stack"',
  '  aws cloudformation wait stack-delete-complete --stack-name "$stack"',
  '  say "deleted the stack $stack, and with it the role and its policies."',
  '  exit 0',
  'fi',
]

/** Customer managed policies of HeyCloud's name go with the role, unless somebody else uses them; others are only detached. */
const removePolicies = (role: string): string[] => [
  'remove_policy() {',
  '  doing="deleting the policy $1"',
  `  if [ "$(aws iam get-policy --policy-arn "$1" --query Policy.AttachmentCount --output text)" != 0 ]; then say "left $1: others use it too."; return; fi`,
  `  for version in $(aws iam list-policy-versions --policy-arn "$1" --query 'Versions[?!IsDefaultVersion].VersionId' --output text); do`,
  '    aws iam delete-policy-version --policy-arn "$1" --version-id "$version"',
  '  done',
  '  aws iam delete-policy --policy-arn "$1"',
  '  say "deleted the policy $1."',
  '}',
  `doing='detaching the policies of the role'`,
  `for policy in $(aws iam list-attached-role-policies --role-name ${role} --query 'AttachedPolicies[].PolicyArn' --output text); do`,
  `  aws iam detach-role-policy --role-name ${role} --policy-arn "$policy"`,
  '  case $policy in',
  `    *:aws:policy/*) ;;`,
  `    */${defaultPolicyName}* | */${writePolicyName}*) remove_policy "$policy" ;;`,
  '    *) say "detached $policy and left it: it does not bear the name of a policy of HeyCloud." ;;',
  '  esac',
  'done',
  `for name in $(aws iam list-role-policies --role-name ${role} --query 'PolicyNames' --output text); do`,
  `  aws iam delete-role-policy --role-name ${role} --policy-name "$name"`,
  'done',
]

/** Takes away what the other blocks, or the CloudFormation stack, made. Pasted again it finds nothing to do. */
export function removalBlock(target: BlockTarget): string {
  const role = shellQuote(target.roleName)
  const absent = `there is no role ${target.roleName} in this account: nothing to remove.`
  return [
    ...beginning(target),
    ...removeStack(role),
    ...lookForRole(role),
    'if [ -z "$found" ]; then',
    `  say ${shellQuote(absent)}`,
    '  exit 0',
    'fi',
    ...removePolicies(role),
    `doing='deleting the role'`,
    `aws iam delete-role --role-name ${role}`,
    `say ${shellQuote(`deleted the role ${target.roleName}.`)}`,
    ')',
  ].join('\n')
}
