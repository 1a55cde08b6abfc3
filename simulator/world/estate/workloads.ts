// What else runs beside the shop and is only listed: data jobs, models, builds, migrations and the ways in from elsewhere.
import type { ServiceSummary } from '@aws-sdk/client-apprunner'
import type { GraphqlApi } from '@aws-sdk/client-appsync'
import type { WorkGroupSummary } from '@aws-sdk/client-athena'
import type { ComputeEnvironmentDetail, JobQueueDetail } from '@aws-sdk/client-batch'
import type { Project } from '@aws-sdk/client-codebuild'
import type { ReplicationInstance, ReplicationTask } from '@aws-sdk/client-database-migration-service'
import type { Connection, VirtualInterface } from '@aws-sdk/client-direct-connect'
import type { EnvironmentDescription } from '@aws-sdk/client-elastic-beanstalk'
import type { ClusterSummary } from '@aws-sdk/client-emr'
import type { Accelerator } from '@aws-sdk/client-global-accelerator'
import type { Crawler, Database, Job } from '@aws-sdk/client-glue'
import type { EndpointSummary, ModelSummary, NotebookInstanceSummary } from '@aws-sdk/client-sagemaker'
import type { ListedServer } from '@aws-sdk/client-transfer'
import { daysBefore, type Place, type Tags } from '../place.ts'
import { uuid } from './governance.ts'

const data: Tags = { env: 'prod', team: 'data' }
const platform: Tags = { env: 'prod', team: 'platform' }

const role = (place: Place, name: string): string => place.globalArn('iam', `${place.accountId}:role/${name}`)

function addDataJobs(place: Place): void {
  place.add('glue:job', {
    Name: 'orders-to-lake',
    Role: 'GlueJobs',
    GlueVersion: '5.0',
    WorkerType: 'G.1X',
    NumberOfWorkers: 4,
    DefaultArguments: { '--db-password': 'not-for-anybody' },
    CreatedOn: daysBefore(place, 200),
  } satisfies Job)
  place.tag(place.arn('glue', 'job/orders-to-lake'), data)
  place.add('glue:crawler', {
    Name: 'lake',
    Role: role(place, 'GlueJobs'),
    DatabaseName: 'lake',
    State: 'READY',
  } satisfies Crawler)
  place.add('glue:database', {
    Name: 'lake',
    CatalogId: place.accountId,
    CreateTime: daysBefore(place, 200),
  } satisfies Database)
  for (const Name of ['primary', 'analysts'])
    place.add('athena:workgroup', {
      Name,
      State: 'ENABLED',
      CreationTime: daysBefore(place, 200),
    } satisfies WorkGroupSummary)
  place.tag(place.arn('athena', 'workgroup/analysts'), data)
  const Id = `j-${place.hex('emr', 13).toUpperCase()}`
  const ClusterArn = place.arn('elasticmapreduce', `cluster/${Id}`)
  place.add('elasticmapreduce:cluster', {
    Id,
    Name: 'nightly-spark',
    ClusterArn,
    Status: { State: 'WAITING' },
    NormalizedInstanceHours: 128,
  } satisfies ClusterSummary)
  place.tag(ClusterArn, data)
}

function addModels(place: Place): void {
  const at = { CreationTime: daysBefore(place, 60), LastModifiedTime: daysBefore(place, 3) }
  const EndpointArn = place.arn('sagemaker', 'endpoint/recommendations')
  place.add('sagemaker:endpoint', {
    EndpointName: 'recommendations',
    EndpointArn,
    EndpointStatus: 'InService',
    ...at,
  } satisfies EndpointSummary)
  place.tag(EndpointArn, data)
  place.add('sagemaker:notebook-instance', {
    NotebookInstanceName: 'experiments',
    NotebookInstanceArn: place.arn('sagemaker', 'notebook-instance/experiments'),
    NotebookInstanceStatus: 'Stopped',
    InstanceType: 'ml.t3.medium',
    ...at,
  } satisfies NotebookInstanceSummary)
  place.add('sagemaker:model', {
    ModelName: 'recommendations-7',
    ModelArn: place.arn('sagemaker', 'model/recommendations-7'),
    CreationTime: daysBefore(place, 3),
  } satisfies ModelSummary)
}

function addBatch(place: Place): void {
  const environment = place.arn('batch', 'compute-environment/reports')
  place.add('batch:compute-environment', {
    computeEnvironmentName: 'reports',
    computeEnvironmentArn: environment,
    ecsClusterArn: place.arn('ecs', 'cluster/AWSBatch-reports'),
    type: 'MANAGED',
    state: 'ENABLED',
    status: 'VALID',
    computeResources: {
      type: 'FARGATE',
      maxvCpus: 64,
      subnets: [`subnet-0${place.hex('batch subnet', 16)}`],
      securityGroupIds: [`sg-0${place.hex('batch group', 16)}`],
    },
    serviceRole: role(place, 'BatchService'),
  } satisfies ComputeEnvironmentDetail)
  const jobQueueArn = place.arn('batch', 'job-queue/reports')
  place.add('batch:job-queue', {
    jobQueueName: 'reports',
    jobQueueArn,
    state: 'ENABLED',
    status: 'VALID',
    priority: 1,
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: environment }],
  } satisfies JobQueueDetail)
  place.tag(jobQueueArn, { env: 'prod', team: 'reports' })
}

function addApplications(place: Place): void {
  const ServiceId = place.hex('status page', 32)
  const ServiceArn = place.arn('apprunner', `service/status-page/${ServiceId}`)
  place.add('apprunner:service', {
    ServiceName: 'status-page',
    ServiceId,
    ServiceArn,
    Status: 'RUNNING',
    CreatedAt: daysBefore(place, 90),
  } satisfies ServiceSummary)
  place.tag(ServiceArn, platform)
  const apiId = place.hex('graphql', 26)
  const arn = place.arn('appsync', `apis/${apiId}`)
  place.add('appsync:apis', {
    name: 'prod-mobile',
    apiId,
    arn,
    apiType: 'GRAPHQL',
    authenticationType: 'API_KEY',
  } satisfies GraphqlApi)
  place.tag(arn, { env: 'prod', team: 'storefront' })
  const environments = [
    ['backoffice', 'Ready'],
    ['backoffice-old', 'Terminated'],
  ] as const
  for (const [EnvironmentName, Status] of environments)
    place.add('elasticbeanstalk:environment', {
      EnvironmentName,
      EnvironmentId: `e-${place.hex(EnvironmentName, 10)}`,
      EnvironmentArn: place.arn('elasticbeanstalk', `environment/backoffice/${EnvironmentName}`),
      ApplicationName: 'backoffice',
      Status,
      Health: 'Green',
      Tier: { Name: 'WebServer', Type: 'Standard', Version: '1.0' },
    } satisfies EnvironmentDescription)
  const project = place.arn('codebuild', 'project/shop-images')
  place.add('codebuild:project', {
    name: 'shop-images',
    arn: project,
    serviceRole: role(place, 'CodeBuild'),
    source: { type: 'GITHUB' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      environmentVariables: [{ name: 'NPM_TOKEN', value: 'not-for-anybody' }],
    },
    created: daysBefore(place, 150),
  } satisfies Project)
  place.tag(project, platform)
}

function addMigration(place: Place): void {
  const ReplicationInstanceArn = place.arn('dms', `rep:${place.hex('dms', 26).toUpperCase()}`)
  place.add('dms:rep', {
    ReplicationInstanceIdentifier: 'warehouse-move',
    ReplicationInstanceArn,
    ReplicationInstanceClass: 'dms.t3.medium',
    ReplicationInstanceStatus: 'available',
    AllocatedStorage: 50,
    EngineVersion: '3.5.4',
    ReplicationSubnetGroup: { VpcId: place.state.vpcId },
  } satisfies ReplicationInstance)
  place.tag(ReplicationInstanceArn, data)
  place.add('dms:task', {
    ReplicationTaskIdentifier: 'stock',
    ReplicationTaskArn: place.arn('dms', `task:${place.hex('dms task', 26).toUpperCase()}`),
    ReplicationInstanceArn,
    MigrationType: 'cdc',
    Status: 'running',
  } satisfies ReplicationTask)
}

function addWaysIn(place: Place): void {
  const connectionId = `dxcon-${place.hex('connection', 8)}`
  place.add('directconnect:dxcon', {
    connectionId,
    connectionName: 'hq',
    connectionState: 'available',
    bandwidth: '1Gbps',
    location: 'EqDC2',
    region: place.region,
    ownerAccount: place.accountId,
  } satisfies Connection)
  place.tag(place.arn('directconnect', `dxcon/${connectionId}`), platform)
  place.add('directconnect:dxvif', {
    virtualInterfaceId: `dxvif-${place.hex('interface', 8)}`,
    virtualInterfaceName: 'hq-private',
    virtualInterfaceType: 'private',
    virtualInterfaceState: 'available',
    connectionId,
    vlan: 101,
    asn: 65_000,
    authKey: 'not-for-anybody',
  } satisfies VirtualInterface)
  const AcceleratorArn = place.globalArn(
    'globalaccelerator',
    `${place.accountId}:accelerator/${uuid(place, 'accelerator')}`,
  )
  place.add('globalaccelerator:accelerator', {
    Name: 'shop',
    AcceleratorArn,
    Status: 'DEPLOYED',
    Enabled: true,
    DnsName: `a${place.hex('accelerator', 16)}.awsglobalaccelerator.com`,
    IpAddressType: 'IPV4',
  } satisfies Accelerator)
  const ServerId = `s-${place.hex('transfer', 17)}`
  const Arn = place.arn('transfer', `server/${ServerId}`)
  place.add('transfer:server', {
    Arn,
    ServerId,
    State: 'ONLINE',
    Domain: 'S3',
    EndpointType: 'PUBLIC',
    IdentityProviderType: 'SERVICE_MANAGED',
    UserCount: 3,
  } satisfies ListedServer)
  place.tag(Arn, { env: 'prod', team: 'orders' })
}

/** One or two of each in an account's main region: some with tags, some without. */
export function addWorkloads(place: Place): void {
  addDataJobs(place)
  addModels(place)
  addBatch(place)
  addApplications(place)
  addMigration(place)
  addWaysIn(place)
}
