// AWS PrivateLink: VPC endpoints, and the endpoint services that they lead to.
import type { ServiceConfiguration, VpcEndpoint } from '@aws-sdk/client-ec2'
import { defineService, type MetricDefinition } from '../../core/define.ts'
import { ec2Resource } from '../ec2-resource.ts'
import { countedBy, counter, fact, gauge } from '../kinds.ts'

/** https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html */
const endpointMetrics: MetricDefinition[] = [
  gauge('ActiveConnections', 'Count'),
  counter('BytesProcessed', 'Bytes'),
  counter('NewConnections'),
  counter('PacketsDropped'),
  counter('RstPacketsReceived'),
]

const serviceMetrics: MetricDefinition[] = [
  gauge('ActiveConnections', 'Count'),
  counter('BytesProcessed', 'Bytes'),
  ...countedBy([['Service Id']], [fact('EndpointsCount', 'Count')]),
  counter('NewConnections'),
  counter('RstPacketsSent'),
  counter('RstPacketsReceived'),
]

const endpoints = ec2Resource<VpcEndpoint>({
  type: 'vpc-endpoint',
  title: 'VPC endpoints',
  action: 'DescribeVpcEndpoints',
  why: 'Lists VPC endpoints with their tags, service and network.',
  // AWS writes states now with a capital and now without.
  id: endpoint => (endpoint.State?.toLowerCase() === 'deleted' ? null : endpoint.VpcEndpointId),
  labels: endpoint => ({
    vpcid: endpoint.VpcId,
    servicename: endpoint.ServiceName,
    endpointtype: endpoint.VpcEndpointType,
  }),
  labelNames: ['vpcid', 'servicename', 'endpointtype'],
  attributes: [
    'VpcEndpointId',
    'VpcEndpointType',
    'ServiceName',
    'State',
    'VpcId',
    'SubnetIds',
    'RouteTableIds',
    'PrivateDnsEnabled',
    'RequesterManaged',
    'DnsEntries',
    'LastError',
    'CreationTimestamp',
  ],
  relations: (endpoint, arn) => [
    ['in', arn('vpc', endpoint.VpcId), ...(endpoint.SubnetIds ?? []).map(id => arn('subnet', id))],
    ['uses', ...(endpoint.Groups ?? []).map(group => arn('security-group', group.GroupId))],
    ['attached to', ...(endpoint.RouteTableIds ?? []).map(id => arn('route-table', id))],
  ],
  async *pages({ paginateDescribeVpcEndpoints }, client) {
    for await (const page of paginateDescribeVpcEndpoints({ client, pageSize: 1000 }, {})) yield page.VpcEndpoints ?? []
  },
})

const endpointServices = ec2Resource<ServiceConfiguration>({
  type: 'vpc-endpoint-service',
  title: 'VPC endpoint services',
  action: 'DescribeVpcEndpointServiceConfigurations',
  why: 'Lists the endpoint services of the account with their tags and load balancers.',
  id: service => (service.ServiceState === 'Deleted' ? null : service.ServiceId),
  name: service => service.ServiceName,
  labels: service => ({ servicename: service.ServiceName }),
  labelNames: ['servicename'],
  attributes: [
    'ServiceId',
    'ServiceName',
    'ServiceType',
    'ServiceState',
    'AvailabilityZones',
    'AcceptanceRequired',
    'PrivateDnsName',
    'BaseEndpointDnsNames',
  ],
  relations: service => [
    ['uses', ...(service.NetworkLoadBalancerArns ?? []), ...(service.GatewayLoadBalancerArns ?? [])],
  ],
  async *pages({ paginateDescribeVpcEndpointServiceConfigurations }, client) {
    for await (const page of paginateDescribeVpcEndpointServiceConfigurations({ client, pageSize: 1000 }, {}))
      yield page.ServiceConfigurations ?? []
  },
})

const endpointSet = ['Endpoint Type', 'Service Name', 'VPC Endpoint Id', 'VPC Id']

export const privateLink = defineService({
  id: 'privatelink',
  title: 'AWS PrivateLink',
  namespaces: [
    {
      namespace: 'AWS/PrivateLinkEndpoints',
      period: 60,
      publicationDelay: 180,
      metrics: endpointMetrics,
      dimensions: ['Endpoint Type', 'Service Name', 'Subnet Id', 'VPC Endpoint Id', 'VPC Id'],
      // Again by subnet.
      grain: [endpointSet],
      otherSets: [[...endpointSet, 'Subnet Id']],
      associations: [{ resourceType: 'ec2:vpc-endpoint', arn: /:vpc-endpoint\/(?<VPC_Endpoint_Id>vpce-[0-9a-f]+)$/ }],
    },
    {
      namespace: 'AWS/PrivateLinkServices',
      period: 60,
      publicationDelay: 180,
      metrics: serviceMetrics,
      dimensions: ['Az', 'Load Balancer Arn', 'Service Id', 'VPC Endpoint Id'],
      // Again by zone, by load balancer, by both, and by the consumer's endpoint.
      grain: [['Service Id']],
      otherSets: [
        ['Az', 'Service Id'],
        ['Load Balancer Arn', 'Service Id'],
        ['Az', 'Load Balancer Arn', 'Service Id'],
        ['Service Id', 'VPC Endpoint Id'],
      ],
      associations: [
        { resourceType: 'ec2:vpc-endpoint-service', arn: /:vpc-endpoint-service\/(?<Service_Id>vpce-svc-[0-9a-f]+)$/ },
      ],
    },
  ],
  resources: [endpoints, endpointServices],
})
