// The simulated CloudWatch: its operations, quotas and prices.
import type { ListTagsForResourceCommandInput, PutMetricDataCommandInput } from '@aws-sdk/client-cloudwatch'
import type { Clock } from '../../../src/core/clock.ts'
import { AwsError, type SimulatedService } from '../../contract.ts'
import { tagList } from '../../world/place.ts'
import type { World } from '../../world/world.ts'
import { here, onAll, onOwn } from '../here.ts'
import { describeAlarmHistory, describeAlarms } from './alarms.ts'
import { listMetrics } from './list-metrics.ts'
import { getMetricData } from './metric-data.ts'
import { getMetricStatistics } from './metric-statistics.ts'
import { putMetricData } from './put.ts'
import { createQuotas } from './quotas.ts'
import { usageOf } from './usage.ts'

/** `realTime` is what quotas run on; undefined switches them off. */
export function simulatedCloudWatch(world: World, realTime: Clock | undefined): SimulatedService {
  const quotas = realTime && createQuotas(realTime)
  let attempts = 0
  return {
    signingName: 'monitoring',
    client: '@aws-sdk/client-cloudwatch',
    protocol: 'awsJson1_0',
    target: 'GraniteServiceVersion20100801',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    operations: {
      ListMetrics: {
        requires: onAll('cloudwatch:ListMetrics'),
        answer: (input, call) => listMetrics(world, input, call),
      },
      GetMetricData: {
        requires: onAll('cloudwatch:GetMetricData'),
        answer: (input, call) => getMetricData(world, input, call, attempts++),
      },
      GetMetricStatistics: {
        requires: onAll('cloudwatch:GetMetricStatistics'),
        answer: (input, call) => getMetricStatistics(world, input, call),
      },
      PutMetricData: {
        requires: (input: PutMetricDataCommandInput) => [
          {
            action: 'cloudwatch:PutMetricData',
            resource: '*',
            context: { 'cloudwatch:namespace': input.Namespace ?? '' },
          },
        ],
        answer: (input, call) => putMetricData(world, input, call),
      },
      DescribeAlarms: {
        requires: onOwn('cloudwatch:DescribeAlarms', 'cloudwatch', () => 'alarm:*'),
        answer: (input, call) => describeAlarms(world, input, call),
      },
      DescribeAlarmHistory: {
        requires: onOwn('cloudwatch:DescribeAlarmHistory', 'cloudwatch', () => 'alarm:*'),
        answer: (input, call) => describeAlarmHistory(world, input, call),
      },
      ListTagsForResource: {
        requires: (input: ListTagsForResourceCommandInput) => [
          { action: 'cloudwatch:ListTagsForResource', resource: input.ResourceARN ?? '*' },
        ],
        answer: (input: ListTagsForResourceCommandInput, call) => {
          const { state } = here(world, call)
          const arn = input.ResourceARN ?? ''
          if (!state.alarms.some(a => a.AlarmArn === arn)) {
            throw new AwsError('ResourceNotFoundException', `Unknown resource ${arn}`, 404)
          }
          return { Tags: tagList(state.tags.get(arn)) }
        },
      },
    },
    ...(quotas && { quota: quotas.take }),
    meter: usageOf,
  }
}
