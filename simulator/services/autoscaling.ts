// The simulated EC2 Auto Scaling: groups with their instances.
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { listing } from './listed.ts'

export function simulatedAutoScaling(world: World): SimulatedService {
  return {
    signingName: 'autoscaling',
    client: '@aws-sdk/client-auto-scaling',
    protocol: 'awsQuery',
    xmlNamespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    operations: {
      // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html
      DescribeAutoScalingGroups: listing<AutoScalingGroup>(world, {
        action: 'autoscaling:DescribeAutoScalingGroups',
        kind: 'autoscaling:autoScalingGroup',
        member: 'AutoScalingGroups',
        limit: 'MaxRecords',
        size: 50,
        most: 100,
        badToken: 'InvalidNextToken',
        where: (group, { AutoScalingGroupNames: names }) =>
          !Array.isArray(names) || names.length === 0 || names.includes(group.AutoScalingGroupName),
      }),
    },
  }
}
