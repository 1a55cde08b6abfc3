// Networks: VPCs, their subnets, gateways to the internet and route tables.
import type { InternetGateway, RouteTable, Subnet, Vpc } from '@aws-sdk/client-ec2'
import { numberOf } from '../derived.ts'
import { ec2Resource } from '../ec2-resource.ts'

export const vpcs = ec2Resource<Vpc>({
  type: 'vpc',
  title: 'VPCs',
  action: 'DescribeVpcs',
  why: 'Lists VPCs with their tags and address ranges.',
  id: vpc => vpc.VpcId,
  attributes: ['VpcId', 'State', 'CidrBlock', 'CidrBlockAssociationSet', 'IsDefault', 'InstanceTenancy', 'OwnerId'],
  async *pages({ paginateDescribeVpcs }, client) {
    for await (const page of paginateDescribeVpcs({ client, pageSize: 1000 }, {})) yield page.Vpcs ?? []
  },
})

export const subnets = ec2Resource<Subnet>({
  type: 'subnet',
  title: 'Subnets',
  action: 'DescribeSubnets',
  why: 'Lists subnets with their tags, address ranges and how many addresses are free.',
  id: subnet => subnet.SubnetId,
  // One that another account shares has that account's ARN.
  arn: subnet => subnet.SubnetArn,
  labels: subnet => ({ vpcid: subnet.VpcId, 'availability-zone': subnet.AvailabilityZone }),
  labelNames: ['vpcid', 'availability-zone'],
  attributes: [
    'SubnetId',
    'State',
    'VpcId',
    'CidrBlock',
    'AvailabilityZone',
    'AvailableIpAddressCount',
    'MapPublicIpOnLaunch',
    'DefaultForAz',
    'OwnerId',
  ],
  relations: (subnet, arn) => [['in', arn('vpc', subnet.VpcId)]],
  derived: [
    {
      name: 'aws.vpc.available_ip_addresses',
      unit: 'Count',
      description: 'IPv4 addresses of the subnet that nothing has.',
      value: numberOf('AvailableIpAddressCount'),
    },
  ],
  async *pages({ paginateDescribeSubnets }, client) {
    for await (const page of paginateDescribeSubnets({ client, pageSize: 1000 }, {})) yield page.Subnets ?? []
  },
})

export const internetGateways = ec2Resource<InternetGateway>({
  type: 'internet-gateway',
  title: 'Internet gateways',
  action: 'DescribeInternetGateways',
  why: 'Lists internet gateways with their tags and the VPC that each leads out of.',
  id: gateway => gateway.InternetGatewayId,
  attributes: ['InternetGatewayId', 'Attachments', 'OwnerId'],
  relations: (gateway, arn) => [['attached to', ...(gateway.Attachments ?? []).map(({ VpcId }) => arn('vpc', VpcId))]],
  async *pages({ paginateDescribeInternetGateways }, client) {
    for await (const page of paginateDescribeInternetGateways({ client, pageSize: 1000 }, {}))
      yield page.InternetGateways ?? []
  },
})

export const routeTables = ec2Resource<RouteTable>({
  type: 'route-table',
  title: 'Route tables',
  action: 'DescribeRouteTables',
  why: 'Lists route tables with their tags, routes and subnets.',
  id: table => table.RouteTableId,
  labels: table => ({ vpcid: table.VpcId }),
  labelNames: ['vpcid'],
  attributes: ['RouteTableId', 'VpcId', 'Routes', 'Associations', 'PropagatingVgws', 'OwnerId'],
  relations: (table, arn) => [
    ['in', arn('vpc', table.VpcId)],
    ['attached to', ...(table.Associations ?? []).map(({ SubnetId }) => arn('subnet', SubnetId))],
    [
      'uses',
      ...(table.Routes ?? []).flatMap(route => [
        arn('natgateway', route.NatGatewayId),
        arn('transit-gateway', route.TransitGatewayId),
        // `local`, and gateway endpoints, stand where an internet gateway's id may.
        route.GatewayId?.startsWith('igw-') ? arn('internet-gateway', route.GatewayId) : undefined,
      ]),
    ],
  ],
  async *pages({ paginateDescribeRouteTables }, client) {
    for await (const page of paginateDescribeRouteTables({ client, pageSize: 100 }, {})) yield page.RouteTables ?? []
  },
})
