// Every AWS service that HeyCloud calls: how its SDK client is found, its interface endpoint, and where it has FIPS endpoints.
import type { Partition } from '../core/account.ts'
import { listedServices } from './called-services-listed.ts'
import { canada, govCloud, unitedStates } from './fips-regions.ts'

export interface CalledService {
  /** As the SDK has it; AWS_ENDPOINT_URL_<…> is made of it. */
  id: string
  client(): Promise<new (config: never) => object>
  /** `global`: asked in one region of a partition (`globalRegion`). */
  scope: 'regional' | 'global'
  /**
   * The interface endpoint's service name (https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html);
   * `*` stands for the region. Those of global services are made in that one region. Null where AWS has none.
   */
  interfaceEndpoint: string | null
  fips: readonly string[]
  /** Where it is not in every partition (botocore, endpoints.json). */
  partitions?: readonly Partition[]
  /** The one region that a global service is asked in, where it is not the partition's first. */
  askedIn?: string
  /** Set where nothing but a listing calls it. Not every region has it, and that listing says so itself. */
  listedOnly?: true
  /** Set where only accounts with this feature, which somebody has to switch on, call it. */
  onlyFor?: string
}

/** Apart from the others asked in one region of a partition, though it has endpoints in all (`homeRegion`). */
export const sts: CalledService = {
  id: 'STS',
  client: async () => (await import('@aws-sdk/client-sts')).STSClient,
  scope: 'regional',
  interfaceEndpoint: 'com.amazonaws.*.sts',
  fips: [...unitedStates, ...govCloud],
}

/** Apart from each region also asked in one of the partition, for the regions that an account has enabled (`globalRegion`). */
export const ec2: CalledService = {
  id: 'EC2',
  client: async () => (await import('@aws-sdk/client-ec2')).EC2Client,
  scope: 'regional',
  interfaceEndpoint: 'com.amazonaws.*.ec2',
  fips: [...unitedStates, ...canada, ...govCloud],
}

export const calledServices: readonly CalledService[] = [
  ...listedServices,
  sts,
  {
    id: 'CloudWatch',
    client: async () => (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.monitoring',
    fips: [...unitedStates, ...govCloud],
  },
  {
    id: 'Resource Groups Tagging API',
    client: async () => (await import('@aws-sdk/client-resource-groups-tagging-api')).ResourceGroupsTaggingAPIClient,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.tagging',
    fips: [],
  },
  ec2,
  {
    id: 'IAM',
    client: async () => (await import('@aws-sdk/client-iam')).IAMClient,
    scope: 'global',
    interfaceEndpoint: 'com.amazonaws.iam',
    fips: ['us-east-1', 'us-gov-west-1'],
  },
  {
    id: 'DynamoDB',
    client: async () => (await import('@aws-sdk/client-dynamodb')).DynamoDBClient,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.dynamodb',
    fips: [...unitedStates, ...canada, ...govCloud],
  },
  {
    id: 'ECS',
    client: async () => (await import('@aws-sdk/client-ecs')).ECSClient,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.ecs',
    fips: [...unitedStates, ...govCloud],
  },
  {
    id: 'Elastic Load Balancing v2',
    client: async () => (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2Client,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.elasticloadbalancing',
    fips: [...unitedStates, ...govCloud],
  },
  {
    id: 'Lambda',
    client: async () => (await import('@aws-sdk/client-lambda')).LambdaClient,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.lambda',
    fips: [...unitedStates, ...govCloud],
  },
  {
    id: 'RDS',
    client: async () => (await import('@aws-sdk/client-rds')).RDSClient,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.rds',
    fips: [...unitedStates, ...canada, ...govCloud],
  },
  {
    id: 'S3',
    client: async () => (await import('@aws-sdk/client-s3')).S3Client,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.s3',
    fips: [...unitedStates, ...canada, ...govCloud],
  },
  {
    id: 'SQS',
    client: async () => (await import('@aws-sdk/client-sqs')).SQSClient,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.sqs',
    fips: [...unitedStates, ...canada, ...govCloud],
  },
  {
    id: 'Organizations',
    client: async () => (await import('@aws-sdk/client-organizations')).OrganizationsClient,
    scope: 'global',
    interfaceEndpoint: 'com.amazonaws.*.organizations',
    fips: ['us-east-1', 'us-gov-west-1'],
    onlyFor: 'organization',
  },
  {
    id: 'EventBridge',
    client: async () => (await import('@aws-sdk/client-eventbridge')).EventBridgeClient,
    scope: 'regional',
    interfaceEndpoint: 'com.amazonaws.*.events',
    fips: [...unitedStates, ...govCloud],
  },
  {
    id: 'BCM Data Exports',
    client: async () => (await import('@aws-sdk/client-bcm-data-exports')).BCMDataExportsClient,
    scope: 'global',
    interfaceEndpoint: 'aws.api.*.bcm-data-exports',
    fips: [],
    onlyFor: 'cost_management',
  },
  {
    id: 'Cost Explorer',
    client: async () => (await import('@aws-sdk/client-cost-explorer')).CostExplorerClient,
    scope: 'global',
    interfaceEndpoint: 'com.amazonaws.*.ce',
    fips: [],
    onlyFor: 'cost_management',
  },
]

/** Whether the partition has the service at all, to filter with. */
export const isIn =
  (partition: Partition) =>
  ({ partitions }: CalledService): boolean =>
    partitions?.includes(partition) ?? true
