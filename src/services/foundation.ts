// What HeyCloud calls that belongs to no single service: every action is here or with a resource, and nowhere else.
import type { ActionUse } from '../core/define.ts'

export const foundation: ActionUse[] = [
  {
    action: 'cloudwatch:ListMetrics',
    feature: 'metrics',
    why: 'Finds which metrics exist in each region, those of untagged resources included.',
  },
  { action: 'cloudwatch:GetMetricData', feature: 'metrics', why: 'Reads the points of the metrics that were found.' },
  {
    action: 'cloudwatch:DescribeAlarms',
    feature: 'alarms',
    why: 'Shows the CloudWatch alarms of the account, with their state and reason.',
  },
  {
    action: 'tag:GetResources',
    feature: 'tags',
    why: 'Reads the tags of all resources of a region, so that metrics can be split and filtered by them.',
  },
  { action: 'ec2:DescribeRegions', feature: 'account', why: 'Finds the regions that are enabled for the account.' },
  {
    action: 'iam:ListAccountAliases',
    feature: 'account',
    why: 'Reads the alias of the account, so that people see its name beside its number.',
  },
  {
    action: 'iam:GetRole',
    feature: 'diagnosis',
    why: "Reads HeyCloud's own role in the account, to point at faults of its trust policy.",
  },
  {
    action: 'iam:SimulatePrincipalPolicy',
    feature: 'diagnosis',
    why: 'Asks IAM which of these actions the role lacks, to name all of them at once.',
  },
]
