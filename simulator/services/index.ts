// The registry of simulated AWS services that answer from the world; STS and IAM, which answer from identities, are apart.
import { type Clock, systemClock } from '../../src/core/clock.ts'
import type { SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { simulatedCloudWatch } from './cloudwatch/index.ts'
import { simulatedEc2 } from './ec2.ts'
import { simulatedTagging } from './tagging.ts'

export interface ServicesOptions {
  /** Whether CloudWatch's quotas are enforced; default true. */
  quotas?: boolean
  /** What quotas run on: real time unless a test says otherwise. */
  realTime?: Clock
}

export function simulatedServices(world: World, options: ServicesOptions = {}): SimulatedService[] {
  const realTime = options.quotas === false ? undefined : (options.realTime ?? systemClock)
  return [simulatedCloudWatch(world, realTime), simulatedEc2(world), simulatedTagging(world)]
}
