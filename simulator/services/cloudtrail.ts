// The simulated CloudTrail: trails, with the shadows that a trail of all regions casts in the others.
import type { DescribeTrailsCommandInput, Trail } from '@aws-sdk/client-cloudtrail'
import type { Call, SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { onAll } from './here.ts'
import { thingsOf } from './listed.ts'

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html */
function describeTrails(world: World, input: DescribeTrailsCommandInput, call: Call) {
  const { caller } = call
  const own = thingsOf<Trail>(world, call, 'cloudtrail:trail')
  const regions = input.includeShadowTrails === false ? [] : world.regionsOf(caller.accountId).map(({ name }) => name)
  const shadows = regions
    .filter(region => region !== call.region && world.isEnabled(caller.accountId, region))
    .flatMap(region => thingsOf<Trail>(world, { ...call, region }, 'cloudtrail:trail'))
    .filter(trail => trail.IsMultiRegionTrail)
  const wanted = input.trailNameList ?? []
  const isWanted = ({ Name = '', TrailARN = '' }: Trail) =>
    wanted.length === 0 || wanted.includes(Name) || wanted.includes(TrailARN)
  return { trailList: [...own, ...shadows].filter(isWanted) }
}

export function simulatedCloudTrail(world: World): SimulatedService {
  return {
    signingName: 'cloudtrail',
    client: '@aws-sdk/client-cloudtrail',
    protocol: 'awsJson1_1',
    target: 'CloudTrail_20131101',
    operations: {
      DescribeTrails: {
        requires: onAll('cloudtrail:DescribeTrails'),
        answer: (input, call) => describeTrails(world, input, call),
      },
    },
  }
}
