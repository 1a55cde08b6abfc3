// The registry of simulated AWS services that answer from the world; STS and IAM, which answer from identities, are apart.
import { type Clock, systemClock } from '../../src/core/clock.ts'
import type { BillLine, SimulatedService } from '../contract.ts'
import type { World } from '../world/world.ts'
import { simulatedAccount } from './account.ts'
import { simulatedAcm } from './acm.ts'
import { simulatedApiGateway, simulatedApiGatewayV2 } from './apigateway.ts'
import { simulatedAppRunner } from './apprunner.ts'
import { simulatedAppSync } from './appsync.ts'
import { simulatedAthena } from './athena.ts'
import { simulatedAutoScaling } from './autoscaling.ts'
import { simulatedBackup } from './backup.ts'
import { simulatedBatch } from './batch.ts'
import { simulatedDataExports } from './bcm-data-exports.ts'
import { simulatedCloudFront } from './cloudfront.ts'
import { simulatedCloudTrail } from './cloudtrail.ts'
import { simulatedCloudWatch } from './cloudwatch/index.ts'
import { simulatedCodeBuild } from './codebuild.ts'
import { simulatedCognito } from './cognito-idp.ts'
import { simulatedEcr, simulatedEks } from './containers.ts'
import { simulatedCostExplorer } from './cost-explorer.ts'
import { simulatedDirectConnect } from './directconnect.ts'
import { simulatedDms } from './dms.ts'
import { simulatedDynamoDb } from './dynamodb.ts'
import { simulatedEc2 } from './ec2.ts'
import { simulatedEcs } from './ecs.ts'
import { simulatedElastiCache } from './elasticache.ts'
import { simulatedElasticBeanstalk } from './elasticbeanstalk.ts'
import { simulatedLoadBalancing } from './elasticloadbalancing.ts'
import { simulatedClassicLoadBalancing } from './elasticloadbalancing-classic.ts'
import { simulatedElasticMapReduce } from './elasticmapreduce.ts'
import { simulatedEvents } from './events.ts'
import { simulatedEfs, simulatedFsx } from './file-systems.ts'
import { simulatedGlobalAccelerator } from './globalaccelerator.ts'
import { simulatedGlue } from './glue.ts'
import { simulatedKafka } from './kafka.ts'
import { simulatedFirehose, simulatedKinesis } from './kinesis.ts'
import { simulatedKms } from './kms.ts'
import { simulatedLambda } from './lambda.ts'
import { simulatedLogs } from './logs.ts'
import { simulatedMemoryDb } from './memorydb.ts'
import { simulatedMq } from './mq.ts'
import { simulatedNetworkFirewall } from './network-firewall.ts'
import { simulatedOpenSearch } from './opensearch.ts'
import { simulatedRds } from './rds.ts'
import { simulatedRedshift, simulatedRedshiftServerless } from './redshift.ts'
import { simulatedRoute53 } from './route53.ts'
import { simulatedS3 } from './s3.ts'
import { simulatedSageMaker } from './sagemaker.ts'
import { simulatedSecretsManager } from './secretsmanager.ts'
import { simulatedSns } from './sns.ts'
import { simulatedSqs } from './sqs.ts'
import { simulatedSsm } from './ssm.ts'
import { simulatedStepFunctions } from './states.ts'
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

/** Those that answer from the world alone. */
const ofTheWorld: ((world: World) => SimulatedService)[] = [
  simulatedAccount,
  simulatedAcm,
  simulatedApiGateway,
  simulatedApiGatewayV2,
  simulatedAppRunner,
  simulatedAppSync,
  simulatedAthena,
  simulatedAutoScaling,
  simulatedBackup,
  simulatedBatch,
  simulatedClassicLoadBalancing,
  simulatedCloudFront,
  simulatedCloudTrail,
  simulatedCodeBuild,
  simulatedCognito,
  simulatedDataExports,
  simulatedDirectConnect,
  simulatedDms,
  simulatedDynamoDb,
  simulatedEc2,
  simulatedEcr,
  simulatedEcs,
  simulatedEfs,
  simulatedEks,
  simulatedElastiCache,
  simulatedElasticBeanstalk,
  simulatedElasticMapReduce,
  simulatedEvents,
  simulatedFirehose,
  simulatedFsx,
  simulatedGlobalAccelerator,
  simulatedGlue,
  simulatedKafka,
  simulatedKinesis,
  simulatedKms,
  simulatedLambda,
  simulatedLoadBalancing,
  simulatedLogs,
  simulatedMemoryDb,
  simulatedMq,
  simulatedNetworkFirewall,
  simulatedOpenSearch,
  simulatedRds,
  simulatedRedshift,
  simulatedRedshiftServerless,
  simulatedRoute53,
  simulatedS3,
  simulatedSageMaker,
  simulatedSecretsManager,
  simulatedSns,
  simulatedSqs,
  simulatedSsm,
  simulatedStepFunctions,
  simulatedTagging,
  simulatedTransfer,
  simulatedWafV2,
]

export function simulatedServices(world: World, options: ServicesOptions = {}): SimulatedService[] {
  const realTime = options.quotas === false ? undefined : (options.realTime ?? systemClock)
  return [
    ...ofTheWorld.map(service => service(world)),
    simulatedCloudWatch(world, realTime),
    simulatedCostExplorer(options.bill ?? (() => [])),
  ]
}
