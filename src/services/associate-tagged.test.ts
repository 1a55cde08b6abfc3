// Association of resources that are known by their ARN alone, as the tagging API tells of them: no listing gave name or labels.
import { describe, expect, it } from 'vitest'
import { resourceTypeOf } from './arn.ts'
import { createAssociator } from './associate.ts'
import { namespaceByName, resourceByType, services } from './index.ts'

const at = 'us-east-1:111122223333'

/** Of each: the namespace, the ARN after `arn:aws:`, and a metric's dimensions, or the one that holds the whole ARN. */
const rows: [namespace: string, arn: string, dimensions: Record<string, string> | string][] = [
  ['/aws/sagemaker/Endpoints', `sagemaker:${at}:endpoint/ranker`, { EndpointName: 'Ranker', VariantName: 'All' }],
  [
    '/aws/sagemaker/InferenceComponents',
    `sagemaker:${at}:inference-component/ranker-small`,
    { InferenceComponentName: 'Ranker-Small' },
  ],
  [
    '/aws/sagemaker/InferenceRecommendationsJobs',
    `sagemaker:${at}:inference-recommendations-job/sizing`,
    { JobName: 'sizing' },
  ],
  ['/aws/sagemaker/TrainingJobs', `sagemaker:${at}:training-job/fit-7`, { Host: 'Fit-7/algo-1' }],
  ['/aws/sagemaker/ProcessingJobs', `sagemaker:${at}:processing-job/clean-7`, { Host: 'clean-7/algo-2' }],
  ['/aws/sagemaker/TransformJobs', `sagemaker:${at}:transform-job/score-7`, { Host: 'score-7/i-0abc' }],
  [
    'AWS/Sagemaker/ModelBuildingPipeline',
    `sagemaker:${at}:pipeline/nightly`,
    { PipelineName: 'Nightly', StepName: 'a' },
  ],
  ['AWS/SageMaker', `sagemaker:${at}:endpoint/ranker`, { EndpointName: 'Ranker', VariantName: 'All' }],
  ['AWS/SageMaker', `sagemaker:${at}:inference-component/small`, { InferenceComponentName: 'Small' }],
  ['AWS/SageMaker/LabelingJobs', `sagemaker:${at}:labeling-job/cats`, { LabelingJobName: 'Cats' }],
  ['AWS/ACMPrivateCA', `acm-pca:${at}:certificate-authority/0f1e`, 'PrivateCAArn'],
  [
    'AWS/AOSS',
    `aoss:${at}:collection/07tjusf2h91cunochc`,
    { CollectionId: '07tjusf2h91cunochc', ClientId: '111122223333' },
  ],
  ['AWS/AmplifyHosting', `amplify:${at}:apps/d1abc`, { App: 'd1abc' }],
  ['AWS/AppFlow', `appflow:${at}:flow/crm`, { FlowName: 'crm' }],
  ['AWS/AppRunner', `apprunner:${at}:service/web/8fe1e1`, { ServiceName: 'web', ServiceID: '8fe1e1', Instance: 'a' }],
  ['AWS/AppStream', `appstream:${at}:fleet/desks`, { Fleet: 'desks' }],
  ['AWS/AppStream', `appstream:${at}:fleet/desks`, { FleetName: 'desks' }],
  ['AWS/AppSync', `appsync:${at}:apis/abc123`, { GraphQLAPIId: 'abc123' }],
  ['AWS/Athena', `athena:${at}:workgroup/primary`, { WorkGroup: 'primary', QueryType: 'DML' }],
  ['AWS/Backup', `backup:${at}:backup-vault:Default`, { BackupVaultName: 'Default', ResourceType: 'EBS' }],
  ['AWS/Bedrock/Agents', `bedrock:${at}:agent-alias/AGENT12345/ALIAS67890`, 'AgentAliasArn'],
  ['AWS/Bedrock/Guardrails', `bedrock:${at}:guardrail/abc`, 'GuardrailArn'],
  ['AWS/Cassandra', `cassandra:${at}:/keyspace/shop/table/carts`, { Keyspace: 'shop', TableName: 'carts' }],
  ['AWS/Cassandra', `cassandra:${at}:/keyspace/shop/`, { Keyspace: 'shop' }],
  ['AWS/CertificateManager', `acm:${at}:certificate/0f1e`, 'CertificateArn'],
  [
    'AWS/CloudHSM',
    `cloudhsm:${at}:cluster/cluster-abc`,
    { ClusterId: 'cluster-abc', HsmId: 'hsm-1', Region: 'us-east-1' },
  ],
  ['AWS/CloudSearch', `cloudsearch:${at}:domain/films`, { DomainName: 'films', ClientId: '111122223333' }],
  ['AWS/CodeBuild', `codebuild:${at}:project/site`, { ProjectName: 'site' }],
  ['AWS/Connect', `connect:${at}:instance/0f1e`, { InstanceId: '0f1e', MetricGroup: 'VoiceCalls' }],
  ['AWS/DAX', `dax:${at}:cache/hot`, { ClusterId: 'hot', NodeId: 'hot-a' }],
  ['AWS/DDoSProtection', 'cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE', 'ResourceArn'],
  ['AWS/DDoSProtection', `elasticloadbalancing:${at}:loadbalancer/app/web/50dc6c495c0c9188`, 'ResourceArn'],
  ['AWS/DDoSProtection', `elasticloadbalancing:${at}:loadbalancer/net/web/50dc6c495c0c9188`, 'ResourceArn'],
  ['AWS/DDoSProtection', `elasticloadbalancing:${at}:loadbalancer/classic`, 'ResourceArn'],
  ['AWS/DDoSProtection', `ec2:${at}:elastic-ip/eipalloc-0abc`, 'ResourceArn'],
  ['AWS/DDoSProtection', 'globalaccelerator::111122223333:accelerator/0f1e', 'ResourceArn'],
  ['AWS/DDoSProtection', 'route53:::hostedzone/Z123', 'ResourceArn'],
  ['AWS/DDoSProtection', 'shield::111122223333:protection/0f1e', 'ResourceArn'],
  ['AWS/DMS', `dms:${at}:task:ABCDE`, { ReplicationInstanceIdentifier: 'mover', ReplicationTaskIdentifier: 'ABCDE' }],
  ['AWS/DX', `directconnect:${at}:dxcon/dxcon-1`, { ConnectionId: 'dxcon-1' }],
  ['AWS/DX', `directconnect:${at}:dxvif/dxvif-1`, { ConnectionId: 'dxlag-1', VirtualInterfaceId: 'dxvif-1' }],
  ['AWS/DX', `directconnect:${at}:dxlag/dxlag-1`, { LagId: 'dxlag-1' }],
  ['AWS/DataSync', `datasync:${at}:task/task-1`, { TaskId: 'task-1' }],
  ['AWS/DataSync', `datasync:${at}:agent/agent-1`, { AgentId: 'agent-1' }],
  ['AWS/DirectoryService', `ds:${at}:directory/d-1`, { 'Directory ID': 'd-1', 'Domain Controller IP': '10.0.0.1' }],
  ['AWS/DocDB', `rds:${at}:cluster:docs`, { DBClusterIdentifier: 'docs', Role: 'WRITER' }],
  ['AWS/DocDB', `rds:${at}:db:docs-1`, { DBInstanceIdentifier: 'docs-1' }],
  ['AWS/EC2CapacityReservations', `ec2:${at}:capacity-reservation/cr-0abc`, { CapacityReservationId: 'cr-0abc' }],
  ['AWS/EC2Spot', `ec2:${at}:spot-fleet-request/sfr-1`, { FleetRequestId: 'sfr-1', AvailabilityZone: 'us-east-1a' }],
  [
    'AWS/EMRServerless',
    `emr-serverless:${at}:/applications/00abc`,
    { ApplicationId: '00abc', WorkerType: 'Spark_Driver' },
  ],
  ['AWS/ElasticBeanstalk', `elasticbeanstalk:${at}:environment/shop/shop-prod`, { EnvironmentName: 'shop-prod' }],
  ['AWS/ElasticMapReduce', `elasticmapreduce:${at}:cluster/j-1`, { JobFlowId: 'j-1', JobId: 'x' }],
  ['AWS/ElasticMapReduce', `elasticmapreduce:${at}:cluster/j-1`, { ClusterId: 'j-1' }],
  ['AWS/ElasticTranscoder', `elastictranscoder:${at}:pipeline/111-abc`, { PipelineId: '111-abc' }],
  ['AWS/EventBridge/Pipes', `pipes:${at}:pipe/orders`, { PipeName: 'orders', AwsAccountId: '111122223333' }],
  ['AWS/Events', `events:${at}:rule/nightly`, { RuleName: 'nightly' }],
  ['AWS/Events', `events:${at}:rule/shop/nightly`, { EventBusName: 'shop', RuleName: 'nightly' }],
  [
    'AWS/Events',
    `events:${at}:rule/aws.partner/acme.com/123456/nightly`,
    { EventBusName: 'aws.partner/acme.com/123456', RuleName: 'nightly' },
  ],
  ['AWS/Events', `events:${at}:event-bus/shop`, { EventBusName: 'shop' }],
  ['AWS/FraudDetector', `frauddetector:${at}:detector/cards`, { DetectorID: 'cards', DetectorVersionID: '1' }],
  ['AWS/GameLift', `gamelift:${at}:fleet/fleet-1`, { FleetId: 'fleet-1', Location: 'us-east-1' }],
  ['AWS/GameLift', `gamelift:${at}:gamesessionqueue/ranked`, { QueueName: 'ranked' }],
  ['AWS/GameLift', `gamelift:${at}:matchmakingconfiguration/duo`, { MatchmakingConfigurationName: 'duo' }],
  ['AWS/GlobalAccelerator', 'globalaccelerator::111122223333:accelerator/0f1e', { Accelerator: '0f1e' }],
  [
    'AWS/GlobalAccelerator',
    'globalaccelerator::111122223333:accelerator/0f1e/listener/ab',
    { Accelerator: '0f1e', Listener: 'ab' },
  ],
  [
    'AWS/GlobalAccelerator',
    'globalaccelerator::111122223333:accelerator/0f1e/listener/ab/endpoint-group/us',
    { Accelerator: '0f1e', Listener: 'ab', EndpointGroup: 'us' },
  ],
  ['AWS/IPAM', 'ec2::111122223333:ipam-pool/ipam-pool-1', { IpamPoolId: 'ipam-pool-1' }],
  ['AWS/IoT', `iot:${at}:rule/doors`, { RuleName: 'doors', ActionType: 'Lambda' }],
  ['AWS/IoT', `iot:${at}:provisioningtemplate/fleet`, { TemplateName: 'fleet' }],
  ['AWS/IoTSiteWise', `iotsitewise:${at}:gateway/0f1e`, { GatewayId: '0f1e' }],
  ['AWS/IVS', `ivs:${at}:channel/abc`, { Channel: 'abc' }],
  ['AWS/IVSRealTime', `ivs:${at}:stage/abc`, { Stage: 'abc' }],
  ['AWS/KMS', `kms:${at}:key/0f1e`, { KeyId: '0f1e' }],
  ['AWS/KafkaConnect', `kafkaconnect:${at}:connector/sink/0f1e-2`, { ConnectorName: 'sink' }],
  ['AWS/Kendra', `kendra:${at}:index/0f1e`, { IndexId: '0f1e', DataSourceId: 'a' }],
  ['AWS/KinesisAnalytics', `kinesisanalytics:${at}:application/clicks`, { Application: 'clicks', Flow: 'Input' }],
  ['AWS/KinesisVideo', `kinesisvideo:${at}:stream/door/1600000000000`, { StreamName: 'door' }],
  [
    'AWS/Lambda',
    `lambda:${at}:function:Resize`,
    { FunctionName: 'Resize', Resource: 'Resize:live', ExecutedVersion: '7' },
  ],
  ['AWS/Lex', `lex:${at}:bot:Flowers`, { BotName: 'Flowers', BotAlias: 'prod' }],
  ['AWS/Logs', `logs:${at}:log-group:/aws/lambda/resize`, { LogGroupName: '/aws/lambda/resize' }],
  [
    'AWS/Logs',
    `logs:${at}:log-group:/aws/lambda/resize:*`,
    { LogGroupName: '/aws/lambda/resize', FilterName: 'errors' },
  ],
  ['AWS/LookoutMetrics', `lookoutmetrics:${at}:AnomalyDetector:sales`, 'AnomalyDetectorArn'],
  ['AWS/MWAA', `airflow:${at}:environment/etl`, { Environment: 'etl', Cluster: 'BaseWorker' }],
  ['AmazonMWAA', `airflow:${at}:environment/etl`, { Environment: 'etl', Function: 'Scheduler' }],
  ['AWS/MediaConnect', `mediaconnect:${at}:flow:1-a:studio`, 'FlowARN'],
  ['AWS/MediaConnect', `mediaconnect:${at}:source:1-b:camera`, 'SourceARN'],
  ['AWS/MediaConnect', `mediaconnect:${at}:output:1-c:tower`, 'OutputARN'],
  ['AWS/MediaConvert', `mediaconvert:${at}:queues/Default`, 'Queue'],
  ['AWS/MediaLive', `medialive:${at}:channel:1234567`, { ChannelId: '1234567', Pipeline: '0' }],
  ['AWS/MediaPackage', `mediapackage:${at}:channels/0f1e`, { IngestEndpoint: '0f1e' }],
  ['AWS/MediaPackage', `mediapackage-vod:${at}:packaging-configurations/hls`, { PackagingConfiguration: 'hls' }],
  ['AWS/MediaStore', `mediastore:${at}:container/films`, { ContainerName: 'films' }],
  ['AWS/MediaTailor', `mediatailor:${at}:playbackConfiguration/ads`, { ConfigurationName: 'ads' }],
  ['AWS/Neptune', `rds:${at}:cluster:graph`, { DBClusterIdentifier: 'graph', Role: 'READER' }],
  ['AWS/NetworkFirewall', `network-firewall:${at}:firewall/edge`, { FirewallName: 'edge', Engine: 'Stateful' }],
  ['AWS/NetworkManager', 'networkmanager::111122223333:core-network/core-network-1', { CoreNetwork: 'core-network-1' }],
  ['AWS/NetworkManager', 'networkmanager::111122223333:attachment/attachment-1', { Attachment: 'attachment-1' }],
  [
    'AWS/Network Manager',
    'networkmanager::111122223333:core-network/core-network-1',
    { CoreNetwork: 'core-network-1' },
  ],
  ['AWS/Network Manager', 'networkmanager::111122223333:attachment/attachment-1', { Attachment: 'attachment-1' }],
  ['AWS/NetworkMonitor', `networkmonitor:${at}:monitor/office`, { Monitor: 'office', Probe: 'probe-1' }],
  ['AWS/OpsWorks', `opsworks:${at}:stack/0f1e/`, { StackId: '0f1e' }],
  ['AWS/Prometheus', `aps:${at}:workspace/ws-1`, { Workspace: 'ws-1', RuleGroup: 'a' }],
  ['AWS/QLDB', `qldb:${at}:ledger/books`, { LedgerName: 'books', CommandType: 'EXECUTE' }],
  ['AWS/Robomaker', `robomaker:${at}:simulation-job/sim-1`, { SimulationJobId: 'sim-1' }],
  ['AWS/Route53Resolver', `route53resolver:${at}:resolver-endpoint/rslvr-in-1`, { EndpointId: 'rslvr-in-1' }],
  ['AWS/Scheduler', `scheduler:${at}:schedule-group/nightly`, { ScheduleGroup: 'nightly' }],
  ['AWS/ServiceCatalog', `catalog:${at}:product/prod-1`, { ProductId: 'prod-1', State: 'Succeeded' }],
  ['AWS/StorageGateway', `storagegateway:${at}:gateway/sgw-1`, { GatewayId: 'sgw-1', GatewayName: 'office' }],
  ['AWS/StorageGateway', `storagegateway:${at}:share/share-1`, { ShareId: 'share-1' }],
  ['AWS/SWF', `swf:${at}:/domain/orders`, { Domain: 'orders', TaskListName: 'a' }],
  ['CloudWatchSynthetics', `synthetics:${at}:canary:home`, { CanaryName: 'home', StepName: 'login' }],
  ['AWS/Timestream', `timestream:${at}:database/iot/table/doors`, { DatabaseName: 'iot', TableName: 'doors' }],
  ['AWS/Timestream', `timestream:${at}:database/iot`, { DatabaseName: 'iot', Operation: 'Query' }],
  ['AWS/Transfer', `transfer:${at}:server/s-1`, { ServerId: 's-1' }],
  ['AWS/VpcLattice', `vpc-lattice:${at}:service/svc-1`, { Service: 'svc-1', AvailabilityZone: 'us-east-1a' }],
  ['AWS/VpcLattice', `vpc-lattice:${at}:targetgroup/tg-1`, { TargetGroup: 'tg-1' }],
  ['AWS/WAFV2', `wafv2:${at}:regional/webacl/edge/0f1e`, { WebACL: 'edge', Rule: 'ALL', Region: 'us-east-1' }],
  ['AWS/WAFV2', `wafv2:${at}:global/webacl/cdn/0f1e`, { WebACL: 'cdn', Rule: 'ALL' }],
  ['AWS/WorkSpaces', `workspaces:${at}:workspace/ws-1`, { WorkspaceId: 'ws-1' }],
  ['AWS/WorkSpaces', `workspaces:${at}:directory/d-1`, { DirectoryId: 'd-1' }],
  ['Glue', `glue:${at}:job/nightly`, { JobName: 'nightly', JobRunId: 'ALL', Type: 'gauge' }],
]

const cases = rows.map(([namespace, rest, dimensions]) => {
  const arn = `arn:aws:${rest}`
  return [namespace, arn, typeof dimensions === 'string' ? { [dimensions]: arn } : dimensions] as const
})

const associatorOf = (name: string, arn: string) => {
  const namespace = namespaceByName(name)
  if (!namespace) throw new Error(`${name} is not declared`)
  return createAssociator([{ arn, type: resourceTypeOf(arn) ?? '' }], namespace)
}

describe('createAssociator, of what the tagging API tells', () => {
  it.each(cases)('%s ties %s to %o', (namespace, arn, dimensions) => {
    const associate = associatorOf(namespace, arn)
    expect(associate(dimensions)).toBe(arn)
    expect(associate(Object.fromEntries(Object.keys(dimensions).map(name => [name, 'another'])))).toBeNull()
    expect(associate({})).toBeNull()
  })

  it('has a case for each type that nothing lists', () => {
    const seen = new Set(cases.map(([namespace, arn]) => `${namespace} ${resourceTypeOf(arn)}`))
    const wanting = services
      .flatMap(({ namespaces }) => namespaces)
      .flatMap(({ namespace, associations }) =>
        // What needs a name cannot be told from an ARN.
        associations.filter(({ facts }) => !facts).map(({ resourceType }) => ({ namespace, resourceType })),
      )
      .filter(({ resourceType }) => !resourceByType(resourceType))
      .filter(({ namespace, resourceType }) => !seen.has(`${namespace} ${resourceType}`))
    expect(wanting.map(({ namespace, resourceType }) => `${namespace} ${resourceType}`)).toEqual([])
  })
})
