// The simulated CloudWatch Logs: log groups without logs.
import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedLogs(world: World): SimulatedService {
  return {
    signingName: 'logs',
    client: '@aws-sdk/client-cloudwatch-logs',
    protocol: 'awsJson1_1',
    target: 'Logs_20140328',
    operations: {
      DescribeLogGroups: listing<LogGroup>(world, {
        action: 'logs:DescribeLogGroups',
        kind: 'logs:log-group',
        member: 'logGroups',
        token: { input: 'nextToken', output: 'nextToken' },
        limit: 'limit',
        size: 50,
        badToken: 'InvalidParameterException',
        where: (group, input) => group.logGroupName?.startsWith(String(input.logGroupNamePrefix ?? '')) ?? false,
      }),
    },
  }
}
