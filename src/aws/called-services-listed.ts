// Services that are called for the inventory alone, in the form of calledServices.
import type { Partition } from '../core/account.ts'
import type { CalledService } from './called-services.ts'
import { canada, china, govCloud, nearlyEverywhere, unitedStates } from './fips-regions.ts'

/** Interface endpoints by the end of their service name. */
const regional = (
  id: string,
  endpoint: string | null,
  fips: readonly string[],
  client: CalledService['client'],
  partitions?: readonly Partition[],
): CalledService => ({
  id,
  client,
  scope: 'regional',
  listedOnly: true,
  ...(partitions && { partitions }),
  interfaceEndpoint: endpoint && `com.amazonaws.*.${endpoint}`,
  fips,
})

export const listedServices: readonly CalledService[] = [
  regional('ACM', null, [...unitedStates, ...canada], async () => (await import('@aws-sdk/client-acm')).ACMClient),
  regional(
    'CloudFormation',
    'cloudformation',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-cloudformation')).CloudFormationClient,
  ),
  regional(
    'KMS',
    'kms',
    [...nearlyEverywhere, ...govCloud],
    async () => (await import('@aws-sdk/client-kms')).KMSClient,
  ),
  regional(
    'Secrets Manager',
    'secretsmanager',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-secrets-manager')).SecretsManagerClient,
  ),
  regional(
    'SSM',
    'ssm',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-ssm')).SSMClient,
  ),
  regional(
    'CloudWatch Logs',
    'logs',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogsClient,
  ),
  regional('Backup', 'backup', [], async () => (await import('@aws-sdk/client-backup')).BackupClient),
  regional(
    'Glue',
    'glue',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-glue')).GlueClient,
  ),
  regional(
    'Athena',
    'athena',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-athena')).AthenaClient,
  ),
  regional(
    'EMR',
    'elasticmapreduce',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-emr')).EMRClient,
  ),
  regional(
    'SageMaker',
    'sagemaker.api',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-sagemaker')).SageMakerClient,
  ),
  regional(
    'WAFV2',
    'wafv2',
    [...nearlyEverywhere, ...govCloud, ...china],
    async () => (await import('@aws-sdk/client-wafv2')).WAFV2Client,
  ),
  regional(
    'CloudTrail',
    'cloudtrail',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-cloudtrail')).CloudTrailClient,
  ),
  regional('AppSync', 'appsync', [], async () => (await import('@aws-sdk/client-appsync')).AppSyncClient, [
    'aws',
    'aws-cn',
  ]),
  regional(
    'Elastic Beanstalk',
    'elasticbeanstalk',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-elastic-beanstalk')).ElasticBeanstalkClient,
  ),
  regional(
    'Database Migration Service',
    'dms',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-database-migration-service')).DatabaseMigrationServiceClient,
  ),
  regional(
    'Direct Connect',
    null,
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-direct-connect')).DirectConnectClient,
  ),
  {
    id: 'Global Accelerator',
    client: async () => (await import('@aws-sdk/client-global-accelerator')).GlobalAcceleratorClient,
    scope: 'global',
    partitions: ['aws'],
    askedIn: 'us-west-2',
    listedOnly: true,
    interfaceEndpoint: null,
    fips: [],
  },
  regional(
    'Batch',
    'batch',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-batch')).BatchClient,
  ),
  regional(
    'AppRunner',
    'apprunner',
    ['us-east-1', 'us-east-2', 'us-west-2'],
    async () => (await import('@aws-sdk/client-apprunner')).AppRunnerClient,
    ['aws'],
  ),
  regional(
    'CodeBuild',
    'codebuild',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-codebuild')).CodeBuildClient,
  ),
  regional(
    'Transfer',
    'transfer',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-transfer')).TransferClient,
  ),
  regional(
    'Network Firewall',
    'network-firewall',
    [...unitedStates, 'ca-central-1', ...govCloud],
    async () => (await import('@aws-sdk/client-network-firewall')).NetworkFirewallClient,
  ),
  regional(
    'Auto Scaling',
    'autoscaling',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-auto-scaling')).AutoScalingClient,
  ),
  regional('EKS', 'eks', [...unitedStates, ...govCloud], async () => (await import('@aws-sdk/client-eks')).EKSClient),
  regional(
    'ECR',
    'ecr.api',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-ecr')).ECRClient,
  ),
  regional(
    'OpenSearch',
    'es',
    [...unitedStates, ...govCloud],
    async () => (await import('@aws-sdk/client-opensearch')).OpenSearchClient,
  ),
  regional(
    'Redshift',
    'redshift',
    [...unitedStates, ...canada],
    async () => (await import('@aws-sdk/client-redshift')).RedshiftClient,
  ),
  regional(
    'Redshift Serverless',
    'redshift-serverless',
    [...unitedStates, 'ca-central-1', ...govCloud],
    async () => (await import('@aws-sdk/client-redshift-serverless')).RedshiftServerlessClient,
  ),
  regional(
    'Kafka',
    'kafka',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-kafka')).KafkaClient,
  ),
  regional(
    'EFS',
    'elasticfilesystem',
    [...nearlyEverywhere, ...govCloud, ...china],
    async () => (await import('@aws-sdk/client-efs')).EFSClient,
  ),
  regional(
    'FSx',
    'fsx',
    [...unitedStates, ...canada, ...govCloud],
    async () => (await import('@aws-sdk/client-fsx')).FSxClient,
  ),
  {
    id: 'Route 53',
    client: async () => (await import('@aws-sdk/client-route-53')).Route53Client,
    scope: 'global',
    listedOnly: true,
    interfaceEndpoint: 'com.amazonaws.route53',
    fips: ['us-east-1', 'us-gov-west-1'],
  },
]
