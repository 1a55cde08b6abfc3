// Clusters that others run for the shop: search, Kafka, a warehouse, Kubernetes with Container Insights, and files shared among machines.
import { seedOf, uniform } from '../chance.ts'
import type { Signal } from '../load.ts'
import { percent, reading, tally } from '../models.ts'
import { daysBefore, type Place, type Tags, timings } from '../place.ts'
import { subnetOf } from './ec2.ts'

const noisy = (place: Place, name: string, signal: Signal, share = 0.2): Signal => {
  const seed = seedOf(place.seed, name)
  return minute => signal(minute) * (1 - share / 2 + share * uniform(seed, minute))
}

const steady = (value: number): Signal => {
  return () => value
}

const inNetwork = (place: Place) => ({
  VPCId: place.state.vpcId,
  SubnetIds: ['a', 'b'].map(zone => subnetOf(place, zone)),
  SecurityGroupIds: [`sg-0${place.hex('sg default', 16)}`],
})

/** A domain of two nodes; `searches` a minute. */
export function addSearchDomain(place: Place, DomainName: string, searches: Signal, tags?: Tags): void {
  const ARN = place.arn('es', `domain/${DomainName}`)
  if (tags) place.tag(ARN, tags)
  place.add('es:domain', {
    DomainId: `${place.accountId}/${DomainName}`,
    DomainName,
    ARN,
    Created: true,
    Deleted: false,
    Processing: false,
    EngineVersion: 'OpenSearch_2.15',
    Endpoints: { vpc: `vpc-${DomainName}-${place.hex(DomainName, 8)}.${place.region}.es.${place.dnsSuffix}` },
    ClusterConfig: { InstanceType: 'r7g.large.search', InstanceCount: 2, ZoneAwarenessEnabled: true },
    EBSOptions: { EBSEnabled: true, VolumeType: 'gp3', VolumeSize: 100 },
    VPCOptions: { ...inNetwork(place), AvailabilityZones: ['a', 'b'].map(zone => `${place.region}${zone}`) },
    EncryptionAtRestOptions: { Enabled: true, KmsKeyId: place.arn('kms', `key/${place.hex('search key', 12)}`) },
    NodeToNodeEncryptionOptions: { Enabled: true },
  })
  const domain = { ClientId: place.accountId, DomainName }
  const cpu: Signal = m => 6 + searches(m) / 90
  place.metrics('AWS/ES', domain, timings.minute, [
    ['CPUUtilization', 'Percent', percent(noisy(place, DomainName, cpu))],
    ['ClusterStatus.green', 'Count', reading(steady(1))],
    ['ClusterStatus.red', 'Count', reading(steady(0))],
    ['FreeStorageSpace', 'Megabytes', reading(m => 61_000 - (m % 20_160) / 4)],
    ['SearchRate', 'Count', tally(noisy(place, `${DomainName} rate`, searches))],
    ['SearchLatency', 'Milliseconds', reading(m => 4 + searches(m) / 200)],
  ])
  for (const NodeId of [1, 2].map(n => place.hex(`${DomainName} node ${n}`, 22)))
    place.metrics('AWS/ES', { ...domain, NodeId }, timings.minute, [
      ['CPUUtilization', 'Percent', percent(noisy(place, NodeId, cpu))],
    ])
}

/** Three brokers that share `bytes` a second. */
export function addKafkaCluster(place: Place, ClusterName: string, tags: Tags, bytes: Signal, lag: Signal): void {
  const id = `${place.hex(ClusterName, 8)}-${place.hex('kafka', 4)}-4${place.hex('msk', 3)}-${place.hex('id', 12)}-7`
  const ClusterArn = place.arn('kafka', `cluster/${ClusterName}/${id}`)
  place.tag(ClusterArn, tags)
  place.add('kafka:cluster', {
    ClusterName,
    ClusterArn,
    ClusterType: 'PROVISIONED',
    State: 'ACTIVE',
    CreationTime: daysBefore(place, 320),
    CurrentVersion: 'K3P5ROKL5A1OLE',
    Tags: tags,
    Provisioned: {
      NumberOfBrokerNodes: 3,
      EnhancedMonitoring: 'DEFAULT',
      StorageMode: 'LOCAL',
      CurrentBrokerSoftwareInfo: { KafkaVersion: '3.6.0' },
      BrokerNodeGroupInfo: {
        InstanceType: 'kafka.m7g.large',
        ClientSubnets: ['a', 'b', 'c'].map(zone => subnetOf(place, zone)),
        SecurityGroups: inNetwork(place).SecurityGroupIds,
        StorageInfo: { EbsStorageInfo: { VolumeSize: 500 } },
      },
    },
  })
  const cluster = { 'Cluster Name': ClusterName }
  place.metrics('AWS/Kafka', cluster, timings.minute, [
    ['ActiveControllerCount', 'Count', reading(steady(1))],
    ['OfflinePartitionsCount', 'Count', reading(steady(0))],
  ])
  for (const broker of ['1', '2', '3'])
    place.metrics('AWS/Kafka', { ...cluster, 'Broker ID': broker }, timings.minute, [
      ['BytesInPerSec', 'Bytes/Second', reading(noisy(place, `broker ${broker}`, m => bytes(m) / 3))],
      ['CpuUser', 'Percent', percent(noisy(place, `broker cpu ${broker}`, m => 5 + bytes(m) / 90_000))],
    ])
  place.metrics('AWS/Kafka', { ...cluster, 'Consumer Group': 'indexer', Topic: 'orders' }, timings.minute, [
    ['SumOffsetLag', 'Count', tally(lag)],
  ])
}

/** A provisioned cluster for reports, and a workgroup that analysts ask. */
export function addWarehouse(place: Place, name: string, tags: Tags, queries: Signal): void {
  place.tag(place.arn('redshift', `cluster:${name}`), tags)
  place.add('redshift:cluster', {
    ClusterIdentifier: name,
    ClusterStatus: 'available',
    ClusterAvailabilityStatus: 'Available',
    ClusterVersion: '1.0',
    NodeType: 'ra3.large',
    NumberOfNodes: 2,
    DBName: 'reports',
    Endpoint: { Address: `${name}.${place.hex(name, 12)}.${place.region}.redshift.${place.dnsSuffix}`, Port: 5439 },
    VpcId: place.state.vpcId,
    AvailabilityZone: `${place.region}a`,
    PubliclyAccessible: false,
    Encrypted: true,
    AutomatedSnapshotRetentionPeriod: 7,
    ClusterCreateTime: daysBefore(place, 700),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  })
  place.metrics('AWS/Redshift', { ClusterIdentifier: name }, timings.minute, [
    ['CPUUtilization', 'Percent', percent(noisy(place, name, m => 8 + queries(m) * 2))],
    ['HealthStatus', 'Count', reading(steady(1))],
    ['PercentageDiskSpaceUsed', 'Percent', reading(steady(41.5))],
  ])
  const id = (of: string) => `${place.hex(of, 8)}-0000-4000-8000-${place.hex(`${of} id`, 12)}`
  const [workgroupName, namespaceName] = [`${name}-analysts`, `${name}-data`]
  const namespaceArn = place.arn('redshift-serverless', `namespace/${id(namespaceName)}`)
  const workgroupArn = place.arn('redshift-serverless', `workgroup/${id(workgroupName)}`)
  place.tag(workgroupArn, tags)
  const creationDate = daysBefore(place, 90)
  place.add('redshift-serverless:namespace', {
    namespaceArn,
    namespaceName,
    status: 'AVAILABLE',
    dbName: 'dev',
    creationDate,
  })
  place.add('redshift-serverless:workgroup', {
    workgroupArn,
    workgroupName,
    namespaceName,
    status: 'AVAILABLE',
    baseCapacity: 32,
    port: 5439,
    subnetIds: inNetwork(place).SubnetIds,
    securityGroupIds: inNetwork(place).SecurityGroupIds,
    publiclyAccessible: false,
    creationDate,
  })
  place.metrics('AWS/Redshift-Serverless', { Workgroup: workgroupName }, timings.minute, [
    ['ComputeCapacity', 'Count', reading(m => (queries(m) > 4 ? 64 : 32))],
  ])
  place.metrics('AWS/Redshift-Serverless', { Namespace: namespaceName }, timings.minute, [
    ['DataStorage', 'Megabytes', reading(steady(812_000))],
  ])
}

/** A Kubernetes cluster of two nodes with a pod of the shop's on it. */
export function addKubernetes(place: Place, name: string, load: Signal, tags?: Tags): void {
  const arn = place.arn('eks', `cluster/${name}`)
  if (tags) place.tag(arn, tags)
  const network = inNetwork(place)
  place.add('eks:cluster', {
    name,
    arn,
    version: '1.31',
    platformVersion: 'eks.12',
    status: 'ACTIVE',
    createdAt: daysBefore(place, 210),
    endpoint: `https://${place.hex(name, 32).toUpperCase()}.gr7.${place.region}.eks.${place.dnsSuffix}`,
    roleArn: place.globalArn('iam', `${place.accountId}:role/eks-cluster`),
    resourcesVpcConfig: {
      vpcId: network.VPCId,
      subnetIds: network.SubnetIds,
      securityGroupIds: network.SecurityGroupIds,
      endpointPublicAccess: false,
      endpointPrivateAccess: true,
    },
    health: { issues: [] },
    tags: tags ?? {},
  })
  const ClusterName = name
  place.metrics('AWS/EKS', { ClusterName }, timings.minute, [
    ['apiserver_request_total', 'Count', tally(noisy(place, name, m => 900 + 700 * load(m)))],
    ['scheduler_pending_pods', 'Count', reading(steady(0))],
  ])
  const cpu: Signal = m => 18 + 22 * load(m)
  place.metrics('ContainerInsights', { ClusterName }, timings.minute, [
    ['cluster_node_count', 'Count', reading(steady(2))],
    ['node_cpu_utilization', 'Percent', percent(cpu)],
    ['pod_cpu_utilization', 'Percent', percent(m => cpu(m) / 4)],
  ])
  for (const node of ['1', '2']) {
    const InstanceId = `i-0${place.hex(`${name} node ${node}`, 16)}`
    const NodeName = `ip-10-0-2-${node}0.${place.region}.compute.internal`
    place.metrics('ContainerInsights', { ClusterName, InstanceId, NodeName }, timings.minute, [
      ['node_cpu_utilization', 'Percent', percent(noisy(place, InstanceId, cpu))],
    ])
  }
  place.metrics('ContainerInsights', { ClusterName, Namespace: 'shop', PodName: 'search-api' }, timings.minute, [
    ['pod_cpu_utilization', 'Percent', percent(noisy(place, `${name} pod`, m => cpu(m) / 4))],
  ])
}

/** A file system that machines share; `bytes` a minute are read. */
export function addFileSystem(place: Place, Name: string, tags: Tags, bytes: Signal): void {
  const FileSystemId = `fs-0${place.hex(Name, 16)}`
  const FileSystemArn = place.arn('elasticfilesystem', `file-system/${FileSystemId}`)
  place.tag(FileSystemArn, { Name, ...tags })
  const size = 420 * 1024 ** 3
  place.add('elasticfilesystem:file-system', {
    OwnerId: place.accountId,
    CreationToken: Name,
    FileSystemId,
    FileSystemArn,
    Name,
    CreationTime: daysBefore(place, 500),
    LifeCycleState: 'available',
    NumberOfMountTargets: 2,
    SizeInBytes: { Value: size, ValueInStandard: size * 0.7, ValueInIA: size * 0.3 },
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'elastic',
    Encrypted: true,
    Tags: Object.entries({ Name, ...tags }).map(([Key, Value]) => ({ Key, Value })),
  })
  place.metrics('AWS/EFS', { FileSystemId }, timings.minute, [
    ['DataReadIOBytes', 'Bytes', tally(noisy(place, Name, bytes, 0.4))],
    ['PercentIOLimit', 'Percent', percent(m => bytes(m) / 4e7)],
    ['ClientConnections', 'Count', reading(steady(4))],
  ])
  for (const [StorageClass, share] of [
    ['Total', 1],
    ['Standard', 0.7],
  ] as const)
    place.metrics('AWS/EFS', { FileSystemId, StorageClass }, timings.quarterHour, [
      ['StorageBytes', 'Bytes', reading(steady(size * share))],
    ])
}

/** A file server for those with Windows; nobody has tagged it. */
export function addWindowsFiles(place: Place, load: Signal): void {
  const FileSystemId = `fs-0${place.hex('windows files', 16)}`
  place.add('fsx:file-system', {
    OwnerId: place.accountId,
    FileSystemId,
    FileSystemType: 'WINDOWS',
    Lifecycle: 'AVAILABLE',
    StorageCapacity: 300,
    StorageType: 'SSD',
    VpcId: place.state.vpcId,
    SubnetIds: [subnetOf(place, 'a')],
    ResourceARN: place.arn('fsx', `file-system/${FileSystemId}`),
    CreationTime: daysBefore(place, 260),
    Tags: [],
  })
  place.metrics('AWS/FSx', { FileSystemId }, timings.minute, [
    ['DataReadBytes', 'Bytes', tally(m => 2e6 * load(m))],
    ['FreeStorageCapacity', 'Bytes', reading(steady(118 * 1024 ** 3))],
  ])
}

/** A repository of images; its name holds a slash. */
export function addRepository(place: Place, repositoryName: string, tags: Tags, pulls: Signal): void {
  const repositoryArn = place.arn('ecr', `repository/${repositoryName}`)
  place.tag(repositoryArn, tags)
  place.add('ecr:repository', {
    repositoryArn,
    registryId: place.accountId,
    repositoryName,
    repositoryUri: `${place.accountId}.dkr.ecr.${place.region}.${place.dnsSuffix}/${repositoryName}`,
    createdAt: daysBefore(place, 410),
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfiguration: { encryptionType: 'AES256' },
  })
  place.metrics('AWS/ECR', { RepositoryName: repositoryName }, timings.minute, [
    ['RepositoryPullCount', 'Count', tally(pulls)],
  ])
}
