// Association of clusters, file systems, networks and machines: where ARNs and dimensions say the same thing in two ways.
import { describe, expect, it } from 'vitest'
import { type Associable, createAssociator } from './associate.ts'
import { namespaceByName } from './index.ts'

const at = 'us-east-1:111122223333'
const ec2 = `arn:aws:ec2:${at}`
const workgroup = `arn:aws:redshift-serverless:${at}:workgroup/1a2b3c4d-0000-4000-8000-0123456789ab`
const namespace = `arn:aws:redshift-serverless:${at}:namespace/5e6f7a8b-0000-4000-8000-0123456789ab`
const group = `arn:aws:autoscaling:${at}:autoScalingGroup:0f1e-4d3c:autoScalingGroupName/web/blue`
const kafka = `arn:aws:kafka:${at}:cluster/events/0f1e2d3c-7`
const connector = `arn:aws:kafkaconnect:${at}:connector/to-lake/0f1e2d3c-2`

const resources: Associable[] = [
  { type: 'es:domain', arn: `arn:aws:es:${at}:domain/search` },
  { type: 'aoss:collection', arn: `arn:aws:aoss:${at}:collection/k3x9` },
  { type: 'redshift:cluster', arn: `arn:aws:redshift:${at}:cluster:reports` },
  { type: 'redshift-serverless:workgroup', arn: workgroup, name: 'analysts', labels: { namespacename: 'data' } },
  { type: 'redshift-serverless:namespace', arn: namespace, name: 'data', labels: {} },
  { type: 'kafka:cluster', arn: kafka },
  { type: 'kafkaconnect:connector', arn: connector },
  { type: 'elasticfilesystem:file-system', arn: `arn:aws:elasticfilesystem:${at}:file-system/fs-0aaa` },
  { type: 'fsx:file-system', arn: `arn:aws:fsx:${at}:file-system/fs-0bbb` },
  { type: 'route53:healthcheck', arn: 'arn:aws:route53:::healthcheck/abc-1' },
  { type: 'route53:hostedzone', arn: 'arn:aws:route53:::hostedzone/Z123' },
  { type: 'autoscaling:autoScalingGroup', arn: group },
  { type: 'eks:cluster', arn: `arn:aws:eks:${at}:cluster/tools` },
  { type: 'ecs:cluster', arn: `arn:aws:ecs:${at}:cluster/tools` },
  { type: 'ecs:service', arn: `arn:aws:ecs:${at}:service/tools/api` },
  { type: 'ecr:repository', arn: `arn:aws:ecr:${at}:repository/shop/api` },
  { type: 'ec2:instance', arn: `${ec2}:instance/i-0aaa` },
  { type: 'ec2:transit-gateway', arn: `${ec2}:transit-gateway/tgw-0aaa` },
  {
    ...{ type: 'ec2:transit-gateway-attachment', arn: `${ec2}:transit-gateway-attachment/tgw-attach-0aaa` },
    ...{ name: 'vpc', labels: { transitgateway: 'tgw-0aaa' } },
  },
  {
    ...{ type: 'ec2:vpn-connection', arn: `${ec2}:vpn-connection/vpn-0aaa`, name: 'office' },
    labels: { tunnel_1: '198.51.100.11', tunnel_2: '198.51.100.12' },
  },
  { type: 'ec2:client-vpn-endpoint', arn: `${ec2}:client-vpn-endpoint/cvpn-endpoint-0aaa` },
  { type: 'ec2:vpc-endpoint', arn: `${ec2}:vpc-endpoint/vpce-0aaa` },
  { type: 'ec2:vpc-endpoint-service', arn: `${ec2}:vpc-endpoint-service/vpce-svc-0aaa` },
]

const endpoint = {
  'Endpoint Type': 'Interface',
  'Service Name': 'sqs',
  'VPC Endpoint Id': 'vpce-0aaa',
  'VPC Id': 'vpc-1',
}
const pod = { ClusterName: 'tools', Namespace: 'shop', PodName: 'api' }
const wizard = { AutoScalingGroupName: 'web', ImageId: 'ami-1', InstanceId: 'i-0aaa', InstanceType: 'm7g.large' }

const cases: [title: string, namespace: string, dimensions: Record<string, string>, arn: string | null][] = [
  [
    'a node of a domain',
    'AWS/ES',
    { ClientId: '1', DomainName: 'search', NodeId: 'n' },
    `arn:aws:es:${at}:domain/search`,
  ],
  [
    'an index of a collection',
    'AWS/AOSS',
    { ClientId: '1', CollectionId: 'k3x9', CollectionName: 'logs', IndexId: 'i', IndexName: 'n' },
    `arn:aws:aoss:${at}:collection/k3x9`,
  ],
  ['compute units of all collections', 'AWS/AOSS', { ClientId: '1' }, null],
  [
    'a node of a warehouse',
    'AWS/Redshift',
    { ClusterIdentifier: 'reports', NodeID: 'Leader' },
    `arn:aws:redshift:${at}:cluster:reports`,
  ],
  [
    'a workgroup, by its name and not its id',
    'AWS/Redshift-Serverless',
    { Workgroup: 'analysts', QueryType: 'SELECT' },
    workgroup,
  ],
  ['a namespace, by its name and not its id', 'AWS/Redshift-Serverless', { Namespace: 'data' }, namespace],
  ['a workgroup is not the namespace of its name', 'AWS/Redshift-Serverless', { Namespace: 'analysts' }, null],
  ['snapshots are of no workgroup', 'AWS/Redshift-Serverless', {}, null],
  [
    'a broker of a cluster with a space in its dimension',
    'AWS/Kafka',
    { 'Cluster Name': 'events', 'Broker ID': '1' },
    kafka,
  ],
  ['a topic whose consumers name no cluster', 'AWS/Kafka', { 'Consumer Group': 'indexer', Topic: 'orders' }, null],
  ['a connector that only tags know', 'AWS/KafkaConnect', { ConnectorName: 'to-lake' }, connector],
  [
    'a file system by storage class',
    'AWS/EFS',
    { FileSystemId: 'fs-0aaa', StorageClass: 'Total' },
    `arn:aws:elasticfilesystem:${at}:file-system/fs-0aaa`,
  ],
  [
    'a volume of a file system',
    'AWS/FSx',
    { FileSystemId: 'fs-0bbb', VolumeId: 'fsvol-1' },
    `arn:aws:fsx:${at}:file-system/fs-0bbb`,
  ],
  ['an EFS file system is none of FSx', 'AWS/FSx', { FileSystemId: 'fs-0aaa' }, null],
  [
    'a health check by region',
    'AWS/Route53',
    { HealthCheckId: 'abc-1', Region: 'us-west-1' },
    'arn:aws:route53:::healthcheck/abc-1',
  ],
  ['a hosted zone', 'AWS/Route53', { HostedZoneId: 'Z123' }, 'arn:aws:route53:::hostedzone/Z123'],
  ['a group with a slash in its name', 'AWS/AutoScaling', { AutoScalingGroupName: 'web/blue' }, group],
  [
    'a forecast is of its group',
    'AWS/AutoScaling',
    { AutoScalingGroupName: 'web/blue', PolicyName: 'p', PairIndex: '0' },
    group,
  ],
  ['a control plane', 'AWS/EKS', { ClusterName: 'tools' }, `arn:aws:eks:${at}:cluster/tools`],
  [
    'a pod is of its cluster, and not of ECS’s of that name',
    'ContainerInsights',
    pod,
    `arn:aws:eks:${at}:cluster/tools`,
  ],
  [
    'an ECS service',
    'ECS/ContainerInsights',
    { ClusterName: 'tools', ServiceName: 'api' },
    `arn:aws:ecs:${at}:service/tools/api`,
  ],
  [
    'a family of tasks is of its cluster',
    'ECS/ContainerInsights',
    { ClusterName: 'tools', TaskDefinitionFamily: 'api' },
    `arn:aws:ecs:${at}:cluster/tools`,
  ],
  [
    'a repository with a slash in its name',
    'AWS/ECR',
    { RepositoryName: 'shop/api' },
    `arn:aws:ecr:${at}:repository/shop/api`,
  ],
  ['a transit gateway', 'AWS/TransitGateway', { TransitGateway: 'tgw-0aaa' }, `${ec2}:transit-gateway/tgw-0aaa`],
  [
    'an attachment before its gateway',
    'AWS/TransitGateway',
    { TransitGateway: 'tgw-0aaa', TransitGatewayAttachment: 'tgw-attach-0aaa' },
    `${ec2}:transit-gateway-attachment/tgw-attach-0aaa`,
  ],
  [
    'an unknown attachment falls to its gateway',
    'AWS/TransitGateway',
    { TransitGateway: 'tgw-0aaa', TransitGatewayAttachment: 'tgw-attach-0bbb' },
    `${ec2}:transit-gateway/tgw-0aaa`,
  ],
  ['a VPN connection', 'AWS/VPN', { VpnId: 'vpn-0aaa' }, `${ec2}:vpn-connection/vpn-0aaa`],
  [
    'a tunnel that names its address alone',
    'AWS/VPN',
    { TunnelIpAddress: '198.51.100.12' },
    `${ec2}:vpn-connection/vpn-0aaa`,
  ],
  [
    'a Client VPN endpoint',
    'AWS/ClientVPN',
    { Endpoint: 'cvpn-endpoint-0aaa' },
    `${ec2}:client-vpn-endpoint/cvpn-endpoint-0aaa`,
  ],
  [
    'a VPC endpoint in a subnet',
    'AWS/PrivateLinkEndpoints',
    { ...endpoint, 'Subnet Id': 's' },
    `${ec2}:vpc-endpoint/vpce-0aaa`,
  ],
  [
    'an endpoint service, whoever asks it',
    'AWS/PrivateLinkServices',
    { 'Service Id': 'vpce-svc-0aaa', 'VPC Endpoint Id': 'vpce-0fff' },
    `${ec2}:vpc-endpoint-service/vpce-svc-0aaa`,
  ],
  [
    'a disk within an instance',
    'CWAgent',
    { InstanceId: 'i-0aaa', path: '/', device: 'xvda1', fstype: 'xfs' },
    `${ec2}:instance/i-0aaa`,
  ],
  ['an instance with all that the agent’s wizard adds', 'CWAgent', wizard, `${ec2}:instance/i-0aaa`],
  ['a machine that is no instance', 'CWAgent', { host: 'cellar-3' }, null],
  [
    'usage is the account’s',
    'AWS/Usage',
    { Type: 'API', Resource: 'GetMetricData', Service: 'CloudWatch', Class: 'None' },
    null,
  ],
]

describe('createAssociator', () => {
  it.each(cases)('%s', (_title, name, dimensions, arn) => {
    const declared = namespaceByName(name)
    if (!declared) throw new Error(`${name} is not declared`)
    expect(createAssociator(resources, declared)(dimensions)).toBe(arn)
  })
})
