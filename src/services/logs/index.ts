// Amazon CloudWatch Logs: log groups. No log is read.
import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, related, withArn } from '../facts.ts'
import { namespaces } from './metrics.ts'

function groupFacts(group: LogGroup, arn: string): ResourceFacts {
  return {
    arn,
    name: group.logGroupName ?? arn,
    tags: {},
    labels: labelRecord({ class: group.logGroupClass, retention: group.retentionInDays }),
    // Not storedBytes: a group that is written to would be another at each look.
    attributes: describe(group, [
      'logGroupName',
      'logGroupClass',
      'retentionInDays',
      'metricFilterCount',
      'creationTime',
      'dataProtectionStatus',
      'deletionProtectionEnabled',
    ]),
    ...related(['uses', group.kmsKeyId]),
  }
}

const groups: ResourceDefinition = {
  type: 'logs:log-group',
  title: 'CloudWatch log groups',
  actions: [
    { action: 'logs:DescribeLogGroups', why: 'Lists log groups with their retention and key. No log is read.' },
  ],
  scope: 'regional',
  labels: ['class', 'retention'],
  async *list(context) {
    const { CloudWatchLogsClient, paginateDescribeLogGroups } = await import('@aws-sdk/client-cloudwatch-logs')
    const client = context.client(CloudWatchLogsClient)
    // `arn` ends in `:*`, and is not what the group is tagged by.
    for await (const page of paginateDescribeLogGroups({ client, pageSize: 50 }, {}))
      yield withArn(page.logGroups, 'logGroupArn', groupFacts)
  },
}

export const logs = defineService({
  id: 'logs',
  title: 'Amazon CloudWatch Logs',
  namespaces,
  resources: [groups],
})
