// Where AWS describes the operation behind an IAM action: the roots of the services' API references, and names that differ.

const docs = 'https://docs.aws.amazon.com'

/** By IAM's service prefix; each ends where the operation's name begins. */
const roots: Readonly<Record<string, string>> = {
  account: 'accounts/latest/reference/API_',
  acm: 'acm/latest/APIReference/API_',
  apigateway: 'apigateway/latest/api/API_',
  apprunner: 'apprunner/latest/api/API_',
  appsync: 'appsync/latest/APIReference/API_',
  athena: 'athena/latest/APIReference/API_',
  autoscaling: 'autoscaling/ec2/APIReference/API_',
  backup: 'aws-backup/latest/devguide/API_',
  batch: 'batch/latest/APIReference/API_',
  'bcm-data-exports': 'aws-cost-management/latest/APIReference/API_DataExports_',
  ce: 'aws-cost-management/latest/APIReference/API_',
  cloudformation: 'AWSCloudFormation/latest/APIReference/API_',
  cloudfront: 'cloudfront/latest/APIReference/API_',
  cloudtrail: 'awscloudtrail/latest/APIReference/API_',
  cloudwatch: 'AmazonCloudWatch/latest/APIReference/API_',
  codebuild: 'codebuild/latest/APIReference/API_',
  'cognito-idp': 'cognito-user-identity-pools/latest/APIReference/API_',
  cur: 'aws-cost-management/latest/APIReference/API_cur_',
  directconnect: 'directconnect/latest/APIReference/API_',
  dms: 'dms/latest/APIReference/API_',
  dynamodb: 'amazondynamodb/latest/APIReference/API_',
  ec2: 'AWSEC2/latest/APIReference/API_',
  ecr: 'AmazonECR/latest/APIReference/API_',
  ecs: 'AmazonECS/latest/APIReference/API_',
  eks: 'eks/latest/APIReference/API_',
  elasticache: 'AmazonElastiCache/latest/APIReference/API_',
  elasticbeanstalk: 'elasticbeanstalk/latest/api/API_',
  elasticfilesystem: 'efs/latest/ug/API_',
  elasticloadbalancing: 'elasticloadbalancing/latest/APIReference/API_',
  elasticmapreduce: 'emr/latest/APIReference/API_',
  es: 'opensearch-service/latest/APIReference/API_',
  events: 'eventbridge/latest/APIReference/API_',
  firehose: 'firehose/latest/APIReference/API_',
  fsx: 'fsx/latest/APIReference/API_',
  globalaccelerator: 'global-accelerator/latest/api/API_',
  glue: 'glue/latest/webapi/API_',
  iam: 'IAM/latest/APIReference/API_',
  kinesis: 'kinesis/latest/APIReference/API_',
  kms: 'kms/latest/APIReference/API_',
  lambda: 'lambda/latest/api/API_',
  logs: 'AmazonCloudWatchLogs/latest/APIReference/API_',
  memorydb: 'memorydb/latest/APIReference/API_',
  'network-firewall': 'network-firewall/latest/APIReference/API_',
  organizations: 'organizations/latest/APIReference/API_',
  rds: 'AmazonRDS/latest/APIReference/API_',
  redshift: 'redshift/latest/APIReference/API_',
  'redshift-serverless': 'redshift-serverless/latest/APIReference/API_',
  route53: 'Route53/latest/APIReference/API_',
  s3: 'AmazonS3/latest/API/API_',
  sagemaker: 'sagemaker/latest/APIReference/API_',
  secretsmanager: 'secretsmanager/latest/apireference/API_',
  sns: 'sns/latest/api/API_',
  sqs: 'AWSSimpleQueueService/latest/APIReference/API_',
  ssm: 'systems-manager/latest/APIReference/API_',
  states: 'step-functions/latest/apireference/API_',
  sts: 'STS/latest/APIReference/API_',
  tag: 'resourcegroupstagging/latest/APIReference/API_',
  transfer: 'transfer/latest/APIReference/API_',
  wafv2: 'waf/latest/APIReference/API_',
}

/** Actions whose operation bears another name (Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"). */
const operations: Readonly<Record<string, string>> = {
  // API Gateway's actions are the HTTP methods.
  'apigateway:GET': 'GetRestApis',
  's3:ListAllMyBuckets': 'ListBuckets',
  's3:ListBucket': 'ListObjectsV2',
}

/** Where the API reference is not in pages of one operation each. */
const pages: Readonly<Record<string, string>> = {
  'kafka:ListClustersV2': 'MSK/2.0/APIReference/v2-clusters.html',
  'mq:ListBrokers': 'amazon-mq/latest/api-reference/brokers.html',
}

/** The operation's page in its service's API reference; undefined for a service that is not in the table. */
export function apiReference(action: string): string | undefined {
  const page = pages[action]
  if (page) return `${docs}/${page}`
  const [service = '', name = ''] = action.split(':')
  const root = roots[service]
  return root && `${docs}/${root}${operations[action] ?? name}.html`
}
