// What HeyCloud calls that belongs to no single service: every action is here or with a resource, and nowhere else.
import type { ActionUse } from '../core/define.ts'

/** What tells whether the policies of the role, or of a key's user, are those that this version of HeyCloud calls. */
const policyReads: ActionUse[] = [
  { action: 'iam:ListAttachedRolePolicies', access: 'role', why: 'Finds the managed policies of HeyCloud’s own role.' },
  { action: 'iam:ListRolePolicies', access: 'role', why: 'Finds the inline policies of HeyCloud’s own role.' },
  { action: 'iam:GetRolePolicy', access: 'role', why: 'Reads an inline policy of HeyCloud’s own role.' },
  { action: 'iam:ListAttachedUserPolicies', access: 'key', why: 'Finds the managed policies of HeyCloud’s own user.' },
  { action: 'iam:ListUserPolicies', access: 'key', why: 'Finds the inline policies of HeyCloud’s own user.' },
  { action: 'iam:GetUserPolicy', access: 'key', why: 'Reads an inline policy of HeyCloud’s own user.' },
  { action: 'iam:ListGroupsForUser', access: 'key', why: 'Finds the groups that HeyCloud’s own user is in.' },
  { action: 'iam:ListAttachedGroupPolicies', access: 'key', why: 'Finds the managed policies of those groups.' },
  { action: 'iam:ListGroupPolicies', access: 'key', why: 'Finds the inline policies of those groups.' },
  { action: 'iam:GetGroupPolicy', access: 'key', why: 'Reads an inline policy of those groups.' },
  { action: 'iam:GetPolicy', why: 'Finds the version in force of a managed policy of HeyCloud’s own.' },
  {
    action: 'iam:GetPolicyVersion',
    why: 'Reads a managed policy of HeyCloud’s own, to compare it with these actions.',
  },
].map(use => ({ ...use, feature: 'diagnosis', stops: 'Policy drift is not known.' }) as ActionUse)

/** The accounts of an AWS Organization, and where in its tree they are. */
const organizationReads: ActionUse[] = [
  {
    action: 'organizations:DescribeOrganization',
    feature: 'organization',
    why: 'Finds which AWS Organization the account is in, and its management account.',
    stops: 'The AWS Organization cannot be connected.',
  },
  {
    action: 'organizations:ListRoots',
    feature: 'organization',
    why: 'Finds the root of the AWS Organization, where its tree begins.',
    stops: 'The tree of the AWS Organization stays as it was last read.',
  },
  {
    action: 'organizations:ListOrganizationalUnitsForParent',
    feature: 'organization',
    why: 'Walks the OUs of the AWS Organization, so that people can choose among them.',
    stops: 'The tree of the AWS Organization stays as it was last read.',
  },
  {
    action: 'organizations:ListAccountsForParent',
    feature: 'organization',
    why: 'Finds the accounts of each OU, so that new ones join and no others can.',
    stops: 'Accounts that are new in the AWS Organization do not join.',
  },
]

export const foundation: ActionUse[] = [
  {
    action: 'cloudwatch:ListMetrics',
    feature: 'metrics',
    why: 'Finds which metrics exist in each region, those of untagged resources included.',
    stops: 'No metric is found, and so none is read.',
  },
  {
    action: 'cloudwatch:GetMetricData',
    feature: 'metrics',
    why: 'Reads the points of the metrics that were found.',
    stops: 'No point of a metric is read.',
  },
  {
    action: 'cloudwatch:DescribeAlarms',
    feature: 'alarms',
    why: 'Shows the CloudWatch alarms of the account, with their state and reason.',
    stops: 'CloudWatch alarms are not shown.',
  },
  {
    action: 'tag:GetResources',
    feature: 'tags',
    why: 'Reads the tags of all resources of a region, so that metrics can be split and filtered by them.',
    stops: 'Metrics and resources have no tags but those that listings carry.',
  },
  {
    action: 'ec2:DescribeRegions',
    feature: 'account',
    why: 'Finds the regions that are enabled for the account.',
    stops: 'Only regions that were chosen by name, or were read before, are read.',
  },
  {
    action: 'iam:ListAccountAliases',
    feature: 'account',
    why: 'Reads the alias of the account, so that people see its name beside its number.',
    stops: 'The account is shown by its number alone.',
  },
  {
    action: 'iam:GetRole',
    feature: 'diagnosis',
    access: 'role',
    why: "Reads HeyCloud's own role in the account, to point at faults of its trust policy.",
    stops: 'Faults of the trust policy are not pointed at.',
  },
  {
    action: 'iam:SimulatePrincipalPolicy',
    feature: 'diagnosis',
    why: 'Asks IAM which of these actions the role lacks, to name all of them at once.',
    stops: 'Missing actions are named one by one, as they are met.',
  },
  ...policyReads,
  ...organizationReads,
  {
    action: 'events:CreateEventBus',
    feature: 'event_bus',
    why: 'Makes the event bus of an event source that was set up with one; nothing that is there is changed.',
    stops: 'Event sources are stored without an event bus, and say how to make it.',
  },
  {
    action: 'bcm-data-exports:ListExports',
    feature: 'cost_management',
    why: 'Finds a cost export by its name, and whether AWS can deliver it.',
    stops: 'Nothing of a cost export is checked but its bucket.',
  },
  {
    action: 'bcm-data-exports:GetExport',
    feature: 'cost_management',
    why: 'Reads how a cost export is set up: its granularity, format, columns and bucket.',
    stops: 'The settings of a cost export are not checked.',
  },
  {
    action: 'ce:GetCostAndUsage',
    feature: 'cost_management',
    why: 'Reads once a day what AWS itself says that reading CloudWatch has cost. AWS charges $0.01 for it.',
    stops: 'AWS’s own figures are not shown beside HeyCloud’s calculated ones.',
  },
  {
    action: 's3:GetBucketLocation',
    feature: 'cost_management',
    why: 'Finds which region the bucket of a cost export is in.',
    stops: 'A wrong region of the bucket is not noticed.',
  },
  {
    action: 's3:ListBucket',
    feature: 'cost_management',
    why: 'Looks whether the files of a cost export can be listed in its bucket; none is opened.',
    stops: 'That the files can be found is not checked.',
  },
]
