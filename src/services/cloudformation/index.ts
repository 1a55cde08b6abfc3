// AWS CloudFormation: stacks. Their parameters and outputs, where secrets may be, are not kept.
import type { Stack } from '@aws-sdk/client-cloudformation'
import { defineService, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, labelRecord, related, tagRecord, withArn } from '../facts.ts'

const stackFacts = (stack: Stack, arn: string): ResourceFacts => ({
  arn,
  name: stack.StackName ?? arn,
  tags: tagRecord(stack.Tags),
  labels: labelRecord({ status: stack.StackStatus }),
  attributes: describe(stack, [
    'StackName',
    'Description',
    'StackStatus',
    'StackStatusReason',
    'CreationTime',
    'LastUpdatedTime',
    'EnableTerminationProtection',
    'DisableRollback',
  ]),
  ...related(['part of', stack.ParentId], ['uses', stack.RoleARN, ...(stack.NotificationARNs ?? [])]),
})

const stacks: ResourceDefinition = {
  type: 'cloudformation:stack',
  title: 'CloudFormation stacks',
  actions: [
    {
      action: 'cloudformation:DescribeStacks',
      why: 'Lists stacks with their tags and status. Their parameters and outputs are not kept.',
    },
  ],
  scope: 'regional',
  labels: ['status'],
  async *list(context) {
    const { CloudFormationClient, paginateDescribeStacks } = await import('@aws-sdk/client-cloudformation')
    for await (const page of paginateDescribeStacks({ client: context.client(CloudFormationClient) }, {}))
      yield withArn(page.Stacks, 'StackId', stackFacts)
  },
}

export const cloudFormation = defineService({
  id: 'cloudformation',
  title: 'AWS CloudFormation',
  namespaces: [],
  resources: [stacks],
})
