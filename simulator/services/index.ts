// The registry of simulated AWS services that answer from the world; STS and IAM, which answer from identities, are apart.
import { type Clock, systemClock } from '../../src/core/clock.ts'
import type { BillLine, SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { simulatedAccount } from './account.ts'
import { simulatedAcm } from './acm.ts'
import { simulatedApiGateway, simulatedApiGatewayV2 } from './apigateway.ts'
import { simulatedCloudFront } from './cloudfront.ts'
import { simulatedCognito } from './cognito-idp.ts'
import { simulatedElastiCache } from './elasticache.ts'
import { simulatedClassicLoadBalancing } from './elasticloadbalancing-classic.ts'
import { simulatedFirehose, simulatedKinesis } from './kinesis.ts'
import { simulatedMemoryDb } from './memorydb.ts'
import { simulatedMq } from './mq.ts'
import { simulatedSns } from './sns.ts'
import { simulatedStepFunctions } from './states.ts'
import { simulatedAppRunner } from './apprunner.ts'
import { simulatedAppSync } from './appsync.ts'
import { simulatedAthena } from './athena.ts'
import { simulatedBackup } from './backup.ts'
import { simulatedBatch } from './batch.ts'
import { simulatedDataExports } from './bcm-data-exports.ts'
import { simulatedCloudTrail } from './cloudtrail.ts'
import { simulatedCloudWatch } from './cloudwatch/index.ts'
import { simulatedCodeBuild } from './codebuild.ts'
import { simulatedCostExplorer } from './cost-explorer.ts'
import { simulatedDirectConnect } from './directconnect.ts'
import { simulatedDms } from './dms.ts'
import { simulatedDynamoDb } from './dynamodb.ts'
import { simulatedEc2 } from './ec2.ts'
import { simulatedEcs } from './ecs.ts'
import { simulatedElasticBeanstalk } from './elasticbeanstalk.ts'
import { simulatedLoadBalancing } from './elasticloadbalancing.ts'
import { simulatedElasticMapReduce } from './elasticmapreduce.ts'
import { simulatedEvents } from './events.ts'
import { simulatedGlobalAccelerator } from './globalaccelerator.ts'
import { simulatedGlue } from './glue.ts'
import { simulatedKms } from './kms.ts'
import { simulatedLambda } from './lambda.ts'
import { simulatedLogs } from './logs.ts'
import { simulatedNetworkFirewall } from './network-firewall.ts'
import { simulatedRds } from './rds.ts'
import { simulatedS3 } from './s3.ts'
import { simulatedSageMaker } from './sagemaker.ts'
import { simulatedSecretsManager } from './secretsmanager.ts'
import { simulatedSqs } from './sqs.ts'
import { simulatedSsm } from './ssm.ts'
import { simulatedTagging } from './tagging.ts'
import { simulatedTransfer } from './transfer.ts'
import { simulatedWafV2 } from './wafv2.ts'

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
    simulatedAcm(world),
    simulatedApiGateway(world),
    simulatedApiGatewayV2(world),
    simulatedCloudFront(world),
    simulatedCognito(world),
    simulatedElastiCache(world),
    simulatedClassicLoadBalancing(world),
    simulatedFirehose(world),
    simulatedKinesis(world),
    simulatedMemoryDb(world),
    simulatedMq(world),
    simulatedSns(world),
    simulatedStepFunctions(world),
    simulatedAppRunner(world),
    simulatedAppSync(world),
    simulatedAthena(world),
    simulatedBackup(world),
    simulatedBatch(world),
    simulatedCloudTrail(world),
    simulatedCloudWatch(world, realTime),
    simulatedCodeBuild(world),
    simulatedCostExplorer(options.bill ?? (() => [])),
    simulatedDataExports(world),
    simulatedDirectConnect(world),
    simulatedDms(world),
    simulatedDynamoDb(world),
    simulatedEc2(world),
    simulatedEcs(world),
    simulatedElasticBeanstalk(world),
    simulatedElasticMapReduce(world),
    simulatedEvents(world),
    simulatedGlobalAccelerator(world),
    simulatedGlue(world),
    simulatedKms(world),
    simulatedLambda(world),
    simulatedLoadBalancing(world),
    simulatedLogs(world),
    simulatedNetworkFirewall(world),
    simulatedRds(world),
    simulatedS3(world),
    simulatedSageMaker(world),
    simulatedSecretsManager(world),
    simulatedSqs(world),
    simulatedSsm(world),
    simulatedTagging(world),
    simulatedTransfer(world),
    simulatedWafV2(world),
  ]
}
