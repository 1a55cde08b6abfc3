// Where AWS describes the operation behind an IAM action: the roots of the services' API references, and names that differ.

const docs = 'https://docs.aws.amazon.com'

/** By IAM's service prefix; each ends where the operation's name begins. */
const roots: Readonly<Record<string, string>> = {
  account: 'accounts/latest/reference/API_',
  'bcm-data-exports': 'aws-cost-management/latest/APIReference/API_DataExports_',
  ce: 'aws-cost-management/latest/APIReference/API_',
  cloudformation: 'AWSCloudFormation/latest/APIReference/API_',
  cloudwatch: 'AmazonCloudWatch/latest/APIReference/API_',
  cur: 'aws-cost-management/latest/APIReference/API_cur_',
  dynamodb: 'amazondynamodb/latest/APIReference/API_',
  ec2: 'AWSEC2/latest/APIReference/API_',
  ecs: 'AmazonECS/latest/APIReference/API_',
  elasticloadbalancing: 'elasticloadbalancing/latest/APIReference/API_',
  events: 'eventbridge/latest/APIReference/API_',
  iam: 'IAM/latest/APIReference/API_',
  lambda: 'lambda/latest/api/API_',
  organizations: 'organizations/latest/APIReference/API_',
  rds: 'AmazonRDS/latest/APIReference/API_',
  s3: 'AmazonS3/latest/API/API_',
  sqs: 'AWSSimpleQueueService/latest/APIReference/API_',
  sts: 'STS/latest/APIReference/API_',
  tag: 'resourcegroupstagging/latest/APIReference/API_',
}

/** Actions whose operation bears another name (Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"). */
const operations: Readonly<Record<string, string>> = {
  's3:ListAllMyBuckets': 'ListBuckets',
  's3:ListBucket': 'ListObjectsV2',
}

/** The operation's page in its service's API reference; undefined for a service that is not in the table. */
export function apiReference(action: string): string | undefined {
  const [service = '', name = ''] = action.split(':')
  const root = roots[service]
  return root && `${docs}/${root}${operations[action] ?? name}.html`
}
