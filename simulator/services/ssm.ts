// The simulated Systems Manager: managed instances, and parameters without values.
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedSsm(world: World): SimulatedService {
  return {
    signingName: 'ssm',
    client: '@aws-sdk/client-ssm',
    protocol: 'awsJson1_1',
    target: 'AmazonSSM',
    operations: {
      DescribeInstanceInformation: listing(world, {
        action: 'ssm:DescribeInstanceInformation',
        kind: 'ssm:managed-instance',
        member: 'InstanceInformationList',
        limit: 'MaxResults',
        size: 50,
        badToken: 'InvalidNextToken',
      }),
      DescribeParameters: listing(world, {
        action: 'ssm:DescribeParameters',
        kind: 'ssm:parameter',
        member: 'Parameters',
        limit: 'MaxResults',
        size: 50,
        badToken: 'InvalidNextToken',
      }),
    },
  }
}
