// AWS CloudTrail: trails. No event is read.
import type { Trail } from '@aws-sdk/client-cloudtrail'
import { defineService, type ReadContext, type ResourceDefinition, type ResourceFacts } from '../../core/define.ts'
import { describe, keyArn, related, withArn } from '../facts.ts'

function trailFacts(context: ReadContext, trail: Trail, arn: string): ResourceFacts {
  return {
    arn,
    name: trail.Name ?? arn,
    tags: {},
    labels: {},
    attributes: describe(trail, [
      'Name',
      'HomeRegion',
      'IsMultiRegionTrail',
      'IsOrganizationTrail',
      'IncludeGlobalServiceEvents',
      'LogFileValidationEnabled',
      'HasCustomEventSelectors',
      'HasInsightSelectors',
    ]),
    ...related([
      'uses',
      keyArn(context, trail.KmsKeyId),
      trail.SnsTopicARN,
      trail.CloudWatchLogsLogGroupArn?.replace(/:\*$/, ''),
      trail.CloudWatchLogsRoleArn,
    ]),
  }
}

const trails: ResourceDefinition = {
  type: 'cloudtrail:trail',
  title: 'CloudTrail trails',
  actions: [
    { action: 'cloudtrail:DescribeTrails', why: 'Lists trails with what they record and their key. No event is read.' },
  ],
  scope: 'regional',
  async *list(context) {
    const { CloudTrailClient, DescribeTrailsCommand } = await import('@aws-sdk/client-cloudtrail')
    // A trail of all regions casts a shadow in each: only those at home here are wanted.
    const input = { includeShadowTrails: false }
    const { trailList } = await context.client(CloudTrailClient).send(new DescribeTrailsCommand(input))
    yield withArn(trailList, 'TrailARN', (trail, arn) => trailFacts(context, trail, arn))
  },
}

export const cloudTrail = defineService({
  id: 'cloudtrail',
  title: 'AWS CloudTrail',
  namespaces: [],
  resources: [trails],
})
