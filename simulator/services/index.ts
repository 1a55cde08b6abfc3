// The registry of simulated AWS services that answer from the world; STS and IAM, which answer from identities, are apart.
import { type Clock, systemClock } from '../../src/core/clock.ts'
import type { BillLine, SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { simulatedAccount } from './account.ts'
import { simulatedDataExports } from './bcm-data-exports.ts'
import { simulatedCloudWatch } from './cloudwatch/index.ts'
import { simulatedCostExplorer } from './cost-explorer.ts'
import { simulatedDynamoDb } from './dynamodb.ts'
import { simulatedEc2 } from './ec2.ts'
import { simulatedEcs } from './ecs.ts'
import { simulatedLoadBalancing } from './elasticloadbalancing.ts'
import { simulatedEvents } from './events.ts'
import { simulatedLambda } from './lambda.ts'
import { simulatedRds } from './rds.ts'
import { simulatedS3 } from './s3.ts'
import { simulatedSqs } from './sqs.ts'
import { simulatedTagging } from './tagging.ts'

export interface ServicesOptions {
  /** Whether CloudWatch's quotas are enforced; default true. */
  quotas?: boolean
  /** What quotas run on: real time unless a test says otherwise. */
  realTime?: Clock
  /** What Cost Explorer answers from; nothing was used unless given. */
  bill?: (accountId: string) => BillLine[]
}

export function simulatedServices(world: World, options: ServicesOptions = {}): SimulatedService[] {
  const realTime = options.quotas === false ? undefined : (options.realTime ?? systemClock)
  return [
    simulatedAccount(world),
    simulatedCloudWatch(world, realTime),
    simulatedCostExplorer(options.bill ?? (() => [])),
    simulatedDataExports(world),
    simulatedDynamoDb(world),
    simulatedEc2(world),
    simulatedEcs(world),
    simulatedEvents(world),
    simulatedLambda(world),
    simulatedLoadBalancing(world),
    simulatedRds(world),
    simulatedS3(world),
    simulatedSqs(world),
    simulatedTagging(world),
  ]
}
